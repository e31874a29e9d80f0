import { cpSync, mkdirSync, rmSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { buildSync } from 'esbuild';
import { pythonRules } from './python-rules';

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

/** The Python middleware, with what the JavaScript one looks for. */
function pythonLayer(): void {
  const target = join(LAYERS, 'python', 'python');
  // the rest is what makes a wheel of it
  const isCode = (path: string) => path.endsWith('.py') || !/\.|__pycache__/.test(basename(path));
  cpSync(join(SOURCE, 'python'), target, { recursive: true, filter: isCode });
  writeFileSync(join(target, 'cdk_hardened_middleware', 'rules.json'), pythonRules());
}

rmSync(LAYERS, { recursive: true, force: true });
mkdirSync(LAYERS, { recursive: true });
nodeLayer();
pythonLayer();
