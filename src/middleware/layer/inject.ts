import { load, loadCommonJs } from './load-handler';
import { addHeaders, DEFAULT_PLAN } from '../headers/apply-security-headers';
import { asResponse, isHttpEvent } from '../http';
import { secureHandler, Treatment } from '../wrapping/secure-handler';
import { isStreaming } from '../wrapping/streaming';
import { AnyHandler, isWrapped } from '../wrapping/wrapped';

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

/**
 * The handler with the headers on its responses to HTTP requests, and nothing else changed: results of other events, errors, callbacks, and
 * the number of parameters by which a runtime knows how to call it. One that the middleware wraps already keeps what it chose.
 */
export function inject(handler: AnyHandler, file: string): AnyHandler {
  if (isWrapped(handler)) {
    return handler;
  }
  const treatment: Treatment = {
    plan: DEFAULT_PLAN,
    done: (event, result) => {
      const response = isHttpEvent(event) ? asResponse(event, result) : undefined;
      return response ? addHeaders(response, DEFAULT_PLAN, event) : result;
    },
    failed: (error) => {
      throw ownTrace(error, file);
    },
  };
  return isStreaming(handler) ? secureHandler(handler, treatment)
    : Object.defineProperty(secureHandler(calledBack(handler, treatment, file), treatment), 'length', { value: handler.length });
}

/** The handler with the headers on what it responds by its callback, or by the methods of its context. */
function calledBack(handler: AnyHandler, { done }: Treatment, file: string): AnyHandler {
  return function (this: unknown, event: unknown, context: object, callback?: AnyHandler) {
    const through = (call: AnyHandler) => (error: unknown, result: unknown) => call(ownTrace(error, file), done(event, result));
    return handler.call(this, event, withMethods(context, through), callback && through(callback));
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
