import * as fc from 'fast-check';
import { sanitizeResponse } from '../../../src/middleware';
import { fromPython } from '../../support/python-middleware';

/** Names and texts that are written in more than one way, or that could be taken for one another. */
const names = fc.constantFrom('password', 'token', 'nextToken', 'next"token', 'password"x', 'a"token', 'secret', 'secretArn', 'card', 'cvv',
  'pin', 'api key', 'api,key', ':token', 'pass/word', "don't token", 'token=', 'clé"token', 'to\nken', 'tokens', 'customerId', 'id', '',
  'password\\', '"', '{', ',null,', 'dbPass', 'passwords');
const texts = fc.oneof(names, fc.constantFrom('a text', 'arn:aws:a', 'AKIAABCDEFGHIJKLMNOP', '\nAKIAABCDEFGHIJKLMNOP', '\\', '": "', 'é',
  '-----BEGIN PRIVATE KEY-----\na\n-----END PRIVATE KEY-----', 'data: {"pin":"1"}\n', '{"a":\n["password"]}', '123456789012'));
const scalars = fc.constantFrom('1.0', '1E5', '12345678901234567890', 'null', 'true', 'false').map(verbatim);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: 'medium' }, texts, scalars,
    fc.array(tie('json'), { maxLength: 3 }), fc.array(fc.tuple(names, tie('json')), { maxLength: 4 }).map(fieldsOf), tie('text')),
  text: fc.tuple(tie('json'), fc.constantFrom('', ' '), fc.constantFrom(asIs, escaped)).map(([value, space, spell]) =>
    written(value, space, spell)),
}));

/** What is no text: as it is written, and fields, which may come twice. */
class Written { constructor(public readonly text: string) {} }
class Fields { constructor(public readonly fields: readonly (readonly [string, unknown])[]) {} }
function verbatim(text: string): Written { return new Written(text); }
function fieldsOf(fields: readonly (readonly [string, unknown])[]): Fields { return new Fields(fields); }

function asIs(text: string): string { return JSON.stringify(text); }
/** As encoders write that are careful of HTML, slashes and letters beyond ASCII. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/\//g, '\\/').replace(/[&'<=>t\u007f-\uffff]/g,
    (letter, at, whole) => whole[at - 1] === '\\' ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function written(value: unknown, space: string, spell: (text: string) => string): string {
  const next = (item: unknown) => written(item, space, spell);
  if (value instanceof Fields) {
    return `{${value.fields.map(([name, field]) => `${spell(name)}${space}:${space}${next(field)}`).join(`,${space}`)}}`;
  }
  return value instanceof Written ? value.text : Array.isArray(value) ? `[${value.map(next).join(`${space},`)}]` : spell(value as string);
}

const PYTHON = `
import json, sys
from cdk_hardened_middleware import sanitize_response

json.dump([sanitize_response({"statusCode": 200, "body": body}, **options)["body"] for body, options in json.load(sys.stdin)], sys.stdout)
`;
const OPTIONS = [
  {}, { mode: 'mask' }, { mode: 'remove' }, { sensitiveFields: ['null', 'customerId'] }, { allowedFields: ['token'] },
] as const;

test('Python sanitises 4,000 bodies as Node.js does, letter for letter', () => {
  const bodies = fc.sample(fc.tuple(json, fc.constantFrom('', ' '), fc.constantFrom(asIs, escaped)), { numRuns: 4000, seed: 1 })
    .map(([value, space, spell]) => written(value, space, spell));
  const cases = bodies.map((body, index) => [body, OPTIONS[index % OPTIONS.length]] as const);
  const expected = cases.map(([body, options]) => sanitizeResponse({ statusCode: 200, body }, options).body);
  const outcomes: string[] = fromPython(['-c', PYTHON], cases);
  expect(cases.filter((_, index) => outcomes[index] !== expected[index])).toEqual([]);
  expect(expected.filter((body, index) => body !== bodies[index]).length).toBeGreaterThan(1000);
});

test('both redact beside numbers of any length', () => {
  const body = `{"n":${'9'.repeat(5000)},"password":"a","secret":{"n":${'9'.repeat(5000)}}}`;
  const { body: clean } = sanitizeResponse({ statusCode: 200, body });
  expect(clean).toBe(`{"n":${'9'.repeat(5000)},"password":"[REDACTED]","secret":"[REDACTED]"}`);
  expect(fromPython(['-c', PYTHON], [[body, {}]])).toEqual([clean]);
});

test.each([{}, { mode: 'mask' }, { mode: 'remove' }] as const)('no secret is left of a name that comes twice, with %j', (options) => {
  const bodies = ['{"dbPass":{"passwords":"hunter2","passwords":false}}', '{"dbPass":[{"token":["hunter2"],"token":null}]}',
    '"{\\"dbPass\\":{\\"pin\\":\\"hunter2\\",\\"pin\\":null}}"', '{"dbPass":{"a":{"b":"hunter2"},"a":true}}'];
  const clean = bodies.map((body) => sanitizeResponse({ statusCode: 200, body }, options).body);
  expect(clean.filter((body) => body.includes('hunter2'))).toEqual([]);
  expect(fromPython(['-c', PYTHON], bodies.map((body) => [body, options]))).toEqual(clean);
});

test.each([
  ['a name whose end is the name of a secret', '{"next\\"token":"a","token":"b"}', '{"next\\"token":"a","token":"[REDACTED]"}'],
  ['the ARN of a secret', '{"secret":"arn:aws:a","pin":"b"}', '{"secret":"arn:aws:a","pin":"[REDACTED]"}'],
  ['the name of a secret as a value', '{"token": "token","a":["token"]}', '{"token": "[REDACTED]","a":["token"]}'],
  ['an escaped name within a string', '["{\\"password\\\\\\"x\\":\\"a\\"}"]', '["{\\"password\\\\\\"x\\":\\"[REDACTED]\\"}"]'],
  ['a name whose letters are escaped', '{"p\\u0061ssword":"a","token":"b"}', '{"p\\u0061ssword":"[REDACTED]","token":"[REDACTED]"}'],
  ['umlauts that are escaped', '{"name":"J\\u00fcrgen","pin":"a"}', '{"name":"J\\u00fcrgen","pin":"[REDACTED]"}'],
  ['a secret whose name comes twice', '{"dbPass":{"passwords":"hunter2","passwords":false},"a":1}', '{"dbPass":"[REDACTED]","a":1}'],
  ['a secret in an object whose name comes twice', '{"secret":[{"x":{"password":"a"},"x":{}}]}', '{"secret":"[REDACTED]"}'],
  ['a name that comes twice in another spelling', '{"dbPass":{"pin":"1","p\\u0069n":null}}', '{"dbPass":"[REDACTED]"}'],
  ['a key id behind a line break', '["a\\nAKIAABCDEFGHIJKLMNOP"]', '["a\\n[REDACTED]"]'],
])('both sanitise %s', (_, body, clean) => {
  expect(sanitizeResponse({ statusCode: 200, body })).toEqual({ statusCode: 200, body: clean });
  expect(fromPython(['-c', PYTHON], [[body, {}]])).toEqual([clean]);
});
