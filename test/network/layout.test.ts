import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HardenedVpc, HardenedVpcProps, SecureLambda } from '../../src';
import { reachOf } from '../../src/testing';
import { enforced, ENV, synth, warningIds } from '../support/synth';

const withProps = (props: HardenedVpcProps, env = {}): Template =>
  synth((stack) => new HardenedVpc(stack, 'Network', props), env);
const zones = (template: Template) => [...new Set(Object.values(template.findResources('AWS::EC2::Subnet'))
  .map(({ Properties }) => Properties.AvailabilityZone))];

describe('isolated', () => {
  const ISOLATED = { isolated: true, interfaceEndpoints: true };

  test('has no public subnets, no Internet gateway, no NAT gateway, and no route to either', () => {
    const template = withProps(ISOLATED);
    for (const type of ['InternetGateway', 'VPCGatewayAttachment', 'NatGateway', 'EIP', 'Route']) {
      template.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    template.resourceCountIs('AWS::EC2::Subnet', 6);
  });

  test('NET-01: nothing reaches the Internet or is reached from it, and functions reach Redis and the endpoints', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new HardenedVpc(stack, 'Network', ISOLATED);
    const { function: fn } = new SecureLambda(stack, 'Fn', {
      vpc: network.vpc, code: lambda.Code.fromInline('exports.handler = async () => {}'),
    });
    const from = stack.getLogicalId(fn.node.defaultChild as lambda.CfnFunction);
    const reach = reachOf(Template.fromStack(stack));
    expect(reach.fromInternet()).toEqual([]);
    expect(reach.canConnect({ from, to: 'internet', port: 443 }).allowed).toBe(false);
    const [endpoint] = network.interfaceEndpoints.map(({ node }) => stack.getLogicalId(node.defaultChild as ec2.CfnVPCEndpoint));
    expect(reach.canConnect({ from, to: endpoint, port: 443 }).allowed).toBe(true);
    expect(reach.canConnect({ from, to: stack.resolve(network.redisSecurityGroup.securityGroupId), port: 6379 }).allowed).toBe(true);
  });

  test('enforces what a HardenedVpc does, and warns of nothing', () => {
    const stack = new Stack(new App(), 'Stack');
    new HardenedVpc(stack, 'Network', ISOLATED);
    expect(enforced(stack)).toEqual(['NET-01', 'NET-02', 'NET-03', 'NET-04', 'NET-05', 'NET-06', 'NET-07', 'NET-08']);
    expect(warningIds(stack)).toEqual([]);
  });

  test('takes a smaller range, as there are two subnets in a zone', () => {
    const small = (isolated: boolean) => () => withProps({
      isolated, natGateways: 0, interfaceEndpoints: true, maxAzs: 4, ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/25'),
    });
    expect(small(true)).not.toThrow();
    expect(small(false)).toThrow(/ipAddresses must be between a \/16 and a \/24/);
  });

  test.each<[string, HardenedVpcProps, string]>([
    ['endpoints are missing', { isolated: true },
      'isolated is true, so functions reach AWS services only through endpoints: set interfaceEndpoints to true, or isolated to false'],
    ['there are NAT gateways', { ...ISOLATED, natGateways: 1 },
      'natGateways must be 0 when isolated is true, got 1: there is no way to the Internet'],
  ])('is rejected when %s', (_, props, message) => {
    expect(() => withProps(props)).toThrow(`${message} (at Stack/Network)`);
  });
});

describe('availabilityZones', () => {
  test.each([['in a stack with a Region', { env: ENV }], ['in a stack without one', {}]])('are used as they are named, %s', (_, env) => {
    const names = ['eu-west-1a', 'eu-west-1c'];
    const template = withProps({ availabilityZones: names, natGateways: 1 }, env);
    expect(zones(template)).toEqual(names);
    template.resourceCountIs('AWS::EC2::Subnet', 6);
  });

  test('bring a NAT gateway each by default', () => {
    withProps({ availabilityZones: ['eu-west-1a', 'eu-west-1c'] }).resourceCountIs('AWS::EC2::NatGateway', 2);
  });

  test('may be known at deployment one by one', () => {
    const template = synth((stack) => new HardenedVpc(stack, 'Network', {
      availabilityZones: [new CfnParameter(stack, 'Zone').valueAsString], natGateways: 1,
    }));
    expect(zones(template)).toEqual(Array(3).fill({ Ref: 'Zone' }));
  });

  test.each<[string, HardenedVpcProps, string]>([
    ['none', { availabilityZones: [] }, 'availabilityZones must have 1 to 6 elements, got 0'],
    ['one twice', { availabilityZones: ['eu-west-1a', 'eu-west-1a'] }, 'availabilityZones must name each element once'],
    ['one of another Region', { availabilityZones: ['us-east-1a'] },
      'availabilityZones must be zones of the Region of the stack, eu-west-1, got "us-east-1a"'],
    ['no list', { availabilityZones: 'eu-west-1a' as never }, 'availabilityZones must be a list, got "eu-west-1a"'],
    ['maxAzs beside them', { availabilityZones: ['eu-west-1a'], maxAzs: 1 },
      'maxAzs and availabilityZones both say which zones there are: remove one of them'],
  ])('are rejected: %s', (_, props, message) => {
    expect(() => withProps(props, { env: ENV })).toThrow(`${message}`);
  });

  test('are rejected as a list that only the deployment knows', () => {
    expect(() => synth((stack) => new HardenedVpc(stack, 'Network', {
      availabilityZones: new CfnParameter(stack, 'Zones', { type: 'CommaDelimitedList' }).valueAsList,
    }))).toThrow(/availabilityZones must be known when the app is synthesized, got a token/);
  });
});
