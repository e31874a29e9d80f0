import { App } from 'aws-cdk-lib';
import { ACCEPTED_FINDINGS } from '../examples/omnitrack/lib/findings';
import { Omnitrack, omnitrack } from '../examples/omnitrack/lib/omnitrack';

const section = (app: Omnitrack) => ({ title, reason, where, nag, checkov = [], cfnLint = [] }: typeof ACCEPTED_FINDINGS[number]) => [
  `## ${title}`,
  reason,
  `Found by: ${[...nag(app), ...checkov, ...cfnLint].map((id) => `\`${id}\``).join(', ')}. At: ${where(app).map((construct) => `\`${construct.node.path}\``).join(', ')}.`,
].join('\n\n');

/** The page that lists what the checkers find in the example and why it is accepted. */
export function findingsPage(): string {
  const app = omnitrack(new App());
  return `${[
    '# Accepted findings',
    '<!-- Generated from examples/omnitrack/lib/findings.ts: npm run docs -->',
    'What cdk-nag (AwsSolutions, HIPAA Security, NIST 800-53 R5, PCI DSS 3.2.1, Serverless), checkov and cfn-lint find in the OmniTrack example, and why it '
    + 'is accepted. The tests fail on any other finding, and on an entry that nothing is found for.',
    ...ACCEPTED_FINDINGS.map(section(app)),
  ].join('\n\n')}\n`;
}
