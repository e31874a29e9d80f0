import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { readSecret } from './secrets';
import { withSecurityHeaders } from 'cdk-hardened/middleware';

/** Which credentials somebody has put in. Never what they are. */
export const handler = withSecurityHeaders(async (_event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const credentials = JSON.parse(await readSecret(process.env.SECRETS_ARN) ?? '{}');
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ configured: Object.keys(credentials).sort() }),
  };
}, { validate: true, sanitize: true });
