import { App, CfnParameter, Duration, Stack, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  ApiWafProtection, EncryptedBucketOptions, EncryptedDataStores, EncryptedTableOptions, HardenedApi, HardenedVpc, HardenedVpcProps,
  LambdaRedisSecurityGroups, ManagedSecrets, ManagedSecretsProps, SecureLambda,
} from '../src';
import { synth } from './support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const STRING = dynamodb.AttributeType.STRING;

const table = (options: EncryptedTableOptions) => (stack: Stack) => new EncryptedDataStores(stack, 'Stores', { table: options });
const bucket = (options: EncryptedBucketOptions) => (stack: Stack) => new EncryptedDataStores(stack, 'Stores',
  { snapshotsBucket: options });
const rule = (one: s3.LifecycleRule) => bucket({ lifecycleRules: [one] });
const transition = (storageClass: string, days: number) =>
  ({ storageClass: new s3.StorageClass(storageClass), transitionAfter: Duration.days(days) });
const secrets = (props: ManagedSecretsProps) => (stack: Stack) => new ManagedSecrets(stack, 'Secrets', props);
const network = (props: HardenedVpcProps) => (stack: Stack) => new HardenedVpc(stack, 'Network', props);

/**
 * What AWS would reject at deployment, by the prop: its documentation's limits of the property behind it. Routes, functions and rules of
 * a web ACL have tables of their own beside their tests.
 */
test.each<[string, (stack: Stack) => unknown, RegExp]>([
  ['tableName of 2', table({ tableName: 'ab' }), /tableName must be 3 to 255 letters.*got "ab" \(at Stack\/Stores\/Table\)/],
  ['tableName with a slash', table({ tableName: 'a/b/c' }), /tableName must be 3 to 255/],
  ['partitionKey without a name', table({ partitionKey: { name: '', type: STRING } }),
    /partitionKey must be named by 1 to 255 bytes of text, got ""/],
  ['sortKey of 256 bytes', table({ partitionKey: { name: 'id', type: STRING }, sortKey: { name: 'ü'.repeat(128), type: STRING } }),
    /sortKey must be named by 1 to 255 bytes/],
  ['sortKey as partitionKey', table({ partitionKey: { name: 'id', type: STRING }, sortKey: { name: 'id', type: STRING } }),
    /sortKey must have another name than partitionKey, got "id"/],
  ['timeToLiveAttribute that is a key', table({ timeToLiveAttribute: 'sk' }),
    /timeToLiveAttribute must not be a key of the table, got "sk"/],
  ['bucketName of 2', bucket({ bucketName: 'ab' }), /bucketName must be 3 to 63 lower-case letters.*got "ab"/],
  ['bucketName in capitals', bucket({ bucketName: 'Snapshots' }), /bucketName must be 3 to 63 lower-case/],
  ['bucketName with a dot, which breaks TLS', bucket({ bucketName: 'my.bucket' }), /bucketName must be 3 to 63 lower-case/],
  ['bucketName that S3 reserves', bucket({ bucketName: 'xn--bucket' }),
    /bucketName must not begin or end as names that Amazon S3 reserves/],
  ['bucketName that ends as an alias', bucket({ bucketName: 'bucket-s3alias' }), /bucketName must not begin or end/],
  ['noncurrentVersionExpiration of half days', bucket({ noncurrentVersionExpiration: Duration.hours(36) }),
    /noncurrentVersionExpiration must be a whole number of days between 1 day and .*got 1 day 12 hours/],
  ['a lifecycle rule of half days', bucket({ lifecycleRules: [{ expiration: Duration.hours(12) }] }),
    /lifecycleRules\[0\].expiration must be a whole number of days/],
  ['a transition to infrequent access before 30 days', rule({ transitions: [transition('STANDARD_IA', 29)] }),
    /lifecycleRules\[0\].transitions\[0\].transitionAfter must be a whole number of days between 30 days and/],
  ['a transition of older versions to infrequent access before 30 days',
    rule({ noncurrentVersionTransitions: [transition('GLACIER', 0), transition('ONEZONE_IA', 0)] }),
    /lifecycleRules\[0\].noncurrentVersionTransitions\[1\].transitionAfter must be a whole number of days between 30 days and/],
  ['a transition on the day of the expiration', rule({ expiration: Duration.days(90), transitions: [transition('GLACIER', 90)] }),
    /lifecycleRules\[0\].transitions\[0\].transitionAfter must be shorter than the expiration of the rule, 90 days, got 90 days/],
  ['a transition of older versions after their expiration',
    rule({ noncurrentVersionExpiration: Duration.days(60), noncurrentVersionTransitions: [transition('GLACIER', 61)] }),
    /noncurrentVersionTransitions\[0\].transitionAfter must be shorter than the expiration of the rule, 60 days, got 61 days/],
  ['a lifecycle rule with an id of ours', bucket({ lifecycleRules: [{ id: 'OlderVersions' }] }),
    /lifecycleRules\[0\].id must differ from those/],
  ['accessLogExpiration of a minute', (stack) => new EncryptedDataStores(stack, 'Stores', { accessLogExpiration: Duration.minutes(1) }),
    /accessLogExpiration must be a whole number of days/],
  ['two secrets of one name', secrets({ credentialsSecretName: 'a', apiSecretName: 'a' }),
    /apiSecretName must differ from credentialsSecretName, got "a" for both/],
  ['a secret name of a space', secrets({ apiSecretName: 'a b' }), /apiSecretName must be 1 to 512 letters/],
  ['a partial ARN of a secret', (stack) => ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
    credentialsSecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:keys', apiSecretArn: 'arn',
  }), /credentialsSecretArn must be a complete ARN of a secret.*got "arn:.*:keys" \(at Stack\/Secrets\)/],
  ['maxAzs that is a token', network({ maxAzs: Token.asNumber({ Ref: 'Zones' }) }),
    /maxAzs must be known when the app is synthesized, got a token: it decides how many subnets/],
  ['natGateways that is a token', network({ natGateways: Token.asNumber({ Ref: 'Gateways' }) }), /natGateways must be known/],
  ['more zones than there are', network({ maxAzs: 3, reservedAzs: 4 }), /reservedAzs must be a whole number between 0 and 3, got 4/],
  ['a fraction of zones', network({ maxAzs: 1.5 }), /maxAzs must be a whole number/],
  ['a range without room for reserved zones', network({ ipAddresses: undefined, maxAzs: 3, reservedAzs: 3, natGateways: 9 }),
    /natGateways must be a whole number between 0 and 3/],
])('%s is rejected', (_, build, message) => {
  expect(() => synth(build as (stack: Stack) => void)).toThrow(message);
});

test.each<[string, (stack: Stack) => unknown]>([
  ['credentialNames', (stack) => secrets({
    credentialNames: new CfnParameter(stack, 'Names',
      { type: 'CommaDelimitedList' }).valueAsList,
  })(stack)],
  ['tableName and its keys',
    table({ tableName: Token.asString({ Ref: 'T' }), partitionKey: { name: Token.asString({ Ref: 'K' }), type: STRING } })],
  ['bucketName', bucket({ bucketName: Token.asString({ Ref: 'B' }) })],
  ['the ARNs of secrets', (stack) => ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
    credentialsSecretArn: new CfnParameter(stack, 'C').valueAsString, apiSecretArn: new CfnParameter(stack, 'A').valueAsString,
  })],
])('%s may be tokens', (_, build) => {
  expect(() => synth(build as (stack: Stack) => void)).not.toThrow();
});

test('a name of a credential that is a token is not compared', () => {
  const stack = new Stack(new App(), 'Stack');
  const names = new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' }).valueAsList;
  expect(() => new ManagedSecrets(stack, 'Secrets', { credentialNames: names }).credentialValue('slackWebhookUrl')).not.toThrow();
});

describe('what JavaScript passes instead is named, with what was meant:', () => {
  const build = () => {
    const stack = new Stack(new App(), 'Stack');
    const network_ = new HardenedVpc(stack, 'Network');
    const api = new HardenedApi(stack, 'Api');
    return {
      stack,
      network_,
      api,
      worker: new SecureLambda(stack, 'Worker', { code, vpc: network_.vpc }),
      waf: new ApiWafProtection(stack, 'Waf'),
    };
  };

  test.each<[string, (app: ReturnType<typeof build>) => unknown, string]>([
    ['network for network.vpc', ({ stack, network_ }) => new SecureLambda(stack, 'Fn', { code, vpc: network_ as never }),
      'vpc must be of the type ec2.IVpc, got an object of class HardenedVpc: use its property vpc (at Stack/Fn)'],
    ['network for the vpc of groups', ({ stack, network_ }) => new LambdaRedisSecurityGroups(stack, 'Groups', { vpc: network_ as never }),
      'vpc must be of the type ec2.IVpc, got an object of class HardenedVpc: use its property vpc (at Stack/Groups)'],
    ['worker for worker.function', ({ api, worker }) => api.addRoute('GET', '/', worker as never),
      'handler must be of the type lambda.IFunction, got an object of class SecureLambda: use its property function (at Stack/Api)'],
    ['api for api.stage', ({ api, waf }) => waf.protectApi(api as never),
      'stage must be of the type apigateway.IStage, got an object of class HardenedApi: use its property stage (at Stack/Waf)'],
    ['api.restApi for api.stage', ({ api, waf }) => waf.protectApi(api.restApi as never),
      'stage must be of the type apigateway.IStage, got an object of class RestApi: use its property deploymentStage (at Stack/Waf)'],
    ['stores for stores.key', ({ stack }) => new ManagedSecrets(stack, 'Secrets',
      { encryptionKey: new EncryptedDataStores(stack, 'Stores') as never }),
    'encryptionKey must be of the type kms.IKey, got an object of class EncryptedDataStores: use its property key (at Stack/Secrets)'],
    ['an ARN for a key', ({ stack }) => new EncryptedDataStores(stack, 'Stores',
      { encryptionKey: 'arn:aws:kms:eu-west-1:111122223333:key/k' as never }),
    'encryptionKey must be of the type kms.IKey, got "arn:aws:kms:eu-west-1:111122223333:key/k" (at Stack/Stores)'],
    ['a secret for the secrets', ({ stack }) => new SecureLambda(stack, 'Fn',
      { code, outsideVpc: true, secrets: new ManagedSecrets(stack, 'S').credentials as never }),
    'secrets must be of the type IManagedSecrets, got an object of class Secret (at Stack/Fn)'],
    ['a path for the code', ({ stack }) => new SecureLambda(stack, 'Fn', { code: './dist' as never, outsideVpc: true }),
      'code must be of the type lambda.Code, got "./dist" (at Stack/Fn)'],
    ['no code', ({ stack }) => new SecureLambda(stack, 'Fn', { outsideVpc: true }),
      'code is missing: pass it, or entry, a TypeScript or JavaScript file to bundle (at Stack/Fn)'],
    ['an id for a security group', ({ stack, network_ }) => new SecureLambda(stack, 'Fn',
      { code, vpc: network_.vpc, securityGroups: ['sg-1' as never] }),
    'securityGroups[0] must be of the type ec2.ISecurityGroup, got "sg-1" (at Stack/Fn)'],
    ['an ARN for a load balancer', ({ waf }) => waf.protectLoadBalancer('arn' as never),
      'loadBalancer must be of the type elasticloadbalancingv2.IApplicationLoadBalancer, got "arn" (at Stack/Waf)'],
    ['null for a user pool', ({ waf }) => waf.protectUserPool(null as never),
      'userPool must be of the type cognito.IUserPool, got null (at Stack/Waf)'],
    ['a number for a GraphQL API', ({ waf }) => waf.protectGraphqlApi(1 as never),
      'api must be of the type appsync.IGraphqlApi, got 1 (at Stack/Waf)'],
    ['an ARN for an authorizer', ({ stack }) => new HardenedApi(stack, 'Other', { authorizer: 'arn' as never }),
      'authorizer must be of the type apigateway.IAuthorizer, got "arn" (at Stack/Other)'],
    ['a number for a Duration', ({ stack }) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true, timeout: 30 as never }),
      'timeout must be a Duration, got 30 (at Stack/Fn)'],
    ['a text for a list', ({ stack }) => new ApiWafProtection(stack, 'Other', { blockedCidrs: '192.0.2.7/32' as never }),
      'blockedCidrs must be a list, got "192.0.2.7/32" (at Stack/Other)'],
    ['a key for a list of keys', ({ stack }) => new EncryptedDataStores(stack, 'Stores', { previousEncryptionKeys: 'key' as never }),
      'previousEncryptionKeys must be a list, got "key" (at Stack/Stores)'],
    ['a text for addresses', ({ stack }) => new HardenedVpc(stack, 'Other', { ipAddresses: '10.0.0.0/16' as never }),
      'ipAddresses must be of the type ec2.IIpAddresses, got "10.0.0.0/16" (at Stack/Other)'],
    ['a text for a runtime', ({ stack }) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true, runtime: 'nodejs24.x' as never }),
      'runtime must be of the type lambda.Runtime, got "nodejs24.x" (at Stack/Fn)'],
    ['a text for a number', ({ stack }) => new HardenedVpc(stack, 'Other', { maxAzs: '3' as never }),
      'maxAzs must be a whole number between 1 and 6, got "3" (at Stack/Other)'],
    ['a number in the environment', ({ stack }) => new SecureLambda(stack, 'Fn',
      { code, outsideVpc: true, environment: { PORT: 5 as never } }),
    'environment must hold texts, got 5 for PORT (at Stack/Fn)'],
    ['a name for a secret to rotate', ({ stack, worker }) => new ManagedSecrets(stack, 'Secrets').addRotation('R', 'name' as never,
      worker.function),
    'secret must be of the type secretsmanager.ISecret, got "name" (at Stack/Secrets)'],
  ])('%s', (_, misuse, message) => {
    expect(() => misuse(build())).toThrow(message);
  });
});
