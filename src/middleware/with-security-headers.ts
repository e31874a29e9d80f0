import { addHeaders, APPLY_OPTIONS, HeaderPlan, planHeaders, SecurityHeadersOptions } from './apply-security-headers';
import { requireKnown } from './did-you-mean';
import { asResponse, HttpRequest, HttpResponse, isHttpEvent, JSON_TYPE } from './http';
import { sanitizeBody, SANITIZE_OPTIONS } from './sanitize-response';
import { Rules, SanitizeOptions, sanitizeRules } from './sensitive-fields';
import { isStreaming, ResponseStream, SecuredStream, streamingLike } from './streaming';
import { validateRequestHeaders, ValidateOptions, VALIDATE_OPTIONS } from './validate-request-headers';
import { AnyHandler, isWrapped, markWrapped } from './wrapped';

/** What the wrapper does beside adding headers. */
export interface WithSecurityHeadersOptions<Request = any> extends SecurityHeadersOptions<Request> {
  /** Whether a request with suspicious headers is answered with 400 before the handler runs; options to say which. Off by default. */
  readonly validate?: boolean | ValidateOptions;
  /** Whether sensitive fields of JSON answers are redacted; options to say which. Off by default. Streamed answers are not. */
  readonly sanitize?: boolean | SanitizeOptions;
  /** What becomes of an error: an answer of 500 without its message, which is the default, or Lambda's own handling. */
  readonly onError?: 'answer' | 'rethrow';
}

/** What a handler says back by a callback. */
export type Callback<Result = any> = (error?: Error | string | null, result?: Result) => void;

/** The handler as Lambda calls it. */
export type WrappedHandler<Event, Context, Result> = (event: Event, context: Context) => Promise<Result>;

/** A streaming handler as Lambda calls it. */
export type WrappedStreamingHandler<Event, Stream, Context> = (event: Event, stream: Stream, context: Context) => Promise<unknown>;

/** What is decided once, where the handler is wrapped. */
export interface Protection {
  readonly plan: HeaderPlan;
  readonly validate: ValidateOptions | undefined;
  readonly sanitize: Rules | undefined;
  readonly rethrows: boolean;
}

/** Checks the options and decides what follows from them. */
export function protection(options: WithSecurityHeadersOptions, name = 'withSecurityHeaders'): Protection {
  requireKnown(name, options, [...APPLY_OPTIONS, 'validate', 'sanitize', 'onError']);
  const { validate, sanitize, onError } = options;
  if (onError !== undefined && onError !== 'answer' && onError !== 'rethrow') {
    throw new TypeError(`onError must be 'answer' or 'rethrow', got ${JSON.stringify(onError)}`);
  }
  if (typeof validate === 'object') {
    requireKnown('validate', validate, VALIDATE_OPTIONS);
  }
  if (typeof sanitize === 'object') {
    requireKnown('sanitize', sanitize, SANITIZE_OPTIONS);
  }
  return {
    plan: planHeaders(options),
    validate: validate === true ? {} : validate || undefined,
    sanitize: sanitize ? sanitizeRules(sanitize === true ? {} : sanitize) : undefined,
    rethrows: onError === 'rethrow',
  };
}

/**
 * The handler, with all security headers on its answers. What the handler sets itself stays, whatever its case. A result that is no
 * answer to an HTTP request passes through. Wrapping twice is the same as wrapping once.
 *
 * Handlers may be async, plain, take a callback, or stream. One that takes a callback is answered when it calls it: what it leaves
 * running goes on with the next request.
 */
export function withSecurityHeaders<Event = any, Context = any, Result = unknown>(
  handler: (event: Event, context: Context) => Result,
  options?: WithSecurityHeadersOptions<Event>,
): WrappedHandler<Event, Context, Awaited<Result>>;
export function withSecurityHeaders<Event, Stream extends ResponseStream, Context>(
  handler: (event: Event, stream: Stream, context: Context) => Promise<unknown>,
  options?: WithSecurityHeadersOptions<Event>,
): WrappedStreamingHandler<Event, Stream, Context>;
export function withSecurityHeaders<Event, Context, Result>(
  handler: (event: Event, context: Context, callback: Callback<Result>) => void | Promise<Result>,
  options?: WithSecurityHeadersOptions<Event>,
): WrappedHandler<Event, Context, Result>;
export function withSecurityHeaders(handler: AnyHandler, options: WithSecurityHeadersOptions = {}): AnyHandler {
  if (typeof handler !== 'function') {
    throw new TypeError(`handler must be a function, got ${handler === null ? 'null' : typeof handler}`);
  }
  if (isWrapped(handler)) {
    return handler;
  }
  const decided = protection(options);
  const wrapped = isStreaming(handler) ? streamingLike(secureStreaming(handler, decided), handler) : secure(answering(handler), decided);
  return markWrapped(wrapped);
}

function secure(handler: AnyHandler, decided: Protection): AnyHandler {
  const { plan, rethrows, sanitize, validate } = decided;
  return async (event: unknown, context: unknown) => {
    if (validate) {
      const refusal = refuse(event, context, validate);
      if (refusal) {
        return addHeaders(refusal, plan, event);
      }
    }
    let result: unknown;
    try {
      result = await handler(event, context);
    } catch (error) {
      if (rethrows || !isHttpEvent(event)) {
        throw error;
      }
      return addHeaders(failure(error, context), plan, event);
    }
    const response = asResponse(event, result);
    return response ? addHeaders(sanitize ? sanitizeBody(response, sanitize) : response, plan, event) : result;
  };
}

function secureStreaming(handler: AnyHandler, { plan, rethrows, validate }: Protection): AnyHandler {
  return async (event: unknown, stream: ResponseStream, context: unknown) => {
    if (!isHttpEvent(event)) {
      return handler(event, stream, context);
    }
    const secured = new SecuredStream(stream, plan, event);
    const refusal = validate && refuse(event, context, validate);
    if (refusal) {
      return secured.answer(refusal);
    }
    try {
      return await handler(event, secured.stream, context);
    } catch (error) {
      if (rethrows || secured.isStarted) {
        throw error;
      }
      return secured.answer(failure(error, context));
    }
  };
}

/** The handler as one that answers by a promise, whichever way it answers itself. */
export function answering(handler: AnyHandler): AnyHandler {
  if (handler.constructor.name === 'AsyncFunction') {
    return handler;
  }
  return (event: unknown, context: unknown) => new Promise((resolve, reject) => {
    const callback: Callback = (error, result) => error === undefined || error === null ? resolve(result) : reject(error);
    const legacy = typeof (context as { done?: unknown } | undefined)?.done === 'function';
    const returned = handler(event, legacy ? withLegacyMethods(context as object, callback) : context, callback);
    if (returned !== undefined || handler.length < 3 && !legacy) {
      resolve(returned);
    }
  });
}

/** Runtimes before nodejs24.x also let a handler answer by its context. */
const withLegacyMethods = (context: object, callback: Callback): object => Object.create(context, {
  done: { value: callback },
  succeed: { value: (result: unknown) => callback(null, result) },
  fail: { value: (error?: Error) => callback(error ?? 'handled') },
  callbackWaitsForEmptyEventLoop: { get: () => true, set: (waits: boolean) => Object.assign(context, { callbackWaitsForEmptyEventLoop: waits }) },
});

/** An answer to a request with suspicious headers. Which rules it broke is logged, never a value. */
export function refuse(event: unknown, context: unknown, options: ValidateOptions): HttpResponse | undefined {
  if (typeof event !== 'object' || event === null || !('headers' in event || 'multiValueHeaders' in event)) {
    return undefined;
  }
  const violations = validateRequestHeaders(event as HttpRequest, options);
  if (violations.length === 0) {
    return undefined;
  }
  console.warn(JSON.stringify({ message: 'Request refused', violations }));
  return { statusCode: 400, headers: JSON_TYPE, body: bodyOf('Bad Request', context) };
}

/** An answer to an error, which is logged, and of which the answer says nothing. */
export function failure(error: unknown, context: unknown): HttpResponse {
  console.error(error);
  return { statusCode: 500, headers: JSON_TYPE, body: bodyOf('Internal Server Error', context) };
}

const bodyOf = (message: string, context: unknown) =>
  JSON.stringify({ message, requestId: (context as { awsRequestId?: string } | undefined)?.awsRequestId });
