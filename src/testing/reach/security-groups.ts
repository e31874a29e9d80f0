import { attributeOf, isUnknown, unknown } from '../physical-names';
import { Located, Stack } from '../stack';
import { resourcesOf } from '../stacks';
import { Host, isAt } from './addresses';
import { Answer, answer, anyOf, no, open } from './answers';
import { describe, echo, isOf, Packet } from './packet';
import { PrefixLists } from './prefix-lists';
import { byRef, nameOf, property, rangeOrMark, textOf } from './reading';
import { Range } from '../ip-ranges';

export type Direction = 'Ingress' | 'Egress';

/** Whom a rule is about: addresses, members of a group, or what is not known. */
interface Rule {
  readonly name: string;
  readonly protocol: string;
  /** The type and code of ICMP, the ports of everything else. */
  readonly ports: readonly [string | undefined, string | undefined];
  readonly ranges: ReadonlyArray<Range | string>;
  readonly group?: string;
  /** Why nobody knows whether it is a rule of the group. */
  readonly maybe?: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  /** The id of its VPC; undefined where the group is in no template. */
  readonly vpc?: string;
  /** Undefined where the group is in no template. */
  readonly rules?: Record<Direction, Rule[]>;
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const ALL_PROTOCOLS = ['-1', 'all'];
const WORDS = { Ingress: 'inbound', Egress: 'outbound' };
const all = (name: string): Rule => ({ name, protocol: '-1', ports: [undefined, undefined], ranges: EVERYWHERE.map(rangeOrMark) });

/** The security groups of all templates, by their ids, the default ones of VPCs included. */
export class SecurityGroups {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly stacks: readonly Stack[], private readonly lists: PrefixLists) {
    for (const [id, one] of byRef(resourcesOf(stacks, 'AWS::EC2::SecurityGroup'))) {
      const vpc = property(one, 'VpcId') ?? `the default VPC of ${one.stack.account}`;
      const rules = { Ingress: this.inline(one, 'Ingress'), Egress: this.inline(one, 'Egress') };
      this.groups.set(id, { id, vpc, name: nameOf(one), rules });
    }
    for (const [vpc, one] of byRef(resourcesOf(stacks, 'AWS::EC2::VPC'))) {
      this.addDefault(vpc, one);
    }
    this.addSeparate('Ingress');
    this.addSeparate('Egress');
  }

  public get all(): Group[] {
    return [...this.groups.values()];
  }

  public get rules(): Rule[] {
    return this.all.flatMap(({ rules }) => [...rules!.Ingress, ...rules!.Egress]);
  }

  public find(id: string): Group | undefined {
    return this.groups.get(id);
  }

  /** The group with an id; its rules are not known where no template has it. */
  public of(id: string): Group {
    return this.groups.get(id) ?? { id, name: id };
  }

  public defaultOf(vpc: string | undefined): Group | undefined {
    return [...this.groups.values()].find((one) => one.vpc === vpc && /^sg-default-/.test(one.id));
  }

  /** A group has all outbound traffic until a rule is written into it: a rule that is a resource of its own only adds. */
  private inline(one: Located, direction: Direction): Rule[] {
    const name = `${WORDS[direction]} rule`;
    const given: unknown = one.resource.Properties?.[`SecurityGroup${direction}`];
    const rules = ([given ?? []].flat() as Record<string, unknown>[]).map((rule, index) =>
      this.rule(`${name} ${index + 1} of ${nameOf(one)}`, one, rule, direction));
    return rules.length === 0 && direction === 'Egress' ? [all(`the default outbound rule of ${nameOf(one)}`)] : rules;
  }

  /** @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
  private addDefault(vpc: string, one: Located): void {
    const id = attributeOf(one, 'DefaultSecurityGroup');
    const name = `the default security group of ${nameOf(one)}`;
    const closed = resourcesOf(this.stacks, 'Custom::VpcRestrictDefaultSG')
      .some((custom) => property(custom, 'DefaultSecurityGroupId') === id);
    const rules = closed ? { Ingress: [], Egress: [] } : {
      Ingress: [{ ...all(`the inbound rule of ${name}`), ranges: [], group: id }], Egress: [all(`the outbound rule of ${name}`)],
    };
    this.groups.set(id, { id, vpc, name, rules });
  }

  private addSeparate(direction: Direction): void {
    for (const one of resourcesOf(this.stacks, `AWS::EC2::SecurityGroup${direction}`)) {
      const id = property(one, 'GroupId') ?? '';
      const rule = this.rule(`AWS::EC2::SecurityGroup${direction} ${nameOf(one)}`, one, one.resource.Properties ?? {}, direction);
      const certain = !isUnknown(id);
      const about = certain ? [this.groups.get(id)] : [...this.groups.values()];
      about.forEach((group) => group?.rules![direction].push({ ...rule, maybe: certain ? undefined : `its group is ${id}` }));
    }
  }

  private rule(name: string, { stack }: Located, rule: Record<string, unknown>, direction: Direction): Rule {
    const text = (key: string) => textOf({ stack }, rule[key]);
    const side = direction === 'Ingress' ? 'Source' : 'Destination';
    const range = text('CidrIp') ?? text('CidrIpv6');
    const list = text(`${side}PrefixListId`);
    const named = text('SourceSecurityGroupName');
    return {
      name,
      protocol: text('IpProtocol') ?? '-1',
      ports: [text('FromPort'), text('ToPort')],
      ranges: [...range === undefined ? [] : [rangeOrMark(range)], ...list === undefined ? [] : this.lists.rangesOf(list)],
      group: text(`${side}SecurityGroupId`) ?? (named && unknown(`the group named ${named}`)),
    };
  }
}

/** The other end of a connection, as a rule sees it. */
export interface Peer { readonly name: string; readonly host: Host; readonly groups: readonly Group[] }

function isAbout({ protocol, ports: [from, to = from] }: Rule, packet: Packet, { host }: Peer): boolean | undefined {
  if (isUnknown(protocol) || !isOf(protocol, packet, host)) {
    return isUnknown(protocol) ? undefined : false;
  } else if (ALL_PROTOCOLS.includes(protocol) || from === undefined || from === '-1') {
    return true;
  } else if (isUnknown(from) || isUnknown(to!)) {
    return undefined;
  }
  return packet.protocol === 'icmp' ? Number(from) === echo(host, false) && ['-1', '0', from].includes(to!)
    : Number(from) <= packet.port && packet.port <= Number(to);
}

function names({ name, ranges, group }: Rule, { host, groups }: Peer): Answer {
  const inRanges = ranges.map((range) => {
    const inside = typeof range === 'string' ? undefined : isAt(range, host);
    const unclear = typeof range === 'string' ? range : 'the address of the other end is not known';
    return answer(inside, inside === undefined ? `${name}: ${unclear}` : name);
  });
  const member = groups.some(({ id }) => id === group);
  const unsure = group !== undefined && !member && groups.length > 0 && isUnknown(group) ;
  return anyOf([...inRanges, unsure ? open(`${name}: ${group}`) : answer(member, name)]);
}

function match(rule: Rule, packet: Packet, peer: Peer): Answer {
  const [about, named] = [isAbout(rule, packet, peer), names(rule, peer)];
  const unclear = about === undefined ? 'its protocol or port is not known' : rule.maybe;
  return about === false ? no() : named.holds && unclear ? open(`${rule.name}: ${unclear}`) : named;
}

/** Whether groups together let a connection through; a resource has what any of its groups allows. */
export function allows(groups: readonly Group[], direction: Direction, packet: Packet, peer: Peer): Answer {
  const answers = groups.flatMap(({ rules, name }) => rules === undefined
    ? [open(`the rules of ${name} are in no template`)]
    : rules[direction].map((rule) => match(rule, packet, peer)));
  const [way, of] = [WORDS[direction], groups.map(({ name }) => name).join(' or ')];
  return anyOf(answers, `no ${way} rule of ${of} allows ${describe(packet)} ${direction === 'Ingress' ? 'from' : 'to'} ${peer.name}`);
}
