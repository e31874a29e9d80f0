import * as fc from 'fast-check';
import { withSecurityHeaders, SECURITY_HEADERS, applySecurityHeaders, securityHeadersForMiddy } from '../../../src/middleware';
import { inject } from '../../../src/middleware/layer/inject';

/** What a handler returns is sent as JSON.stringify writes it: whatever it is, that text stays, but for the headers. */
const rest = { httpMethod: 'GET', headers: {}, requestContext: {} };
const http = { version: '2.0', headers: {}, requestContext: { http: {} } };
const balancer = { httpMethod: 'GET', multiValueHeaders: {}, requestContext: { elb: {} } };

const throwing = { get statusCode(): number { throw new Error('no'); } };
// a promise that is given it reads `then`
const broken = new Proxy({}, {
  get: (_, key) => { if (key === 'then') { return undefined; } throw new Error('no'); },
  ownKeys: () => { throw new Error('no'); },
});
const cyclic: Record<string, unknown> = { statusCode: 200 };
cyclic.self = cyclic;

class Reply {
  constructor(private readonly status: number, private readonly own: Record<string, string>) {}
  public toJSON() { return { statusCode: this.status, headers: this.own, body: 'x' }; }
}
class Getters {
  get statusCode() { return 200; }
}

const oddities: [string, unknown][] = [
  ['headers: null', { statusCode: 200, headers: null }],
  ['multiValueHeaders: null', { statusCode: 200, multiValueHeaders: null }],
  ['both null', { statusCode: 200, headers: null, multiValueHeaders: null }],
  ['headers that are a text', { statusCode: 200, headers: 'X-A: b' }],
  ['headers that are a number', { statusCode: 200, headers: 7 }],
  ['headers that are a list', { statusCode: 200, headers: [['X-A', 'b']] }],
  ['headers that are false', { statusCode: 200, headers: false }],
  ['headers that are a symbol', { statusCode: 200, headers: Symbol('a') }],
  ['headers that are a function', { statusCode: 200, headers: () => undefined }],
  ['headers that are a big integer', { statusCode: 200, headers: 1n }],
  ['headers that are a Map', { statusCode: 200, headers: new Map([['X-A', 'b']]) }],
  ['headers that are a Date', { statusCode: 200, headers: new Date(0) }],
  ['headers with a toJSON of their own', { statusCode: 200, headers: { toJSON: () => ({ 'x-frame-options': 'SAMEORIGIN' }) } }],
  ['headers with a getter that throws', { statusCode: 200, headers: { get 'X-A'() { throw new Error('no'); } } }],
  ['headers that are a broken proxy', { statusCode: 200, headers: broken }],
  ['multiple values that are a text', { statusCode: 200, multiValueHeaders: 'a' }],
  ['multiple values that are no lists', { statusCode: 200, multiValueHeaders: { 'X-A': 'b', 'X-C': 7, 'X-D': { e: 1 } } }],
  ['a frozen response', Object.freeze({ statusCode: 200, headers: Object.freeze({ 'X-A': 'b' }) })],
  ['a response without a prototype', Object.assign(Object.create(null),
    { statusCode: 200, headers: Object.assign(Object.create(null), { 'X-A': 'b' }) })],
  ['a class with toJSON', new Reply(201, { 'x-frame-options': 'SAMEORIGIN' })],
  ['a class whose getters JSON does not see', new Getters()],
  ['a response in a proxy', new Proxy({ statusCode: 200, headers: new Proxy({ 'X-A': 'b' }, {}) }, {})],
  ['a body that throws', { statusCode: 200, get body() { throw new Error('no'); } }],
  ['a body that is no text', { statusCode: 200, body: { password: 'x' } }],
  ['a status that is no status', { statusCode: 'teapot', body: 'x' }],
  ['a status that is null', { statusCode: null, body: 'x' }],
  ['a status that is undefined', { statusCode: undefined, body: 'x' }],
  ['a list with a status', Object.assign([1], { statusCode: 200 })],
  ['a function with a status', Object.assign(() => undefined, { statusCode: 200 })],
  ['a getter that throws', throwing],
  ['a broken proxy', broken],
  ['a cycle', cyclic],
  ['a cycle without a status', (() => { const value: any = {}; value.self = value; return value; })()],
  ['a big integer', 1n],
  ['a big integer within', { a: 1n }],
  ['a symbol', Symbol('a')],
  ['a function', () => undefined],
  ['null', null],
  ['NaN', NaN],
  ['a text in an object', new String('a')], // eslint-disable-line no-new-wrappers
  ['a Date', new Date(0)],
  ['a Map', new Map([['statusCode', 200]])],
  ['bytes', Buffer.from('a')],
];

const sent = (value: unknown): { text?: string; error?: true } => {
  try {
    return { text: JSON.stringify(value) };
  } catch {
    return { error: true };
  }
};
const isDictionary = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
  && !Array.isArray(value);
const names = new Set(Object.keys(SECURITY_HEADERS).map((name) => name.toLowerCase()));
const holds = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);

const ownsValue = (headers: unknown, name: string) => holds(Object(headers ?? {})[name] ?? null);

/** What is left of a sent response when the security headers, and headers without a value, do not count. */
function itsOwn(response: Record<string, unknown>, original: Record<string, unknown>): unknown {
  const own = (part: 'headers' | 'multiValueHeaders') => {
    const headers = response[part] ?? {};
    return isDictionary(headers)
      ? Object.entries(headers).filter(([name, value]) => holds(value)
        && (!names.has(name.toLowerCase()) || ownsValue(original[part], name)))
      : headers;
  };
  return { ...response, headers: own('headers'), multiValueHeaders: own('multiValueHeaders') };
}

function expectUnharmed(event: unknown, result: unknown, given: unknown): void {
  const before = sent(result);
  if (before.text === undefined && !(result === undefined && (event as { version?: string })?.version === '2.0')) {
    expect(sent(given)).toEqual(before);
    return;
  }
  const seen = JSON.parse(before.text ?? 'null');
  const after = JSON.parse(sent(given).text!);
  if (isDictionary(seen) && (typeof seen.statusCode === 'number' || /^\d{3}$/.test(String(seen.statusCode)))) {
    expect(itsOwn(after, seen)).toEqual(itsOwn(seen, seen));
    if ([seen.headers ?? {}, seen.multiValueHeaders ?? {}].every(isDictionary)) {
      const all = [...Object.keys(after.headers ?? {}), ...Object.keys(after.multiValueHeaders ?? {})].map((name) => name.toLowerCase());
      expect(all).toEqual(expect.arrayContaining([...names]));
    }
  } else if ((event as { version?: string })?.version === '2.0' && !(isDictionary(seen) && 'statusCode' in seen)) {
    expect(after).toMatchObject({
      statusCode: 200,
      body: typeof seen === 'string' ? seen : JSON.stringify(seen),
      headers: { 'X-Frame-Options': 'DENY' },
    });
  } else {
    expect(after).toEqual(seen);
  }
}

type Handler = (event: any, context: any) => unknown;
const ways: [string, (handler: Handler) => Handler][] = [
  ['withSecurityHeaders', (handler) => withSecurityHeaders(handler, { sanitize: true }) as Handler],
  ['the layer', (handler) => inject(handler, 'file')],
  ['middy', (handler) => async (event, context) => {
    const request: any = { event, context, response: await handler(event, context) };
    securityHeadersForMiddy().after(request);
    return request.response;
  }],
];

describe.each(ways)('%s', (_, wrap) => {
  test.each(oddities)('passes what it is given: %s', async (__, result) => {
    for (const event of [rest, http, balancer]) {
      expectUnharmed(event, result, await wrap(async () => result)(event, {}));
    }
  });

  test('passes whatever JavaScript has', async () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      maxDepth: 2,
    });
    const value = fc.oneof(anything, fc.constantFrom(null, undefined, Symbol('a'), () => 1, NaN, broken, throwing));
    const headerName = fc.constantFrom('x-frame-options', 'X-A', '__proto__', 'Cache-Control', 'toJSON');
    const dictionary = fc.dictionary(headerName, fc.oneof(value, fc.string(), fc.constant([])), { maxKeys: 4 });
    const response = fc.record({
      statusCode: fc.oneof({ weight: 4, arbitrary: fc.constantFrom<unknown>(200, '200', 204) }, value),
      headers: fc.oneof(dictionary, value),
      multiValueHeaders: fc.oneof(dictionary, value),
      body: fc.oneof(fc.string(), value),
    }, { requiredKeys: [] });
    await fc.assert(fc.asyncProperty(fc.oneof(response, value), fc.constantFrom(rest, http, balancer), async (result, event) => {
      expectUnharmed(event, result, await wrap(async () => result)(event, {}));
    }), { numRuns: 3000 });
  });
});

test.each(oddities)('the layer leaves what is no response to an HTTP request as it is: %s', async (_, result) => {
  expect(await inject(async () => result, 'file')({ Records: [] }, {})).toBe(result);
});

test.each<[string, unknown]>([
  ['a trace that throws', Object.defineProperty(new Error('no'), 'stack', { get: () => { throw new Error('no'); } })],
  ['a broken proxy', broken], ['undefined', undefined], ['a symbol', Symbol('a')], ['null', null],
])('an error that cannot be logged is a bare 500 too: %s', async (_, error) => {
  jest.spyOn(console, 'error').mockImplementation((value) => { void (value as Error | undefined)?.stack; });
  const response = await withSecurityHeaders(async () => { throw error; })(rest, {});
  expect(response).toMatchObject({ statusCode: 500, headers: { 'X-Frame-Options': 'DENY' }, body: '{"message":"Internal Server Error"}' });
  jest.restoreAllMocks();
});

test('applySecurityHeaders gives back what has no headers to read', () => {
  for (const [, value] of oddities) {
    expect(() => applySecurityHeaders(value as never)).not.toThrow();
  }
  expect(applySecurityHeaders(null as never)).toBeNull();
});
