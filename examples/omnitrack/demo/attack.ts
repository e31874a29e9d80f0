import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { EncryptCommand } from '@aws-sdk/client-kms';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListObjectsV2Command, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { Deployment } from './checks';
import { clientsOf } from './clients';
import { expectTrue } from './proofs';
import { ACCOUNT } from '../../../embedded-aws/embedded-aws';
import type { Attempt, Outcome } from '../handlers/taken-over';

const OTHER_ACCOUNT = '111122223333';
const ELSEWHERE = 'somebody-elses';
const DENIED = /AccessDenied|UnauthorizedOperation|AuthorizationError/;

const open = (Action: string, Resource: string, Principal: unknown = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, Resource }] });

/** What belongs to others, some of it in another account and open to this one. Gives the ARN of a secret there. */
async function makeTargets({ aws, clients }: Deployment): Promise<string> {
  await clients.dynamodb.send(
    new CreateTableCommand({
      TableName: ELSEWHERE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  await clients.secrets.send(new CreateSecretCommand({ Name: ELSEWHERE, SecretString: 'x' }));
  const other = clientsOf(aws, OTHER_ACCOUNT);
  const us = { AWS: ACCOUNT };
  await other.s3.send(new CreateBucketCommand({ Bucket: ELSEWHERE }));
  await other.s3.send(new PutBucketPolicyCommand({ Bucket: ELSEWHERE, Policy: open('s3:*', `arn:aws:s3:::${ELSEWHERE}/*`, us) }));
  const { ARN } = await other.secrets.send(new CreateSecretCommand({ Name: ELSEWHERE, SecretString: 'x' }));
  await other.secrets.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: open('secretsmanager:*', '*', us) }));
  return ARN!;
}

/** Somebody runs code in a function of the application: what its role was granted works, and nothing else does. */
export async function proveContainment(deployment: Deployment): Promise<void> {
  const { aws, clients, outputs, proofs } = deployment;
  const { ApiSecretArn, TableName, SnapshotsBucketName: Bucket, KeyId, SecretsKeyId, LambdaSecurityGroupId } = outputs;
  const foreignSecret = await makeTargets(deployment);
  const encrypted = async (key: string) =>
    (await clients.kms.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from('x') }))).CiphertextBlob;

  const attempt = async (request: Attempt): Promise<Outcome> => {
    const { Payload, FunctionError } = await clients.lambda.send(
      new InvokeCommand({
        FunctionName: outputs.TakenOverName,
        Payload: JSON.stringify(request),
      }),
    );
    const text = Buffer.from(Payload ?? []).toString();
    expectTrue(FunctionError === undefined, text);
    return JSON.parse(text);
  };
  const prove = (claim: string, requests: [string, string, object][], expected: (outcome: Outcome) => boolean) =>
    proofs.prove('Attack', claim, async () => {
      for (const [service, command, input] of requests) {
        const outcome = await attempt({ service, command, input });
        expectTrue(expected(outcome), `${command}: ${outcome.error ?? 'allowed'}: ${outcome.message ?? ''}`);
      }
    });
  const allows = (claim: string, ...requests: [string, string, object][]) => prove(claim, requests, ({ error }) => error === undefined);
  const denies = (claim: string, ...requests: [string, string, object][]) =>
    prove(claim, requests, ({ error }) => DENIED.test(error ?? ''));
  const item = { pk: { S: 'TWIN#attack' }, sk: { S: 'SNAPSHOT#attack' } };

  await allows(
    'a compromised function can still use what it was granted: its secret, table and bucket',
    ['secrets', 'GetSecretValue', { SecretId: ApiSecretArn }],
    ['dynamodb', 'PutItem', { TableName, Item: item }],
    ['dynamodb', 'DeleteItem', { TableName, Key: item }],
    ['s3', 'PutObject', { Bucket, Key: 'attack', Body: 'x' }],
  );
  await denies(
    'it cannot read any other secret, or change its own',
    ['secrets', 'GetSecretValue', { SecretId: 'omnitrack/api-keys' }],
    ['secrets', 'GetSecretValue', { SecretId: ELSEWHERE }],
    ['secrets', 'ListSecrets', {}],
    ['secrets', 'PutSecretValue', { SecretId: ApiSecretArn, SecretString: 'x' }],
    ['secrets', 'DeleteSecret', { SecretId: ApiSecretArn }],
    ['secrets', 'DeleteResourcePolicy', { SecretId: ApiSecretArn }],
  );
  await denies(
    'it cannot read another table, or delete or unprotect its own',
    ['dynamodb', 'Scan', { TableName: ELSEWHERE }],
    ['dynamodb', 'ListTables', {}],
    ['dynamodb', 'DeleteTable', { TableName }],
    ['dynamodb', 'UpdateTable', { TableName, DeletionProtectionEnabled: false }],
  );
  await denies(
    'it cannot open its bucket to others, stop keeping versions, or delete it',
    ['s3', 'PutBucketPolicy', { Bucket, Policy: open('s3:*', `arn:aws:s3:::${Bucket}/*`) }],
    ['s3', 'DeletePublicAccessBlock', { Bucket }],
    ['s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } }],
    ['s3', 'DeleteBucket', { Bucket }],
  );
  for (const [key, what] of [
    [KeyId, 'stores'],
    [SecretsKeyId, 'secrets'],
  ]) {
    await denies(
      `it cannot use the key of the ${what} directly, although it reads what is encrypted with it`,
      ['kms', 'Decrypt', { CiphertextBlob: await encrypted(key) }],
      ['kms', 'GenerateDataKey', { KeyId: key, KeySpec: 'AES_256' }],
      ['kms', 'CreateGrant', { KeyId: key, GranteePrincipal: `arn:aws:iam::${OTHER_ACCOUNT}:root`, Operations: ['Decrypt'] }],
      ['kms', 'ScheduleKeyDeletion', { KeyId: key }],
    );
  }
  await denies(
    'it cannot use the network interface permissions that Lambda needs in its role',
    ['ec2', 'CreateNetworkInterface', { SubnetId: 'subnet-12345678', Groups: [LambdaSecurityGroupId] }],
    ['ec2', 'DescribeNetworkInterfaces', {}],
    ['ec2', 'DeleteNetworkInterface', { NetworkInterfaceId: 'eni-12345678' }],
    ['ec2', 'AuthorizeSecurityGroupIngress', { GroupId: LambdaSecurityGroupId, IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
  );
  await denies(
    'it cannot copy data to a bucket or secret of another account, although the policies there admit this account',
    ['s3', 'PutObject', { Bucket: ELSEWHERE, Key: 'stolen', Body: 'x' }],
    ['secrets', 'PutSecretValue', { SecretId: foreignSecret, SecretString: 'x' }],
  );
  await proofs.prove('Attack', 'another account cannot list the bucket', async () => {
    const error = await clientsOf(aws, OTHER_ACCOUNT)
      .s3.send(new ListObjectsV2Command({ Bucket }))
      .then(
        () => undefined,
        (reason: Error) => reason,
      );
    expectTrue(DENIED.test(error?.name ?? ''), error?.name ?? 'allowed');
  });
}
