import { DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { bad, table } from './resources';
import { rejected, succeeded } from './stacks';
import { Suite } from './suite';
import { expectEqual } from '../../examples/omnitrack/demo/proofs';

/** What happens when a stack is rolled back or deleted. */
export async function checkDeletions({ stacks, claims, clients: { dynamodb, s3 } }: Suite): Promise<void> {
  const failing = (policyOfTable: object) =>
    stacks.create({ Table: table({ TableName: 'first' }, policyOfTable), Bad: { ...bad, DependsOn: ['Table'] } });
  await claims.check(
    'a failed first deploy leaves what is retained, and its name is taken [CloudFormation: DeletionPolicy attribute]',
    async () => {
      expectEqual((await failing({ DeletionPolicy: 'Retain' })).status, 'ROLLBACK_COMPLETE', 'status');
      rejected(await failing({ DeletionPolicy: 'Retain' }), /already exists/);
      await dynamodb.send(new DeleteTableCommand({ TableName: 'first' }));
    },
  );
  await claims.check(
    'a failed first deploy leaves nothing with RetainExceptOnCreate [CloudFormation: DeletionPolicy attribute]',
    async () => {
      expectEqual((await failing({ DeletionPolicy: 'RetainExceptOnCreate' })).status, 'ROLLBACK_COMPLETE', 'status');
      succeeded(await stacks.create({ Table: table({ TableName: 'first' }) }));
    },
  );
  await claims.check('a failed first deploy cannot roll back a table that is protected [DynamoDB: Using deletion protection]', async () => {
    const stack = await stacks.create({
      Table: table({ TableName: 'locked', DeletionProtectionEnabled: true }, { DeletionPolicy: 'RetainExceptOnCreate' }),
      Bad: { ...bad, DependsOn: ['Table'] },
    });
    expectEqual(stack.status, 'ROLLBACK_FAILED', 'status');
    await dynamodb.send(new UpdateTableCommand({ TableName: 'locked', DeletionProtectionEnabled: false }));
    succeeded(await stacks.delete(stack.name));
  });
  await claims.check('a table that is protected is not deleted [DynamoDB: Using deletion protection]', async () => {
    const stack = await stacks.must({ Table: table({ TableName: 'protected', DeletionProtectionEnabled: true }) });
    rejected(await stacks.delete(stack.name), /protected against deletion/);
    await dynamodb.send(new UpdateTableCommand({ TableName: 'protected', DeletionProtectionEnabled: false }));
    succeeded(await stacks.delete(stack.name));
  });
  await claims.check('a bucket that holds an object is not deleted [CloudFormation: AWS::S3::Bucket]', async () => {
    const stack = await stacks.must({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'not-empty' } } });
    await s3.send(new PutObjectCommand({ Bucket: 'not-empty', Key: 'a', Body: 'a' }));
    rejected(await stacks.delete(stack.name), /not empty/);
  });
}
