import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HardenedVpc, HardenedVpcProps, LambdaRedisSecurityGroups, SecureLambda } from '../../src';
import { arnOf, Party, policiesOf, reachOf } from '../../src/testing';

const code = lambda.Code.fromInline('exports.handler = async () => {}');

/** A HardenedVpc with a function, a cache and a host of somebody else's in it, and what tests ask about them. */
function inhabited(props: HardenedVpcProps = {}) {
  const stack = new Stack(new App(), 'Stack');
  const network = new HardenedVpc(stack, 'Network', props);
  const { vpc, lambdaSecurityGroup, redisSecurityGroup } = network;
  const secure = new SecureLambda(stack, 'Fn', { vpc, code });
  const subnets = new elasticache.CfnSubnetGroup(stack, 'Subnets', {
    description: '-', subnetIds: vpc.selectSubnets(network.redisSubnets).subnetIds,
  });
  new elasticache.CfnReplicationGroup(stack, 'Cache', {
    replicationGroupDescription: '-', cacheSubnetGroupName: subnets.ref, securityGroupIds: [redisSecurityGroup.securityGroupId],
  });
  new ec2.Instance(stack, 'Host', {
    vpc,
    vpcSubnets: network.lambdaSubnets,
    instanceType: new ec2.InstanceType('t3.nano'),
    machineImage: new ec2.AmazonLinuxImage(),
  });
  const template = Template.fromStack(stack);
  const reach = reachOf(template);
  const idOf = (type: string, start: string) => Object.keys(template.findResources(type)).find((id) => id.startsWith(start))!;
  return {
    template,
    reach,
    secure,
    asked: (from: Party, to: Party, port = 443) => reach.canConnect({ from, to, port }).allowed,
    fn: idOf('AWS::Lambda::Function', 'Fn'),
    host: idOf('AWS::EC2::Instance', 'Host'),
    groups: { lambda: stack.resolve(lambdaSecurityGroup.securityGroupId), redis: stack.resolve(redisSecurityGroup.securityGroupId) },
    defaultGroup: { 'Fn::GetAtt': [idOf('AWS::EC2::VPC', 'Network'), 'DefaultSecurityGroup'] },
    subnet: (name: string) => idOf('AWS::EC2::Subnet', `Network${name}Subnet1`),
  };
}

const VARIANTS: HardenedVpcProps[] = [
  {}, { interfaceEndpoints: true }, { natGateways: 0, interfaceEndpoints: true }, { restrictLambdaEgress: true, natGateways: 1 },
];

describe.each(VARIANTS)('a HardenedVpc with %j', (props) => {
  const { reach, asked, fn, host, groups, defaultGroup, subnet } = inhabited(props);
  const hasNat = props.natGateways !== 0;

  test('NET-01: the Internet reaches nothing, and no private subnet', () => {
    expect(reach.fromInternet()).toEqual([]);
    expect(['Lambda', 'Redis'].map((name) => asked('internet', subnet(name)))).toEqual([false, false]);
    expect([fn, 'Cache', host].map((to) => asked('internet', to))).toEqual([false, false, false]);
  });

  test('NET-01: Redis subnets have no way out; functions have one through NAT, where there is any', () => {
    expect([asked(subnet('Redis'), 'internet'), asked(subnet('Lambda'), 'internet'), asked(fn, 'internet')])
      .toEqual([false, hasNat, hasNat]);
  });

  test('NET-02: whatever gets the default security group reaches nothing, and is reached by nothing', () => {
    expect(reach.whoReaches(defaultGroup)).toEqual([]);
    expect(['internet', fn, 'Cache', host, defaultGroup].map((to) => asked(defaultGroup, to))).toEqual([false, false, false, false, false]);
  });

  test('NET-04: nothing reaches a function, other functions and hosts of the VPC included', () => {
    expect(reach.whoReaches(fn)).toEqual([]);
    expect([asked(groups.lambda, groups.lambda), asked(host, fn), asked('10.0.0.0/16', fn)]).toEqual([false, false, false]);
  });

  test('NET-05: functions reach Redis at its port, and nothing else does', () => {
    expect(reach.whoReaches('Cache')).toEqual([{ from: fn, to: 'Cache', ports: 'tcp 6379' }]);
    expect(reach.canConnect({ from: fn, to: 'Cache', port: 6379, protocol: 'udp' }).allowed).toBe(false);
    expect([asked(groups.redis, 'Cache', 6379), asked('10.0.0.0/16', 'Cache', 6379)]).toEqual([false, false]);
  });

  test('NET-05: Redis connects to nothing', () => {
    expect(['internet', fn, host, subnet('Redis'), { service: 's3' }, { service: 'kms' }].map((to) => asked('Cache', to)))
      .toEqual([false, false, false, false, false, false]);
  });

  test('NET-06: functions reach S3 and DynamoDB by the gateways, and with endpoints the services of the library as well', () => {
    for (const service of ['s3', 'dynamodb']) {
      expect(reach.canConnect({ from: fn, to: { service } }).because.join()).toContain(`the gateway endpoint of ${service}`);
    }
    for (const service of ['secretsmanager', 'kms', 'logs', 'sts']) {
      expect([service, asked(fn, { service }), asked(fn, { service }, 80)])
        .toEqual([service, true, !props.interfaceEndpoints && !props.restrictLambdaEgress]);
      expect([service, asked(host, { service })]).toEqual([service, !props.interfaceEndpoints]);
    }
  });
});

test('all outbound traffic of functions is allowed by default, and HTTPS and Redis only with restrictLambdaEgress', () => {
  const outbound = (props: HardenedVpcProps) => {
    const { reach, fn, host } = inhabited(props);
    return [[host, 443], [host, 22], ['internet', 443], ['internet', 5432], ['Cache', 6379]].map(([to, port]) =>
      !reach.canConnect({ from: fn, to: to as string, port: port as number }).because.some((reason) => /^no outbound rule/.test(reason)));
  };
  expect(outbound({})).toEqual([true, true, true, true, true]);
  expect(outbound({ restrictLambdaEgress: true })).toEqual([true, false, true, false, true]);
});

test('FN-01: a function with groups of its own is admitted to the endpoints, and admits nothing', () => {
  const stack = new Stack(new App(), 'Stack');
  const { vpc } = new HardenedVpc(stack, 'Network', { interfaceEndpoints: true, natGateways: 0 });
  const own = new ec2.SecurityGroup(stack, 'Own', { vpc, allowAllOutbound: false });
  const secure = new SecureLambda(stack, 'Fn', { vpc, code, securityGroups: [own] });
  const reach = reachOf(Template.fromStack(stack));
  const from = stack.resolve(secure.function.functionArn);
  expect(reach.canConnect({ from, to: { service: 'kms' } }).allowed).toBe(true);
  expect(reach.canConnect({ from, to: { service: 'kms' }, port: 80 }).allowed).toBe(false);
  expect(reach.whoReaches(from)).toEqual([]);
});

const EGRESS = [false, true];
describe.each(EGRESS)('NET-04, NET-05: groups in a VPC that exists already, restrictLambdaEgress %s', (restrictLambdaEgress) => {
  const stack = new Stack(new App(), 'Stack');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123', availabilityZones: ['a'], privateSubnetIds: ['subnet-0123'] });
  const groups = new LambdaRedisSecurityGroups(stack, 'Groups', { vpc, restrictLambdaEgress });
  const [functions, redis] = [groups.lambda, groups.redis].map((group) => stack.resolve(group.securityGroupId));
  const reach = reachOf(Template.fromStack(stack));
  const asked = (from: Party, to: Party, port: number) => reach.canConnect({ from, to, port }).allowed;

  test('let functions reach Redis, and nothing else in either direction', () => {
    expect([6378, 6379, 6380].map((port) => asked(functions, redis, port))).toEqual([false, true, false]);
    expect(['internet', '192.168.0.0/16', redis, 'sg-0123'].map((from) => asked(from, redis, 6379))).toEqual([false, false, false, false]);
    expect([asked(redis, functions, 443), asked(redis, 'internet', 443), asked('internet', functions, 443),
      asked(functions, functions, 443)])
      .toEqual([false, false, false, false]);
    expect([asked(functions, 'internet', 443), asked(functions, 'internet', 80)]).toEqual([true, !restrictLambdaEgress]);
  });
});

/** What AWS decides on a request through each endpoint, to an object that is open to everyone. */
function endpointsOf(props: HardenedVpcProps) {
  const { template, secure } = inhabited(props);
  const EVERYONE = { Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };
  const policies = policiesOf(template, { resourcePolicies: { 'arn:aws:s3:::any': EVERYONE } });
  const endpoints = Object.keys(template.findResources('AWS::EC2::VPCEndpoint'));
  const through = (principal: object, context: Record<string, string | undefined> = {}) => [...new Set(endpoints.map((id) =>
    policies.can(principal, 's3:PutObject', 'arn:aws:s3:::any/key', { 'aws:SourceVpce': { Ref: id }, ...context }).decision))];
  return { secure, policies, endpoints, through };
}

describe.each([{}, { interfaceEndpoints: true }])('NET-07: every endpoint with %j', (props: HardenedVpcProps) => {
  const { secure, policies, endpoints, through } = endpointsOf(props);

  test('serves this account and AWS services, and nobody with credentials of another account or without any', () => {
    expect(endpoints).toHaveLength(props.interfaceEndpoints ? 6 : 2);
    expect([through({ account: '111122223333' }), through({ service: 'logs.amazonaws.com' })]).toEqual([['ALLOW'], ['ALLOW']]);
    expect(through({ account: '999999999999' })).toEqual(['IMPLICIT_DENY']);
    const anonymous = { 'aws:PrincipalAccount': undefined, 'aws:PrincipalIsAWSService': undefined };
    expect(through({ account: '111122223333' }, anonymous)).toEqual(['IMPLICIT_DENY']);
  });

  test('reaches resources of other accounts unless told not to', () => {
    const theirs = { 'aws:ResourceAccount': '999999999999' };
    expect(through({ account: '111122223333' }, theirs)).toEqual(['ALLOW']);
    const restricted = endpointsOf({ ...props, restrictEndpointsToOwnResources: true }).through;
    expect(restricted({ account: '111122223333' }, theirs)).toEqual(['IMPLICIT_DENY']);
    expect(restricted({ account: '111122223333' })).toEqual(['ALLOW']);
  });

  test('gives a function no more than its role has', () => {
    const role = secure.role.node.defaultChild as unknown as { logicalId: string };
    const id = Stack.of(secure).resolve(role.logicalId) as string;
    expect(policies.can(id, 's3:GetObject', 'arn:aws:s3:::other/key', { 'aws:SourceVpce': { Ref: endpoints[0] } }).allowed).toBe(false);
    expect(policies.can({ service: 'lambda.amazonaws.com' }, 'sts:AssumeRole', arnOf(id)).allowed).toBe(true);
  });
});
