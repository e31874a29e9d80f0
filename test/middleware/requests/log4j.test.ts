import { validateRequestHeaders } from '../../../src/middleware';
import { fixture, fromPython } from '../../support/python-middleware';
import log4j from '../vectors/log4j.json';

/** `fires` are those that Log4j 2.14.1 itself looks up, as `npm run bench:corpora` asks it. */
const { fires, encoded, honest } = log4j;
const requests = [...fires, ...encoded, ...honest].map((value) => ({ headers: { 'X-Api-Version': value } }));
const inPython: { rule: string }[][] = fromPython([fixture('requests.py')], { requests, options: [] }).requests;
const inNode = requests.map((request) => validateRequestHeaders(request));

const found = (violations: readonly { readonly rule: string }[]) => violations.some(({ rule }) => rule === 'log4shell');
const unlike = (values: readonly string[], from: number, expected: boolean) =>
  values.filter((_, index) => [inNode, inPython].some((all) => found(all[from + index]) !== expected));

test('nothing passes that Log4j looks up', () => {
  expect(fires.length).toBeGreaterThan(80);
  expect(unlike(fires, 0, true)).toEqual([]);
});

test('nothing passes that is a lookup when it is decoded, up to three times', () => {
  expect(unlike(encoded, fires.length, true)).toEqual([]);
});

test('templates, variables and prices pass', () => {
  expect(unlike(honest, fires.length + encoded.length, false)).toEqual([]);
});

test.each([
  '${'.repeat(4000), '${lower:'.repeat(1000), '${a:-'.repeat(1500) + '}'.repeat(500), '%24%7b'.repeat(1300), '${a}'.repeat(2000),
  '${x:\\-'.repeat(1000) + '}'.repeat(1000), '$'.repeat(8000), '${' + "'".repeat(8000), `\${date:${"'".repeat(7900)}}`,
  '%2525252524'.repeat(700),
  '&#36;'.repeat(1600), ':\\-'.repeat(2600) + '${', `\${${'lower:'.repeat(1300)}}`, '${a:-$}'.repeat(1100), '$'.repeat(8000) + '${',
])('takes little time on %#', (value) => {
  validateRequestHeaders({ 'x-a': value });
  const started = performance.now();
  validateRequestHeaders({ 'x-a': value });
  expect(performance.now() - started).toBeLessThan(50);
});

test('takes no time in proportion to the square of the length', () => {
  for (const part of ['${', '${a:-', '${lower:x}', "${date:'", '%2524', '${$', '$']) {
    const value = '${'.padStart(300_000, part); // 45 thousand million steps, if it were
    const started = performance.now();
    validateRequestHeaders({ 'x-a': value }, { maxHeaderBytes: 1_000_000 });
    expect(performance.now() - started).toBeLessThan(3000);
  }
});
