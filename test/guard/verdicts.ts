import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { pythonEnvironment } from '../../scripts/python-environment';
import { CATALOGUE, ControlId, controlOf } from '../../src/catalogue';
import { faults, recognizes, Resources, sourceOf } from '../../src/evidence';

/** A template, and the controls by which it is judged. */
export interface Case {
  readonly template: object;
  /** @default - all */
  readonly ids?: readonly ControlId[];
}

/** The file that is packed. */
export const RULES = readFileSync(join(__dirname, '..', '..', 'guard', 'cdk-hardened.guard'), 'utf8');

/** The engine is installed by the first run. */
const python = join(pythonEnvironment('guard', join(__dirname, 'requirements.txt')), 'python');

const ruleOf = (id: string): string => id.replace('-', '_');
/** Whether anything of the control is in the file. */
export const hasRule = (id: string): boolean => RULES.includes(`\nrule ${ruleOf(id)} {`);

/** What an independent engine finds in each template by our rules, as `id logicalId`. */
export function foundByGuard(cases: readonly Case[]): string[][] {
  const request = cases.map(({ template, ids }) => ({ template, names: ids?.filter(hasRule).map(ruleOf) }));
  const asked = request.filter(({ names }) => names?.length !== 0);
  const { stdout, stderr, status } = spawnSync(python, [join(__dirname, 'judge.py')],
    { input: JSON.stringify({ rules: RULES, cases: asked }), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) {
    throw new Error(`The Guard engine said: ${stderr}`);
  }
  const answers = new Map((JSON.parse(stdout) as Record<string, string[]>[]).map((answer, index) => [asked[index], answer]));
  return request.map((one) => Object.entries(answers.get(one) ?? {})
    .flatMap(([rule, found]) => found.map((logicalId) => `${rule.replace('_', '-')} ${logicalId}`)).sort());
}

/** What `HardenedChecks` finds in the template, where its app has no other; without the relations that are left out. */
export function foundByJudge({ template, ids = Object.keys(CATALOGUE) as ControlId[] }: Case, leftOut: readonly string[] = []): string[] {
  const all = new Resources([sourceOf('T', template)]);
  return ids.flatMap((id) => [...new Set(controlOf(id)!.evidence.flatMap((clause) => all.ofType(clause.type)
    .filter((resource) => recognizes(clause, resource, all))
    .filter((resource) => faults(clause.conditions.filter((one) => one.is !== 'relation' || !leftOut.includes(one.name)), resource, all)
      .length > 0)
    .map(({ logicalId }) => `${id} ${logicalId}`)))]).sort();
}
