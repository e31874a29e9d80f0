/** A header value as handlers write it. */
export type HeaderValue = string | number | boolean | undefined;

/** An answer of API Gateway's REST and HTTP APIs, a load balancer or a function URL. */
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
  readonly requestContext?: { readonly http?: unknown; readonly elb?: unknown } | null;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a handler's result is an answer to an HTTP request: an authorizer's, a queue's or a workflow's is not. */
export function isHttpResponse(value: unknown): value is HttpResponse {
  const status = (value as HttpResponse | null | undefined)?.statusCode;
  return typeof status === 'number' || typeof status === 'string' && /^\d{3}$/.test(status);
}

/** Whether an event is a request of API Gateway, a load balancer or a function URL. What an authorizer gets looks much like one. */
export function isHttpEvent(event: unknown): event is Event {
  if (!isObject(event)) {
    return false;
  }
  const { requestContext, httpMethod, methodArn, routeArn } = event as Event;
  return isObject(requestContext) && (httpMethod !== undefined || isObject(requestContext.http)) && methodArn === undefined && routeArn === undefined;
}

/** Whether the answer's `headers` are ignored: a load balancer that sends multiple values reads multiple values only. */
export const wantsMultipleValues = (event: unknown): boolean =>
  isObject((event as Event | undefined)?.requestContext?.elb) && !(event as Event).headers && isObject((event as Event).multiValueHeaders);

export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Format 2.0 takes a result without a status code for the body of an answer of 200. */
export function asResponse(event: unknown, result: unknown): HttpResponse | undefined {
  if (isHttpResponse(result)) {
    return result;
  }
  return isHttpEvent(event) && event.version === '2.0'
    ? { statusCode: 200, headers: JSON_TYPE, body: typeof result === 'string' ? result : JSON.stringify(result ?? null) }
    : undefined;
}
