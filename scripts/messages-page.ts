import { wrapped } from './wrapped';
import { ERROR_CODES } from '../src/private/errors';
import { WARNINGS } from '../src/private/warnings';

const table = (head: string, entries: Readonly<Record<string, string>>, prefix = ''): string => [
  `| ${head} | when |`, '|---|---|', ...Object.entries(entries).map(([name, meaning]) => `| \`${prefix}${name}\` | ${meaning} |`),
].join('\n');

/** The page of all errors and warnings. */
export const messagesPage = (): string => `${[
  '# Errors and warnings',
  '<!-- Generated from the sources: npm run docs -->',
  '## Errors',
  wrapped('What a construct cannot do, and what AWS would reject at deployment, is an error at synth. Its message is the prop, the rule, '
    + 'the value, the remedy where it is not obvious, and the path of the construct: `natGateways must be a whole number between 0 and 3, '
    + 'got 5 (at Stack/Network)`. In TypeScript and JavaScript the error has the name `HardenedError` and the properties `code`, `path` '
    + 'and `prop`; in Python and Java the message is all that arrives. A code never changes its meaning.'),
  table('code', ERROR_CODES),
  wrapped('What only the complete app shows, such as a second policy of a bucket, comes from the validation of the CDK, which collects '
    + 'all such errors into one that has no code.'),
  '## Warnings',
  wrapped('A control that a prop relaxes, or that a resource does not meet, warns under its own id: `cdk-hardened:DATA-02` '
    + '([all controls](controls.md)). These are the other warnings. `Annotations.of(construct).acknowledgeWarning(id, reason)` silences '
    + 'one.'),
  table('id', WARNINGS, 'cdk-hardened:'),
].join('\n\n')}\n`;
