import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { isDeepStrictEqual } from 'util';
import { Claims, runSuite } from './claims';
import { pythonEnvironment, UserError } from './python-environment';
import { SECURITY_HEADERS } from '../src/middleware';
import { eventOf, NODE_FUNCTIONS, PYTHON_FUNCTIONS, UserFunction } from '../test/runtimes/functions';
import { invoke, Outcome } from '../test/runtimes/runtime-api';

/** The runtime interface clients of AWS, each with the Node.js that it runs on there. */
const NODE_RUNTIMES = [
  { major: 24, client: '4.0.2', entry: 'index.mjs', layer: 'handler' },
  { major: 22, client: '3.3.0', entry: 'bin/index.mjs', layer: 'handler' },
  { major: 22, client: '3.3.0', entry: 'bin/index.mjs', layer: 'commonjs' },
];

const ROOT = join(__dirname, '..');
const NODE_LAYER = join(ROOT, 'assets', 'middleware', 'nodejs');
const PYTHON_LAYER = join(ROOT, 'assets', 'middleware', 'python', 'python');
const work = mkdtempSync(join(tmpdir(), 'runtimes-'));
const claims = new Claims();

type Runtime = (directory: string, handler: string, injected: boolean) => Parameters<typeof invoke>[0];

/** Compiles the client: it speaks with Lambda through a library in C++. */
function nodeRuntime({ major, client, entry, layer }: typeof NODE_RUNTIMES[number]): Runtime {
  const directory = join(ROOT, '.cache', `runtime-nodejs${major}`);
  const program = join(directory, 'node_modules', '.bin', 'node');
  const script = join(directory, 'node_modules', 'aws-lambda-ric', entry);
  if (!existsSync(join(directory, 'ready'))) {
    const missing = ['autoconf', 'automake', 'libtoolize', 'cmake', 'g++',
      'make'].filter((tool) => spawnSync('which', [tool]).status !== 0);
    if (missing.length > 0) {
      throw new UserError(`AWS's runtime interface client is compiled here, and ${missing.join(', ')} is missing: `
        + 'install it (Debian: apt-get install autoconf automake libtool cmake g++ make)');
    }
    process.stdout.write(`Compiling the runtime interface client for Node.js ${major} (a minute, once)\n`);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'),
      JSON.stringify({ private: true, dependencies: { 'aws-lambda-ric': client, 'node': `^${major}` } }));
    const { status, stdout, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: directory, encoding: 'utf8' });
    if (status !== 0) {
      const end = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
      throw new UserError(`aws-lambda-ric ${client} could not be compiled:\n${end}`);
    }
    writeFileSync(join(directory, 'ready'), '');
  }
  return (root, handler, injected) => {
    const loaded = injected ? join(NODE_LAYER, 'cdk-hardened', `${layer}.handler`) : handler;
    const environment = { _HANDLER: loaded, ...injected ? { CDK_HARDENED_HANDLER: handler } : {} };
    return { program, args: [script, loaded], directory: root, environment };
  };
}

function pythonRuntime(): Runtime {
  const bin = pythonEnvironment('runtime-python', join(ROOT, 'test', 'runtimes', 'requirements.txt'));
  return (root, handler, injected) => {
    const loaded = injected ? 'cdk_hardened_layer.bootstrap.handler' : handler;
    return {
      program: join(bin, 'python'),
      args: ['-m', 'awslambdaric', loaded],
      directory: root,
      environment: {
        _HANDLER: loaded,
        PYTHONPATH: `${root}:${PYTHON_LAYER}`,
        PYTHONDONTWRITEBYTECODE: '1',
        ...injected
          ? { CDK_HARDENED_HANDLER: handler } : {},
      },
    };
  };
}

/** What an answer is without the headers that are added, and whether all of them were there. */
function withoutHeaders(outcome: Outcome): { answer: unknown; secured: boolean } {
  const [prelude, body] = outcome.body.split('\0'.repeat(8));
  const { headers, ...answer } = JSON.parse(prelude);
  const names = Object.keys(headers ?? {}).map((name) => name.toLowerCase());
  const own = Object.entries(headers ?? {}).filter(([name, value]) => (SECURITY_HEADERS as Record<string, string>)[name] !== value);
  const secured = Object.keys(SECURITY_HEADERS).every((name) => names.includes(name.toLowerCase()));
  return { answer: { ...answer, headers: Object.fromEntries(own), streamed: body }, secured };
}

/** The answer that API Gateway makes of what the function alone says. */
function inferred(alone: Outcome, { answers }: UserFunction): unknown {
  if (answers === 'body') {
    return { statusCode: 200, headers: { 'Content-Type': alone.contentType }, streamed: alone.body };
  }
  return alone.body.startsWith('"')
    ? { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.parse(alone.body), streamed: undefined }
    : withoutHeaders(alone).answer;
}

/** An error as its author sees it: without the lines of the runtime, and with none of ours. */
function asItsAuthorSeesIt(outcome: Outcome, directory: string): unknown {
  if (outcome.kind === 'response') {
    return { ...outcome, body: outcome.body };
  }
  const { errorType, errorMessage, trace, stackTrace, ...rest } = JSON.parse(outcome.body);
  // where the runtime itself stands is not the same in its two ways of being started
  const message = String(errorMessage).replace(/\/\S+\/aws-lambda-ric\/(bin|dist)\/index\.mjs/g, '<runtime>');
  return { kind: outcome.kind, errorType, message, stackTrace, rest, frames: trace?.filter((line: string) => line.includes(directory)) };
}

async function compare(runtime: Runtime, name: string, fn: UserFunction): Promise<void> {
  const directory = mkdtempSync(join(work, 'function-'));
  for (const [file, code] of Object.entries(fn.files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), code);
  }
  const handler = fn.handler ?? 'index.handler';
  const [alone, injected] = await Promise.all([false, true].map((inject) => invoke(runtime(directory, handler, inject), eventOf(fn))));
  const differ = (one: unknown, other: unknown) => new Error(`\nalone    ${JSON.stringify(one)}\ninjected ${JSON.stringify(other)}`);
  if (injected.body.includes('cdk-hardened') || injected.body.includes('cdk_hardened')) {
    throw new Error(`${name} sees our lines:\n${injected.body}`);
  }
  if (fn.answers) {
    const got = withoutHeaders(injected);
    if (!got.secured || !isDeepStrictEqual(got.answer, inferred(alone, fn)) || alone.kind !== 'response') {
      throw differ(alone, injected);
    }
  } else {
    const [expected, got] = [alone, injected].map((outcome) => asItsAuthorSeesIt(outcome, directory));
    if (!isDeepStrictEqual(got, expected)) {
      throw differ(expected, got);
    }
  }
}

async function main(): Promise<number> {
  for (const version of NODE_RUNTIMES) {
    const runtime = nodeRuntime(version);
    for (const [name, fn] of Object.entries(NODE_FUNCTIONS).filter(([, { only }]) => only?.includes(version.major) ?? true)) {
      const same = fn.answers ? 'the same response, with the headers' : 'the same';
      await claims.check(`Node.js ${version.major}, ${version.layer}, ${name}: ${same}`, () => compare(runtime, name, fn));
    }
  }
  const python = pythonRuntime();
  for (const [name, fn] of Object.entries(PYTHON_FUNCTIONS)) {
    await claims.check(`Python, ${name}: ${fn.answers ? 'the same answer, with the headers' : 'the same'}`,
      () => compare(python, name, fn));
  }
  return claims.summary();
}

runSuite(main, () => rmSync(work, { recursive: true, force: true }));
