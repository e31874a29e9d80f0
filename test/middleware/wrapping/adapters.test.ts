import { execFileSync } from 'child_process';
import { join } from 'path';
import { Router } from '@aws-lambda-powertools/event-handler/http';
import { securityHeadersForMiddy, securityHeadersForPowertools } from '../../../src/middleware';

test('middy: responses, rejections and errors have the headers, and other results pass', () => {
  const script = join(__dirname, '..', 'fixtures', 'middy.mts');
  const responses = JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' }));
  const secured = { headers: { 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY' } };
  expect(responses).toEqual({
    responded: expect.objectContaining({
      statusCode: 200,
      headers: expect.objectContaining({ 'x-frame-options': 'SAMEORIGIN', 'X-Content-Type-Options': 'nosniff' }),
      body: '{"password":"[REDACTED]"}',
    }),
    rejected: expect.objectContaining({ statusCode: 400 }),
    failed: expect.objectContaining({ statusCode: 500, body: '{"message":"Internal Server Error","requestId":"request-1"}' }),
    rethrown: 'threw hunter2',
    handled: expect.objectContaining({ statusCode: 418 }),
    queue: { batchItemFailures: [] },
    queueFailed: 'threw hunter2',
  });
  for (const secure of [responses.rejected, responses.failed, responses.handled]) {
    expect(secure).toMatchObject(secured);
  }
  expect(responses.responded.headers).not.toHaveProperty('X-Frame-Options');
});

describe('Powertools', () => {
  const rest = (path: string, headers = {}) => ({
    httpMethod: 'GET',
    path,
    resource: path,
    headers: { Host: 'api.example.com', ...headers },
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    requestContext: { httpMethod: 'GET', path, stage: 'prod', domainName: 'api.example.com' },
  });
  const response = (event: object, options = {}) => {
    const app = new Router();
    app.use(securityHeadersForPowertools(options));
    app.get('/user', async () => ({ name: 'a', password: 'hunter2' }));
    app.get('/own', async () => new Response('page', {
      status: 201,
      headers: { 'x-frame-options': 'SAMEORIGIN', 'x-powered-by': 'a', 'content-type': 'text/html' },
    }));
    return app.resolve(event, { awsRequestId: 'request-1' } as never) as Promise<any>;
  };
  const headersOf = ({ multiValueHeaders, headers }: any): Record<string, string> => Object.fromEntries(
    Object.entries({ ...multiValueHeaders, ...headers }).map(([name, value]) => [name.toLowerCase(), String(value)]));

  test('responses have the headers, and the handler keeps its own', async () => {
    expect(headersOf(await response(rest('/user')))).toMatchObject({
      'x-frame-options': 'DENY',
      'content-type': 'application/json',
      'cross-origin-opener-policy': 'same-origin',
    });
    const own = await response(rest('/own'));
    expect(own).toMatchObject({ statusCode: 201, body: 'page' });
    expect(headersOf(own)).toMatchObject({ 'x-frame-options': 'SAMEORIGIN', 'x-content-type-options': 'nosniff' });
    expect(headersOf(own)).not.toHaveProperty('x-powered-by');
  });

  test('sanitises JSON', async () => {
    expect(JSON.parse((await response(rest('/user'), { sanitize: true })).body)).toEqual({ name: 'a', password: '[REDACTED]' });
  });

  test('rejects what does not validate', async () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const rejected = await response(rest('/user', { 'User-Agent': 'sqlmap/1.7' }), { validate: true });
    expect(rejected).toMatchObject({ statusCode: 400 });
    expect(headersOf(rejected)).toMatchObject({ 'x-frame-options': 'DENY' });
    warned.mockRestore();
  });
});

test.each([['securityHeadersForMiddy', securityHeadersForMiddy], ['securityHeadersForPowertools',
  securityHeadersForPowertools]])('%s checks its options', (name, make) => {
  expect(() => make({ validat: true } as never)).toThrow(`${name} has no "validat"; did you mean "validate"?`);
});

test('middy: an error that is left to Lambda gets no response, though format 2.0 makes one of nothing', () => {
  const request = {
    event: { version: '2.0', headers: {}, requestContext: { http: {} } },
    context: {},
    response: undefined as unknown,
    error: new Error('no'),
  };
  securityHeadersForMiddy({ onError: 'rethrow' }).onError(request);
  expect(request.response).toBeUndefined();
  securityHeadersForMiddy({ onError: 'rethrow' }).onError(Object.assign(request, { response: null }));
  expect(request.response).toMatchObject({ statusCode: 200, body: 'null', headers: { 'X-Frame-Options': 'DENY' } });
});
