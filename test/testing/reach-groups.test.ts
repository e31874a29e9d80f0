import { connects, fromClient, group, groupId, instance, network, ref, tcp } from './networks';
import { reachOf } from '../../src/testing';

const inbound = (...rules: object[]) => ({ ServerGroup: group(rules) });
const outbound = (...rules: object[]) => ({ ClientGroup: group([], rules) });
const rule = (direction: 'Ingress' | 'Egress', properties: Record<string, unknown>) =>
  ({ Rule: { Type: `AWS::EC2::SecurityGroup${direction}`, Properties: properties } });

describe('an inbound rule', () => {
  test.each<[string, object, boolean]>([
    ['the group of the client', tcp(443, 443, fromClient), true],
    ['another group', tcp(443, 443, { SourceSecurityGroupId: groupId('ServerGroup') }), false],
    ['a group of others', tcp(443, 443, { SourceSecurityGroupId: 'sg-0123' }), false],
    ['any address', tcp(443), true],
    ['the subnet of the client', tcp(443, 443, { CidrIp: '10.0.0.0/24' }), true],
    ['part of the subnet of the client', tcp(443, 443, { CidrIp: '10.0.0.77/32' }), true],
    ['the VPC, by reference', tcp(443, 443, { CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }), true],
    ['another subnet', tcp(443, 443, { CidrIp: '10.0.1.0/24' }), false],
    ['any address of IPv6', tcp(443, 443, { CidrIpv6: '::/0' }), false],
    ['nobody, which AWS makes no rule of', tcp(443, 443, {}), false],
  ])('from %s', (_, one, allowed) => {
    expect(connects(inbound(one))).toBe(allowed);
  });

  test.each<[string, object, Array<[number, 'tcp' | 'udp' | 'icmp', boolean]>]>([
    ['ports from 80 to 90', tcp(80, 90),
      [[79, 'tcp', false], [80, 'tcp', true], [90, 'tcp', true], [91, 'tcp', false], [80, 'udp', false]]],
    ['all protocols', { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, [[1, 'tcp', true], [1, 'udp', true], [0, 'icmp', true]]],
    ['all protocols, whatever its ports say', { ...tcp(80), IpProtocol: -1 }, [[443, 'tcp', true]]],
    ['a protocol by its number', { ...tcp(53), IpProtocol: '17' }, [[53, 'udp', true], [53, 'tcp', false]]],
    ['any ICMP', { ...tcp(-1), IpProtocol: 'icmp' }, [[0, 'icmp', true], [443, 'tcp', false]]],
    ['ICMP echo requests', { ...tcp(8, -1), IpProtocol: 'icmp' }, [[0, 'icmp', true]]],
    ['other ICMP', { ...tcp(3, 4), IpProtocol: 'icmp' }, [[0, 'icmp', false]]],
  ])('of %s', (_, one, cases) => {
    for (const [port, protocol, allowed] of cases) {
      expect([port, protocol, connects(inbound(one), port, protocol)]).toEqual([port, protocol, allowed]);
    }
  });
});

describe('outbound', () => {
  test('everything is allowed to a group without an outbound rule', () => {
    expect(connects({})).toBe(true);
    expect(connects({ ClientGroup: { ...group([], []) } })).toBe(true);
  });

  test.each<[string, object, boolean]>([
    ['the group of the server', tcp(443, 443, { DestinationSecurityGroupId: groupId('ServerGroup') }), true],
    ['the group of the client', tcp(443, 443, { DestinationSecurityGroupId: groupId('ClientGroup') }), false],
    ['the subnet of the server', tcp(443, 443, { CidrIp: '10.0.1.0/24' }), true],
    ['another port', tcp(80), false],
    ['no address that there is, as the CDK writes it',
      { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }, false],
    ['its own host only', { IpProtocol: '-1', CidrIp: '127.0.0.1/32' }, false],
  ])('a rule to %s replaces that', (_, one, allowed) => {
    expect(connects(outbound(one))).toBe(allowed);
  });

  test('a rule that is a resource of its own only adds to it', () => {
    const nothing = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };
    const toServer = tcp(443, 443, { DestinationSecurityGroupId: groupId('ServerGroup') });
    const added = rule('Egress', { GroupId: groupId('ClientGroup'), ...toServer });
    expect([connects(outbound(nothing)), connects({ ...outbound(nothing), ...added })]).toEqual([false, true]);
    const other = rule('Egress', { GroupId: groupId('ClientGroup'), ...tcp(22) });
    expect(connects(other)).toBe(true);
  });
});

test('an inbound rule may be a resource of its own', () => {
  const closed = { ServerGroup: group([]) };
  const of = (name: string) => rule('Ingress', { GroupId: groupId(name), ...tcp(443, 443, fromClient) });
  expect([connects({ ...closed, ...of('ServerGroup') }), connects({ ...closed, ...of('ClientGroup') })]).toEqual([true, false]);
});

test('a resource has what any of its groups allows', () => {
  const Server = {
    Type: 'AWS::EC2::Instance',
    Properties: { SubnetId: ref('ServerSubnet'), SecurityGroupIds: [groupId('Closed'), groupId('ServerGroup')] },
  };
  expect(connects({ Closed: group([]), Server })).toBe(true);
});

describe('the default security group of a VPC', () => {
  const DefaultSecurityGroup = { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] };
  const [Client, Server] = ['ClientSubnet', 'ServerSubnet'].map((id) => ({
    Type: 'AWS::EC2::Instance', Properties: { SubnetId: ref(id) },
  }));
  const Restrict = { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId: DefaultSecurityGroup } };

  test('is that of whatever names none, and lets its members talk', () => {
    expect(connects({ Client, Server })).toBe(true);
    expect(connects({ Server })).toBe(false);
  });

  test('is closed by the custom resource of the CDK', () => {
    expect(connects({ Client, Server, Restrict })).toBe(false);
    const again = rule('Ingress', { GroupId: DefaultSecurityGroup, ...tcp(443, 443, fromClient) });
    expect([connects({ Server, Restrict }), connects({ Server, Restrict, ...again })]).toEqual([false, true]);
  });
});

describe('prefix lists', () => {
  const listed = (id: unknown) => inbound(tcp(443, 443, { SourcePrefixListId: id }));
  const entries = (Cidr: string) => [{ Cidr: '192.0.2.0/24' }, { Cidr }];
  const List = (Cidr: string) => ({ List: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: entries(Cidr) } } });

  test('are those of the template, or those that the test gives', () => {
    expect(connects({ ...listed(ref('List')), ...List('10.0.0.0/24') })).toBe(true);
    expect(connects({ ...listed({ 'Fn::GetAtt': ['List', 'PrefixListId'] }), ...List('10.0.1.0/24') })).toBe(false);
    const given = (range: string) => network(listed('pl-1'), { prefixLists: { 'pl-1': [range] } })
      .canConnect({ from: 'Client', to: 'Server', port: 443 }).allowed;
    expect([given('10.0.0.0/8'), given('192.0.2.0/24')]).toEqual([true, false]);
  });

  test('are an error where they decide and nobody gives them', () => {
    expect(() => connects(listed('pl-1'))).toThrow('Nobody can say without more templates or values whether there is '
      + 'tcp 443 from Client to Server: inbound rule 1 of ServerGroup: '
      + 'the prefix list pl-1 is in no template: give its ranges in prefixLists');
    expect(connects(inbound(tcp(443, 443, { SourcePrefixListId: 'pl-1' }), tcp(443)))).toBe(true);
    expect(connects(listed('pl-1'), 80)).toBe(false);
  });
});

test('groups alone are judged wherever they may be', () => {
  const reach = network();
  const asked = (from: string, to: string, port = 443) => reach.canConnect({ from, to, port }).allowed;
  expect([asked('ClientGroup', 'ServerGroup'), asked('ServerGroup', 'ClientGroup'), asked('ClientGroup', 'ServerGroup', 80)])
    .toEqual([true, false, false]);
  expect([asked('ClientGroup', 'Server'), asked('Client', 'ServerGroup'), asked('sg-0123', 'Server')]).toEqual([true, true, false]);
  expect([asked('ClientGroup', 'internet'), asked('internet', 'ServerGroup')]).toEqual([true, false]);
  const office = network(inbound(tcp(443, 443, { CidrIp: '203.0.113.0/24' })));
  expect(office.canConnect({ from: 'internet', to: 'ServerGroup', port: 443 }).allowed).toBe(true);
});

test('groups of a VPC that no template has are judged by each other', () => {
  const own = (inboundRules: object[]) => ({
    Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: 'vpc-0123', SecurityGroupIngress: inboundRules },
  });
  const reach = reachOf({ Resources: { ClientGroup: own([]), ServerGroup: own([tcp(443, 443, fromClient)]) } });
  expect(reach.canConnect({ from: 'ClientGroup', to: 'ServerGroup', port: 443 }).allowed).toBe(true);
  expect(reach.canConnect({ from: 'ServerGroup', to: 'ClientGroup', port: 443 }).allowed).toBe(false);
  expect(reach.canConnect({ from: '10.0.0.1', to: 'ServerGroup', port: 443 }).allowed).toBe(false);
});

test('a decision names the rule that made it, and what is lacking', () => {
  const allowed = network().canConnect({ from: 'Client', to: 'Server', port: 443 });
  expect(allowed).toMatchObject({ allowed: true, decision: 'ALLOW' });
  expect(allowed.because).toEqual(expect.arrayContaining(['the default outbound rule of ClientGroup', 'inbound rule 1 of ServerGroup']));
  const denied = network({ Other: instance('ClientSubnet', 'ServerGroup') }).canConnect({ from: 'Other', to: 'Server', port: 22 });
  expect(`${denied}`).toBe('DENY: tcp 22 from Other to Server, because of no inbound rule of ServerGroup allows tcp 22 from Other');
});
