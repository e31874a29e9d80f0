import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DeleteTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand, GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { GetWebACLForResourceCommand } from '@aws-sdk/client-wafv2';
import { api, att, lambda, policy, ref, role } from './resources';
import { rejected, Resources, Stacks, succeeded } from './stacks';
import { Clients } from '../../examples/omnitrack/demo/clients';
import { expectEqual, expectTrue } from '../../examples/omnitrack/demo/proofs';
import { Claims } from '../../scripts/claims';

const table = (properties: object, more: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    ...properties,
  },
  ...more,
});
const secret = (properties: object = {}) => ({ Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'x', ...properties } });
const bad = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 42 } };

/** Names that are taken, by whatever they were made. */
export async function checkNames(stacks: Stacks, claims: Claims, { dynamodb, logs, secrets }: Clients): Promise<void> {
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

/** What happens when a stack is rolled back or deleted. */
export async function checkDeletions(stacks: Stacks, claims: Claims, { dynamodb, s3 }: Clients): Promise<void> {
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

/** Resource policies of secrets. */
export async function checkSecretPolicies(stacks: Stacks, claims: Claims, { secrets }: Clients): Promise<void> {
  const denies = (SecretId: unknown, Action: string) => ({
    Type: 'AWS::SecretsManager::ResourcePolicy',
    Properties: { SecretId, ResourcePolicy: policy({ Effect: 'Deny', Principal: '*', Action, Resource: '*' }) },
  });
  const both = { One: secret(), Two: secret() };
  const outputs = { One: ref('One'), Two: ref('Two') };
  const policyOf = async (SecretId: string) => (await secrets.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy ?? '';
  const stack = await stacks.must({ ...both, Policy: denies(ref('One'), 'secretsmanager:DeleteSecret') }, outputs);

  await claims.check('Ref of a secret is its ARN [CloudFormation: AWS::SecretsManager::Secret]', () =>
    /^arn:aws:secretsmanager:us-east-1:000000000000:secret:.+-.{6}$/.test(stack.outputs.One),
  );
  await claims.check('an update of a policy replaces its document [CloudFormation: AWS::SecretsManager::ResourcePolicy]', async () => {
    succeeded(await stacks.update(stack.name, { ...both, Policy: denies(ref('One'), 'secretsmanager:PutSecretValue') }, outputs));
    expectTrue((await policyOf(stack.outputs.One)).includes('PutSecretValue'), 'the old document is there');
  });
  await claims.check(
    'a policy under another logical id is rejected: the new one comes before the old one goes [aws-cdk#24383]',
    async () => {
      rejected(
        await stacks.update(stack.name, { ...both, Other: denies(ref('One'), 'secretsmanager:GetSecretValue') }, outputs),
        /already exists in stack/,
      );
      expectTrue((await policyOf(stack.outputs.One)).includes('PutSecretValue'), 'the rollback has lost the policy');
    },
  );
  await claims.check(
    'a policy that moves to another secret leaves the first one without [CloudFormation: Update requires Replacement]',
    async () => {
      succeeded(await stacks.update(stack.name, { ...both, Policy: denies(ref('Two'), 'secretsmanager:PutSecretValue') }, outputs));
      expectEqual(
        [await policyOf(stack.outputs.One), (await policyOf(stack.outputs.Two)).includes('PutSecretValue')],
        ['', true],
        'policies',
      );
    },
  );
  await claims.check('a deleted policy is gone [CloudFormation: AWS::SecretsManager::ResourcePolicy]', async () => {
    succeeded(await stacks.update(stack.name, both, outputs));
    expectEqual(await policyOf(stack.outputs.Two), '', 'policy');
  });
}

/** Attributes and inline code. */
export async function checkTemplates(stacks: Stacks, claims: Claims, { lambda: client }: Clients): Promise<void> {
  await claims.check(
    'VPCs, subnets and endpoints have their attributes [CloudFormation: Return values of AWS::EC2::VPC, Subnet, VPCEndpoint]',
    async () => {
      const { outputs } = await stacks.must(
        {
          Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
          Subnet: {
            Type: 'AWS::EC2::Subnet',
            Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' },
          },
          Endpoint: {
            Type: 'AWS::EC2::VPCEndpoint',
            Properties: {
              VpcId: ref('Vpc'),
              ServiceName: 'com.amazonaws.us-east-1.kms',
              VpcEndpointType: 'Interface',
              SubnetIds: [ref('Subnet')],
            },
          },
        },
        {
          Vpc: att('Vpc', 'CidrBlock'),
          Subnet: att('Subnet', 'CidrBlock'),
          Zone: att('Subnet', 'AvailabilityZone'),
          Interface: { 'Fn::Select': [0, att('Endpoint', 'NetworkInterfaceIds')] },
          Dns: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Endpoint', 'DnsEntries')] }] }] },
        },
      );
      expectEqual([outputs.Vpc, outputs.Subnet, outputs.Zone], ['10.0.0.0/16', '10.0.0.0/24', 'us-east-1a'], 'attributes');
      expectTrue(/^eni-/.test(outputs.Interface) && /\.kms\.us-east-1\.vpce\.amazonaws\.com$/.test(outputs.Dns), JSON.stringify(outputs));
    },
  );
  const invoke = async (handler: string) => {
    const { outputs } = await stacks.must(
      { Role: role(), Function: lambda('exports.handler = async () => "inline"', { Handler: handler }) },
      { Name: ref('Function') },
    );
    const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName: outputs.Name }));
    return { payload: Buffer.from(Payload ?? []).toString(), failed: FunctionError !== undefined };
  };
  await claims.check('inline code is in the file index [CloudFormation: AWS::Lambda::Function Code]', async () =>
    expectEqual(await invoke('index.handler'), { payload: '"inline"', failed: false }, 'index'),
  );
  await claims.check('inline code is in no file that the handler names [CloudFormation: AWS::Lambda::Function Code]', async () =>
    expectEqual((await invoke('app.handler')).failed, true, 'failed'),
  );
}

const webAcl = (Name?: string) => ({
  Type: 'AWS::WAFv2::WebACL',
  Properties: {
    Name,
    Scope: 'REGIONAL',
    DefaultAction: { Allow: {} },
    Rules: [],
    VisibilityConfig: { CloudWatchMetricsEnabled: false, SampledRequestsEnabled: false, MetricName: 'acl' },
  },
});

/** Web ACLs and what they are attached to. */
export async function checkAssociations(stacks: Stacks, claims: Claims, { waf }: Clients): Promise<void> {
  const stageArn = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}' };
  const association = (acl: string) => ({
    Type: 'AWS::WAFv2::WebACLAssociation',
    Properties: { WebACLArn: att(acl, 'Arn'), ResourceArn: stageArn },
  });
  const base = { ...api('exports.handler = async () => 1'), Old: webAcl(), New: webAcl() };
  const outputs = { Stage: stageArn, New: att('New', 'Arn'), Old: att('Old', 'Arn') };
  const stack = await stacks.must({ ...base, First: association('Old') }, outputs);
  const attached = async () => (await waf.send(new GetWebACLForResourceCommand({ ResourceArn: stack.outputs.Stage }))).WebACL?.ARN;

  await claims.check(
    'an association that is replaced by one of another web ACL leaves that one [CloudFormation CLI: handler contract; not seen on AWS]',
    async () => {
      succeeded(await stacks.update(stack.name, { ...base, Second: association('New') }, outputs));
      expectEqual(await attached(), stack.outputs.New, 'web ACL');
    },
  );
  await claims.check('an association of the same web ACL and stage is rejected [CloudFormation: physical ids are unique]', async () =>
    rejected(
      await stacks.update(stack.name, { ...base, Second: association('New'), Third: association('New') }, outputs),
      /already exists in stack/,
    ),
  );
  await claims.check('a web ACL that protects a stage is not deleted [WAF API: DeleteWebACL]', async () => {
    const { New, ...rest } = base;
    const kept = await stacks.must({ Acl: webAcl() }, { Arn: att('Acl', 'Arn') });
    succeeded(
      await stacks.update(stack.name, {
        ...rest,
        Own: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: kept.outputs.Arn, ResourceArn: stageArn } },
      }),
    );
    rejected(await stacks.delete(kept.name), /WAFAssociatedItemException/);
  });
}
