import { wrapped } from './wrapped';
import { API_CONTROLS } from '../src/api/controls';
import { COMPUTE_CONTROLS } from '../src/compute/controls';
import { DATA_CONTROLS } from '../src/data/controls';
import { NETWORK_CONTROLS } from '../src/network/controls';
import { Control } from '../src/private/controls';
import { SECRETS_CONTROLS } from '../src/secrets/controls';
import { WAF_CONTROLS } from '../src/waf/controls';

const DOMAINS: [string, Record<string, Control>][] = [
  ['Network: `HardenedVpc`, `LambdaRedisSecurityGroups`', NETWORK_CONTROLS.controls],
  ['Data: `EncryptedDataStores`', DATA_CONTROLS.controls],
  ['Secrets: `ManagedSecrets`', SECRETS_CONTROLS.controls],
  ['Web application firewall: `ApiWafProtection`', WAF_CONTROLS.controls],
  ['Functions: `SecureLambda`', COMPUTE_CONTROLS.controls],
  ['API: `HardenedApi`', API_CONTROLS.controls],
];

const section = ([title, controls]: [string, Record<string, Control>]) => [
  `## ${title}`,
  ...Object.entries(controls).map(([id, control]) => [
    `### ${id}`,
    `**${control.title}.**`,
    wrapped(control.why),
    wrapped(`Serves: ${control.serves.join(', ')}. Supports: ${control.mapsTo.join(', ')}.`),
  ].join('\n\n')),
].join('\n\n');

/** The page that says what the library enforces, why, and for which requirement. */
export const controlsPage = (): string => `${[
  '# Controls',
  '<!-- Generated from the control catalogue: npm run docs -->',
  wrapped('What the constructs enforce. The id of a control is also the id of the warning when it is relaxed (`cdk-hardened:<id>`) and the '
    + 'name of the test that proves it (`test/controls.test.ts`). "Serves" names the requirement (12.1 authentication audit, 12.2 access '
    + 'audit trail, 12.5 security automation) or the section (§) of the hardening document. "Supports" names rules of public frameworks '
    + 'that the control helps to meet; it does not claim compliance.'),
  ...DOMAINS.map(section),
].join('\n\n')}\n`;
