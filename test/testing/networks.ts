/** A network written by hand: a client and a server in two subnets of a VPC, each with a group of its own. */
import { Reach, reachOf, ReachOptions } from '../../src/testing';

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>;

export const ref = (id: string) => ({ Ref: id });
export const groupId = (id: string) => ({ 'Fn::GetAtt': [id, 'GroupId'] });
export const subnet = (CidrBlock: string, more: object = {}) => ({
  Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock, ...more },
});
export const group = (inbound?: object[], outbound?: object[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { VpcId: ref('Vpc'), GroupDescription: '-', SecurityGroupIngress: inbound, SecurityGroupEgress: outbound },
});
export const instance = (subnetId: string, groupName: string) => ({
  Type: 'AWS::EC2::Instance', Properties: { SubnetId: ref(subnetId), SecurityGroupIds: [groupId(groupName)] },
});
export const tcp = (from: number, to = from, peer: object = { CidrIp: '0.0.0.0/0' }) =>
  ({ IpProtocol: 'tcp', FromPort: from, ToPort: to, ...peer });
export const fromClient = { SourceSecurityGroupId: groupId('ClientGroup') };

const BASE: Resources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  ClientSubnet: subnet('10.0.0.0/24'),
  ServerSubnet: subnet('10.0.1.0/24'),
  ClientGroup: group(),
  ServerGroup: group([tcp(443, 443, fromClient)]),
  Client: instance('ClientSubnet', 'ClientGroup'),
  Server: instance('ServerSubnet', 'ServerGroup'),
};

/** A table of a subnet with routes, by what they are to. */
export const routes = (of: string, ...targets: object[]): Resources => ({
  [`${of}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
  [`${of}TableOf`]: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(of), RouteTableId: ref(`${of}Table`) },
  },
  ...Object.fromEntries(targets.map((target, index) => [`${of}Route${index + 1}`, {
    Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(`${of}Table`), DestinationCidrBlock: '0.0.0.0/0', ...target },
  }])),
});

export const internetGateway: Resources = {
  Gateway: { Type: 'AWS::EC2::InternetGateway' },
  Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') } },
};

export const network = (more: Resources = {}, options?: ReachOptions): Reach => reachOf({ Resources: { ...BASE, ...more } }, options);

/** Whether the client may connect to the server. */
export const connects = (more: Resources, port = 443, protocol?: 'tcp' | 'udp' | 'icmp'): boolean =>
  network(more).canConnect({ from: 'Client', to: 'Server', port, protocol }).allowed;
