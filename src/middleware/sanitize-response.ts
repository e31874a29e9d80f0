import { requireKnown } from './did-you-mean';
import { HttpResponse, isHttpResponse } from './http';
import { sanitizeJson } from './sanitize-json';
import { Rules, sanitizeRules, SanitizeOptions } from './sensitive-fields';

/** Deeper values are replaced as a whole, so that no input can exhaust the stack. */
const MAX_DEPTH = 64;

/** Made with the first call, as not every function sanitises. */
let defaultRules: Rules | undefined;

/**
 * A deep copy in which sensitive fields, by their names, and unmistakable credentials, by their form, are redacted. The value itself
 * is not changed. A text that is a JSON object or list is sanitised as JSON, and of an HTTP answer the body only: its cookies are
 * meant for the client. `null`, `true` and `false` stay: they hold no secret.
 */
export function sanitizeResponse<T>(value: T, options?: SanitizeOptions): T {
  if (options) {
    requireKnown('sanitizeResponse', options, SANITIZE_OPTIONS);
  }
  const rules = options ? sanitizeRules(options) : defaultRules ??= sanitizeRules({});
  if (isHttpResponse(value)) {
    return sanitizeBody(value as HttpResponse, rules) as T;
  }
  return copy(value, rules, new WeakMap(), 0) as T;
}

export const SANITIZE_OPTIONS = ['sensitiveFields', 'allowedFields', 'mode'];

/** The answer with its body sanitised when it is JSON, and as it was otherwise. */
export function sanitizeBody<T extends HttpResponse>(response: T, rules: Rules): T {
  const given = read(response, 'body');
  if (typeof given !== 'string' || response.isBase64Encoded) {
    return response;
  }
  const body = sanitizeJson(given, rules);
  return body === given ? response : { ...response, body };
}

function copy(value: unknown, rules: Rules, copies: WeakMap<object, unknown>, depth: number): unknown {
  if (typeof value === 'string') {
    return rules.replacement(value) ?? sanitizeJson(value, rules);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Buffer.isBuffer(value)) {
    return Buffer.from(value);
  }
  if (value instanceof Date || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return structuredClone(value);
  }
  if (copies.has(value)) {
    return copies.get(value);
  }
  if (depth >= MAX_DEPTH) {
    return rules.redacted(value);
  }
  const toJson = read(value, 'toJSON');
  if (typeof toJson === 'function') {
    return copy(toJson.call(value), rules, copies, depth + 1);
  }
  const next = (item: unknown) => copy(item, rules, copies, depth + 1);
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    copies.set(value, items);
    value.forEach((item) => items.push(next(item)));
    return items;
  }
  if (value instanceof Set) {
    const items = new Set();
    copies.set(value, items);
    value.forEach((item) => items.add(next(item)));
    return items;
  }
  if (value instanceof Map) {
    const entries = new Map();
    copies.set(value, entries);
    value.forEach((item, key) => copyField(key, item, rules, next, (field) => entries.set(key, field)));
    return entries;
  }
  const fields = {};
  copies.set(value, fields);
  for (const key of Object.keys(value)) {
    // a field named __proto__ stays a field
    copyField(key, read(value, key), rules, next, (field) =>
      Object.defineProperty(fields, key, { value: field, enumerable: true, configurable: true, writable: true }));
  }
  return fields;
}

function copyField(key: unknown, value: unknown, rules: Rules, next: (value: unknown) => unknown, set: (field: unknown) => void): void {
  const hidden = typeof key === 'string' && mayHoldSecret(value) && rules.isSensitive(key);
  if (!hidden) {
    set(next(value));
  } else if (rules.mode !== 'remove') {
    set(rules.redacted(value));
  }
}

const mayHoldSecret = (value: unknown) => value !== undefined && value !== null && typeof value !== 'boolean';

/** A getter that throws has no value. */
function read(value: object, key: string): any {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
