import { Construct } from 'constructs';
import { ApiWafProtectionProps } from './api-waf-protection-props';
import { COUNTRY_CODES } from './country-codes';
import { KNOWN_RULES } from './managed-rules';
import { ApiWafRule } from './rules';
import { known, reject, requireBetween, requireDistinct, requireKnown, requireList, shown } from '../private/validation';
import { warn } from '../private/warnings';

type Rules = Pick<ApiWafProtectionProps, 'rateLimit' | 'blockedCountries' | 'countedRules' | 'omittedRules' | 'countedManagedRules'>;

/** Why a rule of a list is not there. */
const LISTS: Partial<Record<ApiWafRule, string>> = {
  [ApiWafRule.ALLOW_LIST]: 'allowedCidrs',
  [ApiWafRule.BLOCK_LIST]: 'blockedCidrs',
  [ApiWafRule.GEO_BLOCK]: 'blockedCountries',
};

/** Throws for what AWS WAF would reject, or accept and ignore. */
export function validateRules(scope: Construct, props: Rules, present: Partial<Record<ApiWafRule, boolean>>): void {
  requireBetween(scope, 'rateLimit', props.rateLimit!, 10, 2_000_000_000);
  requireList(scope, 'blockedCountries', props.blockedCountries!);
  requireCountries(scope, props.blockedCountries!);
  for (const prop of ['countedRules', 'omittedRules'] as const) {
    const names = props[prop] ?? [];
    requireList(scope, prop, names);
    requireRules(scope, prop, names, present);
  }
  const both = props.countedRules?.find((name) => props.omittedRules?.includes(name));
  if (both) {
    reject(scope, 'ConflictingProps', 'countedRules and omittedRules',
      `must not share a rule, got ${both} in both: an omitted rule counts nothing`);
  }
  const managed = props.countedManagedRules ?? [];
  requireList(scope, 'countedManagedRules', managed);
  requireKnown(scope, 'countedManagedRules', managed, 'each rule is counted in its own group');
  requireDistinct(scope, 'countedManagedRules', managed);
  for (const name of known(managed)) {
    requireManagedRule(scope, name);
  }
}

function requireRules(scope: Construct, prop: string, names: ApiWafRule[], present: Partial<Record<ApiWafRule, boolean>>): void {
  requireDistinct(scope, prop, names);
  for (const name of names) {
    if (!Object.values(ApiWafRule).includes(name)) {
      reject(scope, 'UnknownValue', prop, `must hold values of ApiWafRule, got ${shown(name)}`);
    }
    if (present[name] === false) {
      reject(scope, 'ConflictingProps', prop,
        `must name rules that are there, got ${name}, which ${LISTS[name]} would create: set that, or remove the name`);
    }
  }
}

function requireCountries(scope: Construct, codes: string[]): void {
  const wrong = known(codes).filter((code) => !COUNTRY_CODES.has(code));
  if (wrong.length > 0) {
    reject(scope, 'UnknownValue', 'blockedCountries', 'must hold ISO 3166-1 alpha-2 codes in capitals, such as "KP", '
      + `got ${wrong.map(shown).join(', ')}`);
  }
  requireDistinct(scope, 'blockedCountries', codes);
  if (codes.length > 50) {
    reject(scope, 'OutOfRange', 'blockedCountries', `must hold at most 50 codes, got ${codes.length}`);
  }
}

/** AWS WAF ignores an override of a rule that it does not know, and learns new rules before this library does. */
function requireManagedRule(scope: Construct, name: string): void {
  if (KNOWN_RULES.includes(name)) {
    return;
  }
  const close = KNOWN_RULES.find((rule) => isAlmost(rule, name));
  if (close || !/^[A-Z]\w*_[A-Z]+$/.test(name)) {
    reject(scope, 'UnknownValue', 'countedManagedRules',
      'must hold names of rules inside the AWS managed groups, as AWS WAF ignores others, '
      + `got ${shown(name)}: ${close ? `did you mean ${close}?` : `known are ${KNOWN_RULES.join(', ')}`}`);
  }
  warn(scope, 'unknown-managed-rule',
    `countedManagedRules has ${name}, which is not known here: AWS WAF ignores it `
    + 'unless one of its managed groups has a rule of exactly this name.');
}

/** Whether two names differ in case, or by one letter that is more, less, another or swapped with its neighbour. */
function isAlmost(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  const start = [...a].findIndex((letter, index) => letter !== b[index]);
  const at = start === -1 ? a.length : start;
  const rest = (text: string, skip: number) => text.slice(at + skip);
  const isSwapped = a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, 2) === rest(b, 2);
  return rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1) || isSwapped;
}
