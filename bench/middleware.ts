import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { gzipSync } from 'zlib';
import { buildSync } from 'esbuild';
import fastRedact from 'fast-redact';
import helmet from 'helmet';
import { findPython } from '../scripts/python-environment';
import { applySecurityHeaders, sanitizeResponse, SECURITY_HEADERS, validateRequestHeaders, withSecurityHeaders } from '../src/middleware';

const ROUNDS = 15;
const say = (line: string) => process.stdout.write(`${line}\n`);
const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const event = { httpMethod: 'GET', path: '/', headers: { 'User-Agent': 'curl/8.5.0', 'Accept': '*/*' }, requestContext: {} };
const context = { awsRequestId: 'request-1' };
type Handler = (event: any, context: any) => unknown;

/** What stands at each round in another order, so that no one is always the first. */
async function nanoseconds(candidates: Record<string, (calls: number) => Promise<void>>, calls: number): Promise<Record<string, number>> {
  const samples: Record<string, number[]> = {};
  for (let round = -3; round < ROUNDS; round++) {
    const order = Object.entries(candidates).sort(() => Math.random() - 0.5);
    for (const [name, run] of order) {
      const started = process.hrtime.bigint();
      await run(calls);
      const took = Number(process.hrtime.bigint() - started) / calls;
      if (round >= 0) { // the rounds before warm up
        (samples[name] ??= []).push(took);
      }
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
}

const called = (handler: Handler) => async (calls: number) => {
  for (let call = 0; call < calls; call++) {
    await handler(event, context);
  }
};

async function benchHeaders(): Promise<void> {
  const bare = async () => ({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '{"ok":true}' });
  const floor: Handler = async () => {
    const response = await bare();
    return { ...response, headers: { ...SECURITY_HEADERS, ...response.headers } };
  };
  const { default: middy } = await import('@middy/core');
  const { default: httpSecurityHeaders } = await import('@middy/http-security-headers');
  const withMiddy = middy(bare).use(httpSecurityHeaders()) as unknown as Handler;
  const addHelmet = helmet();
  const withHelmet: Handler = async () => {
    const response = await bare();
    const headers: Record<string, unknown> = { ...response.headers };
    const mock = {
      setHeader: (name: string, value: unknown) => { headers[name] = value; },
      removeHeader: (name: string) => { delete headers[name]; },
    };
    addHelmet({} as never, mock as never, () => undefined);
    return { ...response, headers };
  };
  const times = await nanoseconds({
    'bare handler': called(bare),
    'spread of frozen headers (the floor)': called(floor),
    'withSecurityHeaders': called(withSecurityHeaders(bare) as Handler),
    'middy + http-security-headers': called(withMiddy),
    'helmet over a mock response': called(withHelmet),
  }, 100_000);
  say('Headers: nanoseconds a call above a bare handler');
  const above = (name: string) => times[name] - times['bare handler'];
  for (const name of Object.keys(times).filter((candidate) => candidate !== 'bare handler').sort((a, b) => above(a) - above(b))) {
    say(`  ${name.padEnd(38)} ${above(name).toFixed(0).padStart(6)} ns  ${(above(name) / above('spread of frozen headers (the floor)')).toFixed(2).padStart(6)} x`);
  }
  say('  aim: at most 1.3 times the floor');
}

async function benchValidation(): Promise<void> {
  const headers = {
    'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
    'Accept': 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
    'Accept-Language': 'en-US,en;q=0.5',
    'Accept-Encoding': 'gzip, deflate, br',
    'Host': 'api.example.com',
    'Authorization': `Bearer ${'a'.repeat(800)}`,
    'Cookie': 'session=YWJj; theme=dark',
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Port': '443',
    'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
    'sec-fetch-mode': 'cors',
    'sec-fetch-site': 'same-origin',
    'Referer': 'https://app.example.com/orders?page=2',
  };
  const validate = async (calls: number) => { for (let call = 0; call < calls; call++) { validateRequestHeaders(headers); } };
  const times = await nanoseconds({ validate }, 20_000);
  say(`Validation of a browser's 14 headers: ${(times.validate / 1000).toFixed(1)} µs`);
}

/** A list of orders, every tenth of which has something to hide. */
function bodyOf(bytes: number): string {
  const orders: object[] = [];
  for (let size = 0; size < bytes; size = JSON.stringify(orders).length) {
    for (let more = 0; more < Math.max(1, orders.length / 10); more++) {
      const id = orders.length;
      orders.push({ id, customer: `customer ${id}`, note: 'ships "today"', lines: [{ sku: 'abc', count: 2 }], ...id % 10 === 0 ? { password: 'hunter2', card: { cvv: 123 } } : {} });
    }
  }
  return JSON.stringify(orders);
}

async function benchSanitizing(): Promise<void> {
  const redact = fastRedact({ paths: ['[*].password', '[*].card.cvv'] });
  say('Sanitising of JSON bodies, beside parsing and stringifying them');
  for (const [name, bytes, calls] of [['1 KB', 1000, 4000], ['64 KB', 64_000, 60], ['1 MB', 1_000_000, 4]] as const) {
    const body = bodyOf(bytes);
    const repeat = (work: () => unknown) => async (times: number) => { for (let call = 0; call < times; call++) { work(); } };
    const response = { statusCode: 200, body };
    const times = await nanoseconds({
      'parse and stringify': repeat(() => JSON.stringify(JSON.parse(body))),
      'sanitizeResponse': repeat(() => sanitizeResponse(response)),
      'fast-redact, paths known': repeat(() => redact(JSON.parse(body))),
    }, calls);
    const floor = times['parse and stringify'];
    say(`  ${name}: ${Object.entries(times).sort().map(([what, took]) => `${what} ${(took / 1000).toFixed(0)} µs (${(took / floor).toFixed(2)} x)`).join(', ')}`);
  }
  say('  aim: at most 2 times parse and stringify');
}

function benchSize(): void {
  const minified = (code: string) => buildSync({
    stdin: { contents: code, resolveDir: __dirname, loader: 'ts' }, bundle: true, minify: true, format: 'esm', platform: 'neutral', target: 'es2022', write: false,
  }).outputFiles[0].contents;
  say('Size, minified (and gzipped)');
  const all = { 'cdk-hardened/middleware/headers': "export * from '../src/middleware/headers'", 'cdk-hardened/middleware': "export * from '../src/middleware'" };
  const one = ['applySecurityHeaders', 'validateRequestHeaders', 'sanitizeResponse', 'withSecurityHeaders'].map((name) => [name, `export { ${name} } from '../src/middleware'`]);
  for (const [name, code] of [...one, ...Object.entries(all)]) {
    const bundle = minified(code);
    say(`  ${name}: ${(bundle.length / 1024).toFixed(1)} KB (${(gzipSync(bundle).length / 1024).toFixed(1)} KB)`);
  }
  say('  aim: at most 6 KB');
}

/** From the start of a process to its handler, alone and by the layer. */
function benchColdStart(): void {
  const directory = mkdtempSync(join(tmpdir(), 'cold-start-'));
  writeFileSync(join(directory, 'index.mjs'), 'export const handler = async () => ({ statusCode: 200 });');
  writeFileSync(join(directory, 'index.py'), 'def handler(event, context):\n    return {"statusCode": 200}\n');
  const layers = join(__dirname, '..', 'assets', 'middleware');
  const milliseconds = (program: string, args: string[], environment = {}) => median(Array.from({ length: 21 }, () => {
    const started = performance.now();
    // a layer can be read only, so Python compiles it each time
    const env = { ...process.env, LAMBDA_TASK_ROOT: directory, PYTHONDONTWRITEBYTECODE: '1', ...environment };
    const { status, stderr } = spawnSync(program, args, { cwd: directory, encoding: 'utf8', env });
    if (status !== 0) {
      throw new Error(stderr);
    }
    return performance.now() - started;
  }));
  const importing = (file: string) => ['--input-type=module', '--eval', `await import(${JSON.stringify(file)})`];
  const handler = { CDK_HARDENED_HANDLER: 'index.handler' };
  const node = milliseconds(process.execPath, importing(join(layers, 'nodejs', 'cdk-hardened', 'handler.mjs')), handler)
    - milliseconds(process.execPath, importing(join(directory, 'index.mjs')));
  const inPython = (module: string) => ['-c', `import ${module}`];
  const python = milliseconds(findPython(), inPython('cdk_hardened_layer.bootstrap'), { ...handler, PYTHONPATH: `${directory}:${join(layers, 'python', 'python')}` })
    - milliseconds(findPython(), ['-c', 'import json, logging, index'], { PYTHONPATH: directory });
  rmSync(directory, { recursive: true, force: true });
  say(`Cold start: the layer adds ${node.toFixed(1)} ms in Node.js, ${python.toFixed(1)} ms in Python`);
}

async function main(): Promise<void> {
  applySecurityHeaders({ statusCode: 200 });
  await benchHeaders();
  await benchValidation();
  await benchSanitizing();
  benchSize();
  benchColdStart();
}

void main();
