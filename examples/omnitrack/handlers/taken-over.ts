import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as secrets from '@aws-sdk/client-secrets-manager';

const SERVICES: Record<string, [Record<string, any>, { send(command: unknown): Promise<any> }]> = {
  dynamodb: [dynamodb, new dynamodb.DynamoDBClient({})],
  ec2: [ec2, new ec2.EC2Client({})],
  kms: [kms, new kms.KMSClient({})],
  s3: [s3, new s3.S3Client({})],
  secrets: [secrets, new secrets.SecretsManagerClient({})],
};

/** A request to the AWS API, in the words of the SDK. */
export interface Attempt {
  readonly service: string;
  readonly command: string;
  readonly input: object;
}

/** What AWS said: the error's name and message, or nothing if it did what was requested. */
export interface Outcome {
  readonly error?: string;
  readonly message?: string;
}

/** What somebody who runs code in a function can do: any request that its role allows. For the demo only: never deploy it. */
export const handler = async ({ service, command, input }: Attempt): Promise<Outcome> => {
  const [commands, client] = SERVICES[service];
  try {
    await client.send(new commands[`${command}Command`](input));
    return {};
  } catch (error) {
    return { error: (error as Error).name, message: (error as Error).message };
  }
};
