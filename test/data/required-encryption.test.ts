import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { EncryptedDataStores } from '../../src';
import { Context } from '../../src/testing';
import { requestsFrom } from '../support/iam';
import { arnOf, ENV, only, synth } from '../support/synth';

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const CUSTOMER = 's3:x-amz-server-side-encryption-customer-algorithm';

/** What the policy of a data bucket decides on a request over TLS with these headers. */
const decidesOn = (template: Template, headers: Context, action = 's3:PutObject', bucket = 'StoresSnapshotsBucket') => {
  const resource = { 'Fn::Join': ['', [arnOf(template, 'AWS::S3::Bucket', bucket), '/twin.json']] };
  return requestsFrom('111122223333', template)(action, resource, { 's3:TlsVersion': 1.3, ...headers });
};

const template = synth((stack) => new EncryptedDataStores(stack, 'Stores'));
const key = arnOf(template, 'AWS::KMS::Key', 'StoresKey');
const keyId = { Ref: key['Fn::GetAtt'][0] };

describe.each(['StoresSnapshotsBucket', 'StoresModelArtifactsBucket'])('an object of %s', (bucket) => {
  test.each<[string, Context]>([
    ['no header: the default encryption, or a part of a multipart upload', {}],
    ['our key by ARN', { [ALGORITHM]: 'aws:kms', [KEY_ID]: key }],
    ['our key by id', { [ALGORITHM]: 'aws:kms', [KEY_ID]: keyId }],
    ['our key in two layers', { [ALGORITHM]: 'aws:kms:dsse', [KEY_ID]: key }],
  ])('is accepted with %s', (_, headers) => {
    expect(decidesOn(template, headers, 's3:PutObject', bucket)).toBe('ALLOW');
  });

  test.each<[string, Context]>([
    ['AES256', { [ALGORITHM]: 'AES256' }],
    ['aws:kms without a key, which is the key of AWS', { [ALGORITHM]: 'aws:kms' }],
    ['two layers without a key', { [ALGORITHM]: 'aws:kms:dsse' }],
    ['another key', { [ALGORITHM]: 'aws:kms', [KEY_ID]: 'arn:aws:kms:eu-west-1:999999999999:key/other' }],
    ['another key without an algorithm', { [KEY_ID]: 'arn:aws:kms:eu-west-1:999999999999:key/other' }],
    ['an alias of the caller', { [ALGORITHM]: 'aws:kms', [KEY_ID]: 'alias/mine' }],
    ['a key that the request brings (SSE-C)', { [CUSTOMER]: 'AES256' }],
  ])('is denied with %s', (_, headers) => {
    expect(decidesOn(template, headers, 's3:PutObject', bucket)).toBe('EXPLICIT_DENY');
  });

  test('of a replica is judged as that of an upload', () => {
    expect(decidesOn(template, { [ALGORITHM]: 'AES256' }, 's3:ReplicateObject', bucket)).toBe('EXPLICIT_DENY');
    expect(decidesOn(template, { [ALGORITHM]: 'aws:kms', [KEY_ID]: key }, 's3:ReplicateObject', bucket)).toBe('ALLOW');
  });

  test('keeps its key: changing it is denied, reading and deleting is not', () => {
    expect(decidesOn(template, {}, 's3:UpdateObjectEncryption', bucket)).toBe('EXPLICIT_DENY');
    expect([decidesOn(template, {}, 's3:GetObject', bucket), decidesOn(template, {}, 's3:DeleteObject', bucket)]).toEqual(['ALLOW',
      'ALLOW']);
  });
});

test('an alias that was given is accepted by its ARN, with the key behind it', () => {
  const aliased = synth((stack) => new EncryptedDataStores(stack, 'Stores', {
    encryptionKey: kms.Alias.fromAliasAttributes(stack, 'Alias', {
      aliasName: 'alias/stores', aliasTargetKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k'),
    }),
  }), { env: ENV });
  const decision = (named: string | object) => decidesOn(aliased, { [ALGORITHM]: 'aws:kms', [KEY_ID]: named });
  const aliasArn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111122223333:alias/stores']] };
  expect([aliasArn, 'arn:aws:kms:eu-west-1:111122223333:key/k', 'k'].map(decision)).toEqual(['ALLOW', 'ALLOW', 'ALLOW']);
  expect(decision('alias/stores')).toBe('EXPLICIT_DENY');
});

test('an alias of the key that is added later is accepted by its ARN', () => {
  const aliased = synth((stack) => new EncryptedDataStores(stack, 'Stores').key.addAlias('orders'), { env: ENV });
  const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111122223333:alias/orders']] };
  expect(decidesOn(aliased, { [ALGORITHM]: 'aws:kms', [KEY_ID]: arn })).toBe('ALLOW');
});

test('an alias of another key is denied, and so is every name that is none of the key', () => {
  const other = synth((stack) => {
    new EncryptedDataStores(stack, 'Stores').key.addAlias('orders');
    new kms.Key(stack, 'Other', { alias: 'other' });
  }, { env: ENV });
  const [statement] = only(other, 'AWS::S3::BucketPolicy', 'StoresSnapshotsBucket').Properties.PolicyDocument.Statement
    .filter(({ Sid }: { Sid?: string }) => Sid === 'OtherKeys');
  expect(statement.Condition.StringNotEquals[KEY_ID]).toEqual([
    arnOf(other, 'AWS::KMS::Key', 'StoresKey'), { Ref: expect.stringMatching(/^StoresKey/) },
    { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111122223333:alias/orders']] },
  ]);
});

test('access logs, which S3 encrypts with its own key, are not concerned', () => {
  expect(decidesOn(template, { [ALGORITHM]: 'AES256' }, 's3:PutObject', 'StoresAccessLogsBucket')).toBe('ALLOW');
});
