import { App } from 'aws-cdk-lib';
import { wrapped } from './wrapped';
import { ACCEPTED_FINDINGS, AcceptedFinding } from '../examples/omnitrack/lib/findings';
import { Omnitrack, omnitrack } from '../examples/omnitrack/lib/omnitrack';

const code = (text: string) => `\`${text}\``;

const section = (app: Omnitrack) => ({ title, reason, where, nag, checkov = [], cfnLint = [], others = [] }: AcceptedFinding) => {
  const tested = [...nag?.(app) ?? [], ...checkov, ...cfnLint].map(code);
  const found = [
    ...tested.length > 0 ? [`Found by: ${tested.join(', ')}.`] : [],
    ...others.length > 0 ? [`Found by checkers that the tests do not run: ${others.join('; ')}.`] : [],
  ];
  return [`## ${title}`, wrapped(reason),
    wrapped(`${found.join(' ')} At: ${where(app).map(({ node }) => code(node.path)).join(', ')}.`)].join('\n\n');
};

/** The page that lists what the checkers find in the example and why it is accepted. */
export function findingsPage(): string {
  const app = omnitrack(new App());
  return `${[
    '# Accepted findings',
    '<!-- Generated from examples/omnitrack/lib/findings.ts: npm run docs -->',
    wrapped('What cdk-nag (AwsSolutions, HIPAA Security, NIST 800-53 R5, PCI DSS 3.2.1, Serverless), checkov and cfn-lint find in the '
      + 'OmniTrack example, and why it is accepted. The tests fail on any other finding of these, and on an entry that they find nothing '
      + 'for. What other checkers find is listed as far as it is known.'),
    ...ACCEPTED_FINDINGS.map(section(app)),
  ].join('\n\n')}\n`;
}
