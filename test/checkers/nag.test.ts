import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { acknowledgeFindings } from '../../examples/omnitrack/lib/acknowledgements';
import { ACCEPTED_FINDINGS } from '../../examples/omnitrack/lib/findings';
import { Omnitrack, omnitrack } from '../../examples/omnitrack/lib/omnitrack';

const PACKS = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks];

interface Finding { readonly rule: string; readonly path: string }

function findings(app: App, { network, data, api }: Omnitrack): Finding[] {
  return PACKS.flatMap((Pack) => [network, data, api].flatMap((stack) => new Pack(app).validateScope(stack).violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => ({
      rule: ruleName,
      path: constructPath!,
    })))));
}

test('cdk-nag finds nothing that is not acknowledged', () => {
  const app = new App();
  const example = omnitrack(app);
  acknowledgeFindings(example);
  expect(findings(app, example)).toEqual([]);
});

test('every acknowledgement stands for something that is found', () => {
  const app = new App();
  const example = omnitrack(app);
  const found = findings(app, example);
  expect(found.length).toBeGreaterThan(50);
  const below = (path: string, root: string) => path === root || path.startsWith(`${root}/`);
  const stale = ACCEPTED_FINDINGS.flatMap(({ title, nag, where }) => (nag?.(example) ?? [])
    .filter((id) => !found.some(({ rule, path }) => rule === id && where(example).some((construct) => below(path, construct.node.path))))
    .map((id) => `${title}: ${id}`));
  expect(stale).toEqual([]);
});
