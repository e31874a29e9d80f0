/** What is put in the place of a sensitive value. */
const REDACTED = '[REDACTED]';

/** Deeper values are replaced as a whole, so that no input can exhaust the stack. */
const MAX_DEPTH = 64;

/** Names of fields that hold credentials or personal identifiers, without separators and in lower case. */
const SENSITIVE = [
  'password', 'passwd', 'passphrase', 'secret', 'clientsecret', 'secretkey', 'secretaccesskey', 'apikey', 'apisecret', 'accesskey', 'accesskeyid',
  'accesstoken', 'refreshtoken', 'idtoken', 'sessiontoken', 'authtoken', 'bearertoken', 'authorization', 'cookie', 'setcookie', 'privatekey',
  'signingkey', 'encryptionkey', 'connectionstring', 'ssn', 'socialsecuritynumber', 'creditcard', 'creditcardnumber', 'cardnumber', 'cvv', 'cvc', 'pin',
];

/** A private key in PEM, or the id of an AWS access key: unmistakable wherever they stand. */
const UNMISTAKABLE = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----|\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/;

/** What sanitising may be told. */
export interface SanitizeOptions {
  /** More names of sensitive fields. Separators and case do not count: `customerTaxId` covers `customer_tax_id`. */
  readonly sensitiveFields?: readonly string[];
}

const words = (name: string) => name
  .replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
  .split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word.toLowerCase());

/** Whether whole words of the name, put together, are a sensitive name: `db_password` is, `secretary` is not. */
function isSensitive(name: string, sensitive: ReadonlySet<string>): boolean {
  const parts = words(name);
  return parts.some((_, start) => parts.some((__, end) => end >= start && sensitive.has(parts.slice(start, end + 1).join(''))));
}

/**
 * A deep copy in which sensitive fields, by their names, and unmistakable credentials, by their form, are replaced by `[REDACTED]`.
 * The value itself is not changed. A text that is JSON is sanitised as JSON.
 */
export function sanitizeResponse<T>(value: T, options: SanitizeOptions = {}): T {
  const sensitive = new Set([...SENSITIVE, ...(options.sensitiveFields ?? []).map((name) => words(name).join(''))]);
  return copy(value, sensitive, new WeakMap(), 0) as T;
}

function copy(value: unknown, sensitive: ReadonlySet<string>, copies: WeakMap<object, unknown>, depth: number): unknown {
  if (typeof value === 'string') {
    return UNMISTAKABLE.test(value) ? REDACTED : value;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) {
    return value;
  }
  if (copies.has(value)) {
    return copies.get(value);
  }
  if (depth >= MAX_DEPTH) {
    return REDACTED;
  }
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    return copy((value as { toJSON(): unknown }).toJSON(), sensitive, copies, depth + 1);
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    copies.set(value, items);
    for (const item of value) {
      items.push(copy(item, sensitive, copies, depth + 1));
    }
    return items;
  }
  if (value instanceof Map) {
    const entries = new Map();
    copies.set(value, entries);
    value.forEach((item, key) => entries.set(key, typeof key === 'string' && isSensitive(key, sensitive) ? REDACTED : copy(item, sensitive, copies, depth + 1)));
    return entries;
  }
  if (value instanceof Set) {
    const items = new Set();
    copies.set(value, items);
    value.forEach((item) => items.add(copy(item, sensitive, copies, depth + 1)));
    return items;
  }
  return copyFields(value, sensitive, copies, depth);
}

function copyFields(value: object, sensitive: ReadonlySet<string>, copies: WeakMap<object, unknown>, depth: number): object {
  const fields: Record<string, unknown> = {};
  copies.set(value, fields);
  for (const key of Object.keys(value)) {
    const field = isSensitive(key, sensitive) ? REDACTED : copy(read(value, key), sensitive, copies, depth + 1);
    // a field named __proto__ stays a field
    Object.defineProperty(fields, key, { value: field, enumerable: true, configurable: true, writable: true });
  }
  return fields;
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined; // a getter that throws has no value
  }
}

/** The body of an answer, sanitised when it is JSON and as it was otherwise. */
export function sanitizeBody(body: string, options: SanitizeOptions = {}): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  const sanitized = JSON.stringify(sanitizeResponse(parsed, options));
  // numbers beyond what JavaScript holds would lose digits: what needs no change is not rewritten
  return sanitized === JSON.stringify(parsed) ? body : sanitized;
}
