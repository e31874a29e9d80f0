import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ADDED, breaks, canFail, subjectsIn } from './support/breaking';
import { BUILDERS, entriesOf, propsOf, statesOf } from './support/evidence';
import { enforced, relaxed, stackWith } from './support/synth';
import { CATALOGUE } from '../src/catalogue';
import { Control, fault } from '../src/evidence';

const CONTROLS = entriesOf(CATALOGUE);

/** The stack as its app is synthesized. */
function synthesized(build: (stack: Stack) => void): Stack {
  const stack = stackWith(build);
  Template.fromStack(stack);
  return stack;
}

const bare = ({ construct }: Control) => synthesized((stack) => BUILDERS[construct](stack));

test.each(CONTROLS.map(([id, control]) => [id, control.title, control] as const))('%s: %s', (id, _, control) => {
  const stack = bare(control);
  expect(new Set(statesOf(stack, id))).toEqual(new Set(['enforced']));
  expect(relaxed(stack)).not.toContain(id);
});

const relaxable = CONTROLS.flatMap(([id, control]) => control.optOut ? [[id, control, control.optOut] as const] : []);

test.each(relaxable)('%s is relaxed by its prop, and warns', (id, { construct }, { prop, value, of }) => {
  const props = propsOf(prop, value);
  const stack = synthesized((scope) => of ? BUILDERS[construct](scope, {}, props) : BUILDERS[construct](scope, props));
  expect(statesOf(stack, id)).toContain('relaxed');
  expect(statesOf(stack, id)).not.toContain('violated');
  expect(relaxed(stack)).toContain(id);
});

const claims = CONTROLS.flatMap(([id, control]) => control.evidence.flatMap((clause) =>
  clause.conditions.map((condition, index) => [`${id} ${clause.type} ${index + 1}`, control, clause, condition] as const)));

const templates = new Map<string, object>();
function templateOf(control: Control): object {
  const known = templates.get(control.construct) ?? Template.fromStack(bare(control)).toJSON();
  templates.set(control.construct, known);
  return known;
}

/** What no construct of ours creates: `test/evidence/judge.test.ts` judges it. */
const NOT_OURS = ['AWS::DynamoDB::GlobalTable', 'AWS::ApiGateway::DomainName'];

test.each(claims.filter(([, , { type }]) => !NOT_OURS.includes(type)))('%s is a check that can fail', (_, control, clause, condition) => {
  const template = templateOf(control);
  const subjects = subjectsIn(clause, template);
  expect(subjects.length).toBeGreaterThan(0);
  if (condition.is === 'relation') {
    expect(canFail(clause, condition, template, ADDED[condition.name])).toBe(true);
    return;
  }
  for (const [resource, all] of subjects) {
    const broken = breaks(condition, resource);
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.filter((one) => fault(condition, one, all) === undefined)).toEqual([]);
  }
});

test('every control serves a requirement or a section of the hardening document', () => {
  for (const { serves } of Object.values<Control>(CATALOGUE)) {
    expect(serves.some((place) => /^(12\.[125]$|§)/.test(place))).toBe(true);
  }
});

test('a control is enforced in code exactly when it is in the catalogue', () => {
  const ids = Object.values(BUILDERS).flatMap((build) => enforced(stackWith((stack) => build(stack))));
  const missing = CONTROLS.filter(([id]) => !ids.includes(id))
    .map(([id, { construct }]) => `${id}: call enforces(this, '${id}') in ${construct} where it is done, `
      + 'and let its evidence hold by default');
  const unknown = ids.filter((id) => !(id in CATALOGUE)).map((id) => `${id}: add it to the controls.ts of its domain`);
  expect([...missing, ...unknown]).toEqual([]);
});
