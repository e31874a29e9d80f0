import { DisableKeyCommand, EnableKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { allowed, attempt, denied, probe } from './probe';
import { allow, att, encryptedBucket, key, policy, ref, rootMay } from './resources';
import { Resources, succeeded } from './stacks';
import { Suite } from './suite';

const KEY = att('Key', 'Arn');
const BUCKET = 'keys-of-objects';
const stores = (keyResource: object, bucketKey = true): Resources => ({
  Key: keyResource as Resources[string],
  Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/keys', TargetKeyId: ref('Key') } },
  Bucket: { ...encryptedBucket(BUCKET, KEY, bucketKey), DeletionPolicy: 'Retain' },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'keys-of-items',
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY },
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
  },
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'keys-of-secrets', SecretString: 'x', KmsKeyId: KEY } },
});
const data = [
  allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${BUCKET}/*`),
  allow(['dynamodb:GetItem', 'dynamodb:PutItem'], att('Table', 'Arn')),
  allow(['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'], ref('Secret')),
];
const requests = {
  'writes an object': { service: 's3', command: 'PutObject', input: { Bucket: BUCKET, Key: 'a', Body: 'a' } },
  'reads an object': { service: 's3', command: 'GetObject', input: { Bucket: BUCKET, Key: 'a' } },
  'writes an item': { service: 'dynamodb', command: 'PutItem', input: { TableName: 'keys-of-items', Item: { pk: { S: 'a' } } } },
  'reads an item': { service: 'dynamodb', command: 'GetItem', input: { TableName: 'keys-of-items', Key: { pk: { S: 'a' } } } },
  'writes a secret': { service: 'secrets', command: 'PutSecretValue', input: { SecretId: 'keys-of-secrets', SecretString: 'y' } },
  'reads a secret': { service: 'secrets', command: 'GetSecretValue', input: { SecretId: 'keys-of-secrets' } },
} as const;

const use = (context: object, services = ['s3', 'dynamodb', 'secretsmanager'], actions = ['kms:Decrypt', 'kms:GenerateDataKey']) =>
  allow(actions, KEY, {
    Condition: { StringEquals: { 'kms:ViaService': services.map((service) => `${service}.us-east-1.amazonaws.com`), ...context } },
  });
const grants = (object = `arn:aws:s3:::${BUCKET}`, table = 'keys-of-items', secret: unknown = ref('Secret')) => [
  use({ 'kms:EncryptionContext:aws:s3:arn': object }),
  use({ 'kms:EncryptionContext:aws:dynamodb:tableName': table, 'kms:EncryptionContext:aws:dynamodb:subscriberId': '000000000000' }),
  use({ 'kms:EncryptionContext:SecretARN': secret }),
];

/** Whose grant of the key is wrong, though the one of the data is right. */
const WRONG: Record<string, { readonly statements: object[]; readonly page: string }> = {
  'without a grant of the key': { statements: [], page: 'S3: Required permissions for SSE-KMS' },
  'with the encryption context of something else': {
    statements: grants('arn:aws:s3:::other', 'other', 'other'),
    page: 'KMS: Encryption context',
  },
  'with a grant through another service': { statements: [use({}, ['sqs'])], page: 'KMS: kms:ViaService' },
  'with a grant for requests to KMS itself': {
    statements: [allow(['kms:Decrypt', 'kms:GenerateDataKey'], KEY, { Condition: { Null: { 'kms:ViaService': 'true' } } })],
    page: 'KMS: kms:ViaService',
  },
  'with a grant of the alias': {
    statements: [allow('kms:*', { 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/keys' })],
    page: 'KMS: Specifying KMS keys in IAM policy statements',
  },
};

export async function checkKeys({ stacks, claims, clients: { kms, lambda } }: Suite): Promise<void> {
  const outputs = { Name: ref('Function'), Key: KEY };
  const template = (keyResource: object, ...statements: object[]) => ({ ...stores(keyResource), ...probe(...data, ...statements) });
  const stack = await stacks.must(template(key(), ...grants()), outputs);
  const update = async (keyResource: object, ...statements: object[]) =>
    void succeeded(await stacks.update(stack.name, template(keyResource, ...statements), outputs));
  const says = (request: keyof typeof requests) => attempt(lambda, stack.outputs.Name, requests[request]);
  const all = Object.keys(requests) as (keyof typeof requests)[];

  for (const request of all) {
    await claims.check(
      `${request} with a grant of the key through the service, in its encryption context [KMS: kms:ViaService]`,
      async () => allowed(await says(request)),
    );
  }
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: stack.outputs.Key, Plaintext: Buffer.from('x') }));
  await claims.check('a grant through services gives nothing of the key itself [KMS: kms:ViaService]', async () => {
    denied(await attempt(lambda, stack.outputs.Name, { service: 'kms', command: 'Decrypt', input: { CiphertextBlob } }), 'kms:Decrypt');
    denied(
      await attempt(lambda, stack.outputs.Name, {
        service: 'kms',
        command: 'GenerateDataKey',
        input: { KeyId: stack.outputs.Key, KeySpec: 'AES_256' },
      }),
    );
  });
  for (const [what, { statements, page }] of Object.entries(WRONG)) {
    await update(key(), ...statements);
    for (const request of all) {
      await claims.check(`nobody ${request} ${what} [${page}]`, async () => denied(await says(request), 'kms:'));
    }
  }
  await claims.check(
    'a grant of an alias gives nothing of the key that it names [KMS: Specifying KMS keys in IAM policy statements]',
    async () =>
      denied(
        await attempt(lambda, stack.outputs.Name, {
          service: 'kms',
          command: 'GenerateDataKey',
          input: { KeyId: 'alias/keys', KeySpec: 'AES_256' },
        }),
      ),
  );
  await update(key(), use({}, undefined, ['kms:GenerateDataKey']));
  for (const request of ['reads an object', 'reads an item', 'reads a secret'] as const) {
    await claims.check(`nobody ${request} without kms:Decrypt [KMS: How AWS services use KMS]`, async () =>
      denied(await says(request), 'kms:Decrypt'),
    );
  }
  await claims.check('an object is written without kms:Decrypt [S3: Required permissions for SSE-KMS]', async () =>
    allowed(await says('writes an object')),
  );

  const closed = key({
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
  });
  await update(closed, ...grants());
  for (const request of ['reads an object', 'reads an item', 'reads a secret'] as const) {
    await claims.check(`a Deny of the key's policy holds: nobody ${request} [KMS: Key policies]`, async () =>
      denied(await says(request), 'kms:Decrypt'),
    );
  }
  const undelegated = {
    Type: 'AWS::KMS::Key',
    Properties: { KeyPolicy: policy(rootMay(['kms:PutKeyPolicy', 'kms:DescribeKey', 'kms:DisableKey', 'kms:EnableKey'])) },
  };
  await update(undelegated, ...grants());
  await claims.check('a key whose policy does not delegate to IAM is denied in spite of a grant [KMS: Default key policy]', async () => {
    denied(await says('reads an object'), 'kms:Decrypt');
    denied(await says('reads a secret'), 'kms:Decrypt');
  });
  await update(key(), ...grants());
  await kms.send(new DisableKeyCommand({ KeyId: stack.outputs.Key }));
  for (const request of all) {
    await claims.check(`nobody ${request} under a key that is disabled [KMS: Key states]`, async () =>
      denied(await says(request), 'disabled'),
    );
  }
  await kms.send(new EnableKeyCommand({ KeyId: stack.outputs.Key }));
  await claims.check('an object is read again when its key is enabled [KMS: Key states]', async () =>
    allowed(await says('reads an object')),
  );

  succeeded(await stacks.update(stack.name, { ...stores(key(), false), ...probe(...data, ...grants()) }, outputs));
  await claims.check(
    'without a bucket key the encryption context is the ARN of the object [S3: Reducing cost with S3 Bucket Keys]',
    async () => denied(await says('writes an object'), 'kms:GenerateDataKey'),
  );
  succeeded(
    await stacks.update(stack.name, { ...stores(key(), false), ...probe(...data, ...grants(`arn:aws:s3:::${BUCKET}/a`)) }, outputs),
  );
  await claims.check('a grant of the ARN of the object holds without a bucket key [S3: Reducing cost with S3 Bucket Keys]', async () =>
    allowed(await says('writes an object')),
  );
}
