import { requireKnown } from './did-you-mean';
import { HeaderPlan, planHeaders, REMOVED, SecurityHeadersOptions } from './header-plan';
import { checkedValue } from './header-values';
import { asSent, HttpResponse, isSent, wantsMultipleValues } from './http';
import { logError } from './log-error';

export { HEADER_NAME, planHeaders } from './header-plan';
export type { HeaderChoice, HeaderPlan, SecurityHeadersOptions } from './header-plan';

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
  const response: HttpResponse = { ...dictionary(asSent(given)) };
  const headers = kept(response.headers, plan);
  const many = kept(response.multiValueHeaders, plan);
  const missing = missingHeaders(plan, request, headers, many);
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

/** Headers as they are sent, without those that are removed, and those without a value, which are not sent at all. */
function kept(given: unknown, plan: HeaderPlan): Headers | undefined {
  const value = asSent(given);
  if (!isSent(value)) {
    return undefined;
  }
  const headers = dictionary(value);
  for (const name of Object.keys(headers)) {
    if (!hasValue(headers[name]) || plan.meaning(name) === REMOVED) {
      return Object.fromEntries(Object.entries(headers).filter(([own, one]) => hasValue(one) && plan.meaning(own) !== REMOVED));
    }
  }
  return headers;
}

function dictionary(value: unknown): Headers {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('this has no named fields');
  }
  return value as Headers;
}

/** What API Gateway sends: a list without values is no header. */
const hasValue = (value: unknown) => isSent(value) && !(Array.isArray(value) && value.length === 0);

/** The planned headers that are in none of these. The same object for each request, unless one is a function. */
function missingHeaders(plan: HeaderPlan, request: unknown, ...own: (Headers | undefined)[]): Readonly<Record<string, string>> {
  let lacking = plan.all;
  const taken = new Set<number>();
  for (const headers of own) {
    for (const name of headers ? Object.keys(headers) : []) {
      const index = plan.meaning(name);
      if (index >= 0) {
        lacking = lacking.without(plan.names[index], index);
        taken.add(index);
      }
    }
  }
  return plan.computed.length === 0 ? lacking.headers : { ...lacking.headers, ...computedHeaders(plan, request, taken) };
}

function computedHeaders(plan: HeaderPlan, request: unknown, taken: Set<number>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value, fallback] of plan.computed) {
    if (taken.has(plan.meaning(name))) {
      continue;
    }
    let own: string | false | undefined = fallback;
    try {
      own = checkedValue(name, value(request));
    } catch (error) {
      logError(error);
    }
    if (typeof own === 'string') {
      headers[name] = own;
    }
  }
  return headers;
}

/** Both as one object. A spread is ten times slower here (V8 makes a dictionary of its copy), but it alone takes a field named __proto__. */
const joined = (first: Headers, second: Headers = {}): Headers =>
  Object.hasOwn(second, '__proto__') ? { ...first, ...second } : Object.assign({}, first, second);

export const APPLY_OPTIONS = ['headers', 'removeHeaders'];
const DEFAULT_PLAN = planHeaders({});

/**
 * The response with all security headers, as a new object. A header that it has already, in `headers` or `multiValueHeaders` and in
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
