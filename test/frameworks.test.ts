import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BUILDERS, entriesOf } from './support/evidence';
import { READ_ON, READINGS, SECURITY_HUB, SecurityHubControl } from './support/framework-readings';
import { lookedAt, LookedAt } from './support/looked-at';
import { awsSolutionsRules, nistControlsOf, Verdict, verdictsOf } from './support/nag';
import { stackWith } from './support/synth';
import { CATALOGUE, ControlId } from '../src/catalogue';
import { Control, pageOf, Reference, splitReference } from '../src/evidence';

const CONTROLS = entriesOf(CATALOGUE);
const DATA = 'test/support/framework-readings.ts';

interface Built { readonly stack: Stack; readonly template: object }

const built = Object.fromEntries(Object.entries(BUILDERS).map(([construct, build]): [string, Built] => {
  const stack = stackWith((one) => build(one));
  return [construct, { stack, template: Template.fromStack(stack).toJSON() }];
}));

const verdicts = Object.fromEntries(Object.entries(built).map(([construct, { stack }]) => [construct, {
  AwsSolutions: verdictsOf('AwsSolutions', stack), Nist: verdictsOf('Nist', stack),
}]));

/** That a control supports a rule of a framework. */
interface Claim {
  readonly id: ControlId;
  readonly control: Control;
  readonly reference: Reference;
  /** The rule's own id. */
  readonly name: string;
  readonly seen: LookedAt;
}

const CLAIMS: readonly Claim[] = CONTROLS.flatMap(([id, control]) => {
  const seen = lookedAt(control, built[control.construct].template);
  return control.supports.map((reference) => ({ id, control, reference, name: splitReference(reference)[1], seen }));
});

const of = (prefix: string) => CLAIMS.filter(({ reference }) => splitReference(reference)[0] === prefix);
const said = (sentence: string) => ({ id, reference }: Claim): string => `${id} ${reference}: ${sentence}`;
const readingOf = ({ id, reference }: Claim): string | undefined => READINGS[id]?.[reference];

/** Whether the rules are met by something that the evidence looks at, and broken by nothing that the control is about. */
function isMet(found: readonly Verdict[], { ids, subjects }: LookedAt): boolean {
  const here = found.filter(({ logicalId }) => ids.has(logicalId));
  return here.some(({ complies }) => complies) && !here.some(({ complies, logicalId }) => !complies && subjects.has(logicalId));
}

const nagMapsRule = ({ control, name, seen }: Claim): boolean =>
  isMet(verdicts[control.construct].AwsSolutions.filter(({ rule }) => rule === name), seen);

/** One rule that cdk-nag maps to NIST's control, and that what the evidence looks at meets. */
function nagMapsNist({ control, name, seen }: Claim): boolean {
  const found = verdicts[control.construct].Nist.filter((verdict) => nistControlsOf(verdict).includes(name));
  return [...new Set(found.map(({ rule }) => rule))].some((rule) => isMet(found.filter((one) => one.rule === rule), seen));
}

const securityHubOf = ({ supports }: Control): readonly SecurityHubControl[] => supports.map(splitReference)
  .filter(([prefix]) => prefix === 'FSBP ' || prefix === 'SecurityHub ').flatMap(([, id]) => SECURITY_HUB[id] ?? []);

const securityHubMapsNist = ({ control, name }: Claim): boolean => securityHubOf(control).some(({ nist }) => nist.includes(name));

test('every reference is a link', () => {
  const pages = CLAIMS.map(({ reference }) => pageOf(reference));
  expect(pages.filter((page) => !/^https:\/\/[\w./%#?=-]+$/.test(page) || /undefined/.test(page))).toEqual([]);
  expect(() => pageOf('PCI 1.2' as Reference)).toThrow(/PCI 1.2 is of no known framework: add how its references begin/);
});
test('every rule of AwsSolutions exists in cdk-nag, and what the control is about meets it', () => {
  const rules = awsSolutionsRules();
  expect(rules.length).toBeGreaterThan(100);
  const claims = of('AwsSolutions-');
  expect(claims.length).toBeGreaterThan(10);
  expect([
    ...claims.filter(({ name }) => !rules.includes(name)).map(said('cdk-nag has no such rule: look in its RULES.md')),
    ...claims.filter((claim) => rules.includes(claim.name) && !nagMapsRule(claim) && !readingOf(claim))
      .map(said(`cdk-nag's rule is about nothing that the evidence looks at, or is not met there: remove it, or say why in ${DATA}`)),
  ]).toEqual([]);
});

test('every control of Security Hub is about what the evidence looks at, and is named FSBP where it is in that standard', () => {
  const claims = [...of('FSBP '), ...of('SecurityHub ')];
  expect(claims.length).toBeGreaterThan(20);
  const known = claims.filter(({ name }) => name in SECURITY_HUB);
  const isAbout = ({ name, seen }: Claim) => {
    const { types, shownBy } = SECURITY_HUB[name];
    return [...types, ...shownBy ? [shownBy] : []].some((type) => seen.types.has(type));
  };
  expect([
    ...claims.filter(({ name }) => !(name in SECURITY_HUB))
      .map(said(`read its page and add what AWS says there to SECURITY_HUB in ${DATA}`)),
    ...known.filter(({ reference, name }) => reference.startsWith('FSBP ') !== SECURITY_HUB[name].fsbp)
      .map(said('FSBP names what is in that standard, SecurityHub what is in others only')),
    ...known.filter((claim) => !isAbout(claim)).map(said('it is about a resource that the evidence does not look at: remove it')),
  ]).toEqual([]);
});

test('every number of CIS is one that AWS maps to a control of Security Hub beside it', () => {
  const claims = of('CIS AWS 3.0 ');
  expect(claims.length).toBeGreaterThan(3);
  expect(claims.filter(({ control, name }) => !securityHubOf(control).some(({ cis }) => cis === name))
    .map(said('no control of Security Hub beside it has this requirement: name one that has, or remove the number'))).toEqual([]);
});

test('every control of NIST is one that cdk-nag or Security Hub maps there, or that somebody read', () => {
  const claims = of('NIST-800-53r5 ');
  expect(claims.length).toBeGreaterThan(40);
  expect(claims.filter((claim) => !nagMapsNist(claim) && !securityHubMapsNist(claim) && !readingOf(claim))
    .map(said(`cdk-nag maps no rule to it that the evidence meets: correct it, or say in READINGS of ${DATA} what its page says`)))
    .toEqual([]);
});

test('every risk of OWASP has been read', () => {
  expect(of('OWASP ').filter((claim) => !readingOf(claim)).map(said(`say in READINGS of ${DATA} what its page says`))).toEqual([]);
});

test('the readings are of references that are there, and that nothing else covers', () => {
  const needed = CLAIMS.filter((claim) => !nagMapsRule(claim) && !nagMapsNist(claim) && !securityHubMapsNist(claim))
    .map(({ id, reference }) => `${id} ${reference}`);
  const readings = Object.entries(READINGS).flatMap(([id, rules]) => Object.keys(rules).map((rule) => `${id} ${rule}`));
  expect(readings.filter((one) => !needed.includes(one)).map((one) => `${one}: remove it from READINGS in ${DATA}`)).toEqual([]);
  const named = CLAIMS.map(({ name }) => name);
  expect(Object.keys(SECURITY_HUB).filter((id) => !named.includes(id)).map((id) => `${id}: remove it from SECURITY_HUB in ${DATA}`))
    .toEqual([]);
  expect(new Date(READ_ON).getTime()).toBeLessThanOrEqual(Date.now());
});
