import { randomUUID } from 'crypto';
import { GetStageCommand, GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeContinuousBackupsCommand, DescribeTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeFlowLogsCommand, DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { GetKeyRotationStatusCommand } from '@aws-sdk/client-kms';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetLoggingConfigurationCommand, GetWebACLCommand, GetWebACLForResourceCommand } from '@aws-sdk/client-wafv2';
import { Clients } from './clients';
import { call } from './http';
import { expectEqual, expectTrue, Proofs } from './proofs';
import { ACCOUNT, EmbeddedAws, REGION } from '../../../embedded-aws/embedded-aws';

/** Everything that a check needs to know. */
export interface Deployment {
  readonly aws: EmbeddedAws;
  readonly clients: Clients;
  readonly outputs: Record<string, string>;
  readonly proofs: Proofs;
}

const CREDENTIALS = {
  bedrockApiKey: 'your-actual-key',
  slackWebhookUrl: 'https://hooks.slack.com/services/example',
  teamsWebhookUrl: 'https://outlook.office.com/webhook/example',
  externalApiKey: 'your-external-api-key',
};

/** Reads the stores back. */
export async function proveStores({ clients, outputs, proofs }: Deployment): Promise<void> {
  const { dynamodb, s3, kms } = clients;
  const Bucket = outputs.SnapshotsBucketName;

  await proofs.prove('Table', 'holds the snapshot that the API stored', async () => {
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: outputs.TableName }));
    expectEqual(
      Items?.map((item) => item.pk.S),
      ['TWIN#plant-1'],
      'items',
    );
  });
  await proofs.prove('Table', 'is encrypted with our key, protected from deletion, and has a stream', async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: outputs.TableName }));
    expectEqual(Table?.SSEDescription?.SSEType, 'KMS', 'encryption');
    expectTrue(Table!.SSEDescription!.KMSMasterKeyArn!.endsWith(outputs.KeyId), 'another key');
    expectEqual(Table?.DeletionProtectionEnabled, true, 'deletion protection');
    expectEqual(Table?.StreamSpecification?.StreamViewType, 'NEW_AND_OLD_IMAGES', 'stream');
  });
  await proofs.prove('Table', 'can be restored to a point in time', async () => {
    const { ContinuousBackupsDescription } = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: outputs.TableName }));
    expectEqual(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus, 'ENABLED', 'recovery');
  });
  await proofs.prove('Bucket', 'holds the snapshot, and keeps older versions', async () => {
    expectEqual((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 1, 'objects');
    expectEqual((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, 'Enabled', 'versions');
  });
  await proofs.prove('Bucket', 'encrypts with our key, is not public, and rejects TLS older than 1.2', async () => {
    const rule = (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration!.Rules![0];
    expectEqual(rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'aws:kms', 'algorithm');
    expectTrue(rule.ApplyServerSideEncryptionByDefault!.KMSMasterKeyID!.endsWith(outputs.KeyId), 'another key');
    const access = (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration!;
    expectEqual(
      [access.BlockPublicAcls, access.BlockPublicPolicy, access.IgnorePublicAcls, access.RestrictPublicBuckets],
      [true, true, true, true],
      'block',
    );
    const policy = (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy!;
    expectTrue(policy.includes('aws:SecureTransport') && policy.includes('s3:TlsVersion'), 'no denial of clear text or old TLS');
  });
  await proofs.prove('Bucket', 'denies objects under another algorithm or key, by whoever may write', async () => {
    const ours = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${outputs.KeyId}`;
    const put = (encryption: object) => s3.send(new PutObjectCommand({ Bucket, Key: 'encryption', Body: 'x', ...encryption }))
      .then(() => 'stored', (error: Error) => error.name);
    const other = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${outputs.SecretsKeyId}` };
    const denied = [{ ServerSideEncryption: 'AES256' }, { ServerSideEncryption: 'aws:kms' }, other];
    expectEqual(await Promise.all(denied.map(put)), denied.map(() => 'AccessDenied'), 'other encryption');
    const accepted = [{}, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: ours },
      { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: outputs.KeyId }];
    expectEqual(await Promise.all(accepted.map(put)), accepted.map(() => 'stored'), 'our key');
  });
  for (const output of ['KeyId', 'SecretsKeyId']) {
    await proofs.prove('Key', `${output === 'KeyId' ? 'of the stores' : 'of the secrets'} rotates every 365 days`, async () => {
      const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId: outputs[output] }));
      expectEqual([status.KeyRotationEnabled, status.RotationPeriodInDays], [true, 365], 'rotation');
    });
  }
}

/** Reads network, web ACL and log groups back. */
export async function proveSurroundings({ clients, outputs, proofs }: Deployment): Promise<void> {
  const { apigateway, ec2, logs, waf } = clients;
  const [Name, Id] = outputs.WebAclArn.split('/').slice(-2);
  const stageArn = `arn:aws:apigateway:${REGION}::/restapis/${outputs.ApiId}/stages/${outputs.StageName}`;

  await proofs.prove('WAF', 'has the six rules of the document in order, under the name that it gives', async () => {
    const { WebACL } = await waf.send(new GetWebACLCommand({ Name, Id, Scope: 'REGIONAL' }));
    expectEqual(WebACL?.Name, 'omnitrack-api-protection', 'name');
    expectEqual(
      WebACL?.Rules?.map((rule) => rule.Name),
      ['GeoBlockRule', 'RateLimitRule', 'UserAgentRule', 'CommonRuleSet', 'KnownBadInputsRuleSet', 'SqlInjectionRuleSet'],
      'rules',
    );
  });
  await proofs.prove('WAF', 'protects the stage of the API', async () => {
    const { WebACL } = await waf.send(new GetWebACLForResourceCommand({ ResourceArn: stageArn }));
    expectEqual(WebACL?.ARN, outputs.WebAclArn, 'web ACL');
  });
  await proofs.prove('WAF', 'logs to a group named aws-waf-logs-*, without credentials', async () => {
    const { LoggingConfiguration } = await waf.send(new GetLoggingConfigurationCommand({ ResourceArn: outputs.WebAclArn }));
    expectTrue(LoggingConfiguration!.LogDestinationConfigs![0].endsWith(`:log-group:${outputs.WafLogGroupName}`), 'another destination');
    expectEqual(
      LoggingConfiguration?.RedactedFields?.map((field) => field.SingleHeader?.Name),
      ['authorization', 'cookie', 'proxy-authorization', 'x-amz-security-token', 'x-api-key'],
      'redacted headers',
    );
  });
  await proofs.prove('API', 'requires TLS 1.2 or newer, throttles and traces', async () => {
    const api = await apigateway.send(new GetRestApiCommand({ restApiId: outputs.ApiId }));
    expectEqual(api.securityPolicy, 'SecurityPolicy_TLS13_1_2_2021_06', 'TLS');
    const stage = await apigateway.send(new GetStageCommand({ restApiId: outputs.ApiId, stageName: outputs.StageName }));
    expectEqual([stage.tracingEnabled, stage.methodSettings?.['*/*']?.throttlingRateLimit], [true, 500], 'stage');
  });
  await proofs.prove('Network', 'has no inbound rule for functions, and admits only functions to Redis', async () => {
    const GroupIds = [outputs.LambdaSecurityGroupId, outputs.RedisSecurityGroupId];
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds }));
    const [lambda, redis] = GroupIds.map((id) => SecurityGroups!.find((group) => group.GroupId === id)!);
    expectEqual(lambda.IpPermissions, [], 'inbound of functions');
    expectEqual(
      redis.IpPermissions?.map((rule) => [rule.FromPort, rule.UserIdGroupPairs?.[0].GroupId]),
      [[6379, outputs.LambdaSecurityGroupId]],
      'inbound of Redis',
    );
  });
  await proofs.prove('Network', 'logs all traffic of the VPC', async () => {
    const { FlowLogs } = await ec2.send(new DescribeFlowLogsCommand({}));
    expectEqual(
      FlowLogs?.filter((log) => log.ResourceId === outputs.VpcId).map((log) => log.TrafficType),
      ['ALL'],
      'flow logs',
    );
  });
  await proofs.prove('Logs', 'of flows, WAF, API and functions are encrypted with our key and expire', async () => {
    const retention = { FlowLogGroupName: 30, WafLogGroupName: 90, AccessLogGroupName: 365, SnapshotsLogGroupName: 90 };
    for (const [output, days] of Object.entries(retention)) {
      const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: outputs[output] }));
      expectEqual(logGroups?.[0]?.retentionInDays, days, `retention of ${outputs[output]}`);
      expectTrue(logGroups![0].kmsKeyId?.endsWith(outputs.KeyId) ?? false, `${outputs[output]} has another key`);
    }
  });
}

/** Sets the credentials as the document does, with aws secretsmanager update-secret. */
export async function updateCredentials({ aws, clients, outputs, proofs }: Deployment): Promise<void> {
  await proofs.prove('Secrets', 'the credentials have no value until somebody sets one', async () => {
    const { Versions } = await clients.secrets.send(new ListSecretVersionIdsCommand({ SecretId: 'omnitrack/api-keys' }));
    expectEqual(Versions ?? [], [], 'versions');
  });
  await proofs.prove('Secrets', 'after update-secret the application reads the new value of omnitrack/api-keys', async () => {
    await clients.secrets.send(new UpdateSecretCommand({ SecretId: 'omnitrack/api-keys', SecretString: JSON.stringify(CREDENTIALS) }));
    const response = await call(aws.port, outputs.ApiId, outputs.StageName, { path: '/integrations' });
    expectEqual(response.status, 200, response.body);
    expectEqual(JSON.parse(response.body), { configured: Object.keys(CREDENTIALS).sort() }, 'integrations');
  });
}

export const readSecret = async ({ secrets }: Clients, SecretId: string) =>
  (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;

/** After the second deployment, which changed what is declared about the secrets. */
export async function proveSecrets({ clients, outputs, proofs }: Deployment, apiSecretBefore: string | undefined): Promise<void> {
  await proofs.prove('Secrets', 'a deployment that renames a credential and changes the schedule keeps both values', async () => {
    expectEqual(await readSecret(clients, 'omnitrack/api-keys'), JSON.stringify(CREDENTIALS), 'credentials');
    expectEqual(await readSecret(clients, outputs.ApiSecretArn), apiSecretBefore, 'generated secret');
    const described = await clients.secrets.send(new DescribeSecretCommand({ SecretId: 'omnitrack/api-keys' }));
    expectTrue(described.Description!.includes('anotherApiKey'), `the second deploy did not arrive: ${described.Description}`);
  });
  await proofs.prove('Secrets', 'deny other accounts', async () => {
    const { ResourcePolicy } = await clients.secrets.send(new GetResourcePolicyCommand({ SecretId: outputs.ApiSecretArn }));
    const [statement] = JSON.parse(ResourcePolicy!).Statement;
    expectEqual([statement.Effect, statement.Condition.StringNotEquals], ['Deny', { 'aws:PrincipalAccount': ACCOUNT }], 'policy');
  });
}

/** The four steps, as Secrets Manager would invoke them, and again: the emulator never calls the function itself. */
export async function proveRotation({ clients, outputs, proofs }: Deployment): Promise<void> {
  const { lambda, secrets } = clients;
  const SecretId = outputs.ApiSecretArn;
  const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
  const token = randomUUID();
  const step = async (Step: string) => {
    const response = await lambda.send(
      new InvokeCommand({
        FunctionName: described.RotationLambdaARN,
        Payload: Buffer.from(JSON.stringify({ Step, SecretId, ClientRequestToken: token })),
      }),
    );
    expectTrue(response.FunctionError === undefined, `${Step}: ${Buffer.from(response.Payload ?? []).toString()}`);
  };
  await proofs.prove('Rotation', 'is scheduled every 90 days', () => {
    expectEqual([described.RotationEnabled, described.RotationRules?.ScheduleExpression], [true, 'rate(90 days)'], 'schedule');
  });
  await proofs.prove(
    'Rotation',
    'creates a new value of 32 characters, keeps the old one as AWSPREVIOUS, and can be retried',
    async () => {
      const before = await readSecret(clients, SecretId);
      for (const name of ['createSecret', 'createSecret', 'setSecret', 'testSecret', 'finishSecret', 'finishSecret']) {
        await step(name);
      }
      const after = await readSecret(clients, SecretId);
      expectTrue(after !== before && /^[0-9A-Za-z]{32}$/.test(after ?? ''), 'the value is not a new one of 32 letters and digits');
      const previous = await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSPREVIOUS' }));
      expectEqual(previous.SecretString, before, 'previous value');
    },
  );
}
