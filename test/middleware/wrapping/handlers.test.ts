import { withSecurityHeaders } from '../../../src/middleware';

const rest = { httpMethod: 'GET', headers: {}, requestContext: {} };
const context = { awsRequestId: 'request-1' };
const call = (handler: (...args: any[]) => any, options = {}, ctx: object = context) =>
  withSecurityHeaders(handler as any, options)(rest as any, ctx as any) as Promise<any>;
const secured = { statusCode: 200, headers: { 'X-Frame-Options': 'DENY' } };

let logged: jest.SpyInstance;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describe('takes the responses of handlers that', () => {
  test('take a callback, at once and later', async () => {
    expect(await call((_e, _c, done) => done(null, { statusCode: 200 }))).toMatchObject(secured);
    expect(await call((_e, _c, done) => { setTimeout(() => done(undefined, { statusCode: 200 }), 5); })).toMatchObject(secured);
  });

  test('take a callback as one of many arguments', async () => {
    expect(await call((...args) => { args[2](null, { statusCode: 200 }); }, {},
      { ...context, done: () => undefined })).toMatchObject(secured);
  });

  test('take a callback and return a promise', async () => {
    expect(await call(async (_e, _c, _done) => ({ statusCode: 200 }))).toMatchObject(secured);
    expect(await call((_e, _c, _done) => Promise.resolve({ statusCode: 200 }))).toMatchObject(secured);
  });

  test('give an error to the callback, as 500', async () => {
    expect(await call((_e, _c, done) => done(new Error('hunter2')))).toMatchObject({
      statusCode: 500,
      body: '{"message":"Internal Server Error","requestId":"request-1"}',
    });
    await expect(call((_e, _c, done) => done(new Error('hunter2')), { onError: 'rethrow' })).rejects.toThrow('hunter2');
  });

  test('throw before they return', async () => {
    expect(await call(() => { throw new Error('no'); })).toMatchObject({ statusCode: 500 });
    expect(logged).toHaveBeenCalledTimes(1);
  });

  test('respond by the context, as runtimes before nodejs24.x let them', async () => {
    const done = jest.fn();
    const old = { ...context, done, succeed: done, fail: done };
    expect(await call((_e, ctx) => { setTimeout(() => ctx.succeed({ statusCode: 200 }), 5); }, {}, old)).toMatchObject(secured);
    expect(await call((_e, ctx) => ctx.done(null, { statusCode: 200 }), {}, old)).toMatchObject(secured);
    expect(await call((_e, ctx) => ctx.fail(new Error('no')), {}, old)).toMatchObject({ statusCode: 500 });
    expect(await call((_e, ctx) => ({ statusCode: 200, body: ctx.awsRequestId }), {}, old)).toMatchObject({ body: 'request-1' });
    expect(done).not.toHaveBeenCalled();
  });

  test('set callbackWaitsForEmptyEventLoop, which the runtime then sees', async () => {
    let waits = true;
    const old = { ...context, done: () => undefined, set callbackWaitsForEmptyEventLoop(value: boolean) { waits = value; } };
    await call((_e, ctx) => { ctx.callbackWaitsForEmptyEventLoop = false; ctx.succeed({ statusCode: 200 }); }, {}, old);
    expect(waits).toBe(false);
  });

  test('return nothing, on nodejs24.x', async () => {
    expect(await call(() => undefined)).toBeUndefined();
  });
});

test('the wrapped handler is what nodejs24.x accepts: one without a callback', () => {
  expect(withSecurityHeaders((_e: unknown, _c: unknown, _done: unknown): void => undefined)).toHaveLength(2);
});

describe('a header by a function of the request', () => {
  const handler = async () => ({ statusCode: 200 });

  test('is asked for each', async () => {
    const wrapped = withSecurityHeaders(handler,
      {
        headers: {
          'Cache-Control': (request: any) => request.path === '/logo' ? 'max-age=60' : false,
          'X-Path': (request: any) => request.path,
        },
      });
    expect(await wrapped({ ...rest, path: '/logo' }, context)).toMatchObject({
      headers: {
        'Cache-Control': 'max-age=60',
        'X-Path': '/logo',
      },
    });
    expect(await wrapped({ ...rest, path: '/a' }, context)).not.toHaveProperty('headers.Cache-Control');
  });

  test.each([() => { throw new Error('no'); }, () => 'a\r\nSet-Cookie: b', () => 7])('that fails leaves the default: %s', async (value) => {
    const wrapped = withSecurityHeaders(handler,
      { headers: { 'X-Frame-Options': value as () => string, 'X-Mine': value as () => string } });
    const { headers } = await wrapped(rest, context) as any;
    expect(headers['X-Frame-Options']).toBe('DENY');
    expect(headers).not.toHaveProperty('X-Mine');
    expect(logged).toHaveBeenCalledTimes(2);
  });
});

describe('rejects, when it wraps,', () => {
  const wrap = (options: any) => () => withSecurityHeaders(async () => undefined, options);

  test.each<[any, RegExp]>([
    [{ validat: true }, /withSecurityHeaders has no "validat"; did you mean "validate"\?/],
    [{ headers: { 'X-Frame-Option': 'DENY' } }, /headers has no "X-Frame-Option"; did you mean "X-Frame-Options"\?/],
    [{ headers: { 'Content-Securty-Policy': 'x' } }, /did you mean "Content-Security-Policy"\?/],
    [{ headers: { 'X Bad': '1' } }, /headers must be named as RFC 9110 allows, got "X Bad"/],
    [{ headers: { 'X-Bad': 'a\nb' } }, /headers\.X-Bad must be text without control characters/],
    [{ removeHeaders: ['a b'] }, /removeHeaders must be named as RFC 9110 allows, got "a b"/],
    [{ onError: 'ignore' }, /onError must be 'answer' or 'rethrow', got "ignore"/],
    [{ validate: { maxHeader: 5 } }, /validate has no "maxHeader"; did you mean "maxHeaders"\?/],
    [{ sanitize: { sensitiveField: [] } }, /sanitize has no "sensitiveField"; did you mean "sensitiveFields"\?/],
    [{ sanitize: { mode: 'hide' } }, /mode must be 'redact', 'mask' or 'remove', got "hide"/],
  ])('%j', (options, message) => {
    expect(wrap(options)).toThrow(message);
  });

  test('what is no handler', () => {
    expect(() => withSecurityHeaders(undefined as never)).toThrow(/handler must be a function, got undefined/);
  });
});

test('limits and ignored rules of validation are yours to set', async () => {
  const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const tool = { ...rest, headers: { 'User-Agent': 'sqlmap/1.7' } };
  const handler = async () => ({ statusCode: 200 });
  expect(await withSecurityHeaders(handler, { validate: { ignoredRules: ['attack-tool'] } })(tool,
    context)).toMatchObject({ statusCode: 200 });
  expect(await withSecurityHeaders(handler, { validate: { maxHeaders: 0 } })(tool, context)).toMatchObject({ statusCode: 400 });
  expect(warned.mock.calls.join()).toContain('"rule":"too-many"');
  expect(warned.mock.calls.join()).not.toContain('sqlmap');
});
