import { sanitizeResponse } from '../../src/middleware';

const REDACTED = '[REDACTED]';

test.each([
  'password', 'PASSWORD', 'db_password', 'dbPassword', 'user-password', 'passphrase', 'secret', 'clientSecret', 'apiKey', 'api_key', 'API-KEY', 'x-api-key',
  'accessToken', 'refresh_token', 'idToken', 'Authorization', 'set-cookie', 'privateKey', 'ssn', 'creditCard', 'credit_card_number', 'cvv', 'AWSSecretAccessKey',
])('redacts %s', (name) => {
  expect(sanitizeResponse({ [name]: 'value' })).toEqual({ [name]: REDACTED });
});

test.each(['nextToken', 'tokenCount', 'secretary', 'passwordless', 'cookies_enabled', 'apiKeyboard', 'shipping', 'author', 'classname', 'opinion'])('leaves %s', (name) => {
  expect(sanitizeResponse({ [name]: 'value' })).toEqual({ [name]: 'value' });
});

test('redacts values that are unmistakable, wherever they stand', () => {
  expect(sanitizeResponse(['-----BEGIN RSA PRIVATE KEY-----\nMII', { note: 'key AKIAIOSFODNN7EXAMPLE' }, 'AKIAshort'])).toEqual([REDACTED, { note: REDACTED }, 'AKIAshort']);
});

test('redacts what you name too', () => {
  expect(sanitizeResponse({ customer_tax_id: '1', tax: 2 }, { sensitiveFields: ['customerTaxId'] })).toEqual({ customer_tax_id: REDACTED, tax: 2 });
});

test('copies, and leaves the value as it was', () => {
  const value = Object.freeze({ user: Object.freeze({ password: 'a', tags: Object.freeze(['b']) }) });
  const copy = sanitizeResponse(value);
  expect(copy).toEqual({ user: { password: REDACTED, tags: ['b'] } });
  expect(value.user.password).toBe('a');
});

test('handles cycles, maps, sets, dates, bytes, big integers, toJSON, __proto__ and getters that throw', () => {
  const cyclic: Record<string, unknown> = { password: 'a' };
  cyclic.self = cyclic;
  const copy = sanitizeResponse(cyclic);
  expect(copy.self).toBe(copy);

  const date = new Date(0);
  expect(sanitizeResponse({ date, bytes: Buffer.from('a'), big: 1n })).toEqual({ date, bytes: Buffer.from('a'), big: 1n });
  expect(sanitizeResponse(new Map<string, unknown>([['password', 'a'], ['ok', new Set(['b'])]]))).toEqual(new Map<string, unknown>([['password', REDACTED], ['ok', new Set(['b'])]]));
  expect(sanitizeResponse({ a: { toJSON: () => ({ password: 'x' }) } })).toEqual({ a: { password: REDACTED } });
  expect(sanitizeResponse({ get broken() { throw new Error('no'); } })).toEqual({ broken: undefined });

  const polluted = sanitizeResponse(JSON.parse('{"__proto__": {"admin": true}}'));
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect(Object.keys(polluted)).toEqual(['__proto__']);
});

test('ends at a depth that would exhaust the stack', () => {
  let deep: unknown = 'end';
  for (let level = 0; level < 10_000; level++) {
    deep = { deep };
  }
  expect(() => sanitizeResponse(deep)).not.toThrow();
});
