import { applySecurityHeaders, sanitizeResponse, validateRequestHeaders, withSecurityHeaders } from '../../../src/middleware';
import { withSecurityHeaders as withHeadersOnly } from '../../../src/middleware/headers-only';
import { fixture, fromPython } from '../../support/python-middleware';
import options from '../vectors/options.json';

const calls: Record<string, (given: any) => unknown> = {
  wrap: (given) => withSecurityHeaders(async () => undefined, given),
  apply: (given) => applySecurityHeaders({ statusCode: 200 }, given),
  validate: (given) => validateRequestHeaders({}, given),
  sanitize: (given) => sanitizeResponse({}, given),
};

/** JSON has no NaN, so `{ number: 'NaN' }` stands for it. */
const revived = (given: unknown) =>
  JSON.parse(JSON.stringify(given), (_, value) => value?.number === undefined ? value : Number(value.number));

/** The message of the error, or null. */
function errorOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
}

const { errors } = fromPython([fixture('requests.py')], { requests: [], options });

test.each(options.map((vector, index) => [vector.name, vector, errors[index]] as const))('%s', (_, vector, inPython) => {
  const expected = vector.error === undefined ? null : expect.stringContaining(vector.error);
  expect([errorOf(() => calls[vector.call](revived(vector.options))), inPython]).toEqual([expected, expected]);
});

test.each([null, 'validate', [], 5])('options are an object, and not %j', (given) => {
  for (const call of Object.values(calls)) {
    expect(errorOf(() => call(given))).toMatch(/must be given an object of options/);
  }
});

test('the headers alone check their options, too', () => {
  expect(() => withHeadersOnly(async () => undefined, { removeHeaders: 'Server' } as never)).toThrow('removeHeaders must be a list');
});

test('no message has what is in a list or an object', () => {
  expect(errorOf(() => calls.validate({ ignoredRules: { key: 'hunter2' } }))).toBe('ignoredRules must be a list of texts, got an object');
});
