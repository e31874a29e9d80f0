import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EncryptedDataStores, HardenedApi, ManagedSecrets } from '../src';
import { identityStatements, leftToIam, requestsOf } from './support/iam';
import { ENV } from './support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const handlerIn = (stack: Stack, id = 'Handler') => new lambda.Function(stack, id, {
  code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});

/** Every way to grant, on whatever grants. */
const GRANTS: Record<string, (stack: Stack, grantee: iam.IGrantable) => unknown> = {
  'stores.grantRead': (stack, grantee) => new EncryptedDataStores(stack, 'Stores').grantRead(grantee),
  'stores.grantReadWrite': (stack, grantee) => new EncryptedDataStores(stack, 'Stores').grantReadWrite(grantee),
  'stores.grantStreamRead': (stack, grantee) => new EncryptedDataStores(stack, 'Stores').grantStreamRead(grantee),
  'secrets.grantRead': (stack, grantee) => new ManagedSecrets(stack, 'Secrets').grantRead(grantee),
  'secrets.grantReadCredentials': (stack, grantee) => new ManagedSecrets(stack, 'Secrets').grantReadCredentials(grantee),
  'secrets.grantReadApiSecret': (stack, grantee) => new ManagedSecrets(stack, 'Secrets').grantReadApiSecret(grantee),
  'imported secrets.grantRead': (stack, grantee) => ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
    credentialsSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:keys-AbCdEf',
    apiSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:api-AbCdEf',
  }).grantRead(grantee),
  'api.grantInvoke': (stack, grantee) => {
    const api = new HardenedApi(stack, 'Api');
    api.addRoute('GET', '/', handlerIn(stack));
    return api.grantInvoke(grantee);
  },
};
const grants = Object.entries(GRANTS);
const stackIn = () => new Stack(new App(), 'Stack', { env: ENV });

describe.each(grants)('%s', (_, grant) => {
  test('gives a role a policy', () => {
    const stack = stackIn();
    grant(stack, new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(identityStatements(Template.fromStack(stack), 'Reader')).not.toEqual([]);
  });

  test.each<[string, iam.IGrantable]>([
    ['an account', new iam.AccountPrincipal('111122223333')],
    ['a service', new iam.ServicePrincipal('ecs-tasks.amazonaws.com')],
    ['an ARN', new iam.ArnPrincipal('arn:aws:iam::111122223333:role/x')],
  ])('is an error for %s, which has no policy', (__, principal) => {
    expect(() => grant(stackIn(), principal)).toThrow(/grantee must be a role, user or group.*has none: got .*\(at Stack\/\w+\)/);
  });

  test('is an error for a role of another account, of this app or imported', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const other = new Stack(app, 'Other', { env: { ...ENV, account: '999999999999' } });
    const message = /grantee must be of the account 111122223333, got one of 999999999999.*grant to a role in 111122223333/;
    expect(() => grant(stack, iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::999999999999:role/x'))).toThrow(message);
    const role = new iam.Role(other, 'Role', { assumedBy: new iam.AccountRootPrincipal(), roleName: 'reader' });
    expect(() => grant(new Stack(app, 'Third', { env: ENV }), role)).toThrow(message);
  });

  test('is an error for an imported function whose role is not known', () => {
    const stack = stackIn();
    const fn = lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:111122223333:function:f');
    expect(() => grant(stack, fn)).toThrow(/grantee is an import whose role is not known: import it with its role/);
  });

  test('warns where the account of the stack is not known, and that of the grantee is', () => {
    const stack = new Stack(new App(), 'Stack');
    if (!_.startsWith('imported')) {
      grant(stack, iam.Role.fromRoleArn(stack, 'Reader', 'arn:aws:iam::111122223333:role/x'));
      expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('grantee-account'))).not.toEqual([]);
    }
  });

  test('warns with the statements of a role that is not to be changed', () => {
    const stack = stackIn();
    grant(stack, iam.Role.fromRoleArn(stack, 'Fixed', 'arn:aws:iam::111122223333:role/x', { mutable: false }));
    const [warning] = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('immutable-role'));
    expect(warning.entry.data).toMatch(/not mutable are managed elsewhere\. They must have: \[\{"Action":/);
  });

  test('says what it expects of JavaScript', () => {
    expect(() => grant(stackIn(), 'reader' as never)).toThrow(/grantee must be of the type iam.IGrantable, got "reader" \(at Stack\/\w+\)/);
  });
});

describe('the key of a grant', () => {
  const ARN = 'arn:aws:kms:us-east-1:111122223333:key/k';
  const reader = (stack: Stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
  const imported = (stack: Stack, encryptionKey: kms.IKey) => ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
    credentialsSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:keys-AbCdEf',
    apiSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:api-AbCdEf',
    encryptionKey,
  });

  test('of another Region is permitted through the service there', () => {
    const stack = stackIn();
    imported(stack, kms.Key.fromKeyArn(stack, 'Key', ARN)).grantRead(reader(stack));
    const ask = requestsOf(Template.fromStack(stack), 'Reader', { resourcePolicies: leftToIam(ARN) });
    const may = (region: string) => ask('kms:Decrypt', ARN, {
      'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
      'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:us-east-1:111122223333:secret:keys-AbCdEf',
    });
    expect([may('us-east-1'), may('eu-west-1')]).toEqual(['ALLOW', 'IMPLICIT_DENY']);
  });

  test('is the key itself where an alias was given', () => {
    const stack = stackIn();
    const key = new kms.Key(stack, 'Key');
    const stores = new EncryptedDataStores(stack, 'Stores', { encryptionKey: key.addAlias('stores') });
    const secrets = new ManagedSecrets(stack, 'Secrets', {
      encryptionKey: kms.Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'alias/x', aliasTargetKey: key }),
    });
    stores.grantReadWrite(reader(stack));
    secrets.grantRead(new iam.Role(stack, 'Other', { assumedBy: new iam.AccountRootPrincipal() }));
    const template = Template.fromStack(stack);
    for (const statement of [...identityStatements(template, 'Reader'), ...identityStatements(template, 'Other')] as any[]) {
      if (JSON.stringify(statement.Action).includes('kms:')) {
        expect(statement.Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching('^Key'), 'Arn'] });
      }
    }
    template.hasResourceProperties('AWS::DynamoDB::Table',
      { SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } } });
  });

  test('cannot be an alias whose key is not known', () => {
    const stack = stackIn();
    const alias = kms.Alias.fromAliasName(stack, 'Alias', 'alias/mine');
    const message = /encryptionKey is the alias alias\/mine, whose key is not known here.*Key.fromLookup or Key.fromKeyArn.*\(at Stack\/\w+\)/;
    expect(() => new EncryptedDataStores(stack, 'Stores', { encryptionKey: alias })).toThrow(message);
    expect(() => new ManagedSecrets(stack, 'Secrets', { encryptionKey: alias })).toThrow(message);
    expect(() => imported(new Stack(new App(), 'Stack'), alias)).toThrow(message);
  });
});

describe("the CDK's own grants", () => {
  const statementsAfter = (grant: (stack: Stack, role: iam.Role) => void) => {
    const stack = stackIn();
    grant(stack, new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
    const template = Template.fromStack(stack);
    return { template, keys: identityStatements(template, 'Reader').filter((one) => JSON.stringify(one.Action).includes('kms:')) as any[] };
  };

  test.each<[string, string, (stores: EncryptedDataStores, role: iam.Role) => void]>([
    ['table.grantReadData', 'dynamodb', (stores, role) => stores.table.grantReadData(role)],
    ['table.grantReadWriteData', 'dynamodb', (stores, role) => stores.table.grantReadWriteData(role)],
    ['table.grantStreamRead', 'dynamodb', (stores, role) => stores.table.grantStreamRead(role)],
    ['addTable().grants.readData', 'dynamodb', (stores, role) => stores.addTable('Another').grants.readData(role)],
    ['bucket.grantRead', 's3', (stores, role) => stores.snapshotsBucket.grantRead(role)],
    ['bucket.grants.readWrite', 's3', (stores, role) => stores.addBucket('Another').grants.readWrite(role)],
  ])('%s permits the key through %s only, and edits no key policy', (_, service, grant) => {
    const { template, keys } = statementsAfter((stack, role) => grant(new EncryptedDataStores(stack, 'Stores'), role));
    expect(keys).not.toEqual([]);
    for (const { Condition } of keys) {
      expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } });
    }
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key.Properties.KeyPolicy.Statement).toHaveLength(2);
  });

  test('secret.grantRead permits the key for that secret only, and edits no key policy', () => {
    const before = Template.fromStack((() => { const stack = stackIn(); new ManagedSecrets(stack, 'Secrets'); return stack; })());
    const { template, keys } = statementsAfter((stack, role) => new ManagedSecrets(stack, 'Secrets').credentials.grantRead(role));
    expect(keys.map(({ Condition }) => Condition)).toEqual([expect.objectContaining({
      StringLike: { 'kms:EncryptionContext:SecretARN': { Ref: expect.stringMatching('SecretsCredentials') } },
    })]);
    expect(template.findResources('AWS::KMS::Key')).toEqual(before.findResources('AWS::KMS::Key'));
  });

  test('are an error where nobody gets the key', () => {
    const other = new iam.AccountPrincipal('999999999999');
    const message = /grantee must be .*\(at Stack\/Stores\/\w+\/Default\)/;
    expect(() => statementsAfter((stack) => new EncryptedDataStores(stack, 'Stores').snapshotsBucket.grantRead(other))).toThrow(message);
    expect(() => statementsAfter((stack) => new EncryptedDataStores(stack, 'Stores').table.grantReadData(other))).toThrow(message);
    expect(() => statementsAfter((stack) => new ManagedSecrets(stack, 'Secrets').credentials.grantRead(other))).toThrow(/grantee must be/);
  });

  test('allow reading what previous keys encrypted', () => {
    const { keys } = statementsAfter((stack, role) => new EncryptedDataStores(stack, 'Stores', {
      previousEncryptionKeys: [kms.Key.fromKeyArn(stack, 'Old', 'arn:aws:kms:eu-west-1:111122223333:key/old')],
    }).snapshotsBucket.grantRead(role));
    const old = keys.filter(({ Resource }) => Resource === 'arn:aws:kms:eu-west-1:111122223333:key/old');
    expect(old.map(({ Action }) => Action)).toEqual(['kms:Decrypt']);
  });

  test('work across stacks without a cycle', () => {
    const app = new App();
    const [data, service] = [new Stack(app, 'Data'), new Stack(app, 'Service')];
    const stores = new EncryptedDataStores(data, 'Stores');
    const secrets = new ManagedSecrets(data, 'Secrets', { encryptionKey: stores.key });
    const fn = handlerIn(service);
    stores.table.grantReadData(fn);
    stores.snapshotsBucket.grantRead(fn);
    secrets.credentials.grantRead(fn);
    app.synth();
    expect(data.dependencies).toEqual([]);
  });
});

test('a table that is not of the stores cannot be granted by them', () => {
  const stack = stackIn();
  const stores = new EncryptedDataStores(stack, 'Stores');
  const other = new dynamodb.Table(stack, 'Other', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
  const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
  const message = (prop: string) => `${prop} must belong to these stores`;
  expect(() => stores.grantRead(role, { tables: [other] })).toThrow(message('tables[0]'));
  expect(() => stores.grantRead(role, { buckets: [stores.accessLogsBucket] })).toThrow(message('buckets[0]'));
  expect(() => stores.grantStreamRead(role, other)).toThrow(message('table'));
  expect(() => stores.grantRead(role, { tables: [] })).toThrow(/tables and buckets are empty: name one, or leave both out to grant all/);
});
