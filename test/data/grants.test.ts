import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { EncryptedDataStores, StoresGrantOptions } from '../../src';
import { identityStatements, leftToIam, requestsOf } from '../support/iam';
import { arnOf, ENV, synth } from '../support/synth';

/** What the reader may do after the grant, by the ids of tables and buckets. */
const after = (grant: (stores: EncryptedDataStores, reader: iam.Role, stack: Stack) => void) => {
  const template = synth((stack) => {
    const stores = new EncryptedDataStores(stack, 'Stores');
    grant(stores, new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }), stack);
  }, { env: ENV });
  const decide = requestsOf(template, 'Reader');
  const ask = (...request: Parameters<typeof decide>) => decide(...request) === 'ALLOW';
  const bucket = (id: string) => arnOf(template, 'AWS::S3::Bucket', `Stores${id}`);
  return {
    template,
    onTable: (action: string, id = 'Table', below = '') =>
      ask(action, { 'Fn::Join': ['', [arnOf(template, 'AWS::DynamoDB::Table', `Stores${id}`), below]] }),
    onStream: (action: string, id = 'Table') => {
      const [table] = arnOf(template, 'AWS::DynamoDB::Table', `Stores${id}`)['Fn::GetAtt'];
      return ask(action, { 'Fn::GetAtt': [table, 'StreamArn'] });
    },
    onBucket: (action: string, id: string) => ask(action, bucket(id)),
    onObject: (action: string, id: string) => ask(action, { 'Fn::Join': ['', [bucket(id), '/twin.json']] }),
    onKey: (action: string, service: string, key: string | object = arnOf(template, 'AWS::KMS::Key', 'StoresKey')) =>
      ask(action, key, { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` }),
  };
};

test('one table is granted without the buckets', () => {
  const may = after((stores, reader) => stores.grantReadWrite(reader, { tables: [stores.table] }));
  expect([may.onTable('dynamodb:PutItem'), may.onObject('s3:GetObject', 'SnapshotsBucket'),
    may.onBucket('s3:ListBucket', 'SnapshotsBucket')])
    .toEqual([true, false, false]);
  expect([may.onKey('kms:Decrypt', 'dynamodb'), may.onKey('kms:Decrypt', 's3')]).toEqual([true, false]);
});

test('one bucket is granted without the others and the tables', () => {
  const may = after((stores, reader) => stores.grantRead(reader, { buckets: [stores.snapshotsBucket] }));
  expect(['SnapshotsBucket', 'ModelArtifactsBucket'].map((id) => may.onObject('s3:GetObject', id))).toEqual([true, false]);
  expect([may.onTable('dynamodb:GetItem'), may.onKey('kms:Decrypt', 's3'), may.onKey('kms:Decrypt', 'dynamodb')]).toEqual([false, true,
    false]);
});

test('what is added later is not in a grant that names what it is for', () => {
  const may = after((stores, reader) => {
    stores.grantRead(reader, { tables: [stores.table] });
    stores.addTable('Later');
  });
  expect([may.onTable('dynamodb:GetItem'), may.onTable('dynamodb:GetItem', 'Later')]).toEqual([true, false]);
});

test('grantRead reads older versions and tags, and changes neither', () => {
  const may = after((stores, reader) => stores.grantRead(reader));
  for (const action of ['s3:GetObjectVersion', 's3:GetObjectTagging', 's3:GetObjectVersionTagging']) {
    expect([action, may.onObject(action, 'SnapshotsBucket')]).toEqual([action, true]);
  }
  expect(may.onBucket('s3:ListBucketVersions', 'SnapshotsBucket')).toBe(true);
  for (const action of ['s3:PutObjectTagging', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutBucketPolicy']) {
    expect([action, may.onObject(action, 'SnapshotsBucket')]).toEqual([action, false]);
  }
  expect([may.onKey('kms:GenerateDataKey', 's3'), may.onKey('kms:CreateGrant', 's3'), may.onKey('kms:Encrypt', 'dynamodb')])
    .toEqual([false, false, false]);
});

test('grantReadWrite writes objects with their tags, and removes no version', () => {
  const may = after((stores, reader) => stores.grantReadWrite(reader));
  for (const action of ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObjectTagging', 's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts']) {
    expect([action, may.onObject(action, 'SnapshotsBucket')]).toEqual([action, true]);
  }
  for (const action of ['s3:DeleteObjectVersion', 's3:PutObjectVersionTagging', 's3:PutObjectAcl', 's3:BypassGovernanceRetention']) {
    expect([action, may.onObject(action, 'SnapshotsBucket')]).toEqual([action, false]);
  }
  expect([may.onKey('kms:GenerateDataKey', 's3'), may.onKey('kms:CreateGrant', 's3'), may.onKey('kms:PutKeyPolicy', 's3')]).toEqual([true,
    false, false]);
});

test('who writes sees the uploads that are incomplete, and who reads does not', () => {
  const lists = (grant: Parameters<typeof after>[0]) => after(grant).onBucket('s3:ListBucketMultipartUploads', 'SnapshotsBucket');
  expect([lists((stores, reader) => stores.grantRead(reader)), lists((stores, reader) => stores.grantReadWrite(reader))])
    .toEqual([false, true]);
});

test('grantStreamRead reads the stream of one table, and no item', () => {
  const may = after((stores, reader) => stores.grantStreamRead(reader, stores.addTable('Another')));
  for (const action of ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']) {
    expect([action, may.onStream(action, 'Another'), may.onStream(action)]).toEqual([action, true, false]);
  }
  expect([may.onTable('dynamodb:GetItem', 'Another'), may.onKey('kms:Decrypt', 'dynamodb'),
    may.onKey('kms:Decrypt', 's3')]).toEqual([false, true, false]);
});

test('previousEncryptionKeys are read with and not written with', () => {
  const [before, now] = ['before', 'now'].map((id) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`);
  const template = synth((stack) => {
    const stores = new EncryptedDataStores(stack, 'Stores', {
      encryptionKey: kms.Key.fromKeyArn(stack, 'Now', now), previousEncryptionKeys: [kms.Key.fromKeyArn(stack, 'Before', before)],
    });
    stores.grantReadWrite(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
  }, { env: ENV });
  const ask = requestsOf(template, 'Reader', { resourcePolicies: leftToIam(before, now) });
  const may = (action: string, key: string) => ask(action, key, { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' });
  const decisions = [may('kms:Decrypt', before), may('kms:GenerateDataKey', before), may('kms:GenerateDataKey', now)];
  expect(decisions).toEqual(['ALLOW', 'IMPLICIT_DENY', 'ALLOW']);
});

test('grantStreamRead lists streams, of which none can be named', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  new EncryptedDataStores(stack, 'Stores').grantStreamRead(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
  const statements = identityStatements(Template.fromStack(stack), 'Reader');
  expect(statements.filter(({ Action }) => Action === 'dynamodb:ListStreams')).toEqual([
    { Effect: 'Allow', Action: 'dynamodb:ListStreams', Resource: '*' },
  ]);
});

test('a grant on a table is one on its indexes', () => {
  const may = after((stores, reader) => stores.grantRead(reader));
  expect([may.onTable('dynamodb:Query'), may.onTable('dynamodb:Query', 'Table', '/index/by-customer')]).toEqual([true, true]);
});

describe('is rejected:', () => {
  test.each<[string, (stores: EncryptedDataStores, stack: Stack) => StoresGrantOptions, string]>([
    ['a table of other stores', (_, stack) => ({ tables: [new EncryptedDataStores(stack, 'Others').table] }),
      'tables[0] must belong to these stores (Table, Orders), got Stack/Others/Table/Default (at Stack/Stores)'],
    ['a bucket of other stores', (stores, stack) => ({ buckets: [stores.snapshotsBucket, new s3.Bucket(stack, 'Bucket')] }),
      'buckets[1] must belong to these stores (SnapshotsBucket, ModelArtifactsBucket), got Stack/Bucket (at Stack/Stores)'],
    ['a name', () => ({ tables: ['Orders' as never] }), 'tables[0] must belong to these stores (Table, Orders), got Orders'],
    ['nothing where a table is', () => ({ tables: [undefined as never] }),
      'tables[0] must belong to these stores (Table, Orders), got undefined'],
    ['what is no construct', () => ({ tables: [{} as never] }),
      'tables[0] must belong to these stores (Table, Orders), got [object Object]'],
    ['no table and no bucket', () => ({ tables: [], buckets: [] }), 'tables and buckets are empty: name one'],
  ])('%s', (_, options, message) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const stores = new EncryptedDataStores(stack, 'Stores');
    stores.addTable('Orders');
    const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => stores.grantRead(reader, options(stores, stack))).toThrow(message);
  });

  test('a previous key of another Region', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const previousEncryptionKeys = ['eu-west-1', 'us-east-1'].map((region) =>
      kms.Key.fromKeyArn(stack, region, `arn:aws:kms:${region}:111122223333:key/k`));
    expect(() => new EncryptedDataStores(stack, 'Stores', { previousEncryptionKeys }))
      .toThrow('previousEncryptionKeys[1] must be in the Region of its stack, eu-west-1, got one in us-east-1');
  });
});
