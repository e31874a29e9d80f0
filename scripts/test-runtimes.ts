import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import { Claims, runSuite } from './claims';
import { NODE_LAYER, nodeClient, NodeVersion, PYTHON_LAYER, pythonClient } from './runtime-clients';
import { eventOf, NODE_FUNCTIONS, PYTHON_FUNCTIONS, UserFunction, writeFunction } from '../test/runtimes/functions';
import { asItsAuthorSeesIt, withoutHeaders } from '../test/runtimes/outcomes';
import { invoke, Outcome, Start } from '../test/runtimes/runtime-api';

const RUNTIMES = [
  { version: 24, layer: 'handler' },
  { version: 22, layer: 'handler' },
  { version: 22, layer: 'commonjs' },
] as const;

const work = mkdtempSync(join(tmpdir(), 'runtimes-'));
const claims = new Claims();

type Runtime = (directory: string, handler: string, injected: boolean) => Start;

function nodeRuntime(version: NodeVersion, layer: string): Runtime {
  const { program, script } = nodeClient(version);
  return (root, handler, injected) => {
    const loaded = injected ? join(NODE_LAYER, `${layer}.handler`) : handler;
    const environment = { _HANDLER: loaded, ...injected ? { CDK_HARDENED_HANDLER: handler } : {} };
    return { program, args: [script, loaded], directory: root, environment };
  };
}

function pythonRuntime(): Runtime {
  const program = pythonClient('runtime-python', 'runtimes/requirements.txt');
  return (root, handler, injected) => {
    const loaded = injected ? 'cdk_hardened_layer.bootstrap.handler' : handler;
    return {
      program,
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

/** The answer that API Gateway makes of what the function alone says. */
function inferred(alone: Outcome, { answers }: UserFunction): unknown {
  if (answers === 'body') {
    return { statusCode: 200, headers: { 'Content-Type': alone.contentType }, streamed: alone.body };
  }
  return alone.body.startsWith('"')
    ? { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.parse(alone.body), streamed: undefined }
    : withoutHeaders(alone).answer;
}

async function compare(runtime: Runtime, name: string, fn: UserFunction): Promise<void> {
  const directory = writeFunction(fn, work);
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
  for (const { version, layer } of RUNTIMES) {
    const runtime = nodeRuntime(version, layer);
    for (const [name, fn] of Object.entries(NODE_FUNCTIONS).filter(([, { only }]) => only?.includes(version) ?? true)) {
      const same = fn.answers ? 'the same response, with the headers' : 'the same';
      await claims.check(`Node.js ${version}, ${layer}, ${name}: ${same}`, () => compare(runtime, name, fn));
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
