import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { allowed, attempt, denied, probe } from './probe';
import { allow, att, encryptedBucket, key, policy, ref } from './resources';
import { Resources } from './stacks';
import { Suite } from './suite';

const BUCKET = 'conditions-of-objects';
const deny = (Action: string, Condition: object, Resource: unknown = '*', Principal: unknown = '*') => ({
  Effect: 'Deny',
  Principal,
  Action,
  Resource,
  Condition,
});
const SSE = 's3:x-amz-server-side-encryption';

/** Identity and resource policies, and the condition keys that the library's own policies use. */
export async function checkAuthorization({ stacks, claims, clients: { lambda, s3, secrets } }: Suite): Promise<void> {
  const objects = `arn:aws:s3:::${BUCKET}/*`;
  const resources: Resources = {
    ...probe(
      allow(['s3:PutObject', 's3:GetObject', 's3:DeleteObject'], objects),
      allow('secretsmanager:*', '*'),
      allow('ec2:*', '*'),
      {
        Effect: 'Deny',
        Action: 'ec2:*',
        Resource: '*',
        Condition: { ArnLike: { 'lambda:SourceFunctionArn': { 'Fn::Sub': 'arn:aws:lambda:*:${AWS::AccountId}:function:*' } } },
      },
      allow(['kms:GenerateDataKey', 'kms:Decrypt'], '*', { Condition: { StringLike: { 'kms:ViaService': '*' } } }),
    ),
    Key: key(),
    OtherKey: key(),
    Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/ours', TargetKeyId: ref('Key') } },
    Bucket: encryptedBucket(BUCKET, att('Key', 'Arn')),
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Bucket'),
        PolicyDocument: policy(
          deny('s3:*', { Bool: { 'aws:SecureTransport': 'false' } }),
          deny('s3:*', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
          deny('s3:PutObject', { StringNotEqualsIfExists: { [SSE]: 'aws:kms' }, Null: { [SSE]: 'false' } }, objects),
          deny(
            's3:PutObject',
            { ArnNotEquals: { [`${SSE}-aws-kms-key-id`]: att('Key', 'Arn') }, Null: { [`${SSE}-aws-kms-key-id`]: 'false' } },
            objects,
          ),
          deny('s3:PutObject', { StringEquals: { [SSE]: 'aws:kms' }, Null: { [`${SSE}-aws-kms-key-id`]: 'true' } }, objects),
          deny('s3:PutObject', { Null: { [`${SSE}-customer-algorithm`]: 'false' } }, objects),
          deny('s3:DeleteObject', { StringEquals: { 'aws:PrincipalAccount': '000000000000' } }, objects),
        ),
      },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'closed', SecretString: 'x' } },
    SecretPolicy: {
      Type: 'AWS::SecretsManager::ResourcePolicy',
      Properties: {
        SecretId: ref('Secret'),
        ResourcePolicy: policy(deny('secretsmanager:GetSecretValue', { StringEquals: { 'aws:PrincipalArn': att('Role', 'Arn') } })),
      },
    },
    Open: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'open', SecretString: 'x' } },
    OpenPolicy: {
      Type: 'AWS::SecretsManager::ResourcePolicy',
      Properties: {
        SecretId: ref('Open'),
        ResourcePolicy: policy(deny('secretsmanager:*', { StringNotEquals: { 'aws:PrincipalArn': att('Role', 'Arn') } })),
      },
    },
  };
  const { outputs } = await stacks.must(resources, {
    Name: ref('Function'),
    Key: att('Key', 'Arn'),
    KeyId: ref('Key'),
    OtherKey: att('OtherKey', 'Arn'),
  });
  const says = (service: string, command: string, input: object) => attempt(lambda, outputs.Name, { service, command, input });
  const put = (input: object = {}) => says('s3', 'PutObject', { Bucket: BUCKET, Key: 'a', Body: 'a', ...input });

  await claims.check('a function may do what its role may, and nothing else [Lambda: Execution role]', async () => {
    allowed(await put());
    denied(await says('dynamodb', 'ListTables', {}), 'dynamodb:ListTables');
    denied(await says('s3', 'ListObjectsV2', { Bucket: BUCKET }));
  });
  const page = '[Service Authorization Reference: Amazon S3]';
  const ours = { ServerSideEncryption: 'aws:kms' };
  for (const [what, SSEKMSKeyId] of [
    ['ARN', outputs.Key],
    ['id', outputs.KeyId],
    ['alias', 'alias/ours'],
  ]) {
    await claims.check(`a write under the right key passes by the ${what} of the key ${page}`, async () =>
      allowed(await put({ ...ours, SSEKMSKeyId })),
    );
  }
  const customers = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: '0'.repeat(32) };
  const other: [string, object][] = [
    ['with AES256', { ServerSideEncryption: 'AES256' }],
    ['under another key', { ...ours, SSEKMSKeyId: outputs.OtherKey }],
    ["under the key of AWS, which is S3's own", ours],
    ['under a key of the client', customers],
  ];
  for (const [what, input] of other) {
    await claims.check(`a bucket policy can deny a write ${what} ${page}`, async () => denied(await put(input)));
  }
  await claims.check(
    'a policy can deny what code of a function does by lambda:SourceFunctionArn [Lambda: Source function ARN]',
    async () => denied(await says('ec2', 'DescribeNetworkInterfaces', {})),
  );
  await claims.check('aws:PrincipalArn of a function is its role [IAM: Global condition keys]', async () => {
    denied(await says('secrets', 'GetSecretValue', { SecretId: 'closed' }));
    allowed(await says('secrets', 'GetSecretValue', { SecretId: 'open' }));
  });
  const rejects = async (request: Promise<unknown>) => {
    const error = await request.then(
      () => undefined,
      (reason: Error) => reason,
    );
    denied({ error: error?.name, message: error?.message });
  };
  await claims.check('a Deny of a bucket holds for the administrator [IAM: Policy evaluation logic]', () =>
    rejects(s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a' }))),
  );
  await claims.check('a Deny of a secret holds for the administrator [IAM: Policy evaluation logic]', () =>
    rejects(secrets.send(new GetSecretValueCommand({ SecretId: 'open' }))),
  );
}
