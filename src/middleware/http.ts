/** A header value as handlers write it. */
export type HeaderValue = string | number | boolean | undefined;

/** An answer of API Gateway's REST and HTTP APIs, a load balancer or a function URL. */
export interface HttpResponse {
  statusCode?: number;
  headers?: { [name: string]: HeaderValue };
  multiValueHeaders?: { [name: string]: readonly HeaderValue[] | undefined };
  body?: string;
  isBase64Encoded?: boolean;
}

/** The part of a request that the middleware looks at. */
export interface HttpRequest {
  headers?: { [name: string]: string | undefined } | null;
  multiValueHeaders?: { [name: string]: readonly string[] | undefined } | null;
}

/** Whether a handler's result is an answer to an HTTP request: an authorizer's, a queue's or a workflow's is not. */
export function isHttpResponse(value: unknown): value is HttpResponse {
  return typeof value === 'object' && value !== null && Number.isInteger((value as HttpResponse).statusCode);
}

/** Whether an event is an HTTP request in format 2.0, for which a result without a status code is a body. */
export function isVersion2(event: unknown): boolean {
  const request = event as { version?: unknown; requestContext?: { http?: unknown } } | null | undefined;
  return typeof event === 'object' && request?.version === '2.0' && typeof request.requestContext?.http === 'object';
}
