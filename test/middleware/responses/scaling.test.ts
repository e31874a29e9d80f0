import { sanitizeResponse } from '../../../src/middleware';
import { fromPython } from '../../support/python-middleware';

/** Bodies that somebody might make to have us work: each grows with its number, and eight times the body takes no 64 times as long. */
const SHAPES: Record<string, (count: number) => string> = {
  'names of 240 letters': (count) => fields(count, (index) => `${'aB'.repeat(120)}${index}`.slice(-240)),
  'names of 240 letters that begin many secrets': (count) => fields(count,
    (index) => `${'pA_sS_tO_keY_'.repeat(20)}token${index}`.slice(-240)),
  'one name of many words': (count) => JSON.stringify({ [`token_${'a_'.repeat(count * 50)}b`]: 1 }),
  'one name of many words that begin secrets': (count) => JSON.stringify({ ['socialSecurityPass'.repeat(count * 5)]: 1 }),
  'one name of capitals': (count) => JSON.stringify({ [`TOKEN${'A'.repeat(count * 100)}`]: 1 }),
  'a text full of words': (count) => JSON.stringify(['token '.repeat(count * 20)]),
  'a text full of quotes': (count) => JSON.stringify(['" token '.repeat(count * 20)]),
  'a text full of backslashes': (count) => JSON.stringify([`token${'\\'.repeat(count * 100)}`, 'pin']),
  'secrets inside secrets': (count) => '{"secret":'.repeat(count) + '{"arn":"a"}' + '}'.repeat(count),
  'lists inside secrets': (count) => `{"secret":${'['.repeat(count)}${']'.repeat(count)}}`,
  'secrets side by side': (count) => JSON.stringify(Array.from({ length: count }, () => ({ password: 'a', arn: 'b' }))),
  'escaped letters': (count) => JSON.stringify(Array.from({ length: count }, () => ({ a: 'b' }))).replace(/"a"/g, '"\\u0061"'),
  'JSON inside JSON': (count) => JSON.stringify(Array.from({ length: count }, () => JSON.stringify({ password: 'a' }))),
  'lines': (count) => '{"password":"a"}\n'.repeat(count),
  'lines that are no JSON': (count) => '{"password"\n'.repeat(count),
  'escaped names': (count) => fields(count, (index) => `pass"word${index}`),
  'many names of secrets': (count) => fields(count, (index) => `token_${index}_password`),
  'a text full of fields': (count) => JSON.stringify(['"password": '.repeat(count * 10)]),
  'a text full of broken lines': (count) => JSON.stringify(['"\n'.repeat(count * 20)]),
  'ids of access keys': (count) => JSON.stringify(['AKIAABCDEFGHIJKLMNOP '.repeat(count * 10)]),
  'private keys without an end': (count) => JSON.stringify(['-----BEGIN PRIVATE KEY-----'.repeat(count)]),
  'almost private keys': (count) => JSON.stringify([`-----BEGIN ${'A '.repeat(count * 20)}KEY`]),
};
const fields = (count: number, name: (index: number) => string) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), 1])));
const COUNT = 1000;
const FACTOR = 8;
/** Five times what is in proportion, as the machine does other things too, and two thirds of what is in proportion to the square. */
const LIMIT = 40;

const pairs = Object.entries(SHAPES).map(([name, make]) => [name, make(COUNT), make(COUNT * FACTOR)] as const);

/** The shortest of some runs. */
function milliseconds(body: string): number {
  return Math.min(...Array.from({ length: 5 }, () => {
    const started = performance.now();
    sanitizeResponse({ statusCode: 200, body }, { mode: 'redact' }); // with options nothing is remembered from the call before
    return performance.now() - started;
  }));
}

test.each(pairs)('Node.js takes time in proportion to %s', (_, small, large) => {
  milliseconds(large);
  expect(milliseconds(large) / Math.max(0.5, milliseconds(small))).toBeLessThan(LIMIT);
});

const PYTHON = `
import json, sys, time
from cdk_hardened_middleware import sanitize_response

def seconds(body):
    def run():
        started = time.perf_counter()
        sanitize_response({"statusCode": 200, "body": body}, mode="redact")  # with options nothing is remembered from the call before
        return time.perf_counter() - started
    return min(run() for _ in range(3))

json.dump([seconds(large) / max(0.0005, seconds(small)) for _, small, large in json.load(sys.stdin)], sys.stdout)
`;

test('Python takes time in proportion to them', () => {
  const ratios: number[] = fromPython(['-c', PYTHON], pairs);
  expect(pairs.map(([name], index) => [name, ratios[index]] as const).filter(([, ratio]) => ratio >= LIMIT)).toEqual([]);
});
