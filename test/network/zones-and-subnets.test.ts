import { App, Stack, StackProps, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { HardenedVpc, HardenedVpcProps } from '../../src';
import { ENV, synth } from '../support/synth';

/** A network where AWS offers the zones. */
const networkIn = (zones: string[], props: HardenedVpcProps = {}, stackProps: StackProps = { env: ENV }) => {
  const context = { 'availability-zones:account=111122223333:region=eu-west-1': zones };
  const stack = new Stack(new App({ context }), 'Stack', stackProps);
  return { stack, network: new HardenedVpc(stack, 'Network', props) };
};
const zonesOf = (stack: Stack) => [...new Set(Object.values(Template.fromStack(stack).findResources('AWS::EC2::Subnet'))
  .map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone)))].length;
const warningsOf = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));

test.each([[3, 3], [2, 2]])('of five zones maxAzs %d are used, without a word', (maxAzs, used) => {
  const { stack } = networkIn(['a', 'b', 'c', 'd', 'e'], { maxAzs });
  expect([zonesOf(stack), warningsOf(stack)]).toEqual([used, []]);
});

test('where there are fewer zones than maxAzs, all are used, with a warning', () => {
  const { stack } = networkIn(['a', 'b'], { natGateways: 1 });
  expect(zonesOf(stack)).toBe(2);
  expect(warningsOf(stack)).toEqual([
    expect.stringMatching(/^maxAzs is 3, but eu-west-1 offers 2 Availability Zones to this account: 2 are used\./),
  ]);
});

test.each<[string, StackProps]>([
  ['account', { env: { region: 'eu-west-1' } }], ['Region', { env: { account: '111122223333' } }],
])('where the %s is not known, the deployment chooses among all zones', (_, props) => {
  const { stack } = networkIn([], {}, props);
  expect([zonesOf(stack), warningsOf(stack)]).toEqual([3, []]);
});

test('without NAT gateways functions have subnets of their own, and no way out', () => {
  const { network: { vpc, lambdaSubnets, redisSubnets } } = networkIn(['a', 'b', 'c'], { natGateways: 0, interfaceEndpoints: true });
  const ids = (selection: ec2.SubnetSelection) => vpc.selectSubnets(selection).subnets.map(({ node }) => node.id);
  expect([ids(lambdaSubnets), ids(redisSubnets)]).toEqual([
    ['LambdaSubnet1', 'LambdaSubnet2', 'LambdaSubnet3'], ['RedisSubnet1', 'RedisSubnet2', 'RedisSubnet3'],
  ]);
  expect([vpc.privateSubnets.length, vpc.isolatedSubnets.length]).toEqual([0, 6]);
});

test.each<[string, HardenedVpcProps, string]>([
  ['room for reserved zones is missing', { ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/24'), reservedAzs: 3 },
    'ipAddresses must be between a /16 and a /23, so that each of 18 subnets gets at least a /28, got 10.0.0.0/24 (at Stack/Network)'],
  ['reservedAzs is a token', { reservedAzs: Token.asNumber({ Ref: 'Zones' }) }, 'reservedAzs must be known when the app is synthesized'],
  ['there is no way to AWS services', { natGateways: 0 }, 'natGateways is 0, so functions reach AWS services only through endpoints: '],
  ['the key is none', { encryptionKey: 'key' as never }, 'encryptionKey must be of the type kms.IKey, got "key" (at Stack/Network)'],
])('is rejected where %s', (_, props, message) => {
  expect(() => synth((stack) => new HardenedVpc(stack, 'Network', props))).toThrow(message);
});

test('reserved zones may fill the range to its end', () => {
  expect(() => networkIn(['a', 'b', 'c'], { ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/23'), reservedAzs: 3 })).not.toThrow();
});
