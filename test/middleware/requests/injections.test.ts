import { validateRequestHeaders } from '../../../src/middleware';
import { fixture, fromPython } from '../../support/python-middleware';
import injections from '../vectors/injections.json';

const { sql, script, honest } = injections;

/** What a browser makes of a search: forms write a plus sign for a space, and addresses %20. Apostrophes are encoded in both. */
const encoded = (value: string) => encodeURIComponent(value).replace(/'/g, '%27');
const writings: Record<string, (value: string) => Record<string, string>> = {
  'as a form sends it': (value) => ({ Referer: `https://shop.example/search?q=${encoded(value).replace(/%20/g, '+')}&page=2` }),
  'as an address has it': (value) => ({ Referer: `https://shop.example/search?q=${encoded(value)}` }),
  'encoded twice': (value) => ({ Referer: `https://shop.example/login?next=${encoded(`/search?q=${encoded(value)}`)}` }),
  'as it is': (value) => ({ 'User-Agent': value.replace(/[^\t\x20-\x7e]/g, ' ') }),
};

const kinds = [['sql-injection', sql], ['script-injection', script], [undefined, honest]] as const;
const cases = Object.entries(writings).flatMap(([name, write]) => kinds
  .map(([rule, values]) => ({ name, rule, values, requests: values.map(write) })));
const all = cases.flatMap(({ requests }) => requests);
const inPython: { rule: string }[][] = fromPython([fixture('requests.py')], { requests: all, options: [] }).requests;
const inNode = all.map((headers) => validateRequestHeaders(headers));
const startOf = (index: number) => cases.slice(0, index).reduce((count, { values }) => count + values.length, 0);

test.each(cases.map(({ name, rule, values }, index) => [rule ?? 'nothing', name, rule, values, startOf(index)] as const))(
  'finds %s %s', (_, __, rule, values, start) => {
    const wrong = values.filter((___, index) => [inNode, inPython].some((found) => {
      const rules = found[start + index].map((violation) => violation.rule);
      return rule ? !rules.includes(rule) : rules.length > 0;
    }));
    expect(wrong).toEqual([]);
  });

test('both languages say the same', () => {
  expect(inPython).toEqual(inNode);
});

test.each([
  "' or ", '<', 'union ', "' ", '(select ', '<a ', '<a/on', 'javascript:', '" onabc=', 'union select ', "' or '", '/*', '/*!', '/*!union',
  '; ', 'or a', '&#', '%25', ' onload=',
  'x(', 'insert into a(', "' or x ", "' ) ) ) ", '(', 'alert(', "';((((", 'union select(((((x(', '-', '1', '"', '+',
])('takes little time for %j, over and over', (part) => {
  const headers = { 'User-Agent': part.repeat(Math.floor(8000 / part.length)) };
  validateRequestHeaders(headers); // compiles the patterns
  const started = performance.now();
  validateRequestHeaders(headers);
  expect(performance.now() - started).toBeLessThan(300); // some 10 without anybody else on the machine
});
