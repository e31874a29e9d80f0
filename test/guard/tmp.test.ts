import { Template } from 'aws-cdk-lib/assertions';
import { BUILDERS } from '../support/evidence';
import { stackWith } from '../support/synth';
import { foundByGuard, foundByJudge } from './verdicts';

test.each(Object.entries(BUILDERS))('%s', (_, build) => {
  const template = Template.fromStack(stackWith((s) => build(s))).toJSON();
  const t = Date.now();
  const [g] = foundByGuard([{ template }]);
  process.stderr.write(`${Date.now() - t}\n`);
  expect(g).toEqual(foundByJudge({ template }));
});
