import { reasons } from '../../../scripts/headers-table';
import { HEADER_ENTRIES, SECURITY_HEADERS } from '../../../src/middleware/headers/security-headers';
import { HEADER_NAME } from '../../../src/middleware/http';

const said = reasons();

/** What is missing, as a sentence that says what to add. */
const missing = (claims: [boolean, string][]): string[] => claims.filter(([holds]) => !holds).map(([, sentence]) => sentence);

test.each(HEADER_ENTRIES)('the entry of %s is complete', (name, { value, pattern, must, values = [] }) => {
  const takes = (text: string) => pattern === undefined || new RegExp(`^(?:${pattern})$`, 'i').test(text);
  // browsers ignore an unknown directive, which no single pattern tells
  const isJudgedByDirectives = name === 'Content-Security-Policy';
  expect(missing([
    [HEADER_NAME.test(name), `${name}: a header is named as RFC 9110 allows`],
    [Boolean(said[name]), `${name}: say in a comment of the entry what the header is good for, behind "so that"`],
    [!said[name]?.endsWith('.'), `${name}: the comment stands in a table, so it ends without a full stop`],
    [isJudgedByDirectives || pattern !== undefined, `${name}: add to the entry a pattern of the values that browsers take`],
    [pattern === undefined || must !== undefined, `${name}: add to the entry its pattern in words, behind "must be" (must)`],
    [takes(value), `${name}: the pattern does not take the default, ${value}`],
    [isJudgedByDirectives || !takes(`${value}!`), `${name}: the pattern takes "${value}!" too: let it take only what browsers do`],
    ...values.map((one): [boolean, string] => [takes(one), `${name}: the pattern does not take ${one}, which values names`]),
  ])).toEqual([]);
});

test('API Gateway can create each header: it takes no value with a line break, and none that is empty', () => {
  expect(Object.entries<string>(SECURITY_HEADERS).filter(([, value]) => !/^[\x20-\x7e]+$/.test(value))).toEqual([]);
});
