import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ApiWafProtection, EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecrets, SecureLambda } from '../src';
import { identityStatements } from './support/iam';
import { ENV, only, stackWith, synth, synthErrors } from './support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const reader = (stack: Stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });

test('a key lets IAM of its account decide, and AWS services alone create grants', () => {
  const template = synth((stack) => new EncryptedDataStores(stack, 'Stores'));
  expect(only(template, 'AWS::KMS::Key').Properties.KeyPolicy.Statement).toEqual([
    expect.objectContaining({ Effect: 'Allow', Action: 'kms:*' }),
    {
      Sid: expect.any(String),
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    },
  ]);
});

test('the role of a function is assumed by Lambda, and by nothing else', () => {
  const template = synth((stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true }));
  expect(only(template, 'AWS::IAM::Role').Properties.AssumeRolePolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  ]);
});

test("the CDK's grant to encrypt permits that with the current key only, and no decryption with a previous one", () => {
  const arns = ['now', 'before'].map((id) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`);
  const template = synth((stack) => {
    const [encryptionKey, before] = arns.map((arn) => kms.Key.fromKeyArn(stack, arn.slice(-3), arn));
    const stores = new EncryptedDataStores(stack, 'Stores', { encryptionKey, previousEncryptionKeys: [before] });
    stores.snapshotsBucket.encryptionKey!.grantEncrypt(reader(stack));
  }, { env: ENV });
  expect(identityStatements(template, 'Reader')).toEqual([{
    Effect: 'Allow',
    Action: ['kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
    Resource: arns[0],
    Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
  }]);
});

test('the warning about an unknown account says whose the grantee is', () => {
  const stack = stackWith((scope) => new EncryptedDataStores(scope, 'Stores')
    .grantRead(iam.Role.fromRoleArn(scope, 'Reader', 'arn:aws:iam::111122223333:role/x')));
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('^The grantee is of the account 111122223333, and that of'));
});

test('of two policies of a bucket the error says at which one', () => {
  expect(synthErrors((stack) => {
    const { snapshotsBucket: bucket } = new EncryptedDataStores(stack, 'Stores');
    new s3.CfnBucketPolicy(stack, 'Mine', { bucket: bucket.bucketName, policyDocument: { Version: '2012-10-17', Statement: [] } });
  })).toContain('and Stack/Mine: add statements with addToResourcePolicy instead (at Stack/Stores/SnapshotsBucket/Default)');
});

describe('a value of another kind is described', () => {
  class Renamed22 {}
  class With2InIt {}

  test.each<[string, unknown]>([
    ['an object of class Renamed', new Renamed22()], ['an object of class With2InIt', new With2InIt()],
    ['an object of class Object', Object.create(null)], ['NaN', NaN], ['"2"', '2'],
  ])('as %s', (described, vpc) => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureLambda(stack, 'Fn', { code: vpc as never, outsideVpc: true }))
      .toThrow(`code must be of the type lambda.Code, got ${described} (at Stack/Fn)`);
  });
});

test('a number that is none, and a text, are shown as they are', () => {
  const build = (maxAzs: unknown) => () => new HardenedVpc(new Stack(new App(), 'Stack'), 'Network', { maxAzs: maxAzs as number });
  expect(build(NaN)).toThrow('maxAzs must be a whole number between 1 and 6, got NaN (at Stack/Network)');
  expect(build('3')).toThrow('maxAzs must be a whole number between 1 and 6, got "3" (at Stack/Network)');
});

test.each<[string, (stack: Stack, wrong: never) => unknown]>([
  ['environment', (stack, wrong) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true, environment: { TABLE: wrong } })],
  ['handler', (stack, wrong) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true, handler: wrong })],
  ['entry', (stack, wrong) => new SecureLambda(stack, 'Fn', { entry: wrong, outsideVpc: true })],
  ['secretsToRead', (stack, wrong) => new SecureLambda(stack, 'Fn', {
    code, outsideVpc: true, secrets: new ManagedSecrets(stack, 'Secrets'), secretsToRead: [wrong],
  })],
  ['stageName', (stack, wrong) => new HardenedApi(stack, 'Api', { stageName: wrong })],
  ['countedRules', (stack, wrong) => new ApiWafProtection(stack, 'Waf', { countedRules: [wrong] })],
  ['blockedCountries', (stack, wrong) => new ApiWafProtection(stack, 'Waf', { blockedCountries: [wrong] })],
  ['credentialNames', (stack, wrong) => new ManagedSecrets(stack, 'Secrets', { credentialNames: [wrong] })],
  ['tableName', (stack, wrong) => new EncryptedDataStores(stack, 'Stores', { table: { tableName: wrong } })],
])('%s: a construct in the place of a text is named by its class', (prop, build) => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => build(stack, new Construct(stack, 'Wrong') as never)).toThrow(expect.objectContaining({
    name: 'HardenedError', prop, message: expect.stringContaining('an object of class Construct'),
  }));
});
