import { sanitizeResponse } from '../../../src/middleware';

const REDACTED = '[REDACTED]';

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
  expect(sanitizeResponse(new Map<string, unknown>([['password', 'a'], ['ok', new Set(['b'])]]))).toEqual(new Map<string,
    unknown>([['password', REDACTED], ['ok', new Set(['b'])]]));
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

test('copies dates and bytes too', () => {
  const value = { date: new Date(0), buffer: Buffer.from('a'), bytes: new Uint8Array([1]) };
  const copy = sanitizeResponse(value);
  expect(copy).toEqual(value);
  copy.date.setFullYear(2000);
  copy.buffer[0] = copy.bytes[0] = 9;
  expect(value).toEqual({ date: new Date(0), buffer: Buffer.from('a'), bytes: new Uint8Array([1]) });
});

test('goes by the fields that toJSON gives, and not by what a getter throws', () => {
  expect(sanitizeResponse({ get toJSON() { throw new Error('no'); }, password: 'a' })).toMatchObject({ password: REDACTED });
});

test('removes fields of maps and objects, and masks', () => {
  expect(sanitizeResponse(new Map([['password', 'a'], ['b', 'c']]), { mode: 'remove' })).toEqual(new Map([['b', 'c']]));
  expect(sanitizeResponse({ card: { cvv: 123, cardNumber: '4111111111111111' } },
    { mode: 'mask' })).toEqual({ card: { cvv: '****', cardNumber: '****1111' } });
});

test('takes an error and a class as what their fields say', () => {
  class Account {
    constructor(public readonly name: string, public readonly apiKey: string) {}
  }
  expect(sanitizeResponse(new Account('a', 'b'))).toEqual({ name: 'a', apiKey: REDACTED });
});

test.each([1_000, 30_000])('takes time in proportion to a text: %i fields that are removed', (count) => {
  const text = JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, password: 'x' })));
  const started = performance.now();
  expect(sanitizeResponse(text, { mode: 'remove' })).not.toContain('password');
  expect(performance.now() - started).toBeLessThan(count);
});
