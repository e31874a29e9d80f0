import { connects, fromClient, group, groupId, internetGateway, network, ref, routes, subnet, tcp } from './networks';

const viaGateway = { GatewayId: ref('Gateway') };
const open = { ServerGroup: group([tcp(443)]) };
const address = (of: string) => ({ Address: { Type: 'AWS::EC2::EIP', Properties: { InstanceId: ref(of) } } });
const nat = (more: object = {}) => ({
  Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('NatSubnet'), ...more } }, NatSubnet: subnet('10.0.9.0/24'),
});
const viaNat = routes('ClientSubnet', { NatGatewayId: ref('Nat') });
const out = (more: Parameters<typeof network>[0], to: string | object = 'internet') =>
  network(more).canConnect({ from: 'Client', to, port: 443 });
const into = (more: Parameters<typeof network>[0], from: string | object = 'internet') =>
  network({ ...open, ...more }).canConnect({ from, to: 'Server', port: 443 });

describe('to the Internet', () => {
  test('there is no way without a route', () => {
    expect(out({ ...internetGateway, ...address('Client') }).because)
      .toEqual(['no route of the main route table of Vpc leads to the Internet']);
    expect(out({ ...internetGateway, ...address('Client'), ...routes('ServerSubnet', viaGateway) }).allowed).toBe(false);
  });

  test('an Internet gateway leads there from public addresses, where it is attached', () => {
    const table = routes('ClientSubnet', viaGateway);
    expect(out({ ...internetGateway, ...table, ...address('Client') }).allowed).toBe(true);
    expect(out({ ...internetGateway, ...table }).because).toEqual(['Client has no public address for the Internet gateway of '
      + 'AWS::EC2::Route ClientSubnetRoute1']);
    expect(out({ Gateway: internetGateway.Gateway, ...table, ...address('Client') }).allowed).toBe(false);
  });

  test('a NAT gateway leads there from private addresses, where its own subnet has an Internet gateway', () => {
    const gateways = { ...internetGateway, ...nat(), ...viaNat };
    expect(out({ ...gateways, ...routes('NatSubnet', viaGateway) }).allowed).toBe(true);
    expect(out(gateways).because).toEqual([expect.stringContaining('is in a subnet without a route to an Internet gateway')]);
    expect(() => out({ ...gateways, ...routes('NatSubnet', viaGateway), ...nat({ ConnectivityType: 'private' }) }))
      .toThrow('leads to what the template does not describe');
  });

  test('the most specific route decides', () => {
    const blackHole = { DestinationCidrBlock: '203.0.113.0/24' };
    const table = routes('ClientSubnet', viaGateway, blackHole);
    const asked = (to: string) => out({ ...internetGateway, ...address('Client'), ...table }, to).allowed;
    expect([asked('203.0.113.7'), asked('198.51.100.7'), asked('internet')]).toEqual([false, true, true]);
  });

  test('private addresses are not there', () => {
    const table = routes('ClientSubnet', viaGateway);
    for (const private_ of ['192.168.0.1', '172.16.5.5', '10.1.0.0/16', '169.254.1.1']) {
      expect([private_, out({ ...internetGateway, ...address('Client'), ...table }, private_).allowed]).toEqual([private_, false]);
    }
  });

  test('a group limits to where', () => {
    const ClientGroup = group([], [tcp(443, 443, { CidrIp: '203.0.113.0/24' })]);
    const whole = { ...internetGateway, ...address('Client'), ...routes('ClientSubnet', viaGateway), ClientGroup };
    const asked = (to: string) => out(whole, to).allowed;
    expect([asked('203.0.113.7'), asked('198.51.100.7'), asked('internet')]).toEqual([true, false, true]);
  });
});

describe('from the Internet', () => {
  test('the way in needs a public address, a route to an Internet gateway and a rule', () => {
    const whole = { ...internetGateway, ...routes('ServerSubnet', viaGateway), ...address('Server') };
    expect(into(whole).allowed).toBe(true);
    expect(into({ ...whole, Address: { Type: 'AWS::SNS::Topic' } }).because).toEqual(['Server has no public address']);
    expect(into({ ...whole, ServerSubnetRoute1: { Type: 'AWS::SNS::Topic' } }).because)
      .toEqual(['ServerSubnetTable has no route to an Internet gateway']);
    expect(into({ ...whole, ServerGroup: group([tcp(443, 443, fromClient)]) }).because)
      .toEqual(['no inbound rule of ServerGroup allows tcp 443 from the Internet']);
  });

  test('a NAT gateway is no way in', () => {
    expect(into({
      ...internetGateway,
      ...nat(),
      ...routes('NatSubnet', viaGateway),
      ...address('Server'),
      ...routes('ServerSubnet', { NatGatewayId: ref('Nat') }),
    }).allowed).toBe(false);
  });

  test('a subnet may assign the public address, and the interface decline it', () => {
    const whole = {
      ...internetGateway, ...routes('ServerSubnet', viaGateway), ServerSubnet: subnet('10.0.1.0/24', { MapPublicIpOnLaunch: true }),
    };
    expect(into(whole).allowed).toBe(true);
    const card = (AssociatePublicIpAddress: boolean) => ({
      Type: 'AWS::EC2::Instance',
      Properties: {
        NetworkInterfaces: [{ SubnetId: ref('ServerSubnet'), GroupSet: [groupId('ServerGroup')], AssociatePublicIpAddress }],
      },
    });
    expect([into({ ...whole, Server: card(true) }).allowed, into({ ...whole, Server: card(false) }).allowed]).toEqual([true, false]);
  });
});

describe('by IPv6', () => {
  const dual = { Ipv6CidrBlock: '2001:db8:0:1::/64', AssignIpv6AddressOnCreation: true };
  const v6 = { DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '::/0' };
  const both = {
    ClientSubnet: subnet('10.0.0.0/24', dual),
    ServerSubnet: subnet('10.0.1.0/24', { ...dual, Ipv6CidrBlock: '2001:db8:0:2::/64' }),
  };
  const anyV6 = { ServerGroup: group([tcp(443, 443, { CidrIpv6: '::/0' })]) };

  test('each address is public, and a rule for IPv4 says nothing of it', () => {
    const whole = { ...both, ...internetGateway, ...routes('ServerSubnet', { ...v6, ...viaGateway }) };
    expect([into({ ...whole, ...anyV6 }).allowed, into({ ...whole, ServerGroup: group([tcp(443)]) }).allowed]).toEqual([true, false]);
    expect(into({ ...whole, ...anyV6, ServerSubnet: subnet('10.0.1.0/24') }).allowed).toBe(false);
  });

  test('an egress-only Internet gateway leads out and not in', () => {
    const egressOnly = { ...v6, EgressOnlyInternetGatewayId: 'eigw-1' };
    const ClientGroup = group([], [tcp(443, 443, { CidrIpv6: '::/0' })]);
    expect(out({ ...both, ClientGroup, ...routes('ClientSubnet', egressOnly) }).allowed).toBe(true);
    expect(out({ ...both, ...routes('ClientSubnet', egressOnly), ClientGroup: group([], [tcp(443)]) }).allowed).toBe(false);
    expect(into({ ...both, ...anyV6, ...routes('ServerSubnet', egressOnly) }).allowed).toBe(false);
  });

  test('and inside of the VPC', () => {
    expect([connects({ ...both, ...anyV6 }), connects({ ...both, ...anyV6, ClientSubnet: subnet('10.0.0.0/24') })]).toEqual([true, false]);
  });
});

describe('what a template does not describe', () => {
  const peering = (DestinationCidrBlock: string) => routes('ClientSubnet', { DestinationCidrBlock, VpcPeeringConnectionId: 'pcx-1' });

  test('is an error where it decides', () => {
    expect(() => out(peering('192.168.0.0/16'), '192.168.0.9')).toThrow('leads to what the template does not describe');
    expect(out(peering('192.168.0.0/16'), '172.16.0.9').allowed).toBe(false);
    expect(() => into(routes('ServerSubnet', { DestinationCidrBlock: '192.168.0.0/16', TransitGatewayId: 'tgw-1' }), '192.168.0.9'))
      .toThrow('leads to what the template does not describe');
    expect(() => connects(routes('ClientSubnet', { DestinationCidrBlock: '10.0.1.0/24', VpcEndpointId: 'vpce-1' })))
      .toThrow('leads to what the template does not describe');
    expect(() => out({ ...routes('ClientSubnet', { NatGatewayId: 'nat-0123' }) })).toThrow('is in no template');
  });

  test('is none where a group denies already', () => {
    const ClientGroup = group([], [tcp(22)]);
    expect(out({ ...peering('192.168.0.0/16'), ClientGroup }, '192.168.0.9').allowed).toBe(false);
  });
});

describe('another VPC', () => {
  const other = {
    Other: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
    ServerSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Other'), CidrBlock: '10.9.0.0/24' } },
    ServerGroup: { ...group([tcp(443)]), Properties: { ...group([tcp(443)]).Properties, VpcId: ref('Other') } },
  };

  test('is not reached without a route', () => {
    expect(connects(other)).toBe(false);
    const peering = routes('ClientSubnet', { DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-1' });
    expect(() => connects({ ...other, ...peering })).toThrow('leads to what the template does not describe');
  });

  test('is reached over the Internet, at what has a public address', () => {
    const gateways = { ...internetGateway, ...nat(), ...viaNat, ...routes('NatSubnet', viaGateway), ...routes('ServerSubnet', viaGateway) };
    expect(connects({ ...other, ...gateways, ...address('Server') })).toBe(true);
    expect(connects({ ...other, ...gateways })).toBe(false);
  });
});

test('a decision tells from which of several subnets there is no way', () => {
  const Client = {
    Type: 'AWS::Lambda::Function',
    Properties: { VpcConfig: { SubnetIds: [ref('ClientSubnet'), ref('ServerSubnet')], SecurityGroupIds: [groupId('ClientGroup')] } },
  };
  const decision = out({ Client, ...internetGateway, ...nat(), ...viaNat, ...routes('NatSubnet', viaGateway) });
  expect(decision.allowed).toBe(true);
  expect(decision.because).toContain('but not from ServerSubnet: no route of the main route table of Vpc leads to the Internet');
});

test('a subnet stands for what is in it, behind groups that let everything through', () => {
  const reach = network({ ...open, ...internetGateway, ...routes('ServerSubnet', viaGateway) });
  const asked = (from: string, to: string) => reach.canConnect({ from, to, port: 443 }).allowed;
  expect([asked('ServerSubnet', 'internet'), asked('ClientSubnet', 'internet')]).toEqual([true, false]);
  expect([asked('internet', 'ServerSubnet'), asked('internet', 'ClientSubnet')]).toEqual([true, false]);
  expect(asked('ClientSubnet', 'Server')).toBe(true);
  expect(network().canConnect({ from: 'ClientSubnet', to: 'Server', port: 443 }).allowed).toBe(false);
});
