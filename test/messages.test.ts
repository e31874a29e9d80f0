import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { messagesPage } from '../scripts/messages-page';
import { HardenedChecks, HardenedVpc } from '../src';
import { ERROR_CODES } from '../src/private/errors';
import { WARNINGS } from '../src/private/warnings';

const ROOT = join(__dirname, '..');

/** What users meet at synth: handlers run elsewhere, tests have no constructs to name, and evidence speaks to who writes a control. */
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/^(middleware|testing|evidence)\/|\/handlers\//.test(name))
  .map((name) => ({ name, text: readFileSync(join(ROOT, 'src', name), 'utf8') }));
const others = (own: string) => sources.filter(({ name }) => name !== own).map(({ text }) => text).join('\n');

const thrown = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

test('an error says its code, prop and path to programs, and the same to people', () => {
  const error = thrown(() => new HardenedVpc(new Stack(new App(), 'Stack'), 'Network', { natGateways: 5 }));
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'HardenedError', code: 'OutOfRange', path: 'Stack/Network', prop: 'natGateways' });
  expect(String(error)).toMatch(/^HardenedError: natGateways must be a whole number between 0 and 3, got 5 \(at Stack\/Network\)/);
});

test('an error outside of the construct tree has a code, too', () => {
  expect(thrown(() => new HardenedChecks({ controls: ['DATA-99'] })))
    .toMatchObject({ name: 'HardenedError', code: 'UnknownValue', path: 'HardenedChecks', prop: 'controls' });
});

test('every error of the sources is of the one class (throw it with reject of src/private/validation.ts)', () => {
  const named = sources.flatMap(({ name, text }) => [...text.matchAll(/throw new (\w+)/g)].map(([, thrownClass]) => `${name}: ${thrownClass}`));
  expect(named.filter((one) => !one.endsWith(': HardenedError'))).toEqual([]);
  expect(named).not.toEqual([]);
});

test('every warning comes from the list or from a control (warn with warn of src/private/warnings.ts)', () => {
  const adds = sources.filter(({ text }) => /addWarning/.test(text)).map(({ name }) => name);
  expect(adds.sort()).toEqual(['private/intentions.ts', 'private/warnings.ts']);
});

test.each([['ERROR_CODES', ERROR_CODES, 'private/errors.ts'], ['WARNINGS', WARNINGS, 'private/warnings.ts']])(
  'every entry of %s is used (delete it from the list otherwise)', (_, list, own) => {
    expect(Object.keys(list).filter((name) => !others(own).includes(`'${name}'`))).toEqual([]);
    expect(Object.keys(list)).toEqual(Object.keys(list).sort());
  });

test('docs/messages.md is what the sources say (if not: npm run docs)', () => {
  expect(readFileSync(join(ROOT, 'docs', 'messages.md'), 'utf8')).toBe(messagesPage());
});
