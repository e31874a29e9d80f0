import * as fc from 'fast-check';
import { validateRequestHeaders } from '../../../src/middleware';

test('takes an event, multiple values, or the headers alone', () => {
  const violations = [{ header: 'x-a', rule: 'control-character' }];
  expect(validateRequestHeaders({ headers: { 'X-A': 'b\0' } })).toEqual(violations);
  expect(validateRequestHeaders({ headers: null, multiValueHeaders: { 'X-A': ['b\0'] } })).toEqual(violations);
  expect(validateRequestHeaders({ headers: { 'X-A': 'b\0' }, multiValueHeaders: {} })).toEqual(violations);
  expect(validateRequestHeaders({ 'X-A': 'b\0' })).toEqual(violations);
  expect(validateRequestHeaders({ 'X-A': ['a', 'b\0'] })).toEqual(violations);
  expect(validateRequestHeaders({ 'headers': 'a header of that name', 'X-A': 'b\0' })).toEqual(violations);
  expect(validateRequestHeaders(new Headers({ 'User-Agent': 'sqlmap/1.7' }))).toEqual([{ header: 'user-agent', rule: 'attack-tool' }]);
  expect(validateRequestHeaders({ headers: new Headers({ 'User-Agent': 'sqlmap/1.7' }) } as never))
    .toEqual([{ header: 'user-agent', rule: 'attack-tool' }]);
  expect(validateRequestHeaders({ headers: null, multiValueHeaders: null })).toEqual([]);
});

test('returns nothing of a value', () => {
  expect(JSON.stringify(validateRequestHeaders({ headers: { 'X-Token': 'hunter2\0' } }))).not.toContain('hunter2');
});

test('never throws, whatever comes', () => {
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (headers) => {
    validateRequestHeaders({ headers });
  }), { numRuns: 2000 });
});

test.each([
  '${'.repeat(4000), '${lower:'.repeat(1000), "' or ".repeat(1600), '<'.repeat(8000), 'union '.repeat(1300),
  '${a:-'.repeat(1500) + '}'.repeat(500), '%24%7b'.repeat(1300),
  ' '.repeat(8000), 'a, '.repeat(2700), "'".repeat(8000), "' or 1" + '1'.repeat(8000), '( '.repeat(4000), 'x'.repeat(10_000_000),
])('takes little time on %#', (value) => {
  const headers = { 'User-Agent': value, 'X-Forwarded-Host': value };
  validateRequestHeaders({ headers }); // compiles the patterns
  const started = performance.now();
  validateRequestHeaders({ headers });
  expect(performance.now() - started).toBeLessThan(300); // some 10 without anybody else on the machine
});
