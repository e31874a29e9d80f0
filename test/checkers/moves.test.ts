import { readFileSync } from 'fs';
import { join } from 'path';
import { hardened, plain, stackOf } from '../moves/items';
import { verdictsOf } from '../support/nag';

/** What cdk-nag finds, without an acknowledgement. */
const findings = (pack: 'AwsSolutions' | 'Nist', build: typeof plain): string[] =>
  verdictsOf(pack, stackOf(build)).filter(({ complies }) => !complies).map(({ rule, logicalId }) => `${rule} ${logicalId}`);

const PACKS = { AwsSolutions: 'AwsSolutions', Nist: 'NIST 800-53 R5' };
const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'migration.md'), 'utf8');

test.each(['AwsSolutions', 'Nist'] as const)('an application that moves has fewer findings of %s than before', (pack) => {
  const [before, after] = [plain, hardened].map((build) => findings(pack, build));
  // docs/migration.md says how many
  expect(PAGE).toContain(`| findings of cdk-nag, ${PACKS[pack]} | ${before.length} | ${after.length} |`);
  expect(after.length).toBeLessThan(before.length);
});
