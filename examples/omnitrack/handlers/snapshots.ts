import { createHmac } from 'crypto';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { readSecret } from './secrets';
import { withSecurityHeaders } from 'cdk-hardened/middleware';

const table = new DynamoDBClient({});
const bucket = new S3Client({});
const { TABLE_NAME, SNAPSHOTS_BUCKET, API_SECRET_ARN } = process.env;

const json = (statusCode: number, body: object): APIGatewayProxyResult =>
  ({ statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Stores the state as an object, signed with the generated secret, and its place in the table. */
async function store(twin: string, state: object): Promise<APIGatewayProxyResult> {
  const taken = new Date().toISOString();
  const key = `${twin}/${taken}.json`;
  const body = JSON.stringify(state);
  const signature = createHmac('sha256', (await readSecret(API_SECRET_ARN))!).update(body).digest('hex');
  await bucket.send(new PutObjectCommand({ Bucket: SNAPSHOTS_BUCKET, Key: key, Body: body, ContentType: 'application/json' }));
  await table.send(new PutItemCommand({
    TableName: TABLE_NAME,
    Item: { pk: { S: `TWIN#${twin}` }, sk: { S: `SNAPSHOT#${taken}` }, object: { S: key }, signature: { S: signature } },
  }));
  return json(201, { twin, taken, signature });
}

/** The newest snapshot of a twin. */
async function newest(twin: string): Promise<APIGatewayProxyResult> {
  const { Items } = await table.send(new QueryCommand({
    TableName: TABLE_NAME,
    KeyConditionExpression: 'pk = :twin',
    ExpressionAttributeValues: { ':twin': { S: `TWIN#${twin}` } },
    ScanIndexForward: false,
    Limit: 1,
  }));
  const item = Items?.[0];
  if (item === undefined) {
    return json(404, { message: 'No snapshot' });
  }
  const { Body } = await bucket.send(new GetObjectCommand({ Bucket: SNAPSHOTS_BUCKET, Key: item.object.S }));
  const state = JSON.parse(await Body!.transformToString());
  return json(200, { twin, taken: item.sk.S!.slice('SNAPSHOT#'.length), signature: item.signature.S, state });
}

export const handler = withSecurityHeaders(async (event: APIGatewayProxyEvent) => {
  if (event.httpMethod === 'POST') {
    const { twin, state } = JSON.parse(event.body ?? '{}');
    return store(twin, state);
  }
  return newest(event.pathParameters!.twin!);
}, { validate: true });
