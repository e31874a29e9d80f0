import { allow, deny, document, OTHER, OWN, policies, role } from './templates';
import { arnOf, policiesOf } from '../../src/testing';

const ROOT = { AWS: `arn:aws:iam::${OWN}:root` };
const ROLE_ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };

describe('a key', () => {
  const key = (own: object[], ...onKey: object[]) => policies({
    Role: role(own), Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document(...onKey) } },
  });
  const decrypt = (own: object[], onKey: object[], principal: object | string = 'Role', context = {}) =>
    key(own, ...onKey).can(principal, 'kms:Decrypt', 'Key', context).decision;

  test('is used by whom its policy names, or leaves to the policies of the account', () => {
    expect(decrypt([allow('kms:*')], [])).toBe('IMPLICIT_DENY');
    expect(decrypt([], [allow('kms:*', '*', { Principal: ROOT })])).toBe('IMPLICIT_DENY');
    expect(decrypt([allow('kms:*')], [allow('kms:*', '*', { Principal: ROOT })])).toBe('ALLOW');
    expect(decrypt([allow('kms:*')], [allow('kms:Describe*', '*', { Principal: ROOT })])).toBe('IMPLICIT_DENY');
    expect(decrypt([], [allow('kms:Decrypt', '*', { Principal: { AWS: ROLE_ARN } })])).toBe('ALLOW');
  });

  test('knows the account and the service of the request', () => {
    const throughS3 = { StringEquals: { 'kms:CallerAccount': OWN, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    const everyone = [allow('kms:Decrypt', '*', { Principal: { AWS: '*' }, Condition: throughS3 })];
    expect(decrypt([], everyone, 'Role', { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })).toBe('ALLOW');
    expect(decrypt([], everyone)).toBe('IMPLICIT_DENY');
    expect(decrypt([], everyone, { account: OTHER }, { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })).toBe('IMPLICIT_DENY');
  });

  test('says that its policy lacks the role', () => {
    const forLogs = allow('kms:*', '*', { Principal: { Service: 'logs.amazonaws.com' } });
    expect(key([allow('kms:*')], forLogs).can('Role', 'kms:Decrypt', 'Key').because)
      .toEqual(['no policy of the resource allows it to Role']);
  });

  test('that no template has needs its policy', () => {
    const arn = `arn:aws:kms:eu-west-1:${OWN}:key/imported`;
    const template = { Resources: { Role: role([allow('kms:*')]) } };
    expect(() => policiesOf(template).can('Role', 'kms:Decrypt', arn))
      .toThrow(`${arn} is in no template: give its policy in resourcePolicies`);
    const given = policiesOf(template, { resourcePolicies: { [arn]: document(allow('kms:*', '*', { Principal: ROOT })) } });
    expect(given.can('Role', 'kms:Decrypt', arn).allowed).toBe(true);
    expect(policiesOf(template).can('Role', 'kms:CreateKey', '*').allowed).toBe(true);
  });
});

describe('a role', () => {
  const assume = (own: object[], trust: object[], principal: object | string = 'Role') => policies({
    Role: role(own), Target: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document(...trust) } },
  }).can(principal, 'sts:AssumeRole', 'Target').decision;
  const trusts = (Principal: unknown) => [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];

  test('is assumed by whom its trust policy names, or leaves to the policies of the account', () => {
    expect(assume([allow('sts:AssumeRole')], trusts({ Service: 'lambda.amazonaws.com' }))).toBe('IMPLICIT_DENY');
    expect(assume([], trusts({ AWS: ROLE_ARN }))).toBe('ALLOW');
    expect(assume([], trusts(ROOT))).toBe('IMPLICIT_DENY');
    expect(assume([allow('sts:AssumeRole')], trusts(ROOT))).toBe('ALLOW');
    expect(assume([], trusts({ Service: 'lambda.amazonaws.com' }), { service: 'lambda.amazonaws.com' })).toBe('ALLOW');
    expect(assume([], trusts({ Service: 'lambda.amazonaws.com' }), { service: 'ec2.amazonaws.com' })).toBe('IMPLICIT_DENY');
    expect(assume([], trusts({ Federated: 'accounts.google.com' }), { federated: 'accounts.google.com' })).toBe('ALLOW');
  });

  test('of another account needs both: its trust, and the permission of the caller', () => {
    expect(assume([], trusts({ AWS: OTHER }), { account: OTHER })).toBe('ALLOW');
    expect(assume([], trusts({ AWS: OTHER }), `arn:aws:iam::${OTHER}:role/any`)).toBe('ALLOW');
    expect(assume([], trusts({ AWS: OTHER }))).toBe('IMPLICIT_DENY');
    expect(assume([], trusts({ AWS: `arn:aws:iam::${OTHER}:role/one` }), `arn:aws:iam::${OTHER}:role/any`)).toBe('IMPLICIT_DENY');
  });
});

describe('across accounts', () => {
  const bucketOf = (own: object[], onBucket: object[]) => policiesOf({
    Ours: { Resources: { Role: role(own) } },
    Theirs: {
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'theirs' } },
        Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: document(...onBucket) } },
      },
    },
  }, { environments: { Theirs: { account: OTHER } } }).can('Role', 's3:GetObject', arnOf('Bucket', '/key'));
  const toUs = [allow('s3:*', 'arn:aws:s3:::theirs/*', { Principal: { AWS: OWN } })];

  test('both sides must allow', () => {
    expect(bucketOf([allow('s3:*')], toUs).decision).toBe('ALLOW');
    expect(bucketOf([allow('s3:*')], []).because).toEqual(['no policy of the resource allows it to Role']);
    expect(bucketOf([], toUs).because).toEqual(['no identity policy of Role allows s3:GetObject on arn:aws:s3:::theirs/key']);
    expect(bucketOf([], [allow('s3:*', '*', { Principal: '*' })]).decision).toBe('IMPLICIT_DENY');
    expect(bucketOf([allow('s3:*')], [...toUs, deny('s3:*', '*', { Principal: '*' })]).decision).toBe('EXPLICIT_DENY');
  });
});

describe('each kind of resource policy is read', () => {
  const statement = (action: string) => document(allow(action, '*', { Principal: { AWS: OTHER } }));
  test.each([
    ['secretsmanager:GetSecretValue', { Type: 'AWS::SecretsManager::Secret' }, '', 'AWS::SecretsManager::ResourcePolicy',
      (ResourcePolicy: object) => ({ SecretId: { Ref: 'Own' }, ResourcePolicy })],
    ['s3:GetObject', { Type: 'AWS::S3::Bucket' }, '/key', 'AWS::S3::BucketPolicy',
      (PolicyDocument: object) => ({ Bucket: { Ref: 'Own' }, PolicyDocument })],
    ['sqs:SendMessage', { Type: 'AWS::SQS::Queue' }, '', 'AWS::SQS::QueuePolicy',
      (PolicyDocument: object) => ({ Queues: [{ Ref: 'Own' }], PolicyDocument })],
    ['sns:Publish', { Type: 'AWS::SNS::Topic' }, '', 'AWS::SNS::TopicPolicy',
      (PolicyDocument: object) => ({ Topics: [{ Ref: 'Own' }], PolicyDocument })],
  ])('%s', (action, own, suffix, Type, properties) => {
    const of = (document_: object) => policies({ Own: own, Policy: { Type, Properties: properties(document_) }, Other: own });
    const asked = (document_: object, id = 'Own') => of(document_).can({ account: OTHER }, action, arnOf(id, suffix)).allowed;
    expect(asked(statement(action))).toBe(true);
    expect(asked(statement('iam:PassRole'))).toBe(false);
    expect(asked(statement(action), 'Other')).toBe(false);
  });

  test('that of a table, and that of its stream', () => {
    const table = policies({
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          ResourcePolicy: { PolicyDocument: statement('dynamodb:*') },
          StreamSpecification: { StreamViewType: 'KEYS_ONLY', ResourcePolicy: { PolicyDocument: statement('dynamodb:DescribeStream') } },
        },
      },
    });
    const may = (action: string, resource: object) => table.can({ account: OTHER }, action, resource).allowed;
    expect(may('dynamodb:GetItem', arnOf('Table'))).toBe(true);
    expect(may('dynamodb:Query', arnOf('Table', '/index/byName'))).toBe(true);
    expect(may('dynamodb:DescribeStream', { 'Fn::GetAtt': ['Table', 'StreamArn'] })).toBe(true);
    expect(may('dynamodb:GetRecords', { 'Fn::GetAtt': ['Table', 'StreamArn'] })).toBe(false);
  });

  test('that of a replica of a global table', () => {
    const replica = (Region: unknown, action: string) => ({ Region, ResourcePolicy: { PolicyDocument: statement(action) } });
    const Replicas = [replica('us-east-1', 'dynamodb:Query'), replica({ Ref: 'AWS::Region' }, 'dynamodb:GetItem')];
    const table = policies({ Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { Replicas } } });
    expect(table.can({ account: OTHER }, 'dynamodb:GetItem', 'Table').allowed).toBe(true);
    expect(table.can({ account: OTHER }, 'dynamodb:Query', 'Table').allowed).toBe(false);
  });

  test('one that is not read is an error', () => {
    const repository = { Type: 'AWS::ECR::Repository', Properties: { RepositoryPolicyText: statement('ecr:*') } };
    expect(() => policies({ Repository: repository }).can({ account: OTHER }, 'ecr:BatchGetImage', 'Repository'))
      .toThrow('Repository has a RepositoryPolicyText, and policies of AWS::ECR::Repository are not read');
  });
});

describe('an AWS::Lambda::Permission', () => {
  const permission = (properties: object, name: unknown = { Ref: 'Fn' }) => policies({
    Fn: { Type: 'AWS::Lambda::Function' },
    Permission: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: name, ...properties } },
  });
  const api = { service: 'apigateway.amazonaws.com' };
  const SOURCE = { Principal: 'apigateway.amazonaws.com', SourceArn: 'arn:aws:execute-api:eu-west-1:*:api/*/GET/', SourceAccount: OWN };
  const from = (SourceArn: string, account = OWN) => ({ 'aws:SourceArn': SourceArn, 'aws:SourceAccount': account });

  test('lets a service invoke the function for its source only', () => {
    const may = (context: object) => permission(SOURCE).can(api, 'lambda:InvokeFunction', 'Fn', context as Record<string, string>).allowed;
    expect(may(from(`arn:aws:execute-api:eu-west-1:${OWN}:api/prod/GET/`))).toBe(true);
    expect(may(from(`arn:aws:execute-api:eu-west-1:${OWN}:api/prod/POST/`))).toBe(false);
    expect(may(from(`arn:aws:execute-api:eu-west-1:${OWN}:api/prod/GET/`, OTHER))).toBe(false);
    expect(may({})).toBe(false);
  });

  test('is about the function or the alias that it names, and about its principal', () => {
    expect(permission({ Principal: OTHER }).can({ account: OTHER }, 'lambda:InvokeFunction', 'Fn').allowed).toBe(true);
    expect(permission({ Principal: OTHER }).can({ account: '999999999999' }, 'lambda:InvokeFunction', 'Fn').allowed).toBe(false);
    expect(permission({ Principal: OTHER }).can({ account: OTHER }, 'lambda:DeleteFunction', 'Fn').allowed).toBe(false);
    const alias = permission({ Principal: OTHER }, { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Fn', 'Arn'] }, ':live']] });
    expect(alias.can({ account: OTHER }, 'lambda:InvokeFunction', 'Fn').allowed).toBe(false);
    expect(alias.can({ account: OTHER }, 'lambda:InvokeFunction', arnOf('Fn', ':live')).allowed).toBe(true);
  });
});

describe('an endpoint', () => {
  const through = (PolicyDocument?: object) => policies({
    Role: role([allow('s3:*')]), Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { PolicyDocument } },
  });
  const may = (all: ReturnType<typeof policies>, context: Record<string, object | string> = { 'aws:SourceVpce': { Ref: 'Endpoint' } }) =>
    all.can('Role', 's3:GetObject', 'arn:aws:s3:::bucket/key', context);

  test('lets through what its policy allows, for requests that go through it', () => {
    expect(may(through(document(allow('s3:*', '*', { Principal: '*' })))).allowed).toBe(true);
    expect(may(through(document(allow('dynamodb:*', '*', { Principal: '*' })))).because)
      .toEqual(['the policy of the endpoint (AWS::EC2::VPCEndpoint Endpoint) does not allow it']);
    const without = document(allow('*', '*', { Principal: '*' }), deny('s3:*', '*', { Principal: '*' }));
    expect(may(through(without)).decision).toBe('EXPLICIT_DENY');
    expect(may(through(document(allow('dynamodb:*', '*', { Principal: '*' }))), {}).allowed).toBe(true);
    expect(may(through()).allowed).toBe(true);
    expect(may(through(document()), { 'aws:SourceVpce': 'vpce-of-others' }).allowed).toBe(true);
  });
});
