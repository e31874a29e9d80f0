import { plainResponse, Protection, protection, WrapOptions, WRAP_OPTIONS, wrapper } from './wrap-handler';
import { requireKnown } from '../did-you-mean';
import { checkHeaderOptions } from '../headers/plan';
import { HttpRequest, HttpResponse } from '../http';
import { switched } from '../options';
import { checkValidateOptions, ValidateOptions, violationsOf } from '../requests/validate-request-headers';
import { sanitizeBody } from '../responses/sanitize-response';
import { checkSanitizeOptions, SanitizeOptions, sanitizeRules } from '../responses/sensitive-fields';

/** What the wrapper does beside adding headers. */
export interface CheckOptions {
  /** Whether a request with suspicious headers is rejected with 400 before the handler runs; options to say which. Off by default. */
  readonly validate?: boolean | ValidateOptions;
  /** Whether sensitive fields of JSON responses are redacted; options to say which. Off by default. Streamed responses are not. */
  readonly sanitize?: boolean | SanitizeOptions;
}

/** What the wrapper may be told. */
export type WithSecurityHeadersOptions<Request = any> = WrapOptions<Request> & CheckOptions;

/** Checks the options and decides what follows from them. */
export function checkedProtection(options: WithSecurityHeadersOptions, name: string): Protection {
  requireKnown(name, options, [...WRAP_OPTIONS, 'validate', 'sanitize']);
  checkHeaderOptions(options);
  const validate = switched('validate', options.validate);
  if (validate) {
    checkValidateOptions('validate', validate);
  }
  const sanitize = switched('sanitize', options.sanitize);
  if (sanitize) {
    checkSanitizeOptions('sanitize', sanitize);
  }
  const rules = sanitize && sanitizeRules(sanitize);
  return protection(options, {
    reject: validate && ((event, context) => reject(event, context, validate)),
    clean: rules && ((response) => sanitizeBody(response, rules)),
  });
}

/**
 * The handler, with all security headers on its responses. What the handler sets itself stays, whatever its case. A result that is no
 * response to an HTTP request passes through. Wrapping twice is the same as wrapping once.
 *
 * Handlers may be async, plain, take a callback, or stream. One that takes a callback has responded when it calls it: what it leaves
 * running goes on with the next request.
 */
export const withSecurityHeaders = wrapper<CheckOptions>((options) => checkedProtection(options, 'withSecurityHeaders'));

/** The response to a request with suspicious headers. Which rules it broke is logged, never a value. */
function reject(event: unknown, context: unknown, options: ValidateOptions): HttpResponse | undefined {
  if (typeof event !== 'object' || event === null || !['headers', 'multiValueHeaders', 'cookies'].some((name) => name in event)) {
    return undefined;
  }
  const violations = violationsOf(event as HttpRequest, options);
  if (violations.length === 0) {
    return undefined;
  }
  console.warn(JSON.stringify({ message: 'Request rejected', violations }));
  return plainResponse(400, 'Bad Request', context);
}
