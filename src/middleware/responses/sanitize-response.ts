/* eslint-disable no-bitwise -- kinds of values are a set of bits */
import { HttpResponse, isHttpResponse } from '../http';
import { LIST, NUMBER, OBJECT, OWN, TEXT } from './judge-name';
import { sanitizeText, sanitizeValue } from './sanitize-json';
import { checkSanitizeOptions, Rules, sanitizeRules, SanitizeOptions } from './sensitive-fields';
import { onlySpeaksOfSecrets } from './speaks-of-secrets';

/** Deeper values are replaced as a whole, so that no input can exhaust the stack. */
const MAX_DEPTH = 64;

/** Made with the first call, as not every function sanitises. */
let defaultRules: Rules | undefined;

/**
 * A deep copy in which sensitive fields, by their names, and unmistakable credentials, by their form, are redacted. The value itself
 * is not changed. A text that is JSON is sanitised as JSON, and of an HTTP response the body only: its cookies are
 * meant for the client. `null`, `true` and `false` stay: they hold no secret.
 */
export function sanitizeResponse<T>(value: T, options?: SanitizeOptions): T {
  if (options !== undefined) {
    checkSanitizeOptions('sanitizeResponse', options);
  }
  const rules = options ? sanitizeRules(options) : defaultRules ??= sanitizeRules({});
  if (isHttpResponse(value)) {
    return sanitizeBody(value as HttpResponse, rules) as T;
  }
  return copy(value, rules, new WeakMap(), 0) as T;
}

/** The response with its body sanitised when it is JSON, in base64 too, and as it was otherwise. */
export function sanitizeBody<T extends HttpResponse>(response: T, rules: Rules): T {
  const given = read(response, 'body');
  if (typeof given !== 'string') {
    return response;
  }
  const body = response.isBase64Encoded ? sanitizeBase64(given, rules) : sanitizeText(given, rules);
  return body === given ? response : { ...response, body };
}

/** What JSON can begin with. The rest of a picture or an archive is not even decoded. */
const BEGINS_LIKE_JSON = /^\ufeff?[ \t\r\n]*[[{"]/;

function sanitizeBase64(body: string, rules: Rules): string {
  if (!BEGINS_LIKE_JSON.test(Buffer.from(body.slice(0, 64), 'base64').toString())) {
    return body;
  }
  const bytes = Buffer.from(body, 'base64');
  const text = bytes.toString();
  const clean = sanitizeText(text, rules);
  return clean === text || !Buffer.from(text).equals(bytes) ? body : Buffer.from(clean).toString('base64');
}

function copy(value: unknown, rules: Rules, copies: WeakMap<object, unknown>, depth: number): unknown {
  if (typeof value === 'string') {
    return sanitizeValue(value, rules);
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
  const kind = kindOf(value);
  const secrecy = typeof key === 'string' && kind ? rules.secrecy(key) : 0;
  if (!(secrecy & kind) || !(secrecy & OWN) && onlySpeaksOfSecrets(value, rules)) {
    set(next(value));
  } else if (rules.mode !== 'remove') {
    set(rules.redacted(value));
  }
}

/** Neither nothing, nor true and false, nor what JSON leaves out holds a secret. */
function kindOf(value: unknown): number {
  switch (typeof value) {
    case 'string': return TEXT;
    case 'number': case 'bigint': return NUMBER;
    case 'object': return value === null ? 0 : Array.isArray(value) || value instanceof Set ? LIST : OBJECT;
    default: return 0;
  }
}

/** A getter that throws has no value. */
function read(value: object, key: string): any {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
