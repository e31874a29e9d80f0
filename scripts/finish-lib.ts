import { createHash } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { buildSync } from 'esbuild';

/** What jsii does not write: ES modules of what works without the CDK, an entry point that loads little, links that hold on PyPI. */
const ROOT = join(__dirname, '..');
const LIB = join(ROOT, 'lib');
const DOORS = ['middleware/index', 'middleware/headers-only', 'testing/index'];

/** Each door in one file, with types that say that it is an ES module. */
function esModules(): void {
  buildSync({
    entryPoints: DOORS.map((door) => join(ROOT, 'src', `${door}.ts`)),
    outdir: LIB,
    outbase: join(ROOT, 'src'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    logLevel: 'warning',
  });
  for (const door of DOORS) {
    writeFileSync(join(LIB, `${door}.d.mts`), `export * from './${basename(door)}.js';\n`);
  }
}

/**
 * The entry point, which loads a domain when one of its classes is used, as aws-cdk-lib's own does.
 *
 * The names are assigned first because Node.js reads from such assignments what an ES module may import.
 */
function lazyEntry(): void {
  const domains = readFileSync(join(ROOT, 'src', 'index.ts'), 'utf8').trim().split('\n').map((line) => {
    const [, domain] = /^export \* from '(\.\/[a-z-]+)';$/.exec(line) ?? [];
    if (domain === undefined) {
      throw new Error(`src/index.ts may only hold lines like "export * from './domain';", got: ${line}`);
    }
    return domain;
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only what is compiled says which exports are values
  const names = domains.map((domain) => Object.keys(require(join(LIB, domain)) as object));
  writeFileSync(join(LIB, 'index.js'), `"use strict";
Object.defineProperty(exports, '__esModule', { value: true });
${names.flat().map((name) => `exports.${name} = `).join('')}void 0;
function lazy(load, names) {
  for (const name of names) {
    Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => load()[name] });
  }
}
${domains.map((domain, index) => `lazy(() => require('${domain}'), ${JSON.stringify(names[index])});`).join('\n')}
`);
}

interface Assembly { fingerprint: string; readme: { markdown: string }; readonly repository: { url: string } }

/** The README of the wheel and of the jar is read where no file stands beside it. */
function absoluteLinks(): void {
  const path = join(ROOT, '.jsii');
  const { fingerprint: _, ...assembly } = JSON.parse(readFileSync(path, 'utf8')) as Assembly;
  const pages = `${assembly.repository.url.replace(/\.git$/, '')}/blob/main/`;
  assembly.readme.markdown = assembly.readme.markdown.replace(/\]\((?!https?:|#)/g, `](${pages}`);
  const fingerprint = createHash('sha256').update(JSON.stringify(assembly)).digest('base64');
  writeFileSync(path, JSON.stringify({ ...assembly, fingerprint }, undefined, 2));
}

esModules();
lazyEntry();
absoluteLinks();
