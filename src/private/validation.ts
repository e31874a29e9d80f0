import { Duration, IResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Throws an error that names the construct. The message says the prop, the rule, the value, and what to do. */
export function reject(scope: IConstruct, message: string): never {
  throw new Error(`${message} (at ${scope.node.path})`);
}

/** Throws when the number is outside its range. Tokens pass. */
export function requireBetween(scope: IConstruct, prop: string, value: number, min: number, max: number): void {
  if (Token.isUnresolved(value)) {
    return;
  }
  if (!Number.isInteger(value) || value < min || value > max) {
    reject(scope, `${prop} must be a whole number between ${min} and ${max}, got ${value}`);
  }
}

/** Throws when the duration is outside its range. Tokens pass. */
export function requireDurationBetween(scope: IConstruct, prop: string, value: Duration, min: Duration, max: Duration): void {
  if (value.isUnresolved()) {
    return;
  }
  const seconds = value.toSeconds({ integral: false });
  if (seconds < min.toSeconds() || seconds > max.toSeconds()) {
    reject(scope, `${prop} must be between ${min.toHumanString()} and ${max.toHumanString()}, got ${value.toHumanString()}`);
  }
}

/** Throws when the text does not match. Tokens pass. */
export function requireMatch(scope: IConstruct, prop: string, value: string, pattern: RegExp, rule: string): void {
  if (!Token.isUnresolved(value) && !pattern.test(value)) {
    reject(scope, `${prop} ${rule}, got ${JSON.stringify(value)}`);
  }
}

/** Throws when both Regions are known and differ: a key, VPC or secret serves its own Region only. */
export function requireSameRegion(scope: IConstruct, prop: string, resource: IResource): void {
  const here = Stack.of(scope).region;
  const there = resource.env.region;
  if (!Token.isUnresolved(here) && !Token.isUnresolved(there) && here !== there) {
    reject(scope, `${prop} must be in the Region of its stack, ${here}, got one in ${there}: use or create one in ${here}`);
  }
}
