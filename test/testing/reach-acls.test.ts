import { connects, instance, internetGateway, network, ref, routes, tcp, group } from './networks';

type Entry = [number: number, action: 'allow' | 'deny', more?: Record<string, unknown>];

/** A network ACL of a subnet; without entries of a direction it has one for everything. */
const acl = (subnet: string, inbound?: Entry[], outbound?: Entry[]) => {
  const all: Entry[] = [[100, 'allow']];
  const entries = [[false, inbound ?? all], [true, outbound ?? all]] as const;
  return {
    [`${subnet}Acl`]: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } },
    [`${subnet}AclOf`]: {
      Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: ref(subnet), NetworkAclId: ref(`${subnet}Acl`) },
    },
    ...Object.fromEntries(entries.flatMap(([Egress, list]) => list.map(([RuleNumber, RuleAction, more = {}]) =>
      [`${subnet}${Egress ? 'Out' : 'In'}${RuleNumber}`, {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: { NetworkAclId: ref(`${subnet}Acl`), Egress, RuleNumber, RuleAction, Protocol: -1, CidrBlock: '0.0.0.0/0', ...more },
      }]))),
  };
};
const tcpOn = (From: number, To = From, more: object = {}) => ({ Protocol: 6, PortRange: { From, To }, ...more });

test('without one of its own a subnet has the default one, which allows everything', () => {
  expect(connects({})).toBe(true);
});

test('one without entries denies everything', () => {
  expect(connects(acl('ServerSubnet', []))).toBe(false);
  expect(connects(acl('ServerSubnet', undefined, []))).toBe(false);
  expect(connects(acl('ServerSubnet'))).toBe(true);
});

test.each<[string, Entry[], boolean]>([
  ['an entry for the port', [[100, 'allow', tcpOn(443)]], true],
  ['an entry for other ports', [[100, 'allow', tcpOn(80, 442)]], false],
  ['an entry for another protocol', [[100, 'allow', { Protocol: 17, PortRange: { From: 443, To: 443 } }]], false],
  ['an entry for another subnet', [[100, 'allow', tcpOn(443, 443, { CidrBlock: '10.0.1.0/24' })]], false],
  ['an entry for part of the subnet', [[100, 'allow', tcpOn(443, 443, { CidrBlock: '10.0.0.128/25' })]], true],
  ['a denial before an entry that allows', [[90, 'deny', tcpOn(443)], [100, 'allow']], false],
  ['a denial after an entry that allows', [[110, 'deny', tcpOn(443)], [100, 'allow']], true],
  ['a denial of part of the subnet', [[90, 'deny', { CidrBlock: '10.0.0.0/25' }], [100, 'allow']], true],
  ['a denial of both parts of the subnet',
    [[80, 'deny', { CidrBlock: '10.0.0.0/25' }], [90, 'deny', { CidrBlock: '10.0.0.128/25' }], [100, 'allow']], false],
])('inbound at the server with %s', (_, entries, allowed) => {
  expect(connects(acl('ServerSubnet', entries))).toBe(allowed);
});

test('what opens a connection must leave the subnet of the client', () => {
  expect(connects(acl('ClientSubnet', undefined, [[100, 'allow', tcpOn(443)]]))).toBe(true);
  expect(connects(acl('ClientSubnet', undefined, [[100, 'allow', tcpOn(80)]]))).toBe(false);
});

test('what comes back needs a port of the client, as network ACLs remember no connection', () => {
  const back = (out: Entry[]) => connects(acl('ServerSubnet', [[100, 'allow', tcpOn(443)]], out));
  expect([back([[100, 'allow', tcpOn(1024, 65535)]]), back([[100, 'allow', tcpOn(32768, 60999)]])]).toEqual([true, true]);
  expect([back([[100, 'allow', tcpOn(443)]]), back([[100, 'allow', tcpOn(0, 1023)]])]).toEqual([false, false]);
  const into = (entries: Entry[]) => connects(acl('ClientSubnet', entries));
  expect([into([[100, 'allow', tcpOn(1024, 65535)]]), into([[100, 'allow', tcpOn(443)]])]).toEqual([true, false]);
});

test('both network ACLs must let the same port come back', () => {
  const low = acl('ServerSubnet', undefined, [[100, 'allow', tcpOn(1024, 30000)]]);
  expect(connects({ ...low, ...acl('ClientSubnet', [[100, 'allow', tcpOn(30000, 65535)]]) })).toBe(true);
  expect(connects({ ...low, ...acl('ClientSubnet', [[100, 'allow', tcpOn(30001, 65535)]]) })).toBe(false);
});

test('an echo request needs its type, and that of the reply', () => {
  const Icmp = (Type: number) => ({ Protocol: 1, Icmp: { Type, Code: -1 } });
  const pings = (inbound: number, outbound: number) => connects({
    ServerGroup: group([{ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' }]),
    ...acl('ServerSubnet', [[100, 'allow', Icmp(inbound)]], [[100, 'allow', Icmp(outbound)]]),
  }, 0, 'icmp');
  expect([pings(8, 0), pings(-1, -1), pings(0, 0), pings(8, 8)]).toEqual([true, true, false, false]);
});

test('inside of a subnet they are not asked', () => {
  const closed = acl('ServerSubnet', [], []);
  expect(connects({ ...closed, Client: instance('ServerSubnet', 'ClientGroup') })).toBe(true);
});

test('entries of the default one count among those that it has', () => {
  const entry = (RuleNumber: number) => ({
    Entry: {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: {
        NetworkAclId: { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] }, RuleNumber, RuleAction: 'deny', Protocol: -1, CidrBlock: '10.0.0.0/8',
      },
    },
  });
  expect([connects(entry(50)), connects(entry(150))]).toEqual([false, true]);
});

describe('with the Internet', () => {
  const asked = (inbound: Entry[], outbound: Entry[]) => network({
    ...internetGateway,
    ...routes('ServerSubnet', { GatewayId: ref('Gateway') }),
    ...acl('ServerSubnet', inbound, outbound),
    Address: { Type: 'AWS::EC2::EIP', Properties: { InstanceId: ref('Server') } },
    ServerGroup: group([tcp(443)]),
  });
  const web: Entry = [100, 'allow', tcpOn(443)];
  const ephemeral: Entry = [110, 'allow', tcpOn(1024, 65535)];

  test('they need entries for both directions as well', () => {
    const into = (...entries: [Entry[], Entry[]]) => asked(...entries).canConnect({ from: 'internet', to: 'Server', port: 443 }).allowed;
    expect([into([web], [ephemeral]), into([web], [web]), into([ephemeral], [ephemeral])]).toEqual([true, false, false]);
    const out = (...entries: [Entry[], Entry[]]) => asked(...entries).canConnect({ from: 'Server', to: 'internet', port: 443 }).allowed;
    expect([out([ephemeral], [web]), out([web], [web]), out([ephemeral], [ephemeral])]).toEqual([true, false, false]);
  });

  test('a denial of single addresses leaves the others', () => {
    const reach = asked([[50, 'deny', { CidrBlock: '203.0.113.0/24' }], web], [ephemeral]);
    const from = (address: string) => reach.canConnect({ from: address, to: 'Server', port: 443 }).allowed;
    expect([from('203.0.113.9'), from('198.51.100.9'), from('internet'), from('203.0.113.0/24')]).toEqual([false, true, true, false]);
  });
});

test('one that is in no template is an error where nothing else decides', () => {
  const Properties = { SubnetId: ref('ServerSubnet'), NetworkAclId: 'acl-1' };
  const elsewhere = { AclOf: { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties } };
  expect(() => connects(elsewhere)).toThrow('the network ACL of subnet-stack-ServerSubnet is in no template');
  expect(connects(elsewhere, 80)).toBe(false);
});

test('a denial is told by the entry that made it', () => {
  const { because } = network(acl('ServerSubnet', [[90, 'deny'], [100, 'allow']])).canConnect({ from: 'Client', to: 'Server', port: 443 });
  expect(because).toEqual(['AWS::EC2::NetworkAclEntry ServerSubnetIn90 denies it']);
});
