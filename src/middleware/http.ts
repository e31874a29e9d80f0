/** RFC 9110, 5.6.2: a token. */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** A header value as handlers write it. */
export type HeaderValue = string | number | boolean | undefined;

/** A response of API Gateway's REST and HTTP APIs, a load balancer or a function URL. */
export interface HttpResponse {
  statusCode?: number | string;
  headers?: { [name: string]: HeaderValue };
  multiValueHeaders?: { [name: string]: readonly HeaderValue[] | undefined };
  body?: string;
  isBase64Encoded?: boolean;
}

/** The part of a request that the middleware looks at. */
export interface HttpRequest {
  headers?: { [name: string]: string | undefined } | null;
  multiValueHeaders?: { [name: string]: readonly string[] | undefined } | null;
  /** Format 2.0 has them apart from the headers. */
  cookies?: readonly string[] | null;
}

interface Event extends HttpRequest {
  readonly version?: unknown;
  readonly type?: unknown;
  readonly methodArn?: unknown;
  readonly routeArn?: unknown;
  readonly httpMethod?: unknown;
  readonly requestContext?: { readonly http?: unknown; readonly elb?: unknown; readonly serviceArn?: unknown } | null;
  /** VPC Lattice, version 1.0. */
  readonly raw_path?: unknown;
  readonly method?: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A value as Lambda sends it, which is how JSON.stringify sees it. */
export function asSent(value: unknown): unknown {
  const toJson = (value as { toJSON?: unknown } | null | undefined)?.toJSON;
  return typeof toJson === 'function' ? toJson.call(value) : value;
}

/** Whether JSON has the value of a field, and not null for it. */
export const isSent = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isFinite(value) : value !== undefined && value !== null && typeof value !== 'function'
    && typeof value !== 'symbol';

/** A field that is sent: neither one of a list, nor one that the prototype has. */
const sentStatus = (value: unknown): unknown =>
  isObject(value) && !Array.isArray(value) && Object.prototype.propertyIsEnumerable.call(value, 'statusCode')
    ? (value as HttpResponse).statusCode : undefined;

/** Whether a handler's result is a response to an HTTP request: an authorizer's, a queue's or a workflow's is not. */
export function isHttpResponse(value: unknown): value is HttpResponse {
  const status = sentStatus(value);
  return Number.isFinite(status) || typeof status === 'string' && /^\d{3}$/.test(status);
}

/**
 * Whether an event is a request of API Gateway, a load balancer, VPC Lattice or a function URL. What an authorizer gets looks much
 * like one.
 *
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
 */
export function isHttpEvent(event: unknown): event is Event {
  if (!isObject(event)) {
    return false;
  }
  const { requestContext, httpMethod, methodArn, routeArn, raw_path: rawPath, method } = event as Event;
  if (!isObject(requestContext)) {
    return typeof rawPath === 'string' && typeof method === 'string';
  }
  const isRequest = httpMethod !== undefined || isObject(requestContext.http) || typeof requestContext.serviceArn === 'string';
  return isRequest && methodArn === undefined && routeArn === undefined;
}

/** Format 2.0 of API Gateway and function URLs; VPC Lattice has a version 2.0 whose responses need a status code. */
const isFormat2 = (event: Event): boolean => event.version === '2.0' && isObject(event.requestContext?.http);

/** Whether the response's `headers` are ignored: a load balancer that sends multiple values reads multiple values only. */
export const wantsMultipleValues = (event: unknown): boolean =>
  isObject((event as Event | undefined)?.requestContext?.elb) && !(event as Event).headers && isObject((event as Event).multiValueHeaders);

export const JSON_TYPE = { 'Content-Type': 'application/json' };

/**
 * The HTTP response that a result is, if it is one. Format 2.0 takes a result without a status code for the body of a response of
 * 200. A result that cannot be read is none: Lambda reports it as if nobody had looked.
 */
export function asResponse(event: unknown, result: unknown): HttpResponse | undefined {
  try {
    const sent = asSent(result);
    if (isHttpResponse(sent)) {
      return sent;
    }
    return isHttpEvent(event) && isFormat2(event) && JSON.stringify(sentStatus(sent)) === undefined ? inferred(sent) : undefined;
  } catch {
    return undefined;
  }
}

function inferred(result: unknown): HttpResponse | undefined {
  const text = typeof result === 'string' ? result : JSON.stringify(result ?? null);
  // a function or a symbol has no JSON, and a String object has that of a text
  return text === undefined ? undefined : { statusCode: 200, headers: JSON_TYPE, body: result instanceof String ? String(result) : text };
}
