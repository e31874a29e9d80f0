import { hardened, plain, stackOf } from '../moves/items';
import { verdictsOf } from '../support/nag';

/** What cdk-nag finds, without an acknowledgement. */
const findings = (pack: 'AwsSolutions' | 'Nist', build: typeof plain): string[] =>
  verdictsOf(pack, stackOf(build)).filter(({ complies }) => !complies).map(({ rule, logicalId }) => `${rule} ${logicalId}`);

/** How many, before and after: the table in docs/migration.md has the same numbers. */
const FOUND = { AwsSolutions: [22, 14], Nist: [23, 21] };

test.each(['AwsSolutions', 'Nist'] as const)('an application that moves has fewer findings of %s than before', (pack) => {
  const [before, after] = [plain, hardened].map((build) => findings(pack, build));
  expect([before.length, after.length]).toEqual(FOUND[pack]);
  expect(after.length).toBeLessThan(before.length);
});
