import { addHeaders, planHeaders } from '../apply-security-headers';
import { asResponse, isHttpEvent } from '../http';
import { isStreaming, ResponseStream, secureStream, streamingLike } from '../streaming';
import { AnyHandler, isWrapped } from '../wrapped';
import { load, loadCommonJs } from './load-handler';

/** The error without our lines in its trace, so that it reads as if we were not there. */
function ownTrace(error: unknown, file: string): unknown {
  try {
    const { stack } = error as Error;
    if (error instanceof Error && typeof stack === 'string' && stack.includes(file)) {
      error.stack = stack.split('\n').filter((line) => !(line.includes(file) && /^\s+at /.test(line))).join('\n');
    }
  } catch {
    // an error whose trace cannot be written keeps it
  }
  return error;
}

const plan = planHeaders({});

/**
 * The handler with the headers on its responses to HTTP requests, and nothing else changed: results of other events, errors, callbacks, and
 * the number of parameters by which a runtime knows how to call it. One that the middleware wraps already keeps what it chose.
 */
export function inject(handler: AnyHandler, file: string): AnyHandler {
  if (isWrapped(handler)) {
    return handler;
  }
  const fail = (error: unknown): never => {
    throw ownTrace(error, file);
  };
  return isStreaming(handler) ? streamingLike(streaming(handler, fail), handler)
    : Object.defineProperty(securing(handler, file, fail), 'length', { value: handler.length });
}

function securing(handler: AnyHandler, file: string, fail: (error: unknown) => never): AnyHandler {
  return function (this: unknown, event: unknown, context: object, callback?: AnyHandler) {
    const add = (result: unknown) => {
      const response = isHttpEvent(event) ? asResponse(event, result) : undefined;
      return response ? addHeaders(response, plan, event) : result;
    };
    const through = (call: AnyHandler) => (error: unknown, result: unknown) => call(ownTrace(error, file), add(result));
    try {
      const returned = handler.call(this, event, withMethods(context, through), callback && through(callback));
      return typeof returned?.then === 'function' ? returned.then(add, fail) : add(returned);
    } catch (error) {
      return fail(error);
    }
  };
}

function streaming(handler: AnyHandler, fail: (error: unknown) => never): AnyHandler {
  return async function (this: unknown, event: unknown, stream: ResponseStream, context: unknown) {
    try {
      return await handler.call(this, event, isHttpEvent(event) ? secureStream(stream, plan, event).stream : stream, context);
    } catch (error) {
      return fail(error);
    }
  };
}

/** A property that may be replaced, as tracers replace those of a context. */
const method = (value: AnyHandler): PropertyDescriptor => ({ value, writable: true, enumerable: true, configurable: true });

/** Runtimes before nodejs24.x also let a handler respond by its context. */
function withMethods(context: object, through: (call: AnyHandler) => AnyHandler): object {
  const { done, succeed, fail } = (context ?? {}) as { [method: string]: AnyHandler | undefined };
  return typeof done !== 'function' ? context : Object.create(Object.getPrototypeOf(context), {
    ...Object.getOwnPropertyDescriptors(context),
    done: method(through(done)),
    succeed: method((result: unknown) => through((_, secured) => succeed?.(secured))(undefined, result)),
    fail: method((error: unknown) => through((own) => fail?.(own))(error, undefined)),
  });
}

/** The name of the user's handler. What reads it from `_HANDLER`, such as a tracer, is meant to see it too. */
const handlerName = () => process.env._HANDLER = process.env.CDK_HARDENED_HANDLER ?? '';
const root = () => process.env.LAMBDA_TASK_ROOT ?? process.cwd();

/** The handler that `CDK_HARDENED_HANDLER` names, with the headers. */
export async function injectedHandler(file: string): Promise<AnyHandler> {
  try {
    return inject(await load(root(), handlerName()), file);
  } catch (error) {
    throw ownTrace(error, file);
  }
}

/**
 * What a CommonJS module exports for a handler that is one, as tracers expect that load it by `require`. False for an ES module: the
 * runtimes that look for CommonJS first go on to our ES module then, and OpenTelemetry can look for a handler in it, as it does.
 */
export function injectedCommonJs(file: string): { handler: AnyHandler } | false {
  try {
    const handler = loadCommonJs(root(), handlerName());
    return handler !== undefined && { handler: inject(handler, file) };
  } catch (error) {
    throw ownTrace(error, file);
  }
}
