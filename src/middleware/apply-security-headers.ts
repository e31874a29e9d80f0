import { didYouMean, nearest, requireKnown } from './did-you-mean';
import { HttpResponse, wantsMultipleValues } from './http';
import { REMOVED_HEADERS, SECURITY_HEADERS, SecurityHeaderName } from './security-headers';

/** A value, `false` to leave the header out, or a function of the request that gives one of both. */
export type HeaderChoice<Request = any> = string | false | ((request: Request) => string | false);

/** Which headers are added to an answer, and which are taken from it. */
export interface SecurityHeadersOptions<Request = any> {
  /**
   * Choices of your own by header name; names are compared without their case. When a function throws, or gives what cannot be
   * sent, the error is logged and the answer gets the header's default.
   */
  readonly headers?:
  & { readonly [name in SecurityHeaderName]?: HeaderChoice<Request> }
  & { readonly [name: string]: HeaderChoice<Request> | undefined };
  /** Headers that are taken from the handler's answer: Server and X-Powered-By by default. An empty list leaves all. */
  readonly removeHeaders?: readonly string[];
}

/** RFC 9110, 5.6.2 and 5.5: a token, and visible characters with single spaces or tabs between them. */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What is done to each answer. Made once, where the wrapper is. */
export interface HeaderPlan {
  /** Names and values that are the same for each request. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly computed: readonly (readonly [name: string, value: (request: unknown) => unknown, fallback: string | undefined])[];
  /** How the plan spells a name that it adds; '' for one that it removes; undefined for any other. */
  spelling(name: string): string | undefined;
}

/** More spellings than handlers use. Beyond them somebody makes names up, and the memory is emptied. */
const MAX_SPELLINGS = 500;

/** Throws when a name or value cannot be sent, or is almost a known one. */
export function planHeaders(options: SecurityHeadersOptions): HeaderPlan {
  const known = Object.keys(SECURITY_HEADERS);
  const chosen = new Map<string, { name: string; value: HeaderChoice; fallback?: string }>();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    chosen.set(name.toLowerCase(), { name, value, fallback: value });
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    checkName('headers', name);
    if (!chosen.has(name.toLowerCase()) && nearest(name, known)) {
      throw new TypeError(`headers has no "${name}"${didYouMean(name, known)}`);
    }
    if (typeof value !== 'function' && value !== false && value !== undefined) {
      checkValue(name, value);
    }
    if (value !== undefined) {
      chosen.set(name.toLowerCase(), { name, value, fallback: chosen.get(name.toLowerCase())?.fallback });
    }
  }
  const spellings = new Map<string, string>();
  for (const name of options.removeHeaders ?? REMOVED_HEADERS) {
    checkName('removeHeaders', name);
    spellings.set(name.toLowerCase(), '');
  }
  const fixed: Record<string, string> = {};
  const computed: [string, (request: unknown) => unknown, string | undefined][] = [];
  for (const [lowerCase, { name, value, fallback }] of chosen) {
    if (typeof value === 'string') {
      fixed[name] = value;
    } else if (value !== false) {
      computed.push([name, value, fallback]);
    }
    if (value !== false) {
      spellings.set(lowerCase, name);
    }
  }
  return { fixed: Object.freeze(fixed), computed, spelling: remember((name) => spellings.get(name.toLowerCase())) };
}

/** A handler writes the same few names in each answer. */
function remember(spell: (name: string) => string | undefined): (name: string) => string | undefined {
  const seen = new Map<string, string | undefined>();
  return (name) => {
    const spelling = seen.get(name);
    if (spelling !== undefined || seen.has(name)) {
      return spelling;
    }
    if (seen.size >= MAX_SPELLINGS) {
      seen.clear();
    }
    const found = spell(name);
    seen.set(name, found);
    return found;
  };
}

function checkName(option: string, name: unknown): void {
  if (typeof name !== 'string' || !HEADER_NAME.test(name)) {
    throw new TypeError(`${option} must be named as RFC 9110 allows, got ${JSON.stringify(name)}`);
  }
}

function checkValue(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || !HEADER_VALUE.test(value)) {
    throw new TypeError(`headers.${name} must be text without control characters, or false to leave the header out`);
  }
}

/** The headers for one request. The same object for each, unless one is a function. */
function headersFor(plan: HeaderPlan, request: unknown): Readonly<Record<string, string>> {
  if (plan.computed.length === 0) {
    return plan.fixed;
  }
  const headers = { ...plan.fixed };
  for (const [name, value, fallback] of plan.computed) {
    let computed: unknown = fallback;
    try {
      const own = value(request);
      if (own !== false) {
        checkValue(name, own);
      }
      computed = own;
    } catch (error) {
      console.error(error);
    }
    if (typeof computed === 'string') {
      headers[name] = computed;
    }
  }
  return headers;
}

/** The answer with the planned headers, as a new object. A header that the handler has set, in whatever case, stays as it is. */
export function addHeaders<T extends HttpResponse>(response: T, plan: HeaderPlan, request?: unknown): T {
  const { headers: own, multiValueHeaders } = response;
  const planned = headersFor(plan, request);
  if (multiValueHeaders || wantsMultipleValues(request)) {
    return addBoth(response, plan, planned, request);
  }
  for (const name in own) {
    const spelling = plan.spelling(name);
    if (spelling !== undefined && spelling !== name || own[name] === undefined || own[name] === null) {
      return { ...response, headers: merged(own, plan, planned) };
    }
  }
  return { ...response, headers: { ...planned, ...own } };
}

/** As a spread, but for names that are spelled in another way, that are removed, and that have no value. */
function merged<V>(own: { [name: string]: V } | undefined, plan: HeaderPlan, planned: Readonly<Record<string, V>>): Record<string, V> {
  const headers: Record<string, V> = { ...planned, ...own };
  for (const name in own) {
    const spelling = plan.spelling(name);
    if (own[name] === undefined || own[name] === null) {
      delete headers[name];
      if (spelling && spelling in planned) {
        headers[spelling] = planned[spelling];
      }
    } else if (spelling === '') {
      delete headers[name];
    } else if (spelling !== undefined && spelling !== name && (own[spelling] === undefined || own[spelling] === null)) {
      delete headers[spelling];
    }
  }
  return headers;
}

/** A header that stands in one of the two is not added to the other. */
function addBoth<T extends HttpResponse>(response: T, plan: HeaderPlan, planned: Readonly<Record<string, string>>, request: unknown): T {
  const { headers, multiValueHeaders } = response;
  const missing = { ...planned };
  for (const [name, value] of [...Object.entries(headers ?? {}), ...Object.entries(multiValueHeaders ?? {})]) {
    if (value !== undefined && value !== null) {
      delete missing[plan.spelling(name) ?? ''];
    }
  }
  const inMany = wantsMultipleValues(request);
  const many = inMany ? Object.fromEntries(Object.entries(missing).map(([name, value]) => [name, [value]])) : {};
  return {
    ...response,
    ...inMany && !headers ? {} : { headers: merged(headers, plan, inMany ? {} : missing) },
    ...inMany || multiValueHeaders ? { multiValueHeaders: merged(multiValueHeaders, plan, many) } : {},
  };
}

export const APPLY_OPTIONS = ['headers', 'removeHeaders'];
const DEFAULT_PLAN = planHeaders({});

/**
 * The answer with all security headers, as a new object. A header that it has already, in `headers` or `multiValueHeaders` and in
 * whatever case, stays as it is. Applying twice is the same as applying once.
 *
 * The request is what functions among the options are given. It also tells a load balancer that reads multiple values only.
 */
export function applySecurityHeaders<T extends HttpResponse>(response: T, options?: SecurityHeadersOptions, request?: unknown): T {
  if (options) {
    requireKnown('applySecurityHeaders', options, APPLY_OPTIONS);
  }
  return addHeaders(response, options ? planHeaders(options) : DEFAULT_PLAN, request);
}
