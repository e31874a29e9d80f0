import { Duration, IResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ErrorCode, HardenedError } from './errors';

/** Throws an error that names the construct. The rule follows the prop in the message, and says the value and the remedy. */
export function reject(scope: IConstruct, code: ErrorCode, prop: string, rule: string): never {
  throw new HardenedError(code, scope.node.path, prop, rule);
}

/** Throws when the value is known only at deployment, where that cannot work. */
export function requireKnown(scope: IConstruct, prop: string, value: unknown, why: string): void {
  if (Token.isUnresolved(value)) {
    reject(scope, 'UnresolvedToken', prop, `must be known when the app is synthesized, got a token: ${why}`);
  }
}

/** The elements of a list that can be looked at: none of a list that is a token, and no element that is one. */
export const known = (list: readonly string[] = []): string[] =>
  Token.isUnresolved(list) ? [] : list.filter((element) => !Token.isUnresolved(element));

/** Throws when the value is no list. JavaScript passes anything. */
export function requireList(scope: IConstruct, prop: string, value: unknown): void {
  if (!Array.isArray(value)) {
    reject(scope, 'WrongType', prop, `must be a list, got ${shown(value)}`);
  }
}

/** Throws when the number is no whole one, or outside its range. Tokens pass. */
export function requireBetween(scope: IConstruct, prop: string, value: number, min: number, max: number): void {
  if (!Token.isUnresolved(value) && (!Number.isInteger(value) || value < min || value > max)) {
    reject(scope, 'OutOfRange', prop, `must be a whole number between ${min} and ${max}, got ${shown(value)}`);
  }
}

/** Throws when the number is no whole one, or too small. Tokens pass. */
export function requireAtLeast(scope: IConstruct, prop: string, value: number, min: number): void {
  if (!Token.isUnresolved(value) && (!Number.isSafeInteger(value) || value < min)) {
    reject(scope, 'OutOfRange', prop, `must be a whole number of ${min} or more, got ${shown(value)}`);
  }
}

/** A text in quotes, as it is no number; an object by its class, as it may hold secrets, or itself. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    // a class that a bundler or decorator renamed ends in a digit
    return `an object of class ${(value.constructor?.name ?? 'Object').replace(/\d+$/, '')}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

const SECONDS = { second: 1, hour: 3600, day: 86_400 };

/** Throws when the duration is not whole in its unit, or outside its range. Tokens pass. */
export function requireDuration(
  scope: IConstruct, prop: string, value: Duration, unit: keyof typeof SECONDS, min: Duration, max: Duration,
): void {
  if (!(value instanceof Duration)) {
    reject(scope, 'WrongType', prop, `must be a Duration, got ${shown(value)}`);
  }
  if (value.isUnresolved()) {
    return;
  }
  const seconds = value.toSeconds({ integral: false });
  if (seconds < min.toSeconds() || seconds > max.toSeconds() || seconds % SECONDS[unit] !== 0) {
    reject(scope, 'OutOfRange', prop, `must be a whole number of ${unit}s between ${min.toHumanString()} and ${max.toHumanString()}, `
      + `got ${value.toHumanString()}`);
  }
}

/** Throws when the text does not match. Tokens pass. */
export function requireMatch(scope: IConstruct, prop: string, value: string, pattern: RegExp, rule: string): void {
  if (!Token.isUnresolved(value) && !pattern.test(value)) {
    reject(scope, 'InvalidFormat', prop, `${rule}, got ${shown(value)}`);
  }
}

/** Throws when a list names something twice. Tokens pass. */
export function requireDistinct(scope: IConstruct, prop: string, list: readonly string[] | undefined): void {
  const names = known(list);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    reject(scope, 'DuplicateValue', prop, `must name each element once, got ${shown(twice)} twice`);
  }
}

/** Throws when both Regions are known and differ: a key, VPC or secret serves its own Region only. */
export function requireSameRegion(scope: IConstruct, prop: string, resource: IResource): void {
  const here = Stack.of(scope).region;
  const there = resource.env.region;
  if (!Token.isUnresolved(here) && !Token.isUnresolved(there) && here !== there) {
    reject(scope, 'WrongEnvironment', prop,
      `must be in the Region of its stack, ${here}, got one in ${there}: use or create one in ${here}`);
  }
}
