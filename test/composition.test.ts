import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ApiWafProtection, EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecrets, SecureLambda } from '../src';
import { identityStatements } from './support/iam';
import { ENV, only } from './support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');

/** Which stacks a stack waits for. */
const dependencies = (stack: Stack) => stack.dependencies.map((other) => other.node.id).sort();

describe('across stacks', () => {
  test('everything in a stack of its own, users after what they use', () => {
    const app = new App();
    const stack = (id: string) => new Stack(app, id);
    const [keys, data, secrets, network, waf, api] = ['Keys', 'Data', 'Secrets', 'Network', 'Waf', 'Api'].map(stack);
    const key = new kms.Key(keys, 'Key');
    const stores = new EncryptedDataStores(data, 'Stores', { encryptionKey: key });
    const managed = new ManagedSecrets(secrets, 'Secrets', { encryptionKey: key });
    const { vpc } = new HardenedVpc(network, 'Network', { encryptionKey: key });
    const protection = new ApiWafProtection(waf, 'Waf', { encryptionKey: key });
    const fn = new SecureLambda(api, 'Fn', { code, vpc, secrets: managed, encryptionKey: key });
    stores.grantReadWrite(fn);
    const hardened = new HardenedApi(api, 'Api', { encryptionKey: key });
    hardened.addRoute('GET', '/', fn.function);
    protection.protectApi(hardened.stage);

    app.synth();
    expect(dependencies(keys)).toEqual([]);
    expect([data, secrets, network, waf].map(dependencies)).toEqual([['Keys'], ['Keys'], ['Keys'], ['Keys']]);
    expect(dependencies(api)).toEqual(['Data', 'Keys', 'Network', 'Secrets', 'Waf']);
  });

  test('functions in one stack, their API and web ACL in another', () => {
    const app = new App();
    const [functions, front] = [new Stack(app, 'Functions'), new Stack(app, 'Front')];
    const fn = new SecureLambda(functions, 'Fn', { code, outsideVpc: true });
    const api = new HardenedApi(front, 'Api');
    api.addRoute('GET', '/', fn.function);
    new ApiWafProtection(front, 'Waf').protectApi(api.stage);
    app.synth();
    expect([dependencies(functions), dependencies(front)]).toEqual([[], ['Functions']]);
  });

  test.each(['secrets first', 'reader first'])('a role reads secrets under a key of a third stack, whichever is made first: %s',
    (order) => {
      const app = new App();
      const keys = new Stack(app, 'Keys');
      const key = new kms.Key(keys, 'Key');
      const stacks: Record<string, Stack> = {};
      for (const id of order === 'secrets first' ? ['Secrets', 'Readers'] : ['Readers', 'Secrets']) {
        stacks[id] = new Stack(app, id);
      }
      const secrets = new ManagedSecrets(stacks.Secrets, 'Secrets', { encryptionKey: key });
      secrets.grantRead(new iam.Role(stacks.Readers, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
      app.synth();
      expect(dependencies(stacks.Readers)).toEqual(['Keys', 'Secrets']);
      expect(dependencies(stacks.Secrets)).toEqual(['Keys']);
      const principals = only(Template.fromStack(keys),
        'AWS::KMS::Key').Properties.KeyPolicy.Statement.map((statement: any) => JSON.stringify(statement.Principal));
      expect(principals.filter((principal: string) => !/:root|Service/.test(principal))).toEqual([]);
    });

  test('a task of Amazon ECS in another stack reads a secret, by the recipe of the README', () => {
    const app = new App();
    const [data, service] = [new Stack(app, 'Data'), new Stack(app, 'Service')];
    const secrets = new ManagedSecrets(data, 'Secrets');
    const imported = secretsmanager.Secret.fromSecretCompleteArn(service, 'Credentials', secrets.credentials.secretArn);
    const task = new ecs.FargateTaskDefinition(service, 'Task');
    task.addContainer('App', {
      image: ecs.ContainerImage.fromRegistry('app'),
      secrets: { SLACK_URL: ecs.Secret.fromSecretsManager(imported, 'slackWebhookUrl') },
    });
    secrets.grantReadCredentials(task.obtainExecutionRole());
    app.synth();
    expect([dependencies(data), dependencies(service)]).toEqual([[], ['Data']]);
    const statements: any[] = identityStatements(Template.fromStack(service), 'TaskExecutionRole');
    const keys = statements.filter(({ Action }) => Action === 'kms:Decrypt');
    expect(keys.map(({ Condition }) => Object.keys(Condition))).toEqual([['StringLike', 'StringEquals']]);
  });

  test('a role with a wholly imported past is granted without editing what is imported', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const secrets = new ManagedSecrets(stack, 'Secrets');
    const role = iam.Role.fromRoleArn(stack, 'Reader', 'arn:aws:iam::111122223333:role/reader');
    secrets.grantRead(role);
    expect(only(Template.fromStack(stack), 'AWS::IAM::Policy', 'Reader').Properties.Roles).toEqual(['reader']);
  });
});

describe('in the partitions of China and GovCloud', () => {
  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('%s has no ARN of another partition', (region) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region } });
    const key = new kms.Key(stack, 'Key');
    const fn = new SecureLambda(stack, 'Fn', { code, outsideVpc: true, secrets: new ManagedSecrets(stack, 'Secrets'), encryptionKey: key });
    new EncryptedDataStores(stack, 'Stores').grantReadWrite(fn);
    const api = new HardenedApi(stack, 'Api', { encryptionKey: key, cloudWatchRole: true });
    api.addRoute('GET', '/', fn.function);
    new ApiWafProtection(stack, 'Waf', { encryptionKey: key }).protectApi(api.stage);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:/);
  });
});

test('the same app gives the same templates, byte for byte', () => {
  const build = () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new HardenedVpc(stack, 'Network', { interfaceEndpoints: true });
    const secrets = new ManagedSecrets(stack, 'Secrets');
    const fn = new SecureLambda(stack, 'Fn', { code, vpc: network.vpc, secrets });
    new EncryptedDataStores(stack, 'Stores').grantRead(fn);
    const api = new HardenedApi(stack, 'Api');
    api.addRoute('GET', '/', fn.function);
    new ApiWafProtection(stack, 'Waf', { blockedCidrs: ['192.0.2.0/24'] }).protectApi(api.stage);
    return JSON.stringify(Template.fromStack(stack).toJSON());
  };
  expect(build()).toBe(build());
});

test('bare constructs set no physical name but those that AWS WAF and API Gateway demand', () => {
  const stack = new Stack(new App(), 'Stack');
  const { vpc } = new HardenedVpc(stack, 'Network');
  const fn = new SecureLambda(stack, 'Fn', { code, vpc, secrets: new ManagedSecrets(stack, 'Secrets') });
  new EncryptedDataStores(stack, 'Stores');
  const api = new HardenedApi(stack, 'Api');
  api.addRoute('GET', '/', fn.function);
  new ApiWafProtection(stack, 'Waf').protectApi(api.stage);
  const resources = Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, any>);
  const physical = ['BucketName', 'TableName', 'FunctionName', 'RoleName', 'GroupName', 'LogGroupName', 'SecretName', 'Name'];
  const named = resources.filter(([, { Type, Properties }]) => physical.some((name) => {
    const value = Properties?.[name];
    const isReference = value?.Ref !== undefined || value?.['Fn::GetAtt'] !== undefined;
    // the name of an API need not be unique
    return value !== undefined && !isReference && Type !== 'AWS::ApiGateway::RestApi';
  }));
  expect(named.map(([id]) => id)).toEqual([expect.stringMatching(/^ApiExecutionLogGroup/), expect.stringMatching(/^WafLogGroup/)]);
});
