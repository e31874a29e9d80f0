import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { gzipSync } from 'zlib';
import { buildSync } from 'esbuild';
import fastRedact from 'fast-redact';
import helmet from 'helmet';
import { findPython, PYTHON_MIDDLEWARE } from '../scripts/python-environment';
import { applySecurityHeaders, sanitizeResponse, SECURITY_HEADERS, validateRequestHeaders, withSecurityHeaders } from '../src/middleware';

const ROUNDS = 15;
const say = (line: string) => process.stdout.write(`${line}\n`);
/** What else the machine does makes a run longer and never shorter. */
const shortest = (numbers: number[]) => Math.min(...numbers);
const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const event = { httpMethod: 'GET', path: '/', headers: { 'User-Agent': 'curl/8.5.0', 'Accept': '*/*' }, requestContext: {} };
const context = { awsRequestId: 'request-1' };
type Handler = (event: any, context: any) => unknown;

/** What stands at each round in another order, so that no one is always the first. */
async function nanoseconds(
  candidates: Record<string, (calls: number) => Promise<void>>, calls: number, pick = median, rounds = ROUNDS,
): Promise<Record<string, number>> {
  const samples: Record<string, number[]> = {};
  for (let round = -3; round < rounds; round++) {
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
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, pick(values)]));
}

const called = (handler: Handler) => async (calls: number) => {
  for (let call = 0; call < calls; call++) {
    await handler(event, context);
  }
};

/** Responses as handlers write them. */
const SHAPES: Record<string, () => Response> = {
  'one header': () => ({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '{"ok":true}' }),
  'five in lower case': () => ({
    statusCode: 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'max-age=60',
      'etag': '"a"',
      'vary': 'Accept',
      'x-request-id': 'b',
    },
    body: '{}',
  }),
  'five in mixed case': () => ({
    statusCode: 200,
    headers: {
      'Content-Type': 'application/json',
      'cache-control': 'max-age=60',
      'ETag': '"a"',
      'X-FRAME-OPTIONS': 'DENY',
      'x-Request-Id': 'b',
    },
    body: '{}',
  }),
  'ten headers': () => ({
    statusCode: 200,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'max-age=60',
      'ETag': '"a"',
      'Vary': 'Accept',
      'X-Request-Id': 'b',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'ETag',
      'Last-Modified': 'a',
      'Content-Language': 'en',
      'Link': '</a>',
    },
    body: '{}',
  }),
  'multiple values': () => ({
    statusCode: 200,
    multiValueHeaders: { 'Content-Type': ['application/json'], 'Set-Cookie': ['a=b', 'c=d'] },
    body: '{}',
  }),
  'headers and multiple values': () => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'max-age=60' },
    multiValueHeaders: { 'Set-Cookie': ['a=b', 'c=d'] },
    body: '{}',
  }),
};
interface Response { statusCode: number; headers?: Record<string, string>; multiValueHeaders?: Record<string, string[]>; body: string }

const OURS = Object.entries<string>(SECURITY_HEADERS).map(([name, value]) => [name, name.toLowerCase(), value] as const);

/** What a careful author writes: the handler's own header wins, in whatever case, and nothing of the handler's is changed. */
function mergedByHand(response: Response): Response {
  const taken = new Set<string>();
  for (const name in response.headers) {
    taken.add(name.toLowerCase());
  }
  for (const name in response.multiValueHeaders) {
    taken.add(name.toLowerCase());
  }
  const headers: Record<string, string> = {};
  for (const [name, lowerCase, value] of OURS) {
    if (!taken.has(lowerCase)) {
      headers[name] = value;
    }
  }
  return { ...response, headers: Object.assign(headers, response.headers) };
}

async function benchHeaders(): Promise<string[]> {
  const { default: middy } = await import('@middy/core');
  const { default: httpSecurityHeaders } = await import('@middy/http-security-headers');
  const addHelmet = helmet();
  const problems: string[] = [];
  say('Headers: nanoseconds a call above a bare handler');
  for (const [shape, respond] of Object.entries(SHAPES)) {
    const bare = async () => respond();
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
      'spread of frozen headers, which minds no case': called(async () => {
        const response = await bare();
        return { ...response, headers: { ...SECURITY_HEADERS, ...response.headers } };
      }),
      'merge by hand': called(async () => mergedByHand(await bare())),
      'withSecurityHeaders': called(withSecurityHeaders(bare) as Handler),
      'middy + http-security-headers': called(middy(bare).use(httpSecurityHeaders()) as unknown as Handler),
      'helmet over a mock response': called(withHelmet),
    }, 20_000);
    const above = (name: string) => times[name] - times['bare handler'];
    const ratio = (name: string) => above(name) / above('merge by hand');
    say(`  ${shape}`);
    for (const name of Object.keys(times).filter((candidate) => candidate !== 'bare handler').sort((a, b) => above(a) - above(b))) {
      say(`    ${name.padEnd(46)} ${above(name).toFixed(0).padStart(6)} ns  ${ratio(name).toFixed(2).padStart(6)} x`);
    }
    // middy sets what it sets over what is there, in whatever case: with many headers that is less work, and wrong
    const mostBesideMiddy = shape === 'ten headers' ? MOST_BESIDE_HAND : 1;
    const besideMiddy = above('withSecurityHeaders') / above('middy + http-security-headers');
    if (ratio('withSecurityHeaders') > MOST_BESIDE_HAND || besideMiddy >= mostBesideMiddy) {
      const besideHand = ratio('withSecurityHeaders').toFixed(2);
      problems.push(`with ${shape}, withSecurityHeaders takes ${besideHand} times a merge by hand, ${besideMiddy.toFixed(2)} times middy`);
    }
  }
  say(`  held: at most ${MOST_BESIDE_HAND} times a merge by hand, less than middy (with ten headers, at most ${MOST_BESIDE_HAND} times)`);
  return problems;
}

/** Aims that the program fails by, when they are missed. */
const MOST_BESIDE_HAND = 1.5;
const MOST_BESIDE_JSON = 2;

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
      orders.push({
        id,
        customer: `customer ${id}`,
        note: 'ships "today"',
        lines: [{ sku: 'abc', count: 2 }],
        ...id % 10 === 0
          ? { password: 'hunter2', card: { cvv: 123 } } : {},
      });
    }
  }
  return JSON.stringify(orders);
}

const WORDS = 'the quick brown fox jumps over a lazy dog and writes of nothing in particular'.split(' ');
const sentence = (start: number, length: number) => Array.from({ length },
  (_, index) => WORDS[(start * 7 + index * 3) % WORDS.length]).join(' ');
const keyed = (count: number, name: (index: number) => string) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), { count: index }])));
const listed = (count: number, item: (index: number) => object) => JSON.stringify(Array.from({ length: count }, (_, index) => item(index)));

const letters = (length: number) => createHash('shake256', { outputLength: length }).update('a').digest('base64url').slice(0, length);

/** Bodies as APIs send them. */
const BODIES: Record<string, string> = {
  'orders, 1 KB': bodyOf(1000),
  'orders, 64 KB': bodyOf(64_000),
  'orders, 1 MB': bodyOf(1_000_000),
  'paths as keys': keyed(1500, (index) => `/api/v1/customers/${index}/orders/${index * 7}/items`),
  'sentences as keys': keyed(1000, (index) => `${sentence(index, 12)} ${index}`),
  'ids as keys': keyed(1500, (index) => `3f2504e0-4f89-11d3-9a0c-${String(index).padStart(12, '0')}`),
  'texts': listed(500, (id) => ({ id, text: `${sentence(id, 40)} "quoted"\n` })),
  'objects of a bucket': listed(800, (Size) => ({ Key: `photos/2026/${Size}.jpg`, Size, ETag: '"abc"', StorageClass: 'STANDARD' })),
  'users': listed(700,
    (id) => ({ id, name: `User ${id}`, email: `u${id}@example.com`, passwordChangedAt: '2026-01-01', sessionCount: 3, countryCode: 'DE' })),
  'users with umlauts, as Python writes them': listed(500, (id) => ({ id, name: `Jürgen Müller ${id}`, city: 'Köln', note: '"hallo"' }))
    .replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'accounts with a secret each': listed(700, (id) => ({ id, name: `User ${id}`, email: `u${id}@example.com`, passwordHash: letters(60) })),
  'tokens of a login': JSON.stringify({ accessToken: letters(800), refreshToken: letters(300), expiresIn: 3600, tokenType: 'Bearer' }),
  'one item': JSON.stringify({ id: '3f2504e0', name: 'a thing', price: 12.5, tags: ['a', 'b'], links: { self: '/things/1' } }),
};

async function benchSanitizing(): Promise<string[]> {
  const redact = fastRedact({ paths: ['[*].password', '[*].card.cvv'] });
  const problems: string[] = [];
  say('Sanitising of JSON bodies, beside parsing and stringifying them');
  for (const [name, body] of Object.entries(BODIES)) {
    const repeat = (work: () => unknown) => async (times: number) => { for (let call = 0; call < times; call++) { work(); } };
    const response = { statusCode: 200, body };
    const times = await nanoseconds({
      'parse and stringify': repeat(() => JSON.stringify(JSON.parse(body))),
      'sanitizeResponse': repeat(() => sanitizeResponse(response)),
      ...name.startsWith('orders') ? { 'fast-redact, paths known': repeat(() => redact(JSON.parse(body))) } : {},
    }, Math.ceil(400_000 / body.length), shortest, 5 * ROUNDS); // short rounds, so that some of them are undisturbed
    const floor = times['parse and stringify'];
    say(`  ${name}: ${Object.entries(times).sort().map(([what,
      took]) => `${what} ${(took / 1000).toFixed(0)} µs (${(took / floor).toFixed(2)} x)`).join(', ')}`);
    if (times.sanitizeResponse > MOST_BESIDE_JSON * floor) {
      problems.push(`sanitising ${name} takes ${(times.sanitizeResponse / floor).toFixed(2)} times parsing and stringifying`);
    }
  }
  say(`  held: at most ${MOST_BESIDE_JSON} times parse and stringify`);
  return problems;
}

/** The same bodies in Python. */
function benchSanitizingInPython(): string[] {
  const script = `
import json, sys, time
from cdk_hardened_middleware import sanitize_response

def seconds(work, calls):
    started = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - started) / calls

def measure(body):
    response = {"statusCode": 200, "body": body}
    calls = 1 + 20000 // len(body)
    rounds = [
        (seconds(lambda: json.dumps(json.loads(body)), calls), seconds(lambda: sanitize_response(response), calls)) for _ in range(25)
    ]
    return [min(times) for times in zip(*rounds)]

json.dump({name: measure(body) for name, body in json.load(sys.stdin).items()}, sys.stdout)
`;
  const env = { ...process.env, ...PYTHON_MIDDLEWARE };
  const { stdout, stderr, status } = spawnSync(findPython(), ['-c', script], { input: JSON.stringify(BODIES), encoding: 'utf8', env });
  if (status !== 0) {
    return [stderr];
  }
  say('The same in Python, beside json.loads and json.dumps');
  return Object.entries<[number, number]>(JSON.parse(stdout)).flatMap(([name, [floor, ours]]) => {
    const ratio = (ours / floor).toFixed(2);
    say(`  ${name}: ${(ours * 1e6).toFixed(0)} µs (${ratio} x)`);
    return ours > MOST_BESIDE_JSON * floor ? [`in Python, sanitising ${name} takes ${ratio} times json.loads and json.dumps`] : [];
  });
}

function benchSize(): void {
  const minified = (code: string) => buildSync({
    stdin: { contents: code, resolveDir: __dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    write: false,
  }).outputFiles[0].contents;
  say('Size, minified (and gzipped)');
  const all = {
    'cdk-hardened/middleware/headers': "export * from '../src/middleware/headers-only'",
    'cdk-hardened/middleware': "export * from '../src/middleware'",
  };
  const one = ['applySecurityHeaders', 'validateRequestHeaders', 'sanitizeResponse',
    'withSecurityHeaders'].map((name) => [name, `export { ${name} } from '../src/middleware'`]);
  for (const [name, code] of [...one, ...Object.entries(all)]) {
    const bundle = minified(code);
    say(`  ${name}: ${(bundle.length / 1024).toFixed(1)} KB (${(gzipSync(bundle).length / 1024).toFixed(1)} KB)`);
  }
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
  const python = milliseconds(findPython(), inPython('cdk_hardened_layer.bootstrap'),
    { ...handler, PYTHONPATH: `${directory}:${join(layers, 'python', 'python')}` })
    - milliseconds(findPython(), ['-c', 'import json, logging, index'], { PYTHONPATH: directory });
  rmSync(directory, { recursive: true, force: true });
  say(`Cold start: the layer adds ${node.toFixed(1)} ms in Node.js, ${python.toFixed(1)} ms in Python`);
}

async function main(): Promise<void> {
  applySecurityHeaders({ statusCode: 200 });
  const problems = await benchHeaders();
  await benchValidation();
  problems.push(...await benchSanitizing(), ...benchSanitizingInPython());
  benchSize();
  benchColdStart();
  problems.forEach((problem) => process.stderr.write(`${problem}\n`));
  process.exitCode = problems.length > 0 ? 1 : 0;
}

void main();
