import { fromClient, group, groupId, internetGateway, network, ref, routes, subnet, tcp } from './networks';

const endpoint = (ServiceName: unknown, more: object = {}) => ({
  Endpoint: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcEndpointType: 'Interface',
      ServiceName,
      VpcId: ref('Vpc'),
      SubnetIds: [ref('ServerSubnet')],
      SecurityGroupIds: [groupId('ServerGroup')],
      PrivateDnsEnabled: true,
      ...more,
    },
  },
});
const kms = endpoint({ 'Fn::Join': ['', ['com.amazonaws.', ref('AWS::Region'), '.kms']] });
const toInternet = {
  ...internetGateway,
  ...routes('ClientSubnet', { GatewayId: ref('Gateway') }),
  ClientSubnet: subnet('10.0.0.0/24', { MapPublicIpOnLaunch: true }),
};
const to = (service: string, more: Parameters<typeof network>[0], port?: number) =>
  network(more).canConnect({ from: 'Client', to: { service }, port });

describe('an interface endpoint', () => {
  test('admits whom its groups admit, at 443', () => {
    expect(to('kms', kms).allowed).toBe(true);
    expect(to('kms', { ...kms, ServerGroup: group([]) }).allowed).toBe(false);
    expect(to('kms', { ...kms, ClientGroup: group([], [tcp(22)]) }).allowed).toBe(false);
    expect(to('kms', kms, 80).allowed).toBe(false);
    expect(to('kms', kms).because).toContain('the endpoint Endpoint');
  });

  test('serves its service only', () => {
    expect(to('sts', kms).allowed).toBe(false);
    expect(to('ecr.api', endpoint('com.amazonaws.eu-west-1.ecr.api')).allowed).toBe(true);
  });

  test('is where the name leads in the whole VPC, also for whom it does not admit', () => {
    expect(to('kms', toInternet).allowed).toBe(true);
    expect(to('kms', { ...toInternet, ...kms, ServerGroup: group([]) }).allowed).toBe(false);
    const unnamed = endpoint('com.amazonaws.eu-west-1.kms', { PrivateDnsEnabled: false });
    expect(to('kms', { ...toInternet, ...unnamed, ServerGroup: group([]) }).allowed).toBe(true);
  });

  test('of another VPC serves nobody here', () => {
    expect(to('kms', { ...endpoint('com.amazonaws.eu-west-1.kms', { VpcId: 'vpc-0123' }) }).allowed).toBe(false);
  });
});

describe('a gateway endpoint', () => {
  const gateway = (of: string) => ({
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.s3', RouteTableIds: [ref(`${of}Table`)] },
    },
    ...routes('ClientSubnet'),
    ...routes('ServerSubnet'),
  });

  test('serves the subnets whose route tables have it', () => {
    expect([to('s3', gateway('ClientSubnet')).allowed, to('s3', gateway('ServerSubnet')).allowed]).toEqual([true, false]);
    expect(to('dynamodb', gateway('ClientSubnet')).allowed).toBe(false);
    expect(to('s3', gateway('ClientSubnet')).because).toContain('the gateway endpoint of s3 in ClientSubnetTable');
  });

  test('needs an outbound rule to the public addresses of the service', () => {
    const limited = (rule: object) => ({ ...gateway('ClientSubnet'), ClientGroup: group([], [rule]) });
    expect(to('s3', limited(tcp(443))).allowed).toBe(true);
    expect(to('s3', limited(tcp(443, 443, { CidrIp: '10.0.0.0/8' }))).allowed).toBe(false);
    expect(() => to('s3', limited(tcp(443, 443, { DestinationPrefixListId: 'pl-s3' })))).toThrow('the prefix list pl-s3 is in no template');
  });
});

test('without an endpoint a service is on the Internet', () => {
  expect([to('sqs', toInternet).allowed, to('sqs', {}).allowed]).toEqual([true, false]);
});

describe('listings', () => {
  const web = {
    ...internetGateway,
    ...routes('ServerSubnet', { GatewayId: ref('Gateway') }),
    ServerSubnet: subnet('10.0.1.0/24', { MapPublicIpOnLaunch: true }),
  };

  test('say what the Internet reaches, with the ports', () => {
    expect(network(web).fromInternet()).toEqual([]);
    const ServerGroup = group([tcp(80, 90), tcp(443), { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '203.0.113.0/24' }]);
    const found = (ports: string) => ({ from: 'the Internet', to: 'Server', ports });
    expect(network({ ...web, ServerGroup }).fromInternet()).toEqual(['tcp 80-90', 'tcp 443', 'udp 53'].map(found));
    const all = group([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]);
    expect(network({ ...web, ServerGroup: all }).fromInternet()).toEqual(['tcp 0-65535', 'udp 0-65535', 'icmp'].map(found));
  });

  test('say who reaches something: resources, groups without any, addresses and the Internet', () => {
    expect(network().whoReaches('Server')).toEqual([{ from: 'Client', to: 'Server', ports: 'tcp 443' }]);
    const Client = { Type: 'AWS::SNS::Topic' };
    expect(network({ Client }).whoReaches('Server')).toEqual([{ from: 'ClientGroup', to: 'Server', ports: 'tcp 443' }]);
    expect(network({ Client, ServerGroup: group([tcp(443)]) }).whoReaches('Server').map(({ from }) => from)).toEqual(
      ['addresses of Vpc', 'ClientGroup', 'the default security group of Vpc']);
    expect(network({ ...web, ServerGroup: group([tcp(443)]) }).whoReaches('Server').map(({ from }) => from)).toContain('the Internet');
  });

  test('name what cannot be decided, instead of leaving it out', () => {
    const ServerGroup = group([tcp(22, 22, { SourcePrefixListId: 'pl-1' }), tcp(443, 443, fromClient)]);
    expect(network({ ...web, ServerGroup }).fromInternet()).toEqual([{
      from: 'the Internet', to: 'Server', ports: 'tcp 22', unknown: [expect.stringContaining('the prefix list pl-1 is in no template')],
    }]);
  });
});
