import { spawn } from 'child_process';
import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';

/** What a function said to Lambda. */
export interface Outcome {
  readonly kind: 'response' | 'error' | 'init error';
  readonly body: string;
  readonly contentType: string | undefined;
  /** Of a streamed answer that failed: the type of the error. */
  readonly trailer: string | undefined;
}

/** How a runtime is started, with the handler that it loads. */
export interface Start {
  readonly program: string;
  readonly args: string[];
  readonly environment: Record<string, string>;
  readonly directory: string;
}

const SECONDS = 20;

/**
 * Starts a runtime interface client beside a Runtime API of our own, gives it one event, and waits for what it says.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function invoke(start: Start, event: unknown): Promise<Outcome> {
  return (await observe(start, event)).outcome;
}

/** The same, with all that it prints until it asks for the next event: what a vendor sends late is seen too. */
export async function observe(start: Start, event: unknown): Promise<{ outcome: Outcome; output: string }> {
  const { server, outcome, done } = runtimeApi(event);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const child = spawnRuntime(start, server.address() as AddressInfo);
  let output = '';
  child.stdout.on('data', (chunk) => { output += chunk; });
  child.stderr.on('data', (chunk) => { output += chunk; });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ended = closed.then((code) => new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`it ended with ${code}:\n${output}`)), 500)));
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`nothing after ${SECONDS} seconds:\n${output}`)),
    SECONDS * 1000).unref());
  try {
    const said = await Promise.race([outcome, ended, late]);
    await Promise.race([done, closed, late]);
    child.kill('SIGKILL');
    await closed;
    return { outcome: said, output };
  } finally {
    ended.catch(() => undefined);
    late.catch(() => undefined);
    child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
  }
}

function spawnRuntime({ program, args, environment, directory }: Start, { port }: AddressInfo) {
  return spawn(program, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      AWS_LAMBDA_FUNCTION_NAME: 'function',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: 'group',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      LAMBDA_TASK_ROOT: directory,
      ...environment,
    },
  });
}

function runtimeApi(event: unknown): { server: Server; outcome: Promise<Outcome>; done: Promise<void> } {
  let given = false;
  let settle: (outcome: Outcome) => void;
  let finish: () => void;
  const outcome = new Promise<Outcome>((resolve) => { settle = resolve; });
  const done = new Promise<void>((resolve) => { finish = resolve; });
  const server = createServer((request, response) => {
    if (request.url!.endsWith('/next')) {
      if (given) {
        finish(); // a second event never comes
        return;
      }
      given = true;
      answerNext(response, event);
      return;
    }
    void bodyBytes(request).then((bytes) => {
      response.writeHead(202).end('{}');
      const kind = request.url!.endsWith('/init/error') ? 'init error' : request.url!.endsWith('/error') ? 'error' : 'response';
      settle({
        kind,
        body: bytes.toString(),
        contentType: request.headers['content-type'],
        trailer: request.trailers['lambda-runtime-function-error-type'],
      });
    });
  });
  return { server, outcome, done };
}

function answerNext(response: ServerResponse, event: unknown): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': 'request-1',
    'Lambda-Runtime-Deadline-Ms': String(Date.now() + 30_000),
    'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:us-east-1:000000000000:function:function',
  }).end(JSON.stringify(event));
}

export async function bodyBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
