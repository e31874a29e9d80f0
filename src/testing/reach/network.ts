import { Range } from '../ip-ranges';
import { isUnknown } from '../physical-names';
import { Located, Stack } from '../stack';
import { resourcesOf } from '../stacks';
import { Host, isAt, publicSamples, samplesOf } from './addresses';
import { NetworkAcls } from './network-acls';
import { PrefixLists } from './prefix-lists';
import { byRef, nameOf, property, rangeOrMark } from './reading';
import { RouteTables } from './routes';
import { SecurityGroups } from './security-groups';

export interface Subnet {
  readonly id: string;
  readonly name: string;
  /** The id of its VPC; undefined where the subnet is in no template. */
  readonly vpc?: string;
  readonly located?: Located;
  readonly v4: ReadonlyArray<Range | string>;
  readonly v6: ReadonlyArray<Range | string>;
}

export interface Vpc { readonly id: string; readonly name: string; readonly ranges: ReadonlyArray<Range | string> }

const areKnown = (ranges: ReadonlyArray<Range | string>): ranges is readonly Range[] => ranges.every((range) => typeof range !== 'string');
const rangesAt = (one: Located, ...names: string[]) => names.map((name) => property(one, name))
  .filter((text) => text !== undefined).map(rangeOrMark);

/** A subnet of an IPAM pool has a range that is not known. */
const familiesOf = (subnet: Located) => ({
  v4: property(subnet, 'Ipv4IpamPoolId') === undefined ? rangesAt(subnet, 'CidrBlock') : [''], v6: rangesAt(subnet, 'Ipv6CidrBlock'),
});

/** What templates say about networks. */
export class Network {
  public readonly groups: SecurityGroups;
  public readonly acls: NetworkAcls;
  public readonly tables: RouteTables;
  public readonly vpcs: Vpc[];
  public readonly subnets: Subnet[];
  /** All ranges that something is about. */
  public readonly cuts: Range[];
  /** Addresses that stand for the Internet. */
  public readonly internet: Host[];
  /** What may connect VPCs with each other. */
  public readonly links: string[];
  /** The lowest of ports that rules treat alike, in order. */
  public readonly ports: number[];

  constructor(public readonly stacks: readonly Stack[], prefixLists: Record<string, readonly string[]>) {
    const lists = new PrefixLists(stacks, prefixLists);
    this.groups = new SecurityGroups(stacks, lists);
    this.acls = new NetworkAcls(stacks);
    this.tables = new RouteTables(stacks, lists);
    const more = resourcesOf(stacks, 'AWS::EC2::VPCCidrBlock');
    this.vpcs = [...byRef(resourcesOf(stacks, 'AWS::EC2::VPC'))].map(([id, one]) => ({
      id,
      name: nameOf(one),
      ranges: [
        ...property(one, 'CidrBlock') === undefined ? ['its address range is of a pool'] : rangesAt(one, 'CidrBlock'),
        ...more.filter((block) => property(block, 'VpcId') === id).flatMap((block) => rangesAt(block, 'CidrBlock', 'Ipv6CidrBlock')),
      ],
    }));
    this.subnets = [...byRef(resourcesOf(stacks, 'AWS::EC2::Subnet'))]
      .map(([id, located]) => ({ id, name: nameOf(located), vpc: property(located, 'VpcId'), located, ...familiesOf(located) }));
    const rules = [...this.groups.rules, ...this.tables.routes].flatMap(({ ranges }) => ranges);
    const subnets = this.subnets.flatMap(({ v4, v6 }) => [...v4, ...v6]);
    this.cuts = [...rules, ...this.acls.entries.map(({ range }) => range), ...this.vpcs.flatMap(({ ranges }) => ranges), ...subnets]
      .filter((range) => typeof range !== 'string');
    this.internet = publicSamples(this.cuts);
    const types = ['VPCPeeringConnection', 'TransitGatewayAttachment', 'TransitGatewayVpcAttachment'].map((type) => `AWS::EC2::${type}`);
    this.links = resourcesOf(stacks, ...types).map(nameOf);
    this.ports = this.lowestPorts();
  }

  private lowestPorts(): number[] {
    const ranges = [...this.groups.rules, ...this.acls.entries].flatMap(({ ports }) => ports?.[0] === undefined ? [] : [ports]);
    const edges = ranges.flatMap(([from, to]) => [Number(from), Number(to ?? from) + 1]);
    return [...new Set([0, ...edges.filter((port) => port > 0 && port <= 65535)])].sort((one, other) => one - other);
  }

  public subnet(id: string): Subnet {
    return this.subnets.find((one) => one.id === id) ?? { id, name: id, v4: [''], v6: [''] };
  }

  public table(subnet: Subnet) {
    return this.tables.of(subnet.id, subnet.vpc ?? subnet.name);
  }

  public acl(subnet: Subnet) {
    return this.acls.of(subnet.id, subnet.vpc ?? subnet.name);
  }

  /** The ranges of a VPC, undefined where they are not known. */
  public rangesOf(vpc: string | undefined): readonly Range[] | undefined {
    const ranges = this.vpcs.find(({ id }) => id === vpc)?.ranges;
    return ranges && areKnown(ranges) ? ranges : undefined;
  }

  /** Addresses that stand for all that something in a subnet may have. */
  public hostsIn({ v4, v6 }: Subnet, dualStack: boolean): Host[] {
    return [...this.hostsAt(v4, 32), ...dualStack ? this.hostsAt(v6, 128) : []];
  }

  /** The subnets of a VPC that an address is in; one that is not known where no template has it. */
  public subnetsAt(vpc: string | undefined, host: Host): Array<Subnet | undefined> {
    const found = this.subnets.filter((subnet) => subnet.vpc === vpc && [...subnet.v4, ...subnet.v6]
      .some((range) => typeof range !== 'string' && isAt(range, host)));
    return found.length > 0 ? found : [undefined];
  }

  /** Addresses of the part of a VPC that is IPv4. */
  public hostsOf(vpc: string | undefined): Host[] {
    return this.hostsAt(this.rangesOf(vpc)?.filter(({ bits }) => bits === 32) ?? [''], 32);
  }

  private hostsAt(ranges: ReadonlyArray<Range | string>, bits: 32 | 128): Host[] {
    return ranges.flatMap((range) => typeof range === 'string' ? [{ bits }] : samplesOf(range, this.cuts));
  }
}

/** Whether two ids may be those of one VPC; undefined where that is not known. */
export const isSameVpc = (one: string | undefined, other: string | undefined): boolean | undefined => {
  const isOpen = [one, other].some((id) => id === undefined || isUnknown(id));
  return one !== undefined && one === other ? true : isOpen ? undefined : false;
};
