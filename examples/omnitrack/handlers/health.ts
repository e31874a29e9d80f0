/** Knows nothing of headers: SecureLambda adds them. */
export const handler = async () => ({ statusCode: 200, body: '{"status":"ok"}' });
