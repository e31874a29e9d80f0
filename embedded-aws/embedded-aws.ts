import { ChildProcess, spawn } from 'child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'fs';
import { createServer } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { pythonEnvironment, UserError } from '../scripts/python-environment';

/** What it wrote stays after it, to be looked into. */
const LOGS = join(__dirname, '..', '.cache', 'logs');

const SECONDS_TO_START = 30;

// what the AWS SDK says of Node.js 20 to come is not about what is shown here
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** An AWS of this machine, in memory: what it holds is gone when it stops. It inspects no request as AWS WAF does. */
export interface EmbeddedAws {
  readonly endpoint: string;
  readonly port: number;
  /** What a process needs in its environment to speak with it. */
  readonly environment: Record<string, string>;
  /** Its process, and what it writes. */
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** The first account that the emulator knows, and the Region. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** Starts it on the port, or on a free one, on the loopback interface only. */
export async function startEmbeddedAws(wantedPort?: number): Promise<EmbeddedAws> {
  const bin = pythonEnvironment('embedded-aws', join(__dirname, 'requirements.txt'));
  const port = await claimPort(wantedPort);
  const directory = mkdtempSync(join(tmpdir(), 'embedded-aws-'));
  mkdirSync(LOGS, { recursive: true });
  const logFile = join(LOGS, `embedded-aws-${port}.log`);
  const log = openSync(logFile, 'w');
  const child = spawn(join(bin, 'python'), ['-m', 'emulator'], {
    cwd: __dirname,
    env: {
      ...process.env,
      AUTH: 'true', // policies are evaluated, and functions run as their roles
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: REGION,
      NODE_PATH: join(__dirname, '..', 'node_modules'), // functions find the real AWS SDK there, as in Lambda
      PYTHONDONTWRITEBYTECODE: '1',
      TMPDIR: directory,
    },
    stdio: ['ignore', log, log],
    detached: true,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await untilHealthy(endpoint, child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, port, pid: child.pid!, logFile, stop, environment: environmentOf(endpoint) };
}

const environmentOf = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DEFAULT_ACCOUNT: ACCOUNT,
  CDK_DEFAULT_REGION: REGION,
});

/** A port that nothing listens on. */
function claimPort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () =>
      reject(new UserError(`Port ${wanted} is taken: choose another with --port, or leave it out to get a free one`)));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function untilHealthy(endpoint: string, child: ChildProcess, logFile: string): Promise<void> {
  for (const deadline = Date.now() + SECONDS_TO_START * 1000; Date.now() < deadline;) {
    if (child.exitCode !== null) {
      throw new UserError(`The embedded AWS ended at once:\n${lastLines(logFile)}`);
    }
    if (await fetch(`${endpoint}/_ministack/health`).then((response) => response.ok, () => false)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new UserError(`The embedded AWS did not respond within ${SECONDS_TO_START} seconds:\n${lastLines(logFile)}`);
}

export const lastLines = (file: string, count = 15): string => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');

/** Its process group, so that the functions which it runs end with it. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) {
    return;
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  const patience = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(patience);
}
