import { HttpResponse } from './http';
import { SECURITY_HEADERS } from './security-headers';

/** Which headers are added to an answer. */
export interface SecurityHeadersOptions {
  /** Values of your own by header name, and `false` for a header that is left out. Names are compared without their case. */
  readonly headers?: { readonly [name: string]: string | false };
}

/** RFC 9110, 5.6.2 and 5.5: a token, and visible characters with single spaces or tabs between them. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The headers to add, as pairs of the name in lower case and the header. Checked once, where the wrapper is made. */
export type HeaderPlan = readonly (readonly [lowerCase: string, name: string, value: string])[];

const DEFAULT_PLAN: HeaderPlan = plan({});

/** Throws when a name or value cannot be sent. */
export function planHeaders(options: SecurityHeadersOptions): HeaderPlan {
  return options.headers ? plan(options.headers) : DEFAULT_PLAN;
}

function plan(own: { readonly [name: string]: string | false }): HeaderPlan {
  const headers = new Map(Object.entries(SECURITY_HEADERS).map(([name, value]) => [name.toLowerCase(), { name, value: value as string | false }]));
  for (const [name, value] of Object.entries(own)) {
    if (!NAME.test(name)) {
      throw new TypeError(`headers must be named as RFC 9110 allows, got ${JSON.stringify(name)}`);
    }
    if (value !== false && (typeof value !== 'string' || !VALUE.test(value))) {
      throw new TypeError(`headers.${name} must be text without control characters, or false to leave the header out`);
    }
    headers.set(name.toLowerCase(), { name, value });
  }
  return [...headers].flatMap(([lowerCase, { name, value }]) => value === false ? [] : [[lowerCase, name, value] as const]);
}

/** The answer with the planned headers, as a new object. A header that the handler has set, in whatever case, stays as it is. */
export function addHeaders<T extends HttpResponse>(response: T, headerPlan: HeaderPlan): T {
  const own = new Set<string>();
  for (const name in response.headers) {
    own.add(name.toLowerCase());
  }
  for (const name in response.multiValueHeaders) {
    own.add(name.toLowerCase());
  }
  const headers = { ...response.headers };
  for (const [lowerCase, name, value] of headerPlan) {
    if (!own.has(lowerCase)) {
      headers[name] = value;
    }
  }
  return { ...response, headers };
}

/**
 * The answer with all security headers, as a new object. A header that it has already, in `headers` or `multiValueHeaders` and in
 * whatever case, stays as it is. Applying twice is the same as applying once.
 */
export function applySecurityHeaders<T extends HttpResponse>(response: T, options: SecurityHeadersOptions = {}): T {
  return addHeaders(response, planHeaders(options));
}
