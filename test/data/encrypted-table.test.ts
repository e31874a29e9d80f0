import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import { EncryptedTable, EncryptedTableProps, IEncryptedTable } from '../../src';
import { leftToIam, requestsOf } from '../support/iam';
import { arnOf, enforced, ENV, relaxed, stackWith, synth, warningIds } from '../support/synth';

const withProps = (props?: EncryptedTableProps) => synth((stack) => new EncryptedTable(stack, 'Table', props));
const reader = (stack: Stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });

test('a bare EncryptedTable enforces the controls of tables, and warns of nothing', () => {
  const stack = stackWith((scope) => new EncryptedTable(scope, 'Table'));
  expect(enforced(stack)).toEqual(['DATA-01', 'DATA-02', 'DATA-03', 'DATA-04', 'DATA-09', 'DATA-10']);
  expect(warningIds(stack)).toEqual([]);
});

test('makes a table and a key, and nothing else', () => {
  expect(Object.values(withProps().toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type).sort())
    .toEqual(['AWS::DynamoDB::Table', 'AWS::KMS::Key']);
});

test('two share a key that is given', () => {
  const template = synth((stack) => {
    const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
    new EncryptedTable(stack, 'One', { encryptionKey });
    new EncryptedTable(stack, 'Two', { encryptionKey });
  });
  template.resourceCountIs('AWS::KMS::Key', 1);
  template.resourceCountIs('AWS::DynamoDB::Table', 2);
});

describe('tableOptions', () => {
  test('sets what the CDK has: limits of requests, a stream to Kinesis', () => {
    const template = synth((stack) => new EncryptedTable(stack, 'Table', {
      tableOptions: { maxReadRequestUnits: 10, maxWriteRequestUnits: 5, kinesisStream: new kinesis.Stream(stack, 'Stream') },
    }));
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 },
      KinesisStreamSpecification: { StreamArn: arnOf(template, 'AWS::Kinesis::Stream', 'Stream') },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('provisions capacity', () => {
    withProps({ tableOptions: { readCapacity: 2, writeCapacity: 1 } }).hasResourceProperties('AWS::DynamoDB::Table', {
      ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 },
    });
  });

  test.each<[string, dynamodb.TableProps, RegExp]>([
    ['encryption', { encryption: dynamodb.TableEncryption.DEFAULT }, /a customer managed key \(DATA-01\)/],
    ['stream', { stream: dynamodb.StreamViewType.KEYS_ONLY }, /the old and the new item \(DATA-04\)/],
    ['replicationRegions', { replicationRegions: ['eu-west-1'] }, /TableV2/],
    ['tableName', { tableName: 'orders' }, /use the prop of this name/],
    ['deletionProtection', { deletionProtection: false }, /use the prop of this name/],
  ])('rejects %s, and says why', (name, tableOptions, remedy) => {
    expect(() => withProps({ tableOptions })).toThrow(expect.objectContaining({
      code: 'NotConfigurable', prop: `tableOptions.${name}`, path: 'Stack/Table', message: expect.stringMatching(remedy),
    }));
  });
});

describe('grants', () => {
  const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const after = (table: (stack: Stack) => IEncryptedTable, grant: (table: IEncryptedTable, role: iam.Role) => void) =>
    requestsOf(synth((stack) => grant(table(stack), reader(stack)), { env: ENV }), 'Reader',
      { resourcePolicies: leftToIam(KEY_ARN) });
  const own = (stack: Stack) => new EncryptedTable(stack, 'Table');
  const template = withProps();
  const [table, key] = [arnOf(template, 'AWS::DynamoDB::Table', 'Table'), arnOf(template, 'AWS::KMS::Key', 'Table')];
  const via = (service: string) => ({ 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` });

  test('grantRead reads, and writes nothing', () => {
    const ask = after(own, (one, role) => one.grantRead(role));
    expect(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteTable'].map((action) => ask(action, table)))
      .toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
    expect([ask('kms:Decrypt', key, via('dynamodb')), ask('kms:Decrypt', key, via('s3')), ask('kms:Encrypt', key, via('dynamodb'))])
      .toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
  });

  test('grantReadWrite writes, and deletes no table', () => {
    const ask = after(own, (one, role) => one.grantReadWrite(role));
    expect(['dynamodb:PutItem', 'dynamodb:DeleteTable', 'dynamodb:UpdateTable'].map((action) => ask(action, table)))
      .toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
  });

  test('grantStreamRead reads the stream, and no item', () => {
    const ask = after(own, (one, role) => one.grantStreamRead(role));
    const stream = { 'Fn::GetAtt': [table['Fn::GetAtt'][0], 'StreamArn'] };
    expect([ask('dynamodb:GetRecords', stream), ask('dynamodb:GetItem', table)]).toEqual(['ALLOW', 'IMPLICIT_DENY']);
  });

  const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
  const imported = (tableStreamArn?: string) => (stack: Stack) => EncryptedTable.fromEncryptedTableAttributes(stack, 'Imported', {
    tableArn: ARN, tableStreamArn, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
  });

  test('of an imported table are those of one of ours', () => {
    const ask = after(imported(), (one, role) => one.grantReadWrite(role));
    expect([ask('dynamodb:PutItem', ARN), ask('dynamodb:Query', `${ARN}/index/byOwner`), ask('kms:Decrypt', KEY_ARN, via('dynamodb')),
      ask('kms:Decrypt', KEY_ARN)]).toEqual(['ALLOW', 'ALLOW', 'ALLOW', 'IMPLICIT_DENY']);
  });

  test('of the stream of an imported table need its ARN', () => {
    expect(() => after(imported(), (one, role) => one.grantStreamRead(role)))
      .toThrow(/tableStreamArn is needed to grant the stream of an imported table.*\(at Stack\/Imported\)/);
    const ask = after(imported(`${ARN}/stream/2026`), (one, role) => one.grantStreamRead(role));
    expect(ask('dynamodb:GetRecords', `${ARN}/stream/2026`)).toBe('ALLOW');
  });
});

test('disposable deletes the table and its key with the stack, and warns of it', () => {
  const build = (stack: Stack) => new EncryptedTable(stack, 'Table', { disposable: true });
  const template = synth(build);
  template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete', Properties: { DeletionProtectionEnabled: false } });
  template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
  expect(relaxed(stackWith(build))).toEqual(['DATA-03', 'DATA-09']);
});

test('is granted to a role of another stack without a cycle, twice in its own', () => {
  const app = new App();
  const [data, service] = ['Data', 'Service'].map((id) => new Stack(app, id));
  const stores = ['One', 'Two'].map((id) => new EncryptedTable(data, id));
  const role = new iam.Role(service, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
  stores.forEach((store) => store.grantReadWrite(role));
  expect(() => app.synth()).not.toThrow();
  expect([data.dependencies, service.dependencies]).toEqual([[], [data]]);
});
