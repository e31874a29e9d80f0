import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { EncryptedDataStores, ManagedSecrets } from '../../src';
import { requestsFrom } from '../support/iam';
import { refOf, synth, synthErrors } from '../support/synth';

const after = (change: (secrets: ManagedSecrets, stack: Stack) => void) => synth((stack) =>
  change(new ManagedSecrets(stack, 'Secrets', { rotateApiSecret: false }), stack));

/** The statements of all policies of the secret whose logical id begins like that; AWS allows one policy. */
const policiesOf = (template: Template, idStart: string): any[][] => {
  const [secret] = Object.keys(template.findResources('AWS::SecretsManager::Secret')).filter((id) => id.startsWith(idStart));
  const attachments = Object.entries(template.findResources('AWS::SecretsManager::SecretTargetAttachment'))
    .filter(([, { Properties }]) => Properties.SecretId.Ref === secret).map(([id]) => id);
  return Object.values(template.findResources('AWS::SecretsManager::ResourcePolicy'))
    .filter(({ Properties }) => [secret, ...attachments].includes(Properties.SecretId.Ref))
    .map(({ Properties }) => Properties.ResourcePolicy.Statement);
};

const ours = expect.objectContaining({ Sid: 'ThisAccountOnly', Effect: 'Deny' });

test.each<[string, (secrets: ManagedSecrets, stack: Stack) => void]>([
  ['denyAccountRootDelete', ({ credentials }) => credentials.denyAccountRootDelete()],
  ['addToResourcePolicy', ({ credentials }) => credentials.addToResourcePolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['secretsmanager:DeleteSecret'], resources: ['*'],
  }))],
  ['addRotationSchedule', ({ credentials }, stack) => credentials.addRotationSchedule('Rotation', {
    rotationLambda: new lambda.Function(stack, 'Rotate', {
      code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
    }),
  })],
  ["a database's single-user rotation", ({ credentials }, stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const database = new rds.DatabaseInstance(stack, 'Database', {
      vpc, engine: rds.DatabaseInstanceEngine.MYSQL, credentials: rds.Credentials.fromSecret(credentials),
    });
    database.addRotationSingleUser();
  }],
  ['an attachment to a database, with a rotation of its own', ({ credentials }, stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const database = new rds.DatabaseInstance(stack, 'Database', { vpc, engine: rds.DatabaseInstanceEngine.MYSQL });
    (credentials as secretsmanager.Secret).attach(database).addRotationSchedule('Rotation', {
      hostedRotation: secretsmanager.HostedRotation.mysqlSingleUser(),
    });
  }],
])('%s adds to the one policy of the secret', (_, change) => {
  const template = after(change);
  const [statements, ...others] = policiesOf(template, 'SecretsCredentials');
  expect(others).toEqual([]);
  expect(statements).toEqual([ours, expect.objectContaining({ Effect: 'Deny', Action: 'secretsmanager:DeleteSecret' })]);
  template.allResourcesProperties('AWS::SecretsManager::ResourcePolicy', Match.objectLike({ ResourcePolicy: Match.anyValue() }));
});

test('an untouched secret has its policy, and the other secret is not concerned', () => {
  const template = after(({ credentials }) => credentials.denyAccountRootDelete());
  expect(policiesOf(template, 'SecretsApiSecret')).toEqual([[ours]]);
});

test('a statement that is added does not open what ours denies', () => {
  const template = after(({ credentials }) => credentials.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal('999999999999')], actions: ['secretsmanager:GetSecretValue'], resources: ['*'],
  })));
  const credentials = refOf(template, 'AWS::SecretsManager::Secret', 'SecretsCredentials');
  const ask = (account: string) => requestsFrom(account, template)('secretsmanager:GetSecretValue', credentials);
  expect([ask('999999999999'), ask('111122223333')]).toEqual(['EXPLICIT_DENY', 'ALLOW']);
});

test('the policies stay with the secrets when the stack is deleted, and go when its creation fails', () => {
  after(() => {}).allResources('AWS::SecretsManager::ResourcePolicy',
    { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
});

test('a policy that is created beside is an error, of a secret and of a bucket', () => {
  expect(synthErrors((stack) => new secretsmanager.ResourcePolicy(stack, 'Mine',
    { secret: new ManagedSecrets(stack, 'Secrets').credentials })))
    .toMatch(/it must have one policy, and has .*Credentials\/Policy\/Resource and .*Mine\/Resource: add statements with addToResourcePolicy/);
  expect(synthErrors((stack) => new s3.BucketPolicy(stack, 'Mine', { bucket: new EncryptedDataStores(stack, 'Stores').snapshotsBucket })))
    .toMatch(/it must have one policy, and has .*SnapshotsBucket\/Default\/Policy\/Resource and .*Mine\/Resource/);
});
