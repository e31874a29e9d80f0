import { isStreaming, ResponseStream, SecuredStream, secureStream, streamingLike } from './streaming';
import { AnyHandler } from './wrapped';
import { HeaderPlan } from '../headers/plan';
import { isHttpEvent } from '../http';

/** What is done to the results and errors of a handler: all in which the wrapper and the layer differ. */
export interface Treatment {
  readonly plan: HeaderPlan;
  /** The result as it is sent: with the headers, when it is a response. */
  done(event: unknown, result: unknown): unknown;
  /** What is sent in the place of an error, to the stream where there is one. It throws where the error is left to Lambda. */
  failed(error: unknown, event: unknown, context: unknown, stream?: SecuredStream): unknown;
}

/** The handler with the headers on its responses. It responds as it did, at once or by a promise, and stays a streaming one if it is. */
export const secureHandler = (handler: AnyHandler, treatment: Treatment): AnyHandler =>
  isStreaming(handler) ? streamingLike(streaming(handler, treatment), handler) : responding(handler, treatment);

function responding(handler: AnyHandler, treatment: Treatment): AnyHandler {
  return function (this: unknown, event: unknown, context: unknown, ...rest: unknown[]) {
    const done = (result: unknown) => treatment.done(event, result);
    const failed = (error: unknown) => treatment.failed(error, event, context);
    try {
      const returned = handler.call(this, event, context, ...rest);
      return typeof returned?.then === 'function' ? returned.then(done, failed) : done(returned);
    } catch (error) {
      return failed(error);
    }
  };
}

function streaming(handler: AnyHandler, treatment: Treatment): AnyHandler {
  return async function (this: unknown, event: unknown, stream: ResponseStream, context: unknown) {
    const secured = isHttpEvent(event) ? secureStream(stream, treatment.plan, event) : undefined;
    try {
      return await handler.call(this, event, secured ? secured.stream : stream, context);
    } catch (error) {
      return treatment.failed(error, event, context, secured);
    }
  };
}
