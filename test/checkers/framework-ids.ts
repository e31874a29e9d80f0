import { spawnSync } from 'child_process';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { pythonEnvironment } from '../../scripts/python-environment';
import { CATALOGUE } from '../../src/catalogue';
import { BUILDERS, entriesOf } from '../support/evidence';
import { lookedAt } from '../support/looked-at';
import { stackWith } from '../support/synth';

/** The types that each check of checkov is about in a CloudFormation template, by its id. */
function checks(): Map<string, Set<string>> {
  const bin = pythonEnvironment('checkers', join(__dirname, 'requirements.txt'));
  const { stdout } = spawnSync(join(bin, 'checkov'), ['--list', '--framework', 'cloudformation'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const found = new Map<string, Set<string>>();
  for (const [, id, type] of stdout.matchAll(/^\|\s*\d+\s*\|\s*(CKV2?_AWS_\d+)\s*\|[^|]*\|\s*(AWS::[\w:]+)\s*\|.*\|\s*Cloudformation\s*\|/gim)) {
    found.set(id, (found.get(id) ?? new Set()).add(type));
  }
  return found;
}

/** The references to checkov that are none, in sentences that say what to do. */
export function wrongReferences(): string[] {
  const known = checks();
  if (known.size < 100) {
    throw new Error(`checkov lists ${known.size} checks only: it is called in a way that it does not know`);
  }
  const claims = entriesOf(CATALOGUE).flatMap(([id, control]) => control.supports.filter((reference) => reference.startsWith('CKV'))
    .map((reference) => ({ id, control, reference })));
  const wrong = claims.filter(({ control, reference }) => {
    const { types } = lookedAt(control, Template.fromStack(stackWith((stack) => BUILDERS[control.construct](stack))).toJSON());
    return ![...known.get(reference) ?? []].some((type) => types.has(type));
  });
  return wrong.map(({ id, reference }) => `${id} ${reference}: checkov has no such check of what the evidence looks at: remove it`);
}
