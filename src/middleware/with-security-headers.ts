import { addHeaders, planHeaders, SecurityHeadersOptions } from './apply-security-headers';
import { HttpRequest, HttpResponse, isHttpResponse, isVersion2 } from './http';
import { sanitizeBody, SanitizeOptions } from './sanitize-response';
import { validateRequestHeaders } from './validate-request-headers';

/** What the wrapper does beside adding headers. */
export interface WithSecurityHeadersOptions extends SecurityHeadersOptions {
  /** Whether a request with suspicious headers is answered with 400 before the handler runs. Off by default. */
  readonly validate?: boolean;
  /** Whether sensitive fields of JSON answers are redacted; options to say which. Off by default. */
  readonly sanitize?: boolean | SanitizeOptions;
  /** What becomes of an error: an answer of 500 without its message, which is the default, or Lambda's own handling. */
  readonly onError?: 'answer' | 'rethrow';
}

const WRAPPED = Symbol.for('cdk-hardened.withSecurityHeaders');

const JSON_TYPE = { 'Content-Type': 'application/json' };

/**
 * The handler, with all security headers on its answers. What the handler sets itself stays, whatever its case. A result that is no
 * answer to an HTTP request passes through. Wrapping twice is the same as wrapping once.
 */
export function withSecurityHeaders<Event, Context, Result>(
  handler: (event: Event, context: Context) => Result | Promise<Result>,
  options: WithSecurityHeadersOptions = {},
): (event: Event, context: Context) => Promise<Awaited<Result>> {
  if (WRAPPED in handler) {
    return handler as unknown as (event: Event, context: Context) => Promise<Awaited<Result>>;
  }
  if (options.onError !== undefined && options.onError !== 'answer' && options.onError !== 'rethrow') {
    throw new TypeError(`onError must be 'answer' or 'rethrow', got ${JSON.stringify(options.onError)}`);
  }
  const headerPlan = planHeaders(options);
  const answer = (response: HttpResponse) => addHeaders(response, headerPlan) as Awaited<Result>;

  const wrapped = async (event: Event, context: Context): Promise<Awaited<Result>> => {
    if (options.validate && hasHeaders(event) && validateRequestHeaders(event).length > 0) {
      return answer({ statusCode: 400, headers: JSON_TYPE, body: JSON.stringify({ message: 'Bad Request', requestId: requestId(context) }) });
    }
    let result: Awaited<Result>;
    try {
      result = await handler(event, context);
    } catch (error) {
      if (options.onError === 'rethrow' || !isHttpRequest(event)) {
        throw error;
      }
      console.error(error);
      return answer({ statusCode: 500, headers: JSON_TYPE, body: JSON.stringify({ message: 'Internal Server Error', requestId: requestId(context) }) });
    }
    const response = asResponse(event, result);
    return response ? answer(sanitized(response, options.sanitize)) : result;
  };
  return Object.assign(wrapped, { [WRAPPED]: true });
}

/** Format 2.0 takes a body without a status code for an answer of 200. */
function asResponse(event: unknown, result: unknown): HttpResponse | undefined {
  if (isHttpResponse(result)) {
    return result;
  }
  if (!isVersion2(event) || result === undefined || result === null) {
    return undefined;
  }
  return { statusCode: 200, headers: JSON_TYPE, body: typeof result === 'string' ? result : JSON.stringify(result) };
}

function sanitized(response: HttpResponse, sanitize: boolean | SanitizeOptions | undefined): HttpResponse {
  if (!sanitize || typeof response.body !== 'string' || response.isBase64Encoded) {
    return response;
  }
  return { ...response, body: sanitizeBody(response.body, sanitize === true ? {} : sanitize) };
}

const hasHeaders = (event: unknown): event is HttpRequest =>
  typeof event === 'object' && event !== null && ('headers' in event || 'multiValueHeaders' in event);

/** Events of queues and streams have records, those of authorizers a method ARN; an error there is Lambda's to retry. */
const isHttpRequest = (event: unknown): boolean => hasHeaders(event) && 'requestContext' in (event as object) && !('methodArn' in (event as object));

const requestId = (context: unknown): unknown => (context as { awsRequestId?: unknown } | undefined)?.awsRequestId;
