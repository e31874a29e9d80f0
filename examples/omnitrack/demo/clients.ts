import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { EmbeddedAws, REGION } from '../../../embedded-aws/embedded-aws';

/** A client for each service that the demo reads back from. An account's id is the access key of its administrator. */
export function clientsOf({ endpoint }: EmbeddedAws, accessKeyId = 'test') {
  const config = { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey: 'test' } };
  return {
    apigateway: new APIGatewayClient(config),
    cloudformation: new CloudFormationClient(config),
    dynamodb: new DynamoDBClient(config),
    ec2: new EC2Client(config),
    kms: new KMSClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secrets: new SecretsManagerClient(config),
    waf: new WAFV2Client(config),
  };
}

export type Clients = ReturnType<typeof clientsOf>;

/** The outputs of all stacks of the example. */
export async function outputsOf({ cloudformation }: Clients): Promise<Record<string, string>> {
  const { Stacks } = await cloudformation.send(new DescribeStacksCommand({}));
  return Object.fromEntries(
    (Stacks ?? [])
      .filter((stack) => stack.StackName!.startsWith('Omnitrack'))
      .flatMap((stack) => stack.Outputs ?? [])
      .map((output) => [output.OutputKey!, output.OutputValue!]),
  );
}
