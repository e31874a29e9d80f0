import { refTo } from '../physical-names';
import { Located } from '../stack';
import { resourcesOf } from '../stacks';
import { Host } from './addresses';
import { Network, Subnet } from './network';
import { nameOf, property, setting, textsOf, tried } from './reading';
import { Group } from './security-groups';

/** One place of an interface: a resource has one in each of its subnets. */
export interface Site {
  readonly name: string;
  readonly vpc?: string;
  /** Absent for a group alone, which may be anywhere: then neither routes nor network ACLs are judged. */
  readonly subnet?: Subnet;
  /** Absent where no group stands in the way. */
  readonly groups?: readonly Group[];
  readonly isPublic: boolean;
  readonly hosts: readonly Host[];
}

interface Placement {
  /** Undefined where the resource is in no VPC. */
  readonly subnets?: string[];
  readonly groups: string[];
  /** Whether it has a public IPv4 address; by default as the subnet assigns it. */
  readonly isPublic?: boolean;
  /** Whether it has an IPv6 address; by default as the subnet assigns it. */
  readonly dualStack?: boolean;
  /** Whether it is without any group, and not in the default one of its VPC, where it names none. */
  readonly groupless?: boolean;
}

type Properties = Record<string, any>;

/** The subnets of a subnet group, by its reference or its name. */
function subnetsOf(one: Located, network: Network, type: string, property_: string): string[] {
  const name = property(one, property_) ?? '';
  const found = resourcesOf(network.stacks, type).find((group) => refTo(group).toLowerCase() === name.toLowerCase()); // as AWS has it
  return found ? textsOf(found, found.resource.Properties?.SubnetIds) : [`${name} of ${nameOf(one)}`];
}

const isDual = (text: string | undefined) => /dual|ipv6/i.test(text ?? '');
const cache = (groups: string) => (one: Located, p: Properties, network: Network): Placement => ({
  subnets: subnetsOf(one, network, 'AWS::ElastiCache::SubnetGroup', 'CacheSubnetGroupName'),
  groups: textsOf(one, p[groups]),
  isPublic: false,
  dualStack: isDual(setting(one, p.NetworkType)),
});

/** A database without a say on it is public where its VPC has an Internet gateway, which the routes tell. */
const database = (groups: string) => (one: Located, p: Properties, network: Network): Placement => {
  const cluster = resourcesOf(network.stacks, 'AWS::RDS::DBCluster').find((other) => refTo(other) === property(one, 'DBClusterIdentifier'));
  return {
    ...cluster ? database('VpcSecurityGroupIds')(cluster, cluster.resource.Properties ?? {}, network) : {
      subnets: subnetsOf(one, network, 'AWS::RDS::DBSubnetGroup', 'DBSubnetGroupName'), groups: textsOf(one, p[groups]),
    },
    isPublic: setting(one, p.PubliclyAccessible) !== 'false',
    dualStack: isDual(setting(one, p.NetworkType)),
  };
};

const hasElasticAddress = (network: Network, ...ids: Array<string | undefined>): boolean =>
  resourcesOf(network.stacks, 'AWS::EC2::EIP', 'AWS::EC2::EIPAssociation').some((eip) =>
    ['InstanceId', 'NetworkInterfaceId'].some((key) => property(eip, key) !== undefined && ids.includes(property(eip, key))));

/** Where each type has its subnets and groups. */
const TYPES: Record<string, (one: Located, p: Properties, network: Network) => Placement> = {
  'AWS::EC2::Instance': (one, { NetworkInterfaces: [card] = [{}] as Properties[], ...p }, network) => ({
    subnets: textsOf(one, card.SubnetId ?? p.SubnetId),
    groups: textsOf(one, card.GroupSet ?? p.SecurityGroupIds),
    isPublic: hasElasticAddress(network, refTo(one)) || (card.AssociatePublicIpAddress === undefined ? undefined
      : setting(one, card.AssociatePublicIpAddress) === 'true'),
  }),
  'AWS::EC2::NetworkInterface': (one, p, network) => ({
    subnets: textsOf(one, p.SubnetId), groups: textsOf(one, p.GroupSet), isPublic: hasElasticAddress(network, refTo(one)),
  }),
  'AWS::EC2::VPCEndpoint': (one, p) => ({
    subnets: textsOf(one, p.SubnetIds),
    groups: textsOf(one, p.SecurityGroupIds),
    isPublic: false,
    dualStack: isDual(setting(one, p.IpAddressType)),
  }),
  'AWS::ECS::Service': (one, p) => {
    const { Subnets, SecurityGroups, AssignPublicIp } = p.NetworkConfiguration?.AwsvpcConfiguration ?? {};
    return { subnets: textsOf(one, Subnets), groups: textsOf(one, SecurityGroups), isPublic: setting(one, AssignPublicIp) === 'ENABLED' };
  },
  'AWS::EFS::MountTarget': (one, p) => ({ subnets: textsOf(one, p.SubnetId), groups: textsOf(one, p.SecurityGroups), isPublic: false }),
  'AWS::ElastiCache::CacheCluster': cache('VpcSecurityGroupIds'),
  'AWS::ElastiCache::ReplicationGroup': cache('SecurityGroupIds'),
  'AWS::ElastiCache::ServerlessCache': (one, p) => ({
    subnets: textsOf(one, p.SubnetIds), groups: textsOf(one, p.SecurityGroupIds), isPublic: false,
  }),
  'AWS::ElasticLoadBalancing::LoadBalancer': (one, p) => ({
    subnets: textsOf(one, p.Subnets), groups: textsOf(one, p.SecurityGroups), isPublic: setting(one, p.Scheme) !== 'internal',
  }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (one, p) => ({
    subnets: [...textsOf(one, p.Subnets), ...(p.SubnetMappings ?? []).flatMap(({ SubnetId }: Properties) => textsOf(one, SubnetId))],
    groups: textsOf(one, p.SecurityGroups),
    isPublic: setting(one, p.Scheme) !== 'internal',
    dualStack: isDual(setting(one, p.IpAddressType)),
    groupless: setting(one, p.Type) === 'network',
  }),
  'AWS::Lambda::Function': (one, { VpcConfig }) => VpcConfig === undefined ? { groups: [] } : {
    subnets: textsOf(one, VpcConfig.SubnetIds),
    groups: textsOf(one, VpcConfig.SecurityGroupIds),
    isPublic: false,
    dualStack: setting(one, VpcConfig.Ipv6AllowedForDualStack) === 'true',
  },
  'AWS::RDS::DBCluster': database('VpcSecurityGroupIds'),
  'AWS::RDS::DBInstance': database('VPCSecurityGroups'),
};

export const INTERFACE_TYPES = Object.keys(TYPES);

/** The interfaces of a resource; undefined where it is in no VPC. */
export function sitesOf(one: Located, network: Network): Site[] | undefined {
  const name = nameOf(one);
  const whole = tried(() => one.stack.resolve(one.resource.Properties) as Properties);
  const { subnets, ...placed } = TYPES[one.resource.Type](one, whole ?? one.resource.Properties ?? {}, network);
  if (subnets?.length === 0) {
    throw new Error(`The subnets of ${name} are not in the template: ${one.resource.Type} has none that are known`);
  }
  return subnets?.map((id) => siteIn(network.subnet(id), name, placed, network));
}

function siteIn(subnet: Subnet, name: string, { groups, isPublic, dualStack, groupless }: Placement, network: Network): Site {
  const named = groups.map((group) => network.groups.of(group));
  const vpc = subnet.vpc ?? named[0]?.vpc;
  const given = groups.length > 0 || groupless ? named
    : [network.groups.defaultOf(vpc) ?? { id: '', name: `the default security group of ${vpc}` }];
  const { located } = subnet;
  const assigns = (name_: string) => located !== undefined && setting(located, located.resource.Properties?.[name_]) === 'true';
  return {
    name,
    vpc,
    subnet,
    groups: given.length > 0 ? given : undefined,
    isPublic: isPublic ?? assigns('MapPublicIpOnLaunch'),
    hosts: network.hostsIn(subnet, dualStack ?? assigns('AssignIpv6AddressOnCreation')),
  };
}
