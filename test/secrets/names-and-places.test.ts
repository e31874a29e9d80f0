import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ManagedSecrets, ManagedSecretsAttributes, ManagedSecretsProps } from '../../src';
import { requestsOf } from '../support/iam';
import { arnOf, ENV, refOf, stackWith, synth } from '../support/synth';

const stackOf = (props: ManagedSecretsProps) => stackWith((stack) => new ManagedSecrets(stack, 'Secrets', props));
const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:keys-AbCdEf';

test.each([
  ['omnitrack/api-secret', 1], ['orders', 0], ['api-secret/v1', 0], ['api-secrets', 0], ['apisecret', 0],
])('of %s there are %d warnings, as a search by a part of its ARN may find another secret', (credentialsSecretName, count) => {
  const warnings = Annotations.fromStack(stackOf({ credentialsSecretName })).findWarning('*', Match.anyValue());
  expect(warnings.map(({ entry }) => entry.data)).toEqual(Array(count).fill(
    expect.stringContaining(`credentialsSecretName ends in a hyphen and six characters, got "${credentialsSecretName}": `)));
});

test.each<[string, ManagedSecretsProps, string]>([
  ['a text for names', { credentialNames: 'key' as never }, 'credentialNames must be a list, got "key" (at Stack/Secrets)'],
  ['a text for a key', { encryptionKey: 'key' as never }, 'encryptionKey must be of the type kms.IKey, got "key" (at Stack/Secrets)'],
])('%s is rejected', (_, props, message) => expect(() => stackOf(props)).toThrow(message));

test.each<[string, Partial<ManagedSecretsAttributes>]>([
  ['begins before the ARN', { apiSecretArn: `x${ARN}` }], ['goes on after the ARN', { apiSecretArn: `${ARN} x` }],
  ['has no six characters', { apiSecretArn: ARN.slice(0, -7) }],
])('an ARN that %s is rejected', (_, attributes) => {
  expect(() => synth((stack) => ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
    credentialsSecretArn: ARN, apiSecretArn: ARN, ...attributes,
  }))).toThrow('apiSecretArn must be a complete ARN of a secret, with the six characters at its end, got "');
});

test('a key of another Region than the imported secrets is rejected', () => {
  expect(() => synth((stack) => ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
    credentialsSecretArn: ARN,
    apiSecretArn: ARN,
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/k'),
  }), { env: ENV })).toThrow('encryptionKey must be in one Region, got eu-west-1 and us-east-1');
});

test("the CDK's own grant permits the key through Secrets Manager only", () => {
  const stack = stackWith((scope) => new ManagedSecrets(scope, 'Secrets').credentials
    .grantRead(new iam.Role(scope, 'Reader', { assumedBy: new iam.AccountRootPrincipal() })), { env: ENV });
  const template = Template.fromStack(stack);
  const decrypt = (service: string) => requestsOf(template, 'Reader')('kms:Decrypt', arnOf(template, 'AWS::KMS::Key', 'SecretsKey'), {
    'kms:ViaService': `${service}.eu-west-1.amazonaws.com`,
    'kms:EncryptionContext:SecretARN': refOf(template, 'AWS::SecretsManager::Secret', 'SecretsCredentials') as never,
  });
  expect(['secretsmanager', 's3'].map(decrypt)).toEqual(['ALLOW', 'IMPLICIT_DENY']);
});
