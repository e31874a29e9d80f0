import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { HardenedVpc, ManagedSecrets, SecureLambda, SecureLambdaProps } from '../../src';
import { identityStatements, requestsOf } from '../support/iam';
import { arnOf, ENV, only, relaxed, stackWith, synth, warningIds } from '../support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const inNetwork = (props: Partial<SecureLambdaProps> = {}) => synth((stack) => {
  new SecureLambda(stack, 'Fn', { code, vpc: new HardenedVpc(stack, 'Network').vpc, ...props });
});
const outside = (props: Partial<SecureLambdaProps> = {}) => synth((stack) => new SecureLambda(stack, 'Fn',
  { code, outsideVpc: true, ...props }));
const functionOf = (template: Template) => only(template, 'AWS::Lambda::Function', 'Fn').Properties;

describe('a SecureLambda in a HardenedVpc', () => {
  test("runs in the network's Lambda subnets, behind its Lambda security group", () => {
    const { VpcConfig } = functionOf(inNetwork());
    expect(VpcConfig.SubnetIds.map((id: any) => id.Ref)).toEqual([1, 2, 3].map((zone) => expect.stringMatching(`LambdaSubnet${zone}`)));
    expect(VpcConfig.SecurityGroupIds).toEqual([{ 'Fn::GetAtt': [expect.stringMatching('SecurityGroupsLambda'), 'GroupId'] }]);
  });

  test('has the newest runtime, traces, JSON logs in a group of its own', () => {
    const template = inNetwork();
    expect(functionOf(template)).toMatchObject({
      Runtime: 'nodejs24.x',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringMatching('FnLogGroup') } },
    });
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90, KmsKeyId: Match.anyValue() }, DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  test('encrypts its variables with a customer managed key that logs may use', () => {
    const template = inNetwork();
    expect(functionOf(template).KmsKeyArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching('CdkHardenedKey'), 'Arn'] });
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'RetainExceptOnCreate' });
  });

  test('has a role without managed policies', () => {
    expect(only(inNetwork(), 'AWS::IAM::Role', 'FnServiceRole').Properties.ManagedPolicyArns).toBeUndefined();
  });

  test('warns of nothing', () => {
    expect(warningIds(stackWith((stack) => new SecureLambda(stack, 'Fn',
      { code, vpc: new HardenedVpc(stack, 'Network').vpc })))).toEqual([]);
  });
});

describe('the role of a SecureLambda', () => {
  const statements = identityStatements(inNetwork(), 'FnServiceRole');
  const INTERFACE_ACTIONS = [
    'AssignPrivateIpAddresses', 'CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets',
    'DetachNetworkInterface', 'UnassignPrivateIpAddresses',
  ];

  test('lets the Lambda service manage network interfaces, and code not', () => {
    const ask = requestsOf(inNetwork(), 'FnServiceRole');
    expect(ask('ec2:CreateNetworkInterface', '*')).toBe('ALLOW');
    for (const arn of ['arn:aws:lambda:eu-west-1:111122223333:function:Fn', 'arn:aws:lambda:us-east-1:111122223333:function:Other']) {
      const context = { 'lambda:SourceFunctionArn': arn };
      for (const action of INTERFACE_ACTIONS) {
        expect(ask(`ec2:${action}`, '*', context)).toBe('EXPLICIT_DENY');
      }
    }
  });

  test('writes to one log group and creates none', () => {
    const group = { 'Fn::GetAtt': [expect.stringMatching('FnLogGroup'), 'Arn'] };
    const logging = statements.filter((statement) => JSON.stringify(statement.Action).includes('logs:'));
    expect(logging).toEqual([expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: group })]);
  });

  test('allows every resource for interfaces and traces only', () => {
    const everywhere = statements.filter((statement) => statement.Effect === 'Allow'
      && statement.Resource === '*').flatMap((statement) => statement.Action);
    expect(everywhere.every((action) => /^(ec2:|xray:Put)/.test(action))).toBe(true);
  });

  test('has nothing to do with network interfaces outside of a VPC', () => {
    expect(JSON.stringify(identityStatements(outside(), 'FnServiceRole'))).not.toContain('ec2:');
  });
});

describe('the props of a SecureLambda', () => {
  test('another VPC brings its private subnets, and the function a group that lets nothing in', () => {
    const template = synth((stack) => new SecureLambda(stack, 'Fn', {
      code,
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a'],
        privateSubnetIds: ['subnet-1'],
        publicSubnetIds: ['subnet-2'],
      }),
    }));
    expect(functionOf(template).VpcConfig.SubnetIds).toEqual(['subnet-1']);
    expect(only(template, 'AWS::EC2::SecurityGroup', 'FnSecurityGroup').Properties.SecurityGroupIngress).toBeUndefined();
  });

  test('vpcSubnets and securityGroups are taken', () => {
    const template = synth((stack) => {
      const network = new HardenedVpc(stack, 'Network');
      new SecureLambda(stack, 'Fn', {
        code,
        vpc: network.vpc,
        vpcSubnets: network.redisSubnets,
        securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      });
    });
    expect(functionOf(template).VpcConfig.SecurityGroupIds).toEqual(['sg-1']);
    expect(JSON.stringify(functionOf(template).VpcConfig.SubnetIds)).toContain('RedisSubnet');
  });

  test('secrets are granted, and their ARNs in the environment', () => {
    const template = synth((stack) => new SecureLambda(stack, 'Fn', {
      code,
      outsideVpc: true,
      secrets: new ManagedSecrets(stack, 'Secrets'),
    }));
    const { SECRETS_ARN, API_SECRET_ARN } = functionOf(template).Environment.Variables;
    expect([SECRETS_ARN.Ref, API_SECRET_ARN.Ref]).toEqual([expect.stringMatching('SecretsCredentials'),
      expect.stringMatching('SecretsApiSecret')]);
    const ask = requestsOf(template, 'FnServiceRole');
    expect(ask('secretsmanager:GetSecretValue', SECRETS_ARN)).toBe('ALLOW');
    expect(ask('secretsmanager:PutSecretValue', SECRETS_ARN)).toBe('IMPLICIT_DENY');
  });

  test('environment, runtime, handler, timeout, memory, concurrency, retention', () => {
    const template = outside({
      code: lambda.Code.fromInline('def main(event, context): pass'),
      environment: { STAGE: 'test' },
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.main',
      timeout: Duration.minutes(5),
      memorySize: 1024,
      reservedConcurrentExecutions: 3,
      logRetention: logs.RetentionDays.ONE_WEEK,
    });
    expect(functionOf(template)).toMatchObject({
      Environment: { Variables: { STAGE: 'test', CDK_HARDENED_HANDLER: 'index.main' } },
      Runtime: 'python3.13',
      Timeout: 300,
      MemorySize: 1024,
      ReservedConcurrentExecutions: 3,
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  test('encryptionKey is used, and no other made', () => {
    const template = synth((stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true, encryptionKey: new kms.Key(stack, 'Mine') }));
    template.resourceCountIs('AWS::KMS::Key', 1);
    expect(functionOf(template).KmsKeyArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching('^Mine'), 'Arn'] });
  });

  test('outsideVpc warns', () => {
    expect(relaxed(stackWith((stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true })))).toEqual(['FN-01']);
  });

  test('tokens pass', () => {
    const template = outside({
      memorySize: Token.asNumber({ Ref: 'Memory' }),
      handler: Token.asString({ Ref: 'Handler' }),
      timeout: Duration.seconds(Token.asNumber({ Ref: 'Timeout' })),
    });
    expect(functionOf(template)).toMatchObject({
      MemorySize: { Ref: 'Memory' }, Environment: { Variables: { CDK_HARDENED_HANDLER: { Ref: 'Handler' } } }, Timeout: { Ref: 'Timeout' },
    });
  });
});

describe('a SecureLambda rejects', () => {
  const directory = mkdtempSync(join(tmpdir(), 'code-'));
  mkdirSync(join(directory, 'pkg'));
  for (const file of ['index.js', 'esm.mjs', 'pkg/main.py']) {
    writeFileSync(join(directory, file), '');
  }

  test.each<[string, Partial<SecureLambdaProps>, RegExp]>([
    ['no VPC', { outsideVpc: undefined }, /vpc is missing: .*set outsideVpc to true \(at Stack\/Fn\)/],
    ['subnets without a VPC', { vpcSubnets: {} }, /vpcSubnets and securityGroups need a vpc/],
    ['a handler without an export', { handler: 'index' },
      /handler must be a file and what it exports, such as "index.handler", got "index"/],
    ['an asset that does not exist', { code: lambda.Code.fromAsset('/nowhere/dist') },
      /code must be a directory or an archive, got "\/nowhere\/dist", which does not exist.*\(at Stack\/Fn\)/],
    ['a timeout beyond Lambda', { timeout: Duration.hours(1) },
      /timeout must be a whole number of seconds between 1 second and 15 minutes, got 1 hour/],
    ['memory beyond Lambda', { memorySize: 64 }, /memorySize must be a whole number between 128 and 10240, got 64/],
  ])('%s', (_, props, message) => {
    expect(() => outside(props)).toThrow(message);
  });

  test('a VPC and none', () => {
    expect(() => inNetwork({ outsideVpc: true })).toThrow(/outsideVpc is true, but there is a vpc/);
  });

  test('a key of another Region', () => {
    expect(() => synth((stack) => new SecureLambda(stack, 'Fn', {
      code, outsideVpc: true, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/k'),
    }), { env: ENV })).toThrow(/encryptionKey must be in the Region of its stack/);
  });

  test.each(['index.handler', 'esm.handler'])('nothing about the handler %s, which exists', (handler) => {
    expect(() => outside({ code: lambda.Code.fromAsset(directory), handler })).not.toThrow();
  });

  test('nothing about a Python module in a package, a Java class, or a handler of a layer', () => {
    expect(() => outside({
      code: lambda.Code.fromAsset(directory),
      handler: 'pkg.main.run',
      runtime: lambda.Runtime.PYTHON_3_13,
    })).not.toThrow();
    expect(() => outside({
      code: lambda.Code.fromAsset(directory),
      handler: 'com.example.Main::handle',
      runtime: lambda.Runtime.JAVA_21,
    })).not.toThrow();
    expect(() => outside({ code: lambda.Code.fromAsset(directory), handler: '/opt/nodejs/wrap.handler' })).not.toThrow();
  });
});

test('the functions of a stack share one key, those of another have another', () => {
  const template = synth((stack: Stack) => {
    new SecureLambda(stack, 'One', { code, outsideVpc: true });
    new SecureLambda(stack, 'Two', { code, outsideVpc: true });
  });
  template.resourceCountIs('AWS::KMS::Key', 1);
  template.resourceCountIs('AWS::IAM::Role', 2);
});

test('is connectable and grantable', () => {
  const template = synth((stack) => {
    const network = new HardenedVpc(stack, 'Network');
    const fn = new SecureLambda(stack, 'Fn', { code, vpc: network.vpc });
    fn.connections.allowTo(network.redisSecurityGroup, ec2.Port.tcp(6380));
    new kms.Key(stack, 'Other').grantDecrypt(fn);
  });
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 6380 });
  const ask = requestsOf(template, 'FnServiceRole');
  expect(ask('kms:Decrypt', arnOf(template, 'AWS::KMS::Key', 'Other'))).toBe('ALLOW');
  expect(ask('kms:Encrypt', arnOf(template, 'AWS::KMS::Key', 'Other'))).toBe('IMPLICIT_DENY');
});

test('the policy of the role is there before the function, and goes after it', () => {
  const template = inNetwork();
  const [policy] = Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) => id.startsWith('FnServiceRoleDefaultPolicy'));
  expect(only(template, 'AWS::Lambda::Function', 'Fn').DependsOn).toContain(policy);
});
