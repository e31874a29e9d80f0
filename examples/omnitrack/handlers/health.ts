import { withSecurityHeaders } from 'cdk-hardened/middleware';

export const handler = withSecurityHeaders(async () => ({ statusCode: 200, body: '{"status":"ok"}' }));
