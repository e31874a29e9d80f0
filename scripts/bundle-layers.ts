import { cpSync, mkdirSync, rmSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { buildSync } from 'esbuild';
import { DIRECTIVES, KEYWORD, SOURCE_DIRECTIVES } from '../src/middleware/headers/policy-directives';
import { HEADER_ENTRIES, REMOVED_HEADERS, SECURITY_HEADERS } from '../src/middleware/headers/security-headers';
import { HEADER_VALUE } from '../src/middleware/headers/values';
import { HEADER_NAME } from '../src/middleware/http';
import * as rules from '../src/middleware/requests/rules';
import * as fields from '../src/middleware/responses/field-names';
import { UNMISTAKABLE } from '../src/middleware/responses/sensitive-fields';

/** What SecureLambda puts beside a function, as Lambda lays it out under /opt. */
const ROOT = join(__dirname, '..');
const SOURCE = join(ROOT, 'src', 'middleware');
const LAYERS = join(ROOT, 'assets', 'middleware');

/**
 * `handler.mjs` waits for the user's handler while it is imported. `commonjs.js` is what Node.js 20 and 22 are given: they require it,
 * as they do a CommonJS handler, and import `commonjs.mjs` where it exports false. `handler.cjs` is for tracers that only know `require`.
 */
function nodeLayer(): void {
  const waits = "import { injectedHandler } from './inject';\nexport const handler = await injectedHandler(import.meta.url);\n";
  const requires = "import { injectedCommonJs } from './inject';\nmodule.exports = injectedCommonJs(__filename);\n";
  bundleHandler('handler.mjs', waits, 'esm');
  bundleHandler('handler.cjs', requires, 'cjs');
  bundleHandler('commonjs.js', requires, 'cjs');
  bundleHandler('commonjs.mjs', waits, 'esm');
}

function bundleHandler(file: string, contents: string, format: 'esm' | 'cjs'): void {
  buildSync({
    stdin: { contents, resolveDir: join(SOURCE, 'layer'), loader: 'ts' },
    outfile: join(LAYERS, 'nodejs', 'cdk-hardened', file),
    bundle: true,
    minify: true,
    // a trace that names a function of ours would be left with a letter
    keepNames: false,
    format,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
}

const patterns = (expressions: Record<string, RegExp>) =>
  Object.fromEntries(Object.entries(expressions).map(([name, { source, flags }]) =>
    [name, { source: source.replace(/\\\//g, '/'), flags }]));

const camelCase = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** The Python middleware, with what the JavaScript one looks for. */
function pythonLayer(): void {
  const target = join(LAYERS, 'python', 'python');
  // the rest is what makes a wheel of it
  const isCode = (path: string) => path.endsWith('.py') || !/\.|__pycache__/.test(basename(path));
  cpSync(join(SOURCE, 'python'), target, { recursive: true, filter: isCode });
  const { ENTITIES, HEADER_RULES, REFLECTED, ROUTING, SCRIPT_SIGNS, SQL_SIGNS, ...expressions } = rules;
  writeFileSync(join(target, 'cdk_hardened_middleware', 'rules.json'), JSON.stringify({
    headers: SECURITY_HEADERS,
    removedHeaders: REMOVED_HEADERS,
    entities: ENTITIES,
    headerRules: HEADER_RULES,
    scriptSigns: SCRIPT_SIGNS,
    sqlSigns: SQL_SIGNS,
    reflected: REFLECTED,
    routing: ROUTING,
    headerValues: Object.fromEntries(HEADER_ENTRIES.filter(([, { pattern }]) => pattern !== undefined)
      .map(([name, { pattern, must, values = [] }]) => [name.toLowerCase(), { pattern, must, values }])),
    policy: { directives: DIRECTIVES, sources: SOURCE_DIRECTIVES, keyword: KEYWORD },
    fields: Object.fromEntries(Object.entries(fields).map(([name, list]) => [camelCase(name), list])),
    patterns: patterns({ ...expressions, HEADER_NAME, HEADER_VALUE, UNMISTAKABLE }),
  }));
}

rmSync(LAYERS, { recursive: true, force: true });
mkdirSync(LAYERS, { recursive: true });
nodeLayer();
pythonLayer();
