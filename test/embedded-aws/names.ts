import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { lambda, ref, role, secret, table, webAcl } from './resources';
import { rejected, Resources, succeeded } from './stacks';
import { Suite } from './suite';
import { expectTrue } from '../../examples/omnitrack/demo/proofs';

/** Names that are taken, by whatever they were made. */
export async function checkNames({ stacks, claims, clients: { dynamodb, logs, secrets } }: Suite): Promise<void> {
  const taken = async (resources: Resources) =>
    rejected(await stacks.create(resources), /already exists|^Validation failed with 1 error/);
  const again: Record<string, Resources> = {
    'IAM role': { Role: role({ RoleName: 'taken' }) },
    'function': { Role: role(), Function: lambda('exports.handler = async () => 1', { FunctionName: 'taken' }) },
    'bucket': { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'taken-bucket' } } },
    'alias of a key': {
      Key: { Type: 'AWS::KMS::Key', Properties: {} },
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/taken', TargetKeyId: ref('Key') } },
    },
    'IP set': {
      Set: { Type: 'AWS::WAFv2::IPSet', Properties: { Name: 'taken', Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: [] } },
    },
    'web ACL': { Acl: webAcl('taken') },
  };
  for (const [what, resources] of Object.entries(again)) {
    await claims.check(`rejects the name of another ${what} [CloudFormation: Name type]`, async () => {
      await stacks.must(resources);
      await taken(resources);
    });
  }
  await claims.check('rejects the name of a log group that exists [CloudWatch Logs API: CreateLogGroup]', async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/taken' }));
    await taken({ Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/taken' } } });
  });
  await claims.check('rejects the name of a table that exists [DynamoDB API: CreateTable]', async () => {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'taken',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    await taken({ Table: table({ TableName: 'taken' }) });
  });
  await claims.check('rejects the name of a secret that exists [Secrets Manager API: CreateSecret]', async () => {
    await secrets.send(new CreateSecretCommand({ Name: 'taken', SecretString: 'x' }));
    await taken({ Secret: secret({ Name: 'taken' }) });
  });
  await claims.check('rejects the name of a secret that is scheduled for deletion [Secrets Manager API: CreateSecret]', async () => {
    await secrets.send(new DeleteSecretCommand({ SecretId: 'taken', RecoveryWindowInDays: 7 }));
    rejected(await stacks.create({ Secret: secret({ Name: 'taken' }) }), /already scheduled for deletion/);
  });
  await claims.check('gives a stack that is made again other names than what it has retained [CloudFormation: Name type]', async () => {
    const resources = {
      Table: table({}, { DeletionPolicy: 'Retain' }),
      Group: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' },
    };
    const outputs = { Table: ref('Table'), Group: ref('Group') };
    const first = succeeded(await stacks.create(resources, outputs, 'Retained'));
    succeeded(await stacks.delete('Retained'));
    const second = succeeded(await stacks.create(resources, outputs, 'Retained'));
    expectTrue(first.outputs.Table !== second.outputs.Table, 'the table has the same name');
    expectTrue(first.outputs.Group !== second.outputs.Group, 'the log group has the same name');
  });
}
