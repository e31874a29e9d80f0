import { group, groupId, instance, internetGateway, network, ref, routes, tcp } from './networks';
import { reachOf } from '../../src/testing';

const Cache = { Type: 'AWS::ElastiCache::SubnetGroup', Properties: { SubnetIds: [ref('ServerSubnet')], CacheSubnetGroupName: 'Caches' } };
const Databases = { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [ref('ServerSubnet')] } };
const inSubnet = [ref('ServerSubnet')];
const groups = [groupId('ServerGroup')];

/** A server of each type, closed to the Internet and open to it where it can be. */
const SERVERS: Array<[type: string, closed: object, open?: object]> = [
  ['AWS::EC2::Instance', { SubnetId: ref('ServerSubnet'), SecurityGroupIds: groups },
    { NetworkInterfaces: [{ SubnetId: ref('ServerSubnet'), GroupSet: groups, AssociatePublicIpAddress: true }] }],
  ['AWS::EC2::NetworkInterface', { SubnetId: ref('ServerSubnet'), GroupSet: groups }],
  ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', ServiceName: 'x', SubnetIds: inSubnet, SecurityGroupIds: groups }],
  ['AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: inSubnet, SecurityGroups: groups } } },
    { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: inSubnet, SecurityGroups: groups, AssignPublicIp: 'ENABLED' } } }],
  ['AWS::EFS::MountTarget', { SubnetId: ref('ServerSubnet'), SecurityGroups: groups }],
  ['AWS::ElastiCache::CacheCluster', { CacheSubnetGroupName: 'caches', VpcSecurityGroupIds: groups }],
  ['AWS::ElastiCache::ReplicationGroup', { CacheSubnetGroupName: ref('Caches'), SecurityGroupIds: groups }],
  ['AWS::ElastiCache::ServerlessCache', { SubnetIds: inSubnet, SecurityGroupIds: groups }],
  ['AWS::ElasticLoadBalancing::LoadBalancer', { Subnets: inSubnet, SecurityGroups: groups, Scheme: 'internal' },
    { Subnets: inSubnet, SecurityGroups: groups }],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: inSubnet, SecurityGroups: groups, Scheme: 'internal' },
    { SubnetMappings: [{ SubnetId: ref('ServerSubnet') }], SecurityGroups: groups }],
  ['AWS::Lambda::Function', { VpcConfig: { SubnetIds: inSubnet, SecurityGroupIds: groups } }],
  ['AWS::RDS::DBInstance', { DBSubnetGroupName: ref('Databases'), VPCSecurityGroups: groups, PubliclyAccessible: false },
    { DBSubnetGroupName: ref('Databases'), VPCSecurityGroups: groups }],
  ['AWS::RDS::DBCluster', { DBSubnetGroupName: ref('Databases'), VpcSecurityGroupIds: groups, PubliclyAccessible: false }],
];

const servers = SERVERS.map(([Type, closed, open]) => ({ Type, closed, open }));
test.each(servers)('$Type is in its subnets and groups', ({ Type, closed, open }) => {
  const web = { ...internetGateway, ...routes('ServerSubnet', { GatewayId: ref('Gateway') }), Caches: Cache, Databases };
  const asked = (Properties: object, ServerGroup: object) => {
    const reach = network({ ...web, ServerGroup: ServerGroup as never, Server: { Type, Properties: { ...Properties } } });
    return (from: string) => reach.canConnect({ from, to: 'Server', port: 443 }).allowed;
  };
  const reached = asked(closed, group([tcp(443)]));
  expect([reached('Client'), reached('internet')]).toEqual([true, false]);
  expect(asked(closed, group([tcp(80)]))('Client')).toBe(false);
  expect(open ? asked(open, group([tcp(443)]))('internet') : true).toBe(true);
});

test('an instance of a cluster is in the subnets and groups of the cluster', () => {
  const reach = network({
    Databases,
    Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { DBSubnetGroupName: ref('Databases'), VpcSecurityGroupIds: groups } },
    Writer: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: ref('Cluster') } },
  });
  const asked = (port: number) => reach.canConnect({ from: 'Client', to: 'Writer', port }).allowed;
  expect([asked(443), asked(5432)]).toEqual([true, false]);
});

test('a network load balancer without a group has nothing that stands in the way', () => {
  const reach = network({
    Server: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Type: 'network', Scheme: 'internal', Subnets: inSubnet } },
  });
  expect(reach.canConnect({ from: 'Client', to: 'Server', port: 1234 }).allowed).toBe(true);
});

test.each<[string, object, string, number]>([
  ['AWS::RDS::DBInstance', { Engine: 'postgres' }, 'Endpoint.Port', 5432],
  ['AWS::RDS::DBInstance', { Engine: 'sqlserver-ex' }, 'Endpoint.Port', 1433],
  ['AWS::RDS::DBCluster', { Engine: 'aurora-mysql' }, 'Endpoint.Port', 3306],
  ['AWS::RDS::DBCluster', { Engine: 'aurora-mysql', Port: 3307 }, 'Endpoint.Port', 3307],
  ['AWS::ElastiCache::ReplicationGroup', {}, 'PrimaryEndPoint.Port', 6379],
  ['AWS::ElastiCache::CacheCluster', { Engine: 'memcached' }, 'ConfigurationEndpoint.Port', 11211],
])('a rule may have the port of %s %j by reference', (Type, Properties, attribute, port) => {
  const FromPort = { 'Fn::GetAtt': ['Database', attribute] };
  const ServerGroup = group([{ ...tcp(1), FromPort, ToPort: FromPort }]);
  const reach = network({ Database: { Type, Properties: { ...Properties } }, ServerGroup });
  const asked = (at: number) => reach.canConnect({ from: 'Client', to: 'Server', port: at }).allowed;
  expect([asked(port), asked(port + 1)]).toEqual([true, false]);
});

describe('a function outside of VPCs', () => {
  const reach = network({
    ...internetGateway,
    ...routes('ServerSubnet', { GatewayId: ref('Gateway') }),
    Outside: { Type: 'AWS::Lambda::Function' },
    Open: instance('ServerSubnet', 'OpenGroup'),
    OpenGroup: group([tcp(443)]),
    Address: { Type: 'AWS::EC2::EIP', Properties: { InstanceId: ref('Open') } },
  });
  const asked = (to: string | object, port = 443) => reach.canConnect({ from: 'Outside', to, port }).allowed;

  test('reaches what is public, and nothing in a VPC', () => {
    expect([asked('internet'), asked('203.0.113.7'), asked({ service: 's3' }), asked('Open')]).toEqual([true, true, true, true]);
    expect([asked('10.0.0.7'), asked('Server'), asked('ClientSubnet'), asked('Open', 80)]).toEqual([false, false, false, false]);
  });

  test('is reached by nobody', () => {
    expect(reach.canConnect({ from: 'internet', to: 'Outside', port: 443 }).because)
      .toEqual(['Outside is in no VPC, so it has no address to connect to']);
    expect(reach.canConnect({ from: 'Client', to: 'Outside', port: 443 }).allowed).toBe(false);
  });
});

describe('ends of a connection', () => {
  test.each<[string, string | object]>([
    ['a logical id', 'Server'],
    ['Ref', ref('Server')],
    ['an attribute', { 'Fn::GetAtt': ['Server', 'PrivateIp'] }],
    ['an attribute of a group', groupId('ServerGroup')],
    ['a subnet by reference', ref('ServerSubnet')],
    ['an address', '10.0.1.7'],
    ['a range', '10.0.1.0/25'],
  ])('%s', (_, to) => {
    expect(network({ ServerGroup: group([tcp(443)]) }).canConnect({ from: 'Client', to, port: 443 }).allowed).toBe(true);
    expect(network({ ClientGroup: group([], [tcp(80)]) }).canConnect({ from: 'Client', to, port: 443 }).allowed).toBe(false);
  });

  test('an address in the VPC has no group that a rule could be about', () => {
    const asked = (from: string, more = {}) => network(more).canConnect({ from, to: 'Server', port: 443 }).allowed;
    expect([asked('10.0.0.7'), asked('10.0.0.7', { ServerGroup: group([tcp(443, 443, { CidrIp: '10.0.0.0/29' })]) }), asked('10.0.0.9',
      { ServerGroup: group([tcp(443, 443, { CidrIp: '10.0.0.0/29' })]) })]).toEqual([false, true, false]);
  });

  test.each<[string, string | object, string]>([
    ['another type', 'Topic', 'Topic is a AWS::SNS::Topic, which has no connections. An end of a connection is the logical id of'],
    ['an unknown id', 'Missing', 'Missing is no end of a connection, which is the logical id of a security group'],
    ['a gateway endpoint', 'Endpoint', "Endpoint is a gateway endpoint, which is a route: connect to { service: 's3' }"],
    ['the name of a class', { service: 'Secrets Manager' }, 'service must be the last part of the name of an endpoint'],
    ['tasks that have the network of their instances', 'Tasks', 'The subnets of Tasks are not in the template'],
  ])('%s is an error', (_, to, message) => {
    const reach = network({
      Topic: { Type: 'AWS::SNS::Topic' }, Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: {} }, Tasks: { Type: 'AWS::ECS::Service' },
    });
    expect(() => reach.canConnect({ from: 'Client', to, port: 443 })).toThrow(message);
  });

  test('two addresses, a service that connects and a port that there is not are errors', () => {
    const asked = (from: string | object, to: string | object, port?: number) => () => network().canConnect({ from, to, port });
    expect(asked('10.0.0.1', 'internet', 443)).toThrow('10.0.0.1 to the Internet is not in the templates: one end must be');
    expect(asked({ service: 's3' }, 'Client', 443)).toThrow('a service is what one connects to');
    expect(asked('Client', 'Server')).toThrow('A connection has a port from 0 to 65535 and is tcp, udp or icmp, got tcp undefined');
    expect(asked('Client', 'Server', 65536)).toThrow('got tcp 65536');
  });
});

describe('what no template says', () => {
  const param = (Rule: object, parameters?: Record<string, string>) => {
    const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
    const Resources = { Vpc, ClientGroup: group(), ServerGroup: group([Rule]) };
    return reachOf({ Parameters: { Given: { Type: 'String' } }, Resources }, { parameters })
      .canConnect({ from: 'ClientGroup', to: 'ServerGroup', port: 443 });
  };

  test.each<[string, object]>([
    ['a group', { SourceSecurityGroupId: ref('Given') }],
    ['a range', { CidrIp: ref('Given') }],
    ['a port', { FromPort: ref('Given'), CidrIp: '10.0.0.0/8' }],
    ['a group of another stack', { SourceSecurityGroupId: { 'Fn::ImportValue': 'theirs' } }],
    ['a group by its name', { SourceSecurityGroupName: 'clients' }],
  ])('%s is an error', (_, rule) => {
    expect(() => param({ ...tcp(443, 443, {}), ...rule })).toThrow('inbound rule 1 of ServerGroup: ');
  });

  test('is known once it is given', () => {
    expect(param(tcp(443, 443, { CidrIp: ref('Given') }), { Given: '10.0.0.0/8' }).allowed).toBe(true);
    expect(param(tcp(443, 443, { CidrIp: ref('Given') }), { Given: '192.0.2.0/24' }).allowed).toBe(false);
  });

  test('a rule of a group that is a parameter may be one of any group', () => {
    const rule = (port: number) => ({
      Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { 'Fn::ImportValue': 'theirs' }, ...tcp(port) } },
    });
    expect(() => network({ ServerGroup: group([]), ...rule(443) }).canConnect({ from: 'Client', to: 'Server', port: 443 }))
      .toThrow('AWS::EC2::SecurityGroupIngress Rule: its group is');
    expect(network({ ServerGroup: group([]), ...rule(80) }).canConnect({ from: 'Client', to: 'Server', port: 443 }).allowed).toBe(false);
  });

  test('an imported subnet has no routes that are known', () => {
    const Client = { Type: 'AWS::EC2::Instance', Properties: { SubnetId: 'subnet-0123', SecurityGroupIds: [groupId('ClientGroup')] } };
    const reach = network({ Client });
    const asked = (to: string) => () => reach.canConnect({ from: 'Client', to, port: 443 });
    expect(asked('internet')).toThrow('the route table of subnet-0123 is in no template');
    expect(asked('Server')).toThrow('the network ACL of subnet-0123 is in no template');
    expect(reach.canConnect({ from: 'Client', to: 'Server', port: 80 }).allowed).toBe(false);
  });
});

test('several templates are one network, by their exports', () => {
  const Export = (Name: string, Value: object) => ({ [Name]: { Value, Export: { Name } } });
  const Base = {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' } },
      Group: group([tcp(443, 443, { CidrIp: '10.0.0.0/24' })]),
    },
    Outputs: { ...Export('subnet', ref('Subnet')), ...Export('group', groupId('Group')) },
  };
  const imported = { SubnetIds: [{ 'Fn::ImportValue': 'subnet' }], SecurityGroupIds: [{ 'Fn::ImportValue': 'group' }] };
  const App = { Resources: { Group: group([]), Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: imported } } } };
  const reach = reachOf({ Base, App });
  expect(reach.canConnect({ from: 'Fn', to: 'Base/Group', port: 443 }).allowed).toBe(true);
  expect(reach.canConnect({ from: { 'Fn::ImportValue': 'group' }, to: 'Fn', port: 80 }).allowed).toBe(false);
  expect(() => reach.canConnect({ from: 'Group', to: 'Fn', port: 443 })).toThrow('write Base/Group or App/Group');
});
