import * as fc from 'fast-check';
import { applySecurityHeaders, HttpResponse, sanitizeResponse, SECURITY_HEADERS, withSecurityHeaders } from '../../src/middleware';

const headerName = fc.oneof(
  fc.constantFrom('Content-Type', 'x-frame-options', 'CACHE-CONTROL', 'X-Own', 'Set-Cookie', 'server', 'host', 'Content-Length',
    'transfer-encoding', 'User-Agent', '__proto__'),
  fc.string({ maxLength: 8 }),
);
const headerValue = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('${jndi:x}', "' or 1=1 --", '<script>', '() {'));
const own = fc.dictionary(headerName, fc.oneof(headerValue, fc.integer(), fc.boolean()), { maxKeys: 4 });
const responses = fc.record({
  statusCode: fc.integer({ min: 100, max: 599 }),
  body: fc.option(fc.oneof(fc.string(), fc.json()), { nil: undefined }),
  headers: fc.option(own, { nil: undefined }),
  multiValueHeaders: fc.option(fc.dictionary(headerName, fc.array(headerValue, { maxLength: 2 }), { maxKeys: 3 }), { nil: undefined }),
  cookies: fc.option(fc.array(fc.string(), { maxLength: 2 }), { nil: undefined }),
  isBase64Encoded: fc.boolean(),
}) as fc.Arbitrary<HttpResponse & { cookies?: string[] }>;
const events = fc.oneof(
  fc.record({
    httpMethod: fc.constant('GET'),
    headers: fc.dictionary(headerName, headerValue, { maxKeys: 4 }),
    requestContext: fc.constantFrom({}, { elb: {} }),
  }),
  fc.record({
    httpMethod: fc.constant('GET'),
    multiValueHeaders: fc.dictionary(headerName, fc.array(headerValue, { maxLength: 2 }),
      { maxKeys: 4 }),
    requestContext: fc.constantFrom({}, { elb: {} }),
  }),
  fc.record({
    version: fc.constant('2.0'),
    headers: fc.dictionary(headerName, headerValue, { maxKeys: 4 }),
    requestContext: fc.constant({ http: {} }),
  }),
  fc.anything({ maxDepth: 2 }),
);

test('any response keeps its status, body, cookies and own headers, and twice is once', () => {
  fc.assert(fc.property(responses, events, (response, event) => {
    const before = JSON.stringify(response);
    const once = applySecurityHeaders(response, {}, event);
    expect(JSON.stringify(response)).toBe(before);
    expect([once.statusCode, once.body, once.cookies, once.isBase64Encoded])
      .toEqual([response.statusCode, response.body, response.cookies, response.isBase64Encoded]);
    for (const [name, value] of Object.entries(response.headers ?? {}).filter(([key]) => key.toLowerCase() !== 'server')) {
      expect(Object.entries(once.headers!)).toContainEqual([name, value]);
    }
    for (const [name, values] of Object.entries(response.multiValueHeaders ?? {}).filter(([key, list]) => key.toLowerCase() !== 'server'
      && list!.length > 0)) {
      expect(Object.entries(once.multiValueHeaders!)).toContainEqual([name, values]);
    }
    const all = [...Object.keys(once.headers ?? {}), ...Object.keys(once.multiValueHeaders ?? {})].map((name) => name.toLowerCase());
    expect(all).toEqual(expect.arrayContaining(Object.keys(SECURITY_HEADERS).map((name) => name.toLowerCase())));
    expect(applySecurityHeaders(once, {}, event)).toEqual(once);
  }), { numRuns: 3000 });
});

test('100,000 random requests and responses, without a throw', async () => {
  const quiet = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  await fc.assert(fc.asyncProperty(events, responses, async (event, response) => {
    await withSecurityHeaders(async () => response, { validate: true, sanitize: true })(event, {});
  }), { numRuns: 100_000 });
  quiet.mockRestore();
}, 120_000);

test('a JSON text without sensitive names stays byte for byte, and with them keeps all else', () => {
  // names are read without what stands between their letters
  const plain = fc.json().filter((text) => !/pass|pwd|secret|key|token|auth|cookie|ssn|card|cv|pin|otp|jwt|bearer|social|credential|iban|conn|AKIA|ASIA|BEGIN/i.test(text.replace(/[^a-z]/gi, '')));
  fc.assert(fc.property(plain, (text) => {
    expect(sanitizeResponse(text)).toBe(text);
    const hidden = `{"password": ${text}, "rest": ${text}}`;
    expect(JSON.parse(sanitizeResponse(hidden)).rest).toEqual(JSON.parse(text));
    expect(JSON.parse(sanitizeResponse(hidden, { mode: 'remove' })).rest).toEqual(JSON.parse(text));
  }), { numRuns: 2000 });
});

test('removing gives valid JSON, whatever is removed', () => {
  const tree = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(1, 'a,"}', null, true, '\\'), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(fc.constantFrom('password', 'a', 'b', 'secret', 'c"'), tie('value'), { maxKeys: 4 }),
  })).object;
  fc.assert(fc.property(tree, fc.constantFrom(0, 1, 2), (value, spaces) => {
    const removed = JSON.parse(sanitizeResponse(JSON.stringify(value, undefined, spaces), { mode: 'remove' }));
    expect(removed).toEqual(sanitizeResponse(JSON.parse(JSON.stringify(value)), { mode: 'remove' }));
  }), { numRuns: 5000 });
});
