import { Rule, ruleOf, Unchecked } from './rules';
import { CATALOGUE } from '../../src/catalogue';
import { Control } from '../../src/evidence';
import { wrapped } from '../wrapped';

const comment = (text: string): string => wrapped(`# ${text}`, '# ');

/** Where the rules and `HardenedChecks` differ, whatever the control. */
const LIMITS = [
  'A rule sees one template. What another one may refer to, because it is exported or given to a nested stack, is not blamed for what is '
    + 'missing here; what another stack adds, or has, is not seen.',
  'References are followed in Ref, in Fn::GetAtt, and in both inside Fn::Join; in Fn::Sub where it names one resource, to what is judged '
    + 'but not from it. Others, such as those in Fn::If, are not followed, and nothing is blamed for them.',
  'A value in Fn::If, or one that only the deployment knows, does not meet a control that demands a certain value, as in HardenedChecks.',
  'A template that CloudFormation rejects may be judged in another way.',
];

const RULES = Object.entries<Control>(CATALOGUE).map(([id, control]) => [id, ruleOf(id, control)] as const);

/** What HardenedChecks looks at and no rule does. */
export const NOT_CHECKED: readonly (Unchecked & { readonly id: string; readonly hasRule: boolean })[] = RULES
  .flatMap(([id, { unchecked, text }]) => unchecked.map((one) => ({ id, hasRule: text !== undefined, ...one })));

/** The same in words. */
export const notChecked = (): string[] => NOT_CHECKED
  .map(({ id, hasRule, relation, reason }) => `${id}${hasRule ? '' : ' (no rule)'}, "${relation}": ${reason}.`);

/** Every variable that is read, once; two of one name must be the same. */
function assignments(rules: readonly Rule[]): string[] {
  const found = new Map<string, string>();
  for (const assignment of rules.flatMap((rule) => rule.assignments)) {
    const [name] = assignment.split(' = ');
    if ((found.get(name) ?? assignment) !== assignment) {
      throw new Error(`Two variables of the Guard file have one name: ${name}`);
    }
    found.set(name, assignment);
  }
  const read = new Set<string>();
  const open = rules.map(({ text = '' }) => text);
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const names = [...text.matchAll(/%(\w+)/g)].map(([, name]) => `let ${name}`).filter((name) => found.has(name) && !read.has(name));
    names.forEach((name) => read.add(name));
    open.push(...names.map((name) => found.get(name)!));
  }
  return [...found].filter(([name]) => read.has(name)).map(([, assignment]) => assignment);
}

/** The rules of the catalogue for AWS CloudFormation Guard. */
export const guardRules = (): string => `${[
  [
    comment('The controls of cdk-hardened as rules of AWS CloudFormation Guard 3.'),
    comment('Generated from the control catalogue: npm run docs'),
    '#', comment('cfn-guard validate --rules cdk-hardened.guard --data template.yaml'),
    '#', ...LIMITS.map((limit) => comment(`- ${limit}`)),
    '#', comment('What HardenedChecks looks at and no rule does:'), ...notChecked().map((line) => comment(`- ${line}`)),
  ].join('\n'),
  assignments(RULES.map(([, rule]) => rule)).join('\n'),
  ...RULES.flatMap(([, { text }]) => text ?? []),
].join('\n\n')}\n`;
