import { isInRange } from './ip-ranges';
import { matches, matchesArn, plain } from './wildcards';

/** Compares a value of the policy with one of the request. */
type Comparison = (expected: string, found: string) => boolean;

export interface Operator {
  readonly holds: Comparison;
  /** Negated, it holds when the request has none of the values, also when it lacks the key. */
  readonly negated: boolean;
  /** Only texts and ARNs, and `Bool`, have policy variables. */
  readonly variables: boolean;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const numbers = (compare: (expected: number, found: number) => boolean): Comparison => (expected, found) =>
  NUMBER.test(expected) && NUMBER.test(found) && compare(Number(expected), Number(found));

/** ISO 8601, or seconds since 1970. */
const moment = (text: string) => /^\d{5,}(\.\d+)?$/.test(text) ? Number(text) * 1000 : /^\d{4}/.test(text) ? Date.parse(text) : NaN;
// a comparison with NaN is false
const moments = (compare: (expected: number, found: number) => boolean): Comparison => (expected, found) =>
  compare(moment(expected), moment(found));

const sameText: Comparison = (expected, found) => plain(expected) === found;
const sameLetters: Comparison = (expected, found) => plain(expected).toLowerCase() === found.toLowerCase();
const sameBoolean: Comparison = (expected, found) => sameLetters(expected, found) && /^(true|false)$/i.test(found);

const COMPARISONS: Record<string, Comparison> = {
  StringEquals: sameText,
  StringEqualsIgnoreCase: sameLetters,
  StringLike: matches,
  NumericEquals: numbers((expected, found) => found === expected),
  NumericLessThan: numbers((expected, found) => found < expected),
  NumericLessThanEquals: numbers((expected, found) => found <= expected),
  NumericGreaterThan: numbers((expected, found) => found > expected),
  NumericGreaterThanEquals: numbers((expected, found) => found >= expected),
  DateEquals: moments((expected, found) => found === expected),
  DateLessThan: moments((expected, found) => found < expected),
  DateLessThanEquals: moments((expected, found) => found <= expected),
  DateGreaterThan: moments((expected, found) => found > expected),
  DateGreaterThanEquals: moments((expected, found) => found >= expected),
  Bool: sameBoolean,
  BinaryEquals: sameText,
  IpAddress: isInRange,
  // AWS documents that both take wildcards
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
};

const NEGATIONS: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/** The names of all operators, without those of sets, `IfExists` and `Null`. */
export const OPERATOR_NAMES = [...Object.keys(COMPARISONS), ...Object.keys(NEGATIONS)];

export function operatorOf(name: string): Operator | undefined {
  if (!OPERATOR_NAMES.includes(name)) {
    return undefined;
  }
  return { holds: COMPARISONS[NEGATIONS[name] ?? name], negated: name in NEGATIONS, variables: /^(String|Arn|Bool)/.test(name) };
}
