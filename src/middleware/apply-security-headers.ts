import { nearest, requireKnown, unknownName } from './did-you-mean';
import { HttpResponse, wantsMultipleValues } from './http';
import { checkHeaderOptions } from './options';
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
  readonly computed: readonly (readonly [name: string, value: (request: unknown) => string | false, fallback: string | undefined])[];
  /** How the plan spells a name that it adds; '' for one that it removes; any other name as it is. */
  spelling(name: string): string;
}

/** More spellings than handlers use. Beyond them somebody makes names up, and the memory is emptied. */
const MAX_SPELLINGS = 500;

/** Throws when a name or value cannot be sent, or is almost a known one. */
export function planHeaders({ headers = {}, removeHeaders = REMOVED_HEADERS }: SecurityHeadersOptions): HeaderPlan {
  const known = Object.keys(SECURITY_HEADERS);
  const chosen = new Map(Object.entries<string>(SECURITY_HEADERS).map(([name, value]) => [name.toLowerCase(), [name, value, value] as Choice]));
  for (const [name, value] of Object.entries(headers)) {
    const lowerCase = checkedName('headers', name);
    if (!chosen.has(lowerCase) && nearest(name, known)) {
      unknownName('headers', name, known);
    }
    if (value !== undefined) {
      chosen.set(lowerCase, [name, typeof value === 'function' ? value : checkedValue(name, value), chosen.get(lowerCase)?.[2]]);
    }
  }
  const choices = [...chosen.values()];
  const spellings = new Map([
    ...removeHeaders.map((name) => [checkedName('removeHeaders', name), ''] as const),
    ...choices.flatMap(([name, value]) => value === false ? [] : [[name.toLowerCase(), name] as const]),
  ]);
  // a handler writes the same few names in each answer
  const seen = new Map<string, string>();
  const learn = (name: string) => {
    const spelling = spellings.get(name.toLowerCase()) ?? name;
    if (seen.size >= MAX_SPELLINGS) {
      seen.clear();
    }
    seen.set(name, spelling);
    return spelling;
  };
  return {
    fixed: Object.freeze(Object.fromEntries(choices.filter(([, value]) => typeof value === 'string'))),
    computed: choices.filter(([, value]) => typeof value === 'function') as unknown as HeaderPlan['computed'],
    spelling: (name) => seen.get(name) ?? learn(name),
  };
}

type Choice = readonly [name: string, value: HeaderChoice, fallback: string | undefined];

function checkedName(option: string, name: string): string {
  if (typeof name !== 'string' || !HEADER_NAME.test(name)) {
    throw new TypeError(`${option} must be named as RFC 9110 allows, got ${JSON.stringify(name)}`);
  }
  return name.toLowerCase();
}

function checkedValue(name: string, value: string | false): string | false {
  if (value !== false && (typeof value !== 'string' || !HEADER_VALUE.test(value))) {
    throw new TypeError(`headers.${name} must be text without control characters, or false to leave the header out`);
  }
  return value;
}

/** The headers for one request. The same object for each, unless one is a function. */
function headersFor(plan: HeaderPlan, request: unknown): Readonly<Record<string, string>> {
  if (plan.computed.length === 0) {
    return plan.fixed;
  }
  const headers = { ...plan.fixed };
  for (const [name, value, fallback] of plan.computed) {
    let own: string | false | undefined = fallback;
    try {
      own = checkedValue(name, value(request));
    } catch (error) {
      console.error(error);
    }
    if (own) {
      headers[name] = own;
    }
  }
  return headers;
}

/** The answer with the planned headers, as a new object. A header that the handler has set, in whatever case, stays as it is. */
export function addHeaders<T extends HttpResponse>(response: T, plan: HeaderPlan, request?: unknown): T {
  const { headers, multiValueHeaders } = response;
  const planned = headersFor(plan, request);
  if (multiValueHeaders || wantsMultipleValues(request)) {
    return merge(response, plan, planned, wantsMultipleValues(request));
  }
  for (const name in headers) {
    if (plan.spelling(name) !== name || !isSet(headers[name])) {
      return merge(response, plan, planned, false);
    }
  }
  return { ...response, headers: { ...planned, ...headers } };
}

const isSet = (value: unknown) => value !== undefined && value !== null;

/** As a spread, but for names that are spelled in another way, that are removed, that have no value, and that have many. */
function merge<T extends HttpResponse>(response: T, plan: HeaderPlan, planned: Readonly<Record<string, string>>, inMany: boolean): T {
  const { headers, multiValueHeaders } = response;
  const kept = (own: object = {}) => Object.entries(own).filter(([name, value]) => isSet(value) && (plan.spelling(name) || !name));
  const one = kept(headers);
  const many = kept(multiValueHeaders);
  const taken = new Set([...one, ...many].map(([name]) => plan.spelling(name)));
  const missing = Object.entries(planned).filter(([name]) => !taken.has(name));
  return {
    ...response,
    ...(headers || !inMany) && { headers: Object.fromEntries(inMany ? one : [...missing, ...one]) },
    ...(multiValueHeaders || inMany) && {
      multiValueHeaders: Object.fromEntries([...inMany ? missing.map(([name, value]) => [name, [value]]) : [], ...many]),
    },
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
  if (options !== undefined) {
    requireKnown('applySecurityHeaders', options, APPLY_OPTIONS);
    checkHeaderOptions(options);
  }
  return addHeaders(response, options ? planHeaders(options) : DEFAULT_PLAN, request);
}
