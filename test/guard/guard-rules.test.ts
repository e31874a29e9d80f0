import { BAD } from './bad';
import { brokenCases, templateOf } from './cases';
import { DIFFERENCES } from './differences';
import { GOOD } from './foreign';
import { foundByGuard, foundByJudge, hasRule, RULES } from './verdicts';
import { NOT_CHECKED } from '../../scripts/guard/rules-file';
import { CATALOGUE } from '../../src/catalogue';
import { BUILDERS, entriesOf } from '../support/evidence';

/** The relations that no rule has at all. */
const LEFT_OUT = NOT_CHECKED.filter(({ isWhole }) => isWhole).map(({ relation }) => relation);

const CONTROLS = entriesOf(CATALOGUE);

test('a control without a rule is named as one', () => {
  const without = CONTROLS.map(([id]) => id).filter((id) => !hasRule(id));
  expect(without).toEqual(expect.arrayContaining(['DATA-10', 'WAF-03']));
  expect(without.filter((id) => !RULES.includes(`# - ${id} (no rule)`))).toEqual([]);
});

/** What stands beside our constructs in their tests: an API of the CDK, and the function with which it closes default groups. */
const isBeside = (finding: string): boolean => / (Plain|CustomVpcRestrictDefaultSG)/.test(finding);

test.each(Object.keys(BUILDERS))('finds in a %s what HardenedChecks finds', (construct) => {
  const template = templateOf(construct);
  const [found] = foundByGuard([{ template }]);
  const own = CONTROLS.filter(([, control]) => control.construct === construct).map(([id]) => id);
  expect(found.filter((finding) => own.some((id) => finding.startsWith(id) && !isBeside(finding)))).toEqual([]);
  expect(found).toEqual(foundByJudge({ template }, LEFT_OUT));
});

test('finds nothing in a good template that is written by hand', () => {
  const template = { Resources: GOOD };
  expect(foundByJudge({ template })).toEqual([]);
  expect(foundByGuard([{ template }])).toEqual([[]]);
});

test.each(Object.entries(BAD))('finds what HardenedChecks finds: %s', (_, template) => {
  const expected = foundByJudge({ template }, LEFT_OUT);
  expect(expected.length).toBeGreaterThan(2);
  expect(foundByGuard([{ template }])).toEqual([expected]);
});

describe('a condition that is broken', () => {
  const cases = CONTROLS.filter(([id]) => hasRule(id)).flatMap(([id, control]) => brokenCases(id, control));
  const found = foundByGuard(cases);

  test.each(CONTROLS.filter(([id]) => hasRule(id)))('%s: every one is found, at the resources where HardenedChecks finds it', (id) => {
    const own = cases.flatMap((one, index) => one.ids!.includes(id) ? [[one, found[index]] as const] : []);
    expect(own.length).toBeGreaterThan(0);
    const expected = own.map(([one]) => [one.name, foundByJudge(one, LEFT_OUT)]);
    expect(own.map(([{ name }, findings]) => [name, findings])).toEqual(expected);
    expect(expected.filter(([, findings]) => findings.length > 0).length).toBeGreaterThan(0);
  });
});

describe('a difference that the file names', () => {
  test.each(Object.entries(DIFFERENCES))('%s', (_, { template, hardenedOnly }) => {
    const [guard] = foundByGuard([{ template }]);
    const judge = foundByJudge({ template });
    expect(judge.filter((finding) => !guard.includes(finding))).toEqual(hardenedOnly);
    expect(guard.filter((finding) => !judge.includes(finding))).toEqual([]);
  });

  test('is shown for every condition that no rule has', () => {
    const shown = Object.values(DIFFERENCES).flatMap(({ hardenedOnly }) => hardenedOnly);
    expect(NOT_CHECKED.map(({ id }) => id).filter((id) => !shown.some((finding) => finding.startsWith(`${id} `)))).toEqual([]);
  });
});
