import { cpSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { inspect, isDeepStrictEqual } from 'util';
import { Claims, runSuite } from './claims';
import { ROOT } from './run';
import { NODE_LAYER, nodeClient, NodeVersion, npmPackages, PYTHON_LAYER, pythonClient } from './runtime-clients';
import { handlerInLayer } from '../src/compute/headers-layer';
import { eventOf, NODE_FUNCTIONS, PYTHON_FUNCTIONS, UserFunction, writeFunction } from '../test/runtimes/functions';
import { asItsAuthorSeesIt, withoutHeaders } from '../test/runtimes/outcomes';
import { observe, Outcome, Start } from '../test/runtimes/runtime-api';
import { openIntake } from '../test/vendors/intake';
import { nodeVendors, Order, PYTHON_VENDORS, Sighting, Vendor } from '../test/vendors/vendors';

const SOURCE = join(ROOT, 'test', 'vendors');
const HANDLER = 'index.handler';
const work = mkdtempSync(join(tmpdir(), 'vendors-'));
const claims = new Claims();

interface Runtime {
  readonly name: string;
  readonly functions: Record<string, UserFunction>;
  readonly vendors: Vendor[];
  /** Our handler, for the user's or for one that a layer brings. */
  readonly ours: (order: Order) => string;
  readonly start: (directory: string, environment: Record<string, string>) => Start;
}

/** AWS runs Node.js 22 without what is experimental in it. */
const FLAGS = { 22: ['--no-experimental-require-module', '--no-experimental-detect-module'], 24: [] };
// Lambda reads the variable when a vendor may have changed it; the client that AWS publishes reads its argument
const BY_VARIABLE = ['--import', 'data:text/javascript,process.argv[2]=process.env._HANDLER'];

function nodeRuntime(version: NodeVersion, isModule: boolean, modules: string): Runtime {
  const { program, script } = nodeClient(version);
  const names = isModule ? ['an ES module', 'an ES module whose handler rejects', 'a stream in an ES module']
    : ['a CommonJS handler', 'a handler that rejects', 'a callback', 'a stream'];
  const environment = { AWS_REGION: 'us-east-1', AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${version}.x`, NODE_PATH: modules };
  return {
    name: `Node.js ${version}`,
    functions: Object.fromEntries(names.map((name) => [name, NODE_FUNCTIONS[name]] as const)
      .filter(([, { only }]) => only?.includes(version) ?? true)),
    vendors: nodeVendors(modules, { isModule, version }),
    ours: (order) => join(NODE_LAYER, basename(handlerInLayer('nodejs', String(version), isModule && order === 'outside'))),
    start: (directory, variables) => ({
      program,
      args: [...FLAGS[version], ...BY_VARIABLE, script, variables._HANDLER],
      directory,
      environment: { ...environment, ...variables },
    }),
  };
}

function pythonRuntime(): Runtime {
  const program = pythonClient('vendors-python', 'vendors/requirements.txt');
  const path = (directory: string) => [directory, PYTHON_LAYER, join(SOURCE, 'python')].join(':');
  const names = ['a handler', 'a handler that raises'];
  return {
    name: 'Python',
    functions: Object.fromEntries(names.map((name) => [name, PYTHON_FUNCTIONS[name]])),
    vendors: PYTHON_VENDORS,
    ours: () => handlerInLayer('python', '', false),
    start: (directory, variables) => ({
      program,
      args: [...variables.ORIG_HANDLER ? [join(program, '..', 'opentelemetry-instrument'), program] : [], '-m', 'awslambdaric',
        variables._HANDLER],
      directory,
      environment: { AWS_REGION: 'us-east-1', PYTHONPATH: path(directory), PYTHONDONTWRITEBYTECODE: '1', ...variables },
    }),
  };
}

/** The variables of a function that has the vendor's layer and, but for `alone`, ours. */
function variablesOf({ redirect, starts }: Vendor, order: Order, ours: string): Record<string, string> {
  if (order === 'inside') {
    return { _HANDLER: ours, CDK_HARDENED_HANDLER: redirect!.handler, [redirect!.variable]: HANDLER };
  }
  const next = order === 'alone' ? HANDLER : ours;
  return {
    ...starts ? { _HANDLER: next } : { _HANDLER: redirect!.handler, [redirect!.variable]: next },
    ...order === 'alone' ? {} : { CDK_HARDENED_HANDLER: HANDLER },
  };
}

interface Call { readonly outcome: Outcome; readonly sighting: Sighting }

async function call(runtime: Runtime, vendor: Vendor, order: Order, directory: string, fn: UserFunction): Promise<Call> {
  const intake = await openIntake();
  try {
    const variables = { ...vendor.environment(intake.port), ...variablesOf(vendor, order, runtime.ours(order)) };
    const { outcome, output } = await observe(runtime.start(directory, variables), eventOf(fn));
    return { outcome, sighting: vendor.saw(`${output}\n${intake.received()}`) };
  } finally {
    intake.close();
  }
}

/** What was said and seen: without our headers, and of Python's traces, which have a line for each caller, the function's own lines. */
function facts({ outcome, sighting }: Call, directory: string): unknown {
  if (outcome.kind === 'response') {
    return { sighting, said: withoutHeaders(outcome).answer };
  }
  const { stackTrace, ...said } = asItsAuthorSeesIt(outcome, directory) as { stackTrace?: string[] };
  return { sighting, said, lines: new Set(stackTrace?.filter((line) => line.includes(directory))) };
}

/** The vendor alone sees one call, and the error of one that fails. */
function requireSighting({ outcome, sighting: { invocations, errors } }: Call, { answers }: UserFunction): void {
  if (outcome.kind !== (answers ? 'response' : 'error') || invocations !== 1 || errors !== (answers ? 0 : 1)) {
    throw new Error(`alone, it sees ${invocations} calls and ${errors} errors: ${JSON.stringify(outcome)}`);
  }
}

/** With our layer the vendor must see what it sees alone, and the function must say the same. */
async function compare(alone: Call, both: Call, directory: string, fn: UserFunction): Promise<void> {
  requireSighting(alone, fn);
  const [expected, got] = [alone, both].map((one) => facts(one, directory));
  if (!isDeepStrictEqual(got, expected)) {
    throw new Error(`\nalone ${inspect(expected)}\nboth  ${inspect(got)}`);
  }
  if (fn.answers && !withoutHeaders(both.outcome).secured) {
    throw new Error(`the headers are missing: ${both.outcome.body}`);
  }
}

async function tryOrders(runtime: Runtime, vendor: Vendor, name: string, fn: UserFunction): Promise<void> {
  const directory = writeFunction(fn, work);
  const orders: Order[] = vendor.redirect ? ['outside', 'inside'] : ['outside'];
  // a call that cannot be made fails the claim that needs it
  const [alone, ...both] = await Promise.allSettled((['alone', ...orders] as const).map((order) =>
    call(runtime, vendor, order, directory, fn)));
  const value = <T>(one: PromiseSettledResult<T>) => {
    if (one.status === 'rejected') {
      throw one.reason;
    }
    return one.value;
  };
  for (const [index, order] of orders.entries()) {
    const same = fn.answers ? 'the same response, with the headers, and it sees the call' : 'the same error, and it sees it';
    await claims.check(`${runtime.name}, ${vendor.name} ${order}, ${name}: ${same}`,
      () => compare(value(alone), value(both[index]), directory, fn));
  }
}

/** What the README says does not work: the handler for CommonJS before an ES module, which is given to what cannot be looked into. */
async function checkLimits(runtime: Runtime): Promise<void> {
  const unseen = { ...runtime, ours: () => runtime.ours('inside') };
  const fn = runtime.functions['an ES module'];
  for (const vendor of runtime.vendors.filter(({ name }) => name !== 'Datadog')) {
    const limit = vendor.name === 'ADOT' ? 'sees no call' : 'fails at init';
    await claims.check(`${runtime.name}, ${vendor.name} outside, an ES module in a bundle: ${limit}`, async () => {
      const { outcome, sighting } = await call(unseen, vendor, 'outside', writeFunction(fn, work), fn);
      return outcome.kind === (vendor.name === 'ADOT' ? 'response' : 'init error') && sighting.invocations === 0;
    });
  }
}

/** The README's table says what is tried here. */
async function checkReadme(vendors: Vendor[], versions: Record<string, string>): Promise<void> {
  const readme = readFileSync(join(ROOT, 'src', 'middleware', 'README.md'), 'utf8');
  for (const name of new Set(vendors.flatMap(({ packages }) => packages))) {
    await claims.check(`the README names ${name} ${versions[name]}`, () => readme.includes(`${name} ${versions[name]}`));
  }
}

async function main(): Promise<number> {
  const { dependencies } = JSON.parse(readFileSync(join(SOURCE, 'nodejs', 'package.json'), 'utf8'));
  const modules = join(npmPackages('vendors-nodejs', dependencies), 'node_modules');
  cpSync(join(SOURCE, 'nodejs'), modules, { recursive: true });
  const node = ([22, 24] as const).flatMap((version) => [false, true].map((isModule) => nodeRuntime(version, isModule, modules)));
  const python = pythonRuntime();
  for (const runtime of [...node, python]) {
    for (const vendor of runtime.vendors) {
      for (const [name, fn] of Object.entries(runtime.functions)) {
        await tryOrders(runtime, vendor, name, fn);
      }
    }
  }
  await checkLimits(node[1]);
  const requirements = readFileSync(join(SOURCE, 'requirements.txt'), 'utf8').trim().split('\n').map((line) => line.split('=='));
  await checkReadme(node[0].vendors, dependencies);
  await checkReadme(python.vendors, Object.fromEntries(requirements));
  return claims.summary();
}

runSuite(main, () => rmSync(work, { recursive: true, force: true }));
