import { secureHandler, Treatment } from './secure-handler';
import { isStreaming, respondTo, ResponseStream, secureStream, streamingLike } from './streaming';
import { AnyHandler, isWrapped, markWrapped } from './wrapped';
import { addHeaders } from '../headers/apply-security-headers';
import { planHeaders, SecurityHeadersOptions } from '../headers/plan';
import { asResponse, HttpResponse, isHttpEvent, JSON_TYPE } from '../http';
import { logError } from '../log-error';

/** What a handler says back by a callback. */
export type Callback<Result = any> = (error?: Error | string | null, result?: Result) => void;

/** The handler as Lambda calls it. */
export type WrappedHandler<Event, Context, Result> = (event: Event, context: Context) => Promise<Result>;

/** A streaming handler as Lambda calls it. */
export type WrappedStreamingHandler<Event, Stream, Context> = (event: Event, stream: Stream, context: Context) => Promise<unknown>;

/** What may be said of the headers, and of errors. */
export interface WrapOptions<Request = any> extends SecurityHeadersOptions<Request> {
  /** What becomes of an error: a response of 500 without its message, which is the default, or Lambda's own handling. */
  readonly onError?: 'answer' | 'rethrow';
}

/** Wraps handlers that are async, plain, take a callback, or stream. */
export interface Wrap<More> {
  <Event = any, Context = any, Result = unknown>(
    handler: (event: Event, context: Context) => Result,
    options?: WrapOptions<Event> & More,
  ): WrappedHandler<Event, Context, Awaited<Result>>;
  <Event, Stream extends ResponseStream, Context>(
    handler: (event: Event, stream: Stream, context: Context) => Promise<unknown>,
    options?: WrapOptions<Event> & More,
  ): WrappedStreamingHandler<Event, Stream, Context>;
  <Event, Context, Result>(
    handler: (event: Event, context: Context, callback: Callback<Result>) => void | Promise<Result>,
    options?: WrapOptions<Event> & More,
  ): WrappedHandler<Event, Context, Result>;
}

/** The options that are checked here. */
export const WRAP_OPTIONS = ['headers', 'removeHeaders', 'onError'];

/** What the wrapper does to results and errors, and before the handler. */
export interface Protection extends Treatment {
  /** A response in the place of the handler's. */
  readonly reject?: (event: unknown, context: unknown) => HttpResponse | undefined;
  /** The handler's response as it may be seen. */
  readonly clean?: (response: HttpResponse) => HttpResponse;
  /** The response to an error, if it gets one. */
  respond(error: unknown, event: unknown, context: unknown): HttpResponse | undefined;
}

/** What follows from the options of the headers and of errors. Throws for those that cannot be meant. */
export function protection(options: WrapOptions, checks: Pick<Protection, 'reject' | 'clean'> = {}): Protection {
  const { onError = 'answer' } = options;
  if (onError !== 'answer' && onError !== 'rethrow') {
    throw new TypeError(`onError must be 'answer' or 'rethrow', got ${JSON.stringify(onError)}`);
  }
  const plan = planHeaders(options);
  const { clean } = checks;
  const respond: Protection['respond'] = (error, event, context) => onError === 'answer' && isHttpEvent(event)
    ? failure(error, context) : undefined;
  return {
    ...checks,
    plan,
    respond,
    done: (event, result) => {
      const response = asResponse(event, result);
      return response ? addHeaders(clean ? clean(response) : response, plan, event) : result;
    },
    failed: (error, event, context, stream) => {
      const response = stream?.isStarted() ? undefined : respond(error, event, context);
      if (!response) {
        throw error;
      }
      return stream ? respondTo(stream, response) : addHeaders(response, plan, event);
    },
  };
}

/** A wrapper whose options are read by `decide`. */
export function wrapper<More>(decide: (options: WrapOptions & More) => Protection): Wrap<More> {
  return (handler: AnyHandler, options: WrapOptions & More = {} as WrapOptions & More) => {
    if (typeof handler !== 'function') {
      throw new TypeError(`handler must be a function, got ${typeof handler}`);
    }
    if (isWrapped(handler)) {
      return handler as any;
    }
    const decided = decide(options);
    return markWrapped(isStreaming(handler) ? streaming(handler, decided) : responding(handler, decided)) as any;
  };
}

/** It awaits the handler itself, as a wrapper may respond later than the handler: `secureHandler` may not, and takes twice the time. */
function responding(handler: AnyHandler, { plan, reject, done, failed }: Protection): AnyHandler {
  const call = promising(handler);
  return async (event: unknown, context: unknown) => {
    const rejection = reject?.(event, context);
    if (rejection) {
      return addHeaders(rejection, plan, event);
    }
    let result: unknown;
    try {
      result = await call(event, context);
    } catch (error) {
      return failed(error, event, context);
    }
    return done(event, result);
  };
}

function streaming(handler: AnyHandler, decided: Protection): AnyHandler {
  const call = secureHandler(handler, decided);
  return streamingLike(async (event: unknown, stream: ResponseStream, context: unknown) => {
    const rejection = isHttpEvent(event) ? decided.reject?.(event, context) : undefined;
    return rejection ? respondTo(secureStream(stream, decided.plan, event), rejection) : call(event, stream, context);
  }, handler);
}

/** The handler as one that responds by a promise, whichever way it responds itself. */
function promising(handler: AnyHandler): AnyHandler {
  if (handler.constructor.name === 'AsyncFunction') {
    return handler;
  }
  return (event: unknown, context: unknown) => new Promise((resolve, reject) => {
    const callback: Callback = (error, result) => (error ?? undefined) === undefined ? resolve(result) : reject(error);
    const legacy = typeof (context as { done?: unknown } | undefined)?.done === 'function';
    const returned = handler(event, legacy ? withLegacyMethods(context as object, callback) : context, callback);
    if (returned !== undefined || handler.length < 3 && !legacy) {
      resolve(returned);
    }
  });
}

/** Runtimes before nodejs24.x also let a handler respond by its context. */
const withLegacyMethods = (context: object, callback: Callback): object => Object.create(context, {
  done: { value: callback },
  succeed: { value: (result: unknown) => callback(null, result) },
  fail: { value: (error?: Error) => callback(error ?? 'handled') },
});

/** The response to an error, which is logged, and of which the response says nothing. */
function failure(error: unknown, context: unknown): HttpResponse {
  logError(error);
  return plainResponse(500, 'Internal Server Error', context);
}

/** A response that says no more than its status. */
export const plainResponse = (statusCode: number, message: string, context: unknown): HttpResponse => ({
  statusCode,
  headers: JSON_TYPE,
  body: JSON.stringify({ message, requestId: (context as { awsRequestId?: string } | undefined)?.awsRequestId }),
});
