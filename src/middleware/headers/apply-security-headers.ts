import { checkHeaderOptions, HeaderPlan, Lacking, planHeaders, REMOVED, SecurityHeadersOptions } from './plan';
import { checkedValue } from './values';
import { requireKnown } from '../did-you-mean';
import { asSent, HttpResponse, isSent, wantsMultipleValues } from '../http';
import { logError } from '../log-error';

type Headers = { readonly [name: string]: unknown };

/**
 * The response with the planned headers, as a new object. A header that the handler has set, in whatever case, stays as it is. A
 * response whose headers cannot be read, or are none, is given back: what Lambda and API Gateway say to it is theirs.
 */
export function addHeaders<T extends HttpResponse>(response: T, plan: HeaderPlan, request?: unknown): T {
  try {
    return secured(response, plan, request);
  } catch {
    return response;
  }
}

function secured<T extends HttpResponse>(given: T, plan: HeaderPlan, request: unknown): T {
  const response = joined({}, dictionary(asSent(given))) as HttpResponse;
  let headers = headersOf(response.headers);
  let many = headersOf(response.multiValueHeaders);
  let lacking = lackingBeside(many, plan, lackingBeside(headers, plan, plan.all));
  if (!lacking) {
    headers = kept(headers, plan);
    many = kept(many, plan);
    lacking = lackingBeside(many, plan, lackingBeside(headers, plan, plan.all))!;
  }
  const missing = plan.computed.length === 0 ? lacking.headers : { ...lacking.headers, ...computedHeaders(plan, request, headers, many) };
  if (wantsMultipleValues(request)) {
    const lists = Object.fromEntries(Object.entries(missing).map(([name, value]) => [name, [value]]));
    response.multiValueHeaders = joined(lists, many) as HttpResponse['multiValueHeaders'];
    response.headers &&= headers as HttpResponse['headers'];
  } else {
    response.headers = joined(missing, headers) as HttpResponse['headers'];
    response.multiValueHeaders &&= many as HttpResponse['multiValueHeaders'];
  }
  return response as T;
}

function headersOf(given: unknown): Headers | undefined {
  const value = given === undefined ? undefined : asSent(given);
  return isSent(value) ? dictionary(value) : undefined;
}

/** What is still lacking beside these headers. Undefined when one of them cannot stay: most handlers write none of these. */
function lackingBeside(headers: Headers | undefined, plan: HeaderPlan, before: Lacking | undefined): Lacking | undefined {
  let lacking = before;
  if (headers === undefined || lacking === undefined) {
    return lacking;
  }
  for (const name of Object.keys(headers)) {
    const meaning = plan.meaning(name);
    const value = headers[name];
    if (meaning === REMOVED || typeof value !== 'string' && !hasValue(value)) {
      return undefined;
    }
    lacking = meaning >= 0 ? lacking.without(plan.names[meaning], meaning) : lacking;
  }
  return lacking;
}

/** Headers without those that are removed, and those without a value, which are not sent at all. */
const kept = (headers: Headers | undefined, plan: HeaderPlan): Headers | undefined =>
  headers && Object.fromEntries(Object.entries(headers).filter(([name, value]) => hasValue(value) && plan.meaning(name) !== REMOVED));

function dictionary(value: unknown): Headers {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('this has no named fields');
  }
  return value as Headers;
}

/** What API Gateway sends: a list without values is no header. */
const hasValue = (value: unknown) => isSent(value) && !(Array.isArray(value) && value.length === 0);

function computedHeaders(plan: HeaderPlan, request: unknown, ...own: (Headers | undefined)[]): Record<string, string> {
  const taken = new Set(own.flatMap((one) => Object.keys(one ?? {}).map((name) => plan.meaning(name))));
  const headers: Record<string, string> = {};
  for (const [name, value, fallback] of plan.computed) {
    if (taken.has(plan.meaning(name))) {
      continue;
    }
    let chosen: string | false | undefined = fallback;
    try {
      chosen = checkedValue(name, value(request));
    } catch (error) {
      logError(error);
    }
    if (typeof chosen === 'string') {
      headers[name] = chosen;
    }
  }
  return headers;
}

/** Both as one object. A spread is ten times slower (V8 makes a dictionary of its copy), but it alone takes a field named __proto__. */
const joined = (first: Headers, second: Headers = {}): Headers =>
  Object.hasOwn(second, '__proto__') ? { ...first, ...second } : Object.assign({}, first, second);

export const APPLY_OPTIONS = ['headers', 'removeHeaders'];
/** The plan of a response for which nothing is chosen. */
export const DEFAULT_PLAN = planHeaders({});

/**
 * The response with all security headers, as a new object. A header that it has already, in `headers` or `multiValueHeaders` and in
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
