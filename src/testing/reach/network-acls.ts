import { Range } from '../ip-ranges';
import { attributeOf, isUnknown } from '../physical-names';
import { Located, Stack } from '../stack';
import { resourcesOf } from '../stacks';
import { Host, isAt } from './addresses';
import { allOf, Answer, answer, anyOf, no, open } from './answers';
import { describe, echo, isOf, Packet } from './packet';
import { byRef, nameOf, property, rangeOrMark, textOf } from './reading';

interface Entry {
  readonly name: string;
  readonly number: string;
  readonly egress: string;
  readonly action: string;
  readonly protocol: string;
  readonly range: Range | string;
  readonly ports?: readonly [string, string];
  readonly icmpType?: string;
}

export interface NetworkAcl {
  readonly name: string;
  /** In the order of their numbers; undefined where not all is known. */
  readonly entries?: readonly Entry[];
}

/** The ports at which clients wait for what comes back; each system has its own part of them. */
const EPHEMERAL = { first: 1024, last: 65535 };

const DEFAULT = (name: string) => ['false', 'true'].flatMap((egress) => ['0.0.0.0/0', '::/0'].map((range): Entry =>
  ({ name, number: '100', egress, action: 'allow', protocol: '-1', range: rangeOrMark(range) })));

/** Network ACLs by subnets. A subnet without one of its own has the default one of its VPC, which allows everything. */
export class NetworkAcls {
  private readonly bySubnet = new Map<string, string>();
  private readonly acls = new Map<string, NetworkAcl>();
  private readonly loose: string[] = [];

  constructor(stacks: readonly Stack[]) {
    const own = resourcesOf(stacks, 'AWS::EC2::NetworkAclEntry');
    const entriesOf = (id: string) => own.filter((one) => property(one, 'NetworkAclId') === id).map(read);
    for (const [id, one] of byRef(resourcesOf(stacks, 'AWS::EC2::NetworkAcl'))) {
      this.acls.set(id, { name: nameOf(one), entries: inOrder(entriesOf(id)) });
    }
    for (const [vpc, one] of byRef(resourcesOf(stacks, 'AWS::EC2::VPC'))) {
      const name = `the default network ACL of ${nameOf(one)}`;
      const id = attributeOf(one, 'DefaultNetworkAcl');
      [vpc, id].forEach((key) => this.acls.set(key, { name, entries: inOrder([...DEFAULT(name), ...entriesOf(id)]) }));
    }
    const associations = resourcesOf(stacks, 'AWS::EC2::SubnetNetworkAclAssociation');
    associations.forEach((one) => this.bySubnet.set(property(one, 'SubnetId')!, property(one, 'NetworkAclId')!));
    this.loose = [
      ...own.filter((one) => isUnknown(property(one, 'NetworkAclId')!)),
      ...associations.filter((one) => isUnknown(property(one, 'SubnetId')!)),
    ].map((one) => `${nameOf(one)} is about what is in no template`);
  }

  public get entries(): Entry[] {
    return [...this.acls.values()].flatMap(({ entries }) => entries ?? []);
  }

  public of(subnet: string, vpc: string): NetworkAcl {
    const id = this.bySubnet.get(subnet) ?? vpc;
    const [loose] = this.loose;
    return loose !== undefined ? { name: loose } : this.acls.get(id) ?? { name: `the network ACL of ${subnet} is in no template` };
  }
}

function inOrder(entries: Entry[]): Entry[] | undefined {
  const unclear = entries.some(({ number, egress, action }) => [number, egress, action].some(isUnknown));
  return unclear ? undefined : entries.sort((one, other) => Number(one.number) - Number(other.number));
}

function read(one: Located): Entry {
  const { PortRange, Icmp } = one.resource.Properties ?? {};
  const text = (value: unknown) => textOf(one, value);
  return {
    name: `AWS::EC2::NetworkAclEntry ${nameOf(one)}`,
    number: property(one, 'RuleNumber')!,
    egress: property(one, 'Egress') ?? 'false',
    action: property(one, 'RuleAction')!,
    protocol: property(one, 'Protocol')!,
    range: rangeOrMark(property(one, 'CidrBlock') ?? property(one, 'Ipv6CidrBlock')!),
    ports: PortRange && [text(PortRange.From)!, text(PortRange.To)!],
    icmpType: text(Icmp?.Type),
  };
}

/** Whether an entry is about a packet; the type of ICMP stands in for the port. */
function isAbout({ protocol, range, ports, icmpType = '-1' }: Entry, packet: Packet, host: Host): boolean | undefined {
  const at = typeof range === 'string' ? undefined : isAt(range, host);
  if (at === false || isUnknown(protocol) || !isOf(protocol, packet, host)) {
    return at !== false && isUnknown(protocol) ? undefined : false;
  }
  const [from, to] = protocol === '-1' ? [] : packet.protocol === 'icmp' ? icmpType === '-1' ? [] : [icmpType, icmpType] : ports ?? [];
  const unclear = at === undefined || [from, to].some((port) => port !== undefined && isUnknown(port));
  const within = from === undefined || unclear || (Number(from) <= packet.port && packet.port <= Number(to));
  return within ? unclear ? undefined : true : false;
}

/** The first entry that is about a packet decides; without one it is denied. */
function passes({ name, entries }: NetworkAcl, egress: boolean, packet: Packet, host: Host): Answer {
  const unsure: Entry[] = [];
  for (const entry of entries?.filter((one) => one.egress === String(egress)) ?? []) {
    const about = isAbout(entry, packet, host);
    if (about) {
      const other = unsure.find(({ action }) => action !== entry.action);
      return other ? open(`${other.name}: what it is about is not known`)
        : answer(entry.action === 'allow', entry.action === 'allow' ? entry.name : `${entry.name} denies it`);
    }
    unsure.push(...about === undefined ? [entry] : []);
  }
  const allowing = unsure.find(({ action }) => action === 'allow');
  return entries === undefined ? open(name) : allowing ? open(`${allowing.name}: what it is about is not known`)
    : no(`${name} has no ${egress ? 'outbound' : 'inbound'} entry for ${describe(packet)}`);
}

/** Where a packet goes through: the network ACL of a subnet, what is on the other side of it, and whether the connection starts inside. */
export interface Crossing { readonly acl: NetworkAcl; readonly outward: boolean; readonly other: Host }

/**
 * Whether network ACLs let through what opens a connection, and what comes back for it: they do not remember connections.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
export function crosses(crossings: readonly Crossing[], packet: Packet): Answer {
  const opening = (host: Host): Packet => packet.protocol === 'icmp' ? { ...packet, port: echo(host, false) } : packet;
  const there = crossings.map(({ acl, outward, other }) => passes(acl, outward, opening(other), other));
  const back = (port: number) => allOf(crossings.map(({ acl, outward, other }) =>
    passes(acl, !outward, { ...packet, port: packet.protocol === 'icmp' ? echo(other, true) : port }, other)));
  return allOf([...there, anyOf(returnPorts(crossings).map(back))]);
}

function returnPorts(crossings: readonly Crossing[]): number[] {
  const ranges = crossings.flatMap(({ acl }) => acl.entries ?? []).flatMap(({ ports }) => ports ? [ports] : []);
  const edges = ranges.flatMap(([from, to]) => [Number(from), Number(to) + 1]);
  return [...new Set([EPHEMERAL.first, ...edges.filter((port) => port > EPHEMERAL.first && port <= EPHEMERAL.last)])];
}
