import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { wrongReferences } from './framework-ids';
import { ACCEPTED_FINDINGS, AcceptedFinding } from '../../examples/omnitrack/lib/findings';
import { omnitrack } from '../../examples/omnitrack/lib/omnitrack';
import { pythonEnvironment } from '../../scripts/python-environment';

const outdir = mkdtempSync(join(tmpdir(), 'omnitrack-'));
const app = new App({ outdir });
const example = omnitrack(app);
app.synth();

/** The programs are installed by the first run: that takes a minute. */
const bin = pythonEnvironment('checkers', join(__dirname, 'requirements.txt'));

function run(program: string, ...args: string[]): any {
  const { stdout, stderr } = spawnSync(join(bin, program), args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${program} said: ${stdout}\n${stderr}`);
  }
}

/** The logical ids of the constructs where a finding is accepted, and of all below them. */
const logicalIds = ({ where }: AcceptedFinding): string[] => where(example).flatMap((construct) => construct.node.findAll())
  .filter(CfnElement.isCfnElement).map((element) => Stack.of(element).resolve(element.logicalId));

interface Finding { readonly id: string; readonly logicalId: string }

function compare(found: Finding[], idsOf: (finding: AcceptedFinding) => string[]) {
  const accepted = ACCEPTED_FINDINGS.flatMap((finding) => idsOf(finding).map((id) => ({ id, at: logicalIds(finding) })));
  return {
    unexplained: found.filter(({ id, logicalId }) => !accepted.some((entry) => entry.id === id && entry.at.includes(logicalId))),
    stale: accepted.filter(({ id, at }) => !found.some((finding) => finding.id === id
      && at.includes(finding.logicalId))).map(({ id }) => id),
  };
}

test('cfn-lint finds nothing that is not explained', () => {
  const templates = readdirSync(outdir).filter((name) => name.endsWith('.template.json')).map((name) => join(outdir, name));
  expect(templates).toHaveLength(3);
  const found = run('cfn-lint', '--format', 'json', '--', ...templates)
    .map((finding: any) => ({ id: finding.Rule.Id, logicalId: finding.Location.Path[1] }));
  expect(compare(found, ({ cfnLint = [] }) => cfnLint)).toEqual({ unexplained: [], stale: [] });
}, 300_000);

test('checkov finds nothing that is not explained', () => {
  const report = run('checkov', '--directory', outdir, '--framework', 'cloudformation', '--compact', '--skip-download', '--output', 'json');
  expect(report.summary.parsing_errors).toBe(0);
  expect(report.summary.passed).toBeGreaterThan(100);
  const found = report.results.failed_checks.map((finding: any) => ({
    id: finding.check_id,
    logicalId: finding.resource.split('.').pop(),
  }));
  expect(compare(found, ({ checkov = [] }) => checkov)).toEqual({ unexplained: [], stale: [] });
}, 300_000);

test('every check of checkov that a control refers to exists for CloudFormation, and is about what the evidence looks at', () => {
  expect(wrongReferences()).toEqual([]);
}, 300_000);
