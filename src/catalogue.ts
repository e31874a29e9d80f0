import { API_CONTROLS } from './api/controls';
import { COMPUTE_CONTROLS } from './compute/controls';
import { DATA_CONTROLS } from './data/controls';
import { Control, ControlSet } from './evidence';
import { NETWORK_CONTROLS } from './network/controls';
import { SECRETS_CONTROLS } from './secrets/controls';
import { WAF_CONTROLS } from './waf/controls';

/** A directory of `src` with constructs. Its exports, floor, pages, prices and tests are held against this list. */
export interface Domain {
  readonly title: string;
  /** What its `index.ts` exports and has controls, or belongs to such a one. */
  readonly constructs: readonly string[];
  /** The other domains whose constructs it knows. */
  readonly standsOn: readonly string[];
  readonly controls: ControlSet;
  /** What its first construct protects against, as the README says it. */
  readonly protectsAgainst: string;
  /** What its first construct costs a month by default in us-east-1, as the README says it. */
  readonly monthly: string;
}

/** Every domain by its directory, in the order of the documents. */
export const DOMAINS = {
  network: {
    title: 'Network',
    constructs: ['HardenedVpc', 'LambdaRedisSecurityGroups'],
    standsOn: [],
    controls: NETWORK_CONTROLS,
    protectsAgainst: 'functions and caches that the Internet can reach, traffic that leaves no record',
    monthly: '109.50 USD (three NAT gateways); 36.50 USD with `natGateways: 1`',
  },
  data: {
    title: 'Data',
    constructs: ['EncryptedDataStores', 'EncryptedTable', 'EncryptedBucket'],
    standsOn: [],
    controls: DATA_CONTROLS,
    protectsAgainst: 'data without a key of yours, public buckets, tables lost in a deployment',
    monthly: '1 USD and storage',
  },
  secrets: {
    title: 'Secrets',
    constructs: ['ManagedSecrets'],
    standsOn: [],
    controls: SECRETS_CONTROLS,
    protectsAgainst: 'credentials in code, values lost in a deployment, keys that never change',
    monthly: '1.80 USD',
  },
  waf: {
    title: 'Web application firewall',
    constructs: ['ApiWafProtection'],
    standsOn: [],
    controls: WAF_CONTROLS,
    protectsAgainst: 'floods, exploits of the OWASP Top 10, injection, Log4Shell, scanners',
    monthly: '11 USD and 0.60 USD per million requests',
  },
  compute: {
    title: 'Functions',
    constructs: ['SecureLambda'],
    standsOn: ['network', 'secrets'],
    controls: COMPUTE_CONTROLS,
    protectsAgainst: 'overly permissive roles, lateral movement from compromised functions',
    monthly: 'invocations',
  },
  api: {
    title: 'API',
    constructs: ['HardenedApi'],
    standsOn: [],
    controls: API_CONTROLS,
    protectsAgainst: 'open methods, TLS 1.0, errors without security headers, requests without a trace',
    monthly: '3.50 USD per million requests',
  },
} as const satisfies Record<string, Domain>;

type ControlIdOf<Key extends keyof typeof DOMAINS> = keyof typeof DOMAINS[Key]['controls'];

/** The id of a control. */
export type ControlId = { [Key in keyof typeof DOMAINS]: ControlIdOf<Key> }[keyof typeof DOMAINS];

/** Every control of the library. */
export const CATALOGUE = Object.assign({}, ...Object.values(DOMAINS).map(({ controls }) => controls)) as ControlSet<ControlId>;

/** The control of an id that came from elsewhere. */
export const controlOf = (id: string): Control | undefined => (CATALOGUE as ControlSet)[id];
