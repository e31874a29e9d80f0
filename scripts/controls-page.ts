import { wrapped } from './wrapped';
import { CATALOGUE, Domain, DOMAINS } from '../src/catalogue';
import { allOf, Clause, Control, pageOf, Relation } from '../src/evidence';

const optOut = ({ optOut: out }: Control): string => out
  ? `Opt-out: \`${out.prop}: ${JSON.stringify(out.value)}\`${out.of ? ` of \`${out.of}\`` : ''}.`
  : 'Opt-out: none.';

const about = ({ type, which, recognized }: Clause): string =>
  `Every \`${type}\`${which.length + recognized.length > 0 ? ` that ${allOf([...which, ...recognized])}` : ''}`;

const evidence = ({ evidence: clauses }: Control): string => clauses
  .map((clause) => wrapped(`- ${about(clause)} ${allOf(clause.conditions)}.`, '  ')).join('\n');

const byFunction = ({ evidence: clauses }: Control): string => {
  const relations = clauses.flatMap(({ conditions }) => conditions).filter((one): one is Relation => one.is === 'relation');
  return [...new Set(relations.map(({ name, reason }) => `"${name}" (${reason})`))].join('; ');
};

/** Links whose targets stand at the end of the page: they are long. */
const supports = ({ supports: references }: Control): string => references.map((reference) => `[${reference}]`).join(', ');

const targets = (): string => [...new Set(Object.values<Control>(CATALOGUE).flatMap(({ supports: references }) => references))]
  .sort().map((reference) => `[${reference}]: ${pageOf(reference)}`).join('\n');

const entry = ([id, control]: [string, Control]): string => [
  `### ${id}`,
  `**${control.title}.**`,
  wrapped(control.why),
  wrapped(`Kind: ${control.kind}. Serves: ${control.serves.join(', ')}. Supports: ${supports(control)}. ${optOut(control)}`),
  evidence(control),
  ...byFunction(control) ? [wrapped(`Judged by a function: ${byFunction(control)}.`)] : [],
].join('\n\n');

const section = ({ title, constructs, controls }: Domain): string => [
  `## ${title}: ${constructs.map((name) => `\`${name}\``).join(', ')}`,
  ...Object.entries(controls).map(entry),
].join('\n\n');

/** The page that says what the library enforces, why, for which requirement, and by which evidence. */
export const controlsPage = (): string => `${[
  '# Controls',
  '<!-- Generated from the control catalogue: npm run docs -->',
  wrapped('What the constructs enforce. The id of a control is also the id of the warning when it is relaxed or not met '
    + '(`cdk-hardened:<id>`), and the name of the tests that prove it (`test/controls.test.ts`). "Serves" names the requirement (12.1 '
    + 'authentication audit, 12.2 access audit trail, 12.5 security automation) or the section (§) of the hardening document. "Supports" '
    + 'names rules of public frameworks that the control helps to meet; it does not claim compliance. `test/frameworks.test.ts` holds '
    + 'each against what cdk-nag and Security Hub map, or against a reading of its page. Below it stands the evidence: what '
    + 'resources must be like. It is judged at synth on the resources of the constructs, and by `HardenedChecks` on those of any stack.'),
  ...Object.values(DOMAINS).map(section),
  targets(),
].join('\n\n')}\n`;
