import { readFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as library from '../src';
import { ApiWafProtectionProps, ApiWafRule, ManagedSecret, ManagedSecrets } from '../src';
import { BUILDERS } from './support/evidence';
import { identityStatements } from './support/iam';
import { only, relaxed, stackWith } from './support/synth';
import { DOMAINS } from '../src/catalogue';
import { KNOWN_RULES } from '../src/waf/managed-rules';

type Enum = Record<string, string>;

const isEnum = (value: unknown): value is Enum => typeof value === 'object' && value !== null
  && Object.entries(value).every(([name, text]) => /^[A-Z][A-Z0-9_]*$/.test(name) && typeof text === 'string');

const ENUMS = Object.entries(library).filter((entry): entry is [string, never] => isEnum(entry[1])) as [string, Enum][];

/** What does not hold, each as a sentence that says what to add. */
type Faults = string[];
const unless = (holds: boolean, sentence: string): Faults => holds ? [] : [sentence];
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What creates the rules that a bare web ACL does not have. */
const LISTS: ApiWafProtectionProps = { allowedCidrs: ['192.0.2.0/24'], blockedCidrs: ['198.51.100.0/24'] };
const PAGE = readFileSync(join(__dirname, '..', 'src', 'waf', 'README.md'), 'utf8');
const SOURCE = 'src/waf/rule-list.ts';

interface WebAcl { readonly rules: readonly any[]; readonly relaxed: readonly string[] }

const known = new Map<string, WebAcl>();

/** A web ACL with all of its rules, as the props change it. */
function webAcl(props: ApiWafProtectionProps): WebAcl {
  const key = JSON.stringify(props);
  const found = known.get(key) ?? build(props);
  known.set(key, found);
  return found;
}

function build(props: ApiWafProtectionProps): WebAcl {
  const stack = stackWith((one) => BUILDERS.ApiWafProtection(one, { ...LISTS, ...props }));
  const rules: any[] = only(Template.fromStack(stack), 'AWS::WAFv2::WebACL').Properties.Rules;
  return { rules: rules.map(({ Priority, ...rule }) => rule), relaxed: relaxed(stack) };
}

const relaxedBy = (rule: string): string[] => {
  const props = rule === ApiWafRule.ALLOW_LIST ? { allowedCidrs: [] } : { omittedRules: [rule as ApiWafRule] };
  const [without, all] = [webAcl(props).relaxed, webAcl({}).relaxed];
  return [...without.filter((id) => !all.includes(id)), ...all.filter((id) => !without.includes(id))];
};

function faultsOfRule(rule: string): Faults {
  const all = webAcl({}).rules;
  const others = all.filter(({ Name }) => Name !== rule);
  const [own] = all.filter(({ Name }) => Name === rule);
  if (own === undefined) {
    return [`the web ACL has no rule ${rule}: add it to buildRules in ${SOURCE}, or the prop that creates it to LISTS in this test`];
  }
  const counted = webAcl({ countedRules: [rule as ApiWafRule] }).rules;
  const { Action, OverrideAction, ...unchanged } = own;
  const counting = { ...unchanged, ...Action ? { Action: { Count: {} } } : { OverrideAction: { Count: {} } } };
  const controls = relaxedBy(rule);
  const sharing = Object.values(ApiWafRule).filter((other) => other !== rule && relaxedBy(other).some((id) => controls.includes(id)));
  return [
    ...unless(all.length - others.length === 1, `the web ACL has ${rule} more than once: give it a value of its own`),
    ...unless(!others.some(({ Statement }) => same(Statement, own.Statement)),
      `${rule} inspects what another rule does: write its statement in src/waf/rules.ts`),
    ...unless(same(webAcl({ omittedRules: [rule as ApiWafRule] }).rules, others), `omittedRules must omit ${rule}, and no other rule`),
    ...unless(counted.length === all.length && counted.every((one, index) => all[index] === own
      ? same(Object.entries(one).sort(), Object.entries(counting).sort()) : same(one, all[index])),
    `countedRules must let ${rule} count, and change no other rule: look at counting in src/waf/rules.ts`),
    ...unless(own.VisibilityConfig.MetricName === rule, `the metric of ${rule} must have its name: metricBlockedRequests asks for that`),
    ...unless(controls.length === 1 && sharing.length === 0, `${rule} needs a control that is relaxed without it, and not without `
      + `another rule: add one to src/waf/controls.ts, and to CONTROL_OF in ${SOURCE} (relaxed now: ${controls.join(', ') || 'none'})`),
    ...unless(PAGE.includes(`\`${rule}\``), `say in src/waf/README.md what ${rule} does`),
  ];
}

/** What a function is given that reads the secrets: its variables, and what its role may do. */
function reading(secretsToRead?: string[]) {
  const template = Template.fromStack(stackWith((stack: Stack) =>
    BUILDERS.SecureLambda(stack, { outsideVpc: true, secrets: new ManagedSecrets(stack, 'Secrets'), secretsToRead })));
  const arns = Object.values(only(template, 'AWS::Lambda::Function', 'Fn').Properties.Environment.Variables)
    .filter((value) => typeof value === 'object').map((value) => JSON.stringify(value));
  const reads = identityStatements(template, 'Fn').filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'));
  return { arns, secrets: [...JSON.stringify(reads).matchAll(/"Ref":"(Secrets[^"]+)"/g)].map(([, id]) => id) };
}

function faultsOfSecret(name: string): Faults {
  const [own, all] = [reading([name]), reading()];
  const others = Object.values(ManagedSecret).filter((other) => other !== name).map((other) => reading([other]));
  const place = 'look at its entry of SECRETS in src/compute/secrets-to-read.ts';
  return [
    ...unless(own.arns.length === 1 && own.secrets.length === 1 && own.arns[0].includes(own.secrets[0]),
      `a function that reads ${name} must have the ARN of one secret, and be allowed to read that one: ${place}`),
    ...unless(!others.some(({ secrets }) => same(secrets, own.secrets)), `${name} is the secret of another member: ${place}`),
    ...unless(own.arns.every((arn) => all.arns.includes(arn)), `a function that reads all secrets must read ${name}: ${place}`),
  ];
}

/** What shows of each member of an enum that users can pass: that a template with it differs as the member says. */
const FAULTS: Record<string, (member: string) => Faults> = { ApiWafRule: faultsOfRule, ManagedSecret: faultsOfSecret };

test('what a template shows of its members is tested of every public enum', () => {
  expect(ENUMS.length).toBeGreaterThan(1);
  const unknown = ENUMS.filter(([name]) => !(name in FAULTS))
    .map(([name]) => `${name}: add to FAULTS in test/enums.test.ts how a template with one of its members differs from one without`);
  expect(unknown).toEqual([]);
});

const members = ENUMS.flatMap(([name, values]) => Object.entries(values).map(([member, value]) => [name, member, value] as const));

test.each(members)('%s.%s does what it says', (name, member, value) => {
  const faults = () => {
    try {
      return FAULTS[name]?.(value) ?? [];
    } catch (error) {
      return [`${name}.${member} breaks the synthesis: tsc --noEmit -p tsconfig.dev.json says where an entry is missing (${error})`];
    }
  };
  expect(faults()).toEqual([]);
});

test('the price of the web ACL counts its rules, wherever it is written', () => {
  const byDefault = webAcl({ allowedCidrs: [], blockedCidrs: [] }).rules.length;
  const price = `${5 + byDefault} USD`;
  expect([
    ...unless(DOMAINS.waf.monthly.startsWith(price), `monthly of waf in src/catalogue.ts: write ${price} (5 and 1 a rule)`),
    ...['src/waf/api-waf-protection.ts', 'src/waf/README.md'].flatMap((file) => unless(
      readFileSync(join(__dirname, '..', file), 'utf8').includes(price),
      `${file}: write ${price} (5 and 1 a rule), and the capacity that the rules take together`)),
  ]).toEqual([]);
});

test('every rule inside a managed group is counted in one group, which has it', () => {
  const overridden = webAcl({ countedManagedRules: [...KNOWN_RULES] }).rules
    .flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? []).map(({ Name }) => Name);
  expect(overridden.sort()).toEqual([...KNOWN_RULES].sort());
});
