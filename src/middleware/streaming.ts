import { addHeaders, HeaderPlan } from './apply-security-headers';
import { HttpResponse } from './http';

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
  return Object.assign(handler, { [STREAMING]: marks[STREAMING] }, HIGH_WATER_MARK in original ? { [HIGH_WATER_MARK]: marks[HIGH_WATER_MARK] } : {});
}

type BeforeFirstWrite = (write: (chunk: unknown) => void) => void;

/**
 * The stream, with the headers in what is sent before the body. `HttpResponseStream.from` sets a function that writes status and
 * headers before the first write: it is caught here. A handler that only writes gets a status and headers of its own.
 */
export class SecuredStream {
  /** What the handler is given: the runtime's stream, with four of its members in our hands. */
  public readonly stream: ResponseStream;
  private started = false;
  private contentType: string | undefined;
  private beforeFirstWrite: BeforeFirstWrite | undefined;

  constructor(private readonly inner: ResponseStream, private readonly plan: HeaderPlan, private readonly event: unknown) {
    const secured = this;
    this.stream = Object.create(inner, {
      _onBeforeFirstWrite: {
        get: () => this.beforeFirstWrite,
        set: (write: BeforeFirstWrite) => { this.beforeFirstWrite = write; },
      },
      setContentType: {
        value: (type: string) => {
          inner.setContentType?.(type);
          this.contentType = type;
        },
      },
      write: {
        value: (...args: [unknown]) => {
          this.start();
          return inner.write(...args);
        },
      },
      end: {
        value(chunk?: unknown, ...rest: unknown[]) {
          secured.start();
          if (typeof chunk === 'function' || chunk === undefined || chunk === null) {
            return inner.end(...typeof chunk === 'function' ? [chunk] : rest);
          }
          // the runtime writes what goes before the body with `write` only
          inner.write(chunk, ...rest.filter((argument) => typeof argument === 'string'));
          return inner.end(...rest.filter((argument) => typeof argument === 'function'));
        },
      },
    });
  }

  /** Whether the handler has sent something. Then neither status nor headers can change. */
  public get isStarted(): boolean {
    return this.started;
  }

  /** Answers in the handler's place. */
  public answer(response: HttpResponse): void {
    const { body, ...prelude } = response;
    this.beforeFirstWrite = (write) => write(JSON.stringify(prelude));
    this.stream.write(body);
    this.inner.end();
  }

  private start(): void {
    if (this.started) {
      return;
    }
    this.started = true;
    const chunks: unknown[] = [];
    this.beforeFirstWrite?.((chunk) => chunks.push(chunk));
    const prelude = parsed(chunks[0]) ?? { statusCode: 200, headers: { 'Content-Type': this.contentType ?? 'application/octet-stream' } };
    this.inner.setContentType?.(WITH_PRELUDE);
    (this.inner as unknown as { _onBeforeFirstWrite: BeforeFirstWrite })._onBeforeFirstWrite = (write) => {
      write(JSON.stringify(addHeaders(prelude, this.plan, this.event)));
      write(new Uint8Array(8));
    };
    // an empty write, so that an answer without a body has its status and headers
    this.inner.write('');
  }
}

function parsed(chunk: unknown): HttpResponse | undefined {
  return typeof chunk === 'string' ? JSON.parse(chunk) : undefined;
}
