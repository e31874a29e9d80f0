import { isReference } from './judge-name';
import { Rules } from './sensitive-fields';

/** Deeper values are taken for secrets, so that no input can exhaust the stack. */
const MAX_DEPTH = 16;

/**
 * Whether a value in a field with a secret's name has no secret in it: the ARN of one, or an object whose fields all speak of it, such as
 * `{ "SecretArn": …, "SecretStatus": "active" }`.
 */
export function onlySpeaksOfSecrets(value: unknown, rules: Rules, name?: string, depth = 0): boolean {
  if (value === null || typeof value === 'boolean' || value === undefined) {
    return true;
  }
  if (typeof value !== 'object') {
    return typeof value === 'string' && value.startsWith('arn:') || name !== undefined && isReference(name) && rules.secrecy(name) === 0;
  }
  if (depth > MAX_DEPTH) {
    return false;
  }
  return Array.isArray(value)
    ? value.every((item) => onlySpeaksOfSecrets(item, rules, name, depth + 1))
    : Object.entries(value).every(([key, item]) => onlySpeaksOfSecrets(item, rules, key, depth + 1));
}
