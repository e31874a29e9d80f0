import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { HardenedVpc } from '../../src';
import { ENV, relaxed, stackWith, synth, warningIds } from '../support/synth';

const bare = () => synth((stack) => new HardenedVpc(stack, 'Network'));

describe('a bare HardenedVpc', () => {
  test('has public, Lambda and Redis subnets in three zones', () => {
    const subnets = Object.values(bare().findResources('AWS::EC2::Subnet'));
    const names = subnets.map((subnet) => subnet.Properties.Tags.find((tag: any) => tag.Key === 'aws-cdk:subnet-name').Value);
    expect(names.sort()).toEqual(['Lambda', 'Lambda', 'Lambda', 'Public', 'Public', 'Public', 'Redis', 'Redis', 'Redis']);
    expect(new Set(subnets.map((subnet) => JSON.stringify(subnet.Properties.AvailabilityZone))).size).toBe(3);
  });

  test('gives no public address on launch', () => {
    bare().resourcePropertiesCountIs('AWS::EC2::Subnet', { MapPublicIpOnLaunch: true }, 0);
  });

  test('has a NAT gateway in each zone, and no way out of the Redis subnets', () => {
    const template = bare();
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
    const routes = Object.values(template.findResources('AWS::EC2::Route')).map((route) => JSON.stringify(route.Properties.RouteTableId));
    expect(routes.filter((table) => table.includes('Redis'))).toEqual([]);
    expect(routes.filter((table) => table.includes('Lambda'))).toHaveLength(3);
  });

  test('closes the default security group', () => {
    bare().resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });

  test('logs all traffic to a group that is kept 30 days and stays when the stack goes', () => {
    const template = bare();
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs' });
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 30, KmsKeyId: Match.anyValue() },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('reaches S3 and DynamoDB through gateways, and has no endpoint that costs by the hour', () => {
    const template = bare();
    template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }, 2);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
  });

  test('warns of nothing', () => {
    expect(warningIds(stackWith((stack) => new HardenedVpc(stack, 'Network')))).toEqual([]);
  });
});

describe('the props of a HardenedVpc', () => {
  test('interfaceEndpoints opens four services to functions only', () => {
    const template = synth((stack) => new HardenedVpc(stack, 'Network', { interfaceEndpoints: true }));
    const services = Object.values(template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } }))
      .map((endpoint) => JSON.stringify(endpoint.Properties.ServiceName));
    expect(services).toHaveLength(4);
    for (const name of ['secretsmanager', 'kms', 'logs', 'sts']) {
      expect(services.some((service) => service.includes(`.${name}`))).toBe(true);
    }
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { FromPort: 443, SourceSecurityGroupId: Match.anyValue() }, 4);
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.anyValue() }, 0);
  });

  test('natGateways: 0 leaves no NAT gateway and no address', () => {
    const template = synth((stack) => new HardenedVpc(stack, 'Network', { natGateways: 0, interfaceEndpoints: true }));
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::EIP', 0);
  });

  test('natGateways: 1 serves all zones', () => {
    const template = synth((stack) => new HardenedVpc(stack, 'Network', { natGateways: 1 }));
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    template.resourcePropertiesCountIs('AWS::EC2::Route', { NatGatewayId: Match.anyValue() }, 3);
  });

  test('maxAzs and ipAddresses decide on zones and range', () => {
    const template = synth((stack) => new HardenedVpc(stack, 'Network', { maxAzs: 2, ipAddresses: ec2.IpAddresses.cidr('10.9.0.0/24') }));
    template.resourceCountIs('AWS::EC2::Subnet', 6);
    template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.9.0.0/24' });
  });

  test('flowLogRetention and encryptionKey decide on the log', () => {
    const template = synth((stack) => new HardenedVpc(stack, 'Network', {
      flowLogRetention: logs.RetentionDays.ONE_YEAR,
      encryptionKey: new kms.Key(stack, 'Key'),
    }));
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Match.anyValue() } },
        })]),
      },
    });
  });

  test('an imported key is used, with a warning of what its policy must allow', () => {
    const stack = stackWith((scope) => new HardenedVpc(scope, 'Network', {
      encryptionKey: kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k'),
    }));
    expect(warningIds(stack)).toContain('cdk-hardened:imported-key-logs');
  });

  test('an IPAM pool is taken', () => {
    const template = synth((stack) => new HardenedVpc(stack, 'Network', {
      ipAddresses: ec2.IpAddresses.awsIpamAllocation({
        ipv4IpamPoolId: 'ipam-pool-1',
        ipv4NetmaskLength: 20,
        defaultSubnetIpv4NetmaskLength: 24,
      }),
    }));
    template.hasResourceProperties('AWS::EC2::VPC', { Ipv4IpamPoolId: 'ipam-pool-1', CidrBlock: Match.absent() });
  });
});

describe('a HardenedVpc rejects', () => {
  const build = (props: ConstructorParameters<typeof HardenedVpc>[2],
    env = {}) => () => synth((stack) => new HardenedVpc(stack, 'Network', props), env);

  test.each([
    ['no NAT gateway and no endpoints', { natGateways: 0 }, /natGateways is 0.*set interfaceEndpoints to true.*\(at Stack\/Network\)/],
    ['more NAT gateways than zones', { natGateways: 5 }, 'natGateways must be a whole number between 0 and 3, got 5 (at Stack/Network)'],
    ['no zone', { maxAzs: 0 }, 'maxAzs must be a whole number between 1 and 6, got 0 (at Stack/Network)'],
    ['a range too small for its subnets', { ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/26') },
      /ipAddresses must be between a \/16 and a \/24.*got 10.0.0.0\/26/],
    ['a range larger than a VPC', { ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/8') }, /got 10.0.0.0\/8/],
  ])('%s', (_, props, message) => {
    expect(build(props)).toThrow(message);
  });

  test('a key of another Region', () => {
    expect(() => synth((stack) => new HardenedVpc(stack, 'Network', {
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/k'),
    }), { env: ENV })).toThrow(/encryptionKey must be in the Region of its stack, eu-west-1, got one in us-east-1.*Stack\/Network/);
  });
});

test('two networks stand in one stack', () => {
  const template = synth((stack) => {
    new HardenedVpc(stack, 'One');
    new HardenedVpc(stack, 'Two');
  });
  template.resourceCountIs('AWS::EC2::VPC', 2);
});

test('of finds the network of its VPC, and none of another', () => {
  const stack = new Stack(new App(), 'Stack');
  const network = new HardenedVpc(stack, 'Network');
  expect(HardenedVpc.of(network.vpc)).toBe(network);
  expect(HardenedVpc.of(new ec2.Vpc(stack, 'Other'))).toBeUndefined();
});

test('a Region with fewer zones than asked for gets those, with a warning', () => {
  const stack = stackWith((scope) => new HardenedVpc(scope, 'Network', { maxAzs: 6, natGateways: 1 }), { env: ENV });
  expect(warningIds(stack)).toContain('cdk-hardened:fewer-zones');
  expect(relaxed(stack)).toEqual(['fewer-zones']);
});
