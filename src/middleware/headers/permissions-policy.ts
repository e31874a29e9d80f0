import { nearest, unknownName } from '../did-you-mean';
import { CLOSED_FEATURES } from './security-headers';

/** Features that are no danger in an API's response, and that a page may want to name. */
const OTHER_FEATURES = [
  'ambient-light-sensor', 'attribution-reporting', 'bluetooth', 'clipboard-read', 'clipboard-write', 'compute-pressure',
  'cross-origin-isolated', 'keyboard-map', 'otp-credentials',
  'publickey-credentials-create', 'sync-xhr', 'unload', 'web-share',
] as const;

type Feature = typeof CLOSED_FEATURES[number] | typeof OTHER_FEATURES[number];

/** Who may use a feature: `self`, origins, `*` for anybody, an empty list for nobody, or `false` to say nothing about it. */
export type PermissionsPolicyFeatures =
  & { readonly [feature in Feature]?: readonly string[] | '*' | false }
  & { readonly [feature: string]: readonly string[] | '*' | false | undefined };

/**
 * A Permissions-Policy that opens what you name, and closes every other feature that browsers ship. It throws for an origin that
 * is none, for `*` beside another entry, and for a name that is almost one of a feature.
 */
export function permissionsPolicy(features: PermissionsPolicyFeatures = {}): string {
  const known: readonly string[] = [...CLOSED_FEATURES, ...OTHER_FEATURES];
  for (const [feature, allowed] of Object.entries(features)) {
    if (!known.includes(feature) && (nearest(feature, known) || !/^[a-z][a-z0-9-]*$/.test(feature))) {
      unknownName('permissionsPolicy', feature, known);
    }
    if (allowed !== undefined && allowed !== false && allowed !== '*') {
      checkAllowed(feature, allowed);
    }
  }
  const closed: PermissionsPolicyFeatures = Object.fromEntries(CLOSED_FEATURES.map((feature) => [feature, []]));
  const policy = Object.entries({ ...closed, ...features })
    .flatMap(([feature, allowed]) => allowed === false || allowed === undefined ? [] : [`${feature}=${allowList(allowed)}`])
    .join(', ');
  if (policy === '') {
    throw new TypeError('permissionsPolicy must have a feature; false for the header leaves it out');
  }
  return policy;
}

function checkAllowed(feature: string, allowed: readonly string[]): void {
  if (!Array.isArray(allowed)) {
    throw new TypeError(`${feature} must be a list of "self" and origins, "*", or false`);
  }
  for (const entry of allowed) {
    if (entry === '*' && allowed.length > 1) {
      throw new TypeError(`${feature} has "*" beside other entries, which contradict it: ${allowed.join(' ')}`);
    }
    if (!/^(self|src|\*|https?:\/\/(\*\.)?[\w.-]+(:\d+)?)$/.test(entry)) {
      const meant = entry === "'self'" ? '; did you mean "self"?' : /none/.test(entry) ? '; an empty list allows nobody' : '';
      throw new TypeError(`${feature} must hold "self" and origins such as "https://example.com", got ${JSON.stringify(entry)}${meant}`);
    }
  }
}

const allowList = (allowed: readonly string[] | '*') => allowed === '*' || allowed[0] === '*'
  ? '*'
  : `(${allowed.map((entry) => /^(self|src)$/.test(entry) ? entry : `"${entry}"`).join(' ')})`;
