import { addHeaders } from '../headers/apply-security-headers';
import { HeaderPlan } from '../headers/plan';
import { HttpResponse } from '../http';

/** The stream that Lambda gives a streaming handler, as far as it matters here. */
export interface ResponseStream {
  write(chunk: unknown, ...rest: any[]): boolean;
  end(...rest: any[]): unknown;
  setContentType?(type: string): void;
}

/** How Lambda's runtime knows a streaming handler. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

/** The content type that tells API Gateway and function URLs that status and headers come before the body. */
const WITH_PRELUDE = 'application/vnd.awslambda.http-integration-response';

export const isStreaming = (handler: object): boolean => Boolean((handler as Record<symbol, unknown>)[STREAMING]);

/** The new handler, with what marks the old one as streaming. */
export function streamingLike<T extends object>(handler: T, original: object): T {
  const marks = original as Record<symbol, unknown>;
  return Object.assign(handler, { [STREAMING]: marks[STREAMING], [HIGH_WATER_MARK]: marks[HIGH_WATER_MARK] });
}

type BeforeFirstWrite = (write: (chunk: unknown) => void) => void;

/** A stream with the headers in what is sent before the body. */
export interface SecuredStream {
  /** What the handler is given: the runtime's stream, with four of its members in our hands. */
  readonly stream: ResponseStream;
  /** Whether the handler has sent something. Then neither status nor headers can change. */
  isStarted(): boolean;
}

/** What `HttpResponseStream.from` was given, unless that is no object: Lambda is left to say so. */
function preludeOf(text: unknown): HttpResponse | undefined {
  try {
    const prelude = JSON.parse(String(text));
    return typeof prelude === 'object' && prelude !== null ? prelude : undefined;
  } catch {
    return undefined;
  }
}

/**
 * `HttpResponseStream.from` sets a function that writes status and headers before the first write: it is caught here. A handler that
 * only writes gets a status and headers of its own.
 */
export function secureStream(inner: ResponseStream, plan: HeaderPlan, event: unknown): SecuredStream {
  let started = false;
  let contentType = 'application/octet-stream';
  let before: BeforeFirstWrite | undefined;

  const start = () => {
    if (started) {
      return;
    }
    started = true;
    const chunks: unknown[] = [];
    before?.((chunk) => chunks.push(chunk));
    const prelude: HttpResponse | undefined = before ? preludeOf(chunks[0]) : { statusCode: 200, headers: { 'Content-Type': contentType } };
    inner.setContentType?.(WITH_PRELUDE);
    (inner as { _onBeforeFirstWrite?: BeforeFirstWrite })._onBeforeFirstWrite = prelude ? (write) => {
      write(JSON.stringify(addHeaders(prelude, plan, event)));
      write(new Uint8Array(8));
    } : before;
    // an empty write, so that a response without a body has its status and headers
    inner.write('');
  };
  const stream = Object.create(inner, {
    _onBeforeFirstWrite: { get: () => before, set: (write: BeforeFirstWrite) => { before = write; } },
    setContentType: {
      value: (type: string) => {
        inner.setContentType?.(type);
        contentType = type;
      },
    },
    write: {
      value: (...args: [unknown]) => {
        start();
        return inner.write(...args);
      },
    },
    end: {
      value: (...args: unknown[]) => {
        start();
        const [chunk, encoding] = args.filter((argument) => typeof argument !== 'function');
        // the runtime writes what goes before the body with `write` only
        inner.write(chunk ?? '', encoding);
        return inner.end(...args.filter((argument) => typeof argument === 'function'));
      },
    },
  });
  return { stream, isStarted: () => started };
}

/** Responds in the handler's place. */
export function respondTo({ stream }: SecuredStream, { body, ...prelude }: HttpResponse): void {
  Object.assign(stream, { _onBeforeFirstWrite: (write: (chunk: unknown) => void) => write(JSON.stringify(prelude)) });
  stream.end(body);
}
