import { Range } from '../ip-ranges';
import { isUnknown } from '../physical-names';
import { Located, Stack } from '../stack';
import { resourcesOf } from '../stacks';
import { Host, isAt } from './addresses';
import { PrefixLists } from './prefix-lists';
import { byRef, nameOf, property, rangeOrMark, textsOf } from './reading';

export type Target = 'internet gateway' | 'egress-only Internet gateway' | 'NAT gateway' | 'nothing' | 'elsewhere';

/** Where a route leads. */
export interface Route {
  readonly name: string;
  readonly ranges: ReadonlyArray<Range | string>;
  readonly target: Target;
  /** The subnet of a NAT gateway; undefined where it is in no template. */
  readonly natSubnet?: string;
}

export interface RouteTable {
  readonly name: string;
  /** Beside the local ones; undefined where not all are known. */
  readonly routes?: readonly Route[];
  /** Services that a gateway endpoint serves, such as `s3`. */
  readonly services: readonly string[];
}

const TARGETS = [
  'NatGatewayId', 'EgressOnlyInternetGatewayId', 'CarrierGatewayId', 'CoreNetworkArn', 'InstanceId', 'LocalGatewayId', 'NetworkInterfaceId',
  'TransitGatewayId', 'VpcEndpointId', 'VpcPeeringConnectionId', 'GatewayId',
];

/** The last part of the name of a service, which is `com.amazonaws.eu-west-1.s3`. */
export const serviceOf = (endpoint: Located): string => property(endpoint, 'ServiceName')!.replace(/^(com|cn\.com)\.amazonaws\.[^.]+\./, '');

/** The tables that subnets use. A subnet without one of its own uses the main one of its VPC, which has the local routes only. */
export class RouteTables {
  private readonly bySubnet = new Map<string, string>();
  private readonly tables = new Map<string, RouteTable>();
  private readonly loose: Located[];

  constructor(private readonly stacks: readonly Stack[], private readonly lists: PrefixLists) {
    const routes = resourcesOf(stacks, 'AWS::EC2::Route');
    const gateways = resourcesOf(stacks, 'AWS::EC2::VPCEndpoint')
      .filter((one) => (property(one, 'VpcEndpointType') ?? 'Gateway') === 'Gateway');
    for (const [id, one] of byRef(resourcesOf(stacks, 'AWS::EC2::RouteTable'))) {
      this.tables.set(id, {
        name: nameOf(one),
        routes: routes.filter((route) => property(route, 'RouteTableId') === id).map((route) => this.read(route)),
        services: gateways.filter((gateway) => textsOf(gateway, gateway.resource.Properties?.RouteTableIds).includes(id)).map(serviceOf),
      });
    }
    byRef(resourcesOf(stacks, 'AWS::EC2::VPC')).forEach((one, id) =>
      this.tables.set(id, { name: `the main route table of ${nameOf(one)}`, routes: [], services: [] }));
    const associations = resourcesOf(stacks, 'AWS::EC2::SubnetRouteTableAssociation');
    associations.forEach((one) => this.bySubnet.set(property(one, 'SubnetId')!, property(one, 'RouteTableId')!));
    this.loose = [...associations.filter((one) => isUnknown(property(one, 'SubnetId')!)),
      ...routes.filter((one) => isUnknown(property(one, 'RouteTableId')!))];
  }

  public get routes(): Route[] {
    return [...this.tables.values()].flatMap(({ routes }) => routes ?? []);
  }

  public of(subnet: string, vpc: string): RouteTable {
    const [loose] = this.loose;
    const table = this.tables.get(this.bySubnet.get(subnet) ?? vpc);
    return loose ? { name: `${nameOf(loose)} is about what is in no template`, services: [] }
      : table ?? { name: `the route table of ${subnet} is in no template`, services: [] };
  }

  private read(route: Located): Route {
    const key = TARGETS.find((one) => property(route, one) !== undefined) ?? 'nothing';
    const id = property(route, key) ?? '';
    const range = property(route, 'DestinationCidrBlock') ?? property(route, 'DestinationIpv6CidrBlock');
    return {
      name: `AWS::EC2::Route ${nameOf(route)}`,
      ranges: range === undefined ? this.lists.rangesOf(property(route, 'DestinationPrefixListId')!) : [rangeOrMark(range)],
      ...this.target(key, id),
    };
  }

  private target(key: string, id: string): Pick<Route, 'target' | 'natSubnet'> {
    const find = (type: string) => byRef(resourcesOf(this.stacks, type)).get(id);
    if (key === 'NatGatewayId') {
      const nat = find('AWS::EC2::NatGateway');
      const isPrivate = nat && property(nat, 'ConnectivityType') === 'private';
      return isPrivate ? { target: 'elsewhere' } : { target: 'NAT gateway', natSubnet: nat && property(nat, 'SubnetId') };
    } else if (key === 'GatewayId') {
      const gateway = find('AWS::EC2::InternetGateway');
      const attached = gateway && resourcesOf(this.stacks, 'AWS::EC2::VPCGatewayAttachment')
        .some((one) => property(one, 'InternetGatewayId') === id);
      return { target: attached || (!gateway && id.startsWith('igw-')) ? 'internet gateway' : gateway ? 'nothing' : 'elsewhere' };
    }
    return { target: key === 'EgressOnlyInternetGatewayId' ? 'egress-only Internet gateway' : key === 'nothing' ? key : 'elsewhere' };
  }
}

/** The most specific route to an address, and those that might be as specific. */
export function routesTo(host: Host, { routes = [] }: RouteTable): Route[] {
  const about = routes.flatMap((route) => route.ranges.map((range) => typeof range === 'string'
    ? { route, at: undefined, prefix: host.bits } : { route, at: isAt(range, host), prefix: range.prefix }));
  const [best] = about.filter(({ at }) => at).sort((one, other) => other.prefix - one.prefix);
  const unsure = about.filter(({ at, prefix }) => at === undefined && prefix >= (best?.prefix ?? 0));
  return [...best ? [best] : [], ...unsure].map(({ route }) => route);
}
