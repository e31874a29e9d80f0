import { Operator, OPERATOR_NAMES, operatorOf } from './condition-operators';
import { withValues } from './policy-variables';
import { RequestContext } from './request-context';

/** A policy of this version has variables; in an older one they are plain text. */
export const VERSION_WITH_VARIABLES = '2012-10-17';

export type ConditionBlock = Record<string, Record<string, unknown>>;

/** `ForAllValues:StringLikeIfExists`, in its three parts. */
const NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

function parsed(name: string): { quantifier?: string; operator: Operator; ifExists: boolean } {
  const [, quantifier, base, ifExists] = NAME.exec(name) ?? [];
  const operator = base === undefined ? undefined : operatorOf(base);
  if (operator === undefined) {
    const meant = OPERATOR_NAMES.find((known) => known.toLowerCase() === base?.toLowerCase());
    throw new Error(`${name} is no condition operator${meant ? `: did you mean ${meant}` : ''}`);
  }
  return { quantifier, operator, ifExists: ifExists !== undefined };
}

interface Expected { readonly key: string; readonly values: string[]; readonly context: RequestContext; readonly version: string }

function comparison(operator: Operator, { values, context, version }: Expected): (found: string) => boolean {
  // a variable without a value matches nothing
  const patterns = operator.variables && version === VERSION_WITH_VARIABLES
    ? values.map((value) => withValues(value, context)).filter((value): value is string => value !== undefined) : values;
  return (found) => patterns.some((pattern) => operator.holds(pattern, found)) !== operator.negated;
}

function single(found: readonly string[], key: string): string {
  if (found.length > 1) {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    throw new Error(`${key} has several values in this request, and AWS compares those with ForAllValues or ForAnyValue only`);
  }
  return found[0];
}

function operatorHolds(name: string, expected: Expected): boolean {
  const found = expected.context.of(expected.key);
  if (name === 'Null') {
    return expected.values.some((value) => value.toLowerCase() === String(found.length === 0));
  }
  const { quantifier, operator, ifExists } = parsed(name);
  const holds = comparison(operator, expected);
  if (quantifier === 'ForAllValues') {
    return found.every(holds);
  }
  if (found.length === 0) {
    return ifExists || (quantifier === undefined && operator.negated);
  }
  return quantifier === 'ForAnyValue' ? found.some(holds) : holds(single(found, expected.key));
}

/** An operator that IAM does not have is an error wherever it stands. */
export const checkOperators = (conditions: ConditionBlock): void =>
  Object.keys(conditions).filter((name) => name !== 'Null').forEach(parsed);

/** All operators of a statement hold, and each for all of its keys. */
export function conditionsHold(conditions: ConditionBlock, context: RequestContext, version: string): boolean {
  return Object.entries(conditions).every(([name, keys]) => Object.entries(keys).every(([key, values]) =>
    operatorHolds(name, { key, values: listOf(values), context, version })));
}
