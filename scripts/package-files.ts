import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, posix, relative } from 'path';

/** What of the package other files promise: entry points, and the assets that constructs read. */
const ROOT = process.cwd();

type Exports = string | { readonly [condition: string]: Exports };
interface Manifest {
  readonly main: string;
  readonly types: string;
  readonly exports: Exports;
  readonly typesVersions: Record<string, Record<string, string[]>>;
}

const paths = (exported: Exports): string[] => typeof exported === 'string' ? [exported] : Object.values(exported).flatMap(paths);

/** Every file that package.json names as an entry point, for JavaScript or for types. */
export function entryPoints(): string[] {
  const { main, types, exports, typesVersions } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const versions = Object.values(typesVersions).flatMap((doors) => Object.values(doors).flat());
  return [...new Set([main, types, ...paths(exports), ...versions].map((path) => posix.normalize(path)))].sort();
}

/** A file of each asset, by which it is seen that it has been bundled or generated. */
export function assets(): string[] {
  const handlers = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.lambda.ts'));
  return [
    ...handlers.map((path) => `assets/${path.replace(/\.ts$/, '')}/index.js`),
    ...['handler.mjs', 'handler.cjs', 'commonjs.js', 'commonjs.mjs'].map((file) => `assets/middleware/nodejs/cdk-hardened/${file}`),
    'assets/middleware/python/python/cdk_hardened_middleware/rules.json',
    'guard/cdk-hardened.guard',
  ];
}

/** Everything that was bundled. */
export const bundled = (): string[] => readdirSync(join(ROOT, 'assets'), { recursive: true, encoding: 'utf8', withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.pyc'))
  .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)));

/** Those that are promised and not there. */
export const missing = (): string[] => [...entryPoints(), ...assets()].filter((path) => !existsSync(join(ROOT, path)));
