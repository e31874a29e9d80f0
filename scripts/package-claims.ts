import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join, posix } from 'path';
import { isDeepStrictEqual } from 'util';
import { Claims } from './claims';
import { assets, bundled, entryPoints } from './package-files';
import { ROOT, run } from './run';

/** What may be in the tarball; whatever is none of it was packed by accident. */
const MEANT = [
  /^(\.jsii|LICENSE|README\.md|CONTRIBUTING\.md|package\.json)$/,
  /^lib\/[^/]+\.(js|d\.ts)$/,
  /^lib\/(?!(middleware|testing)\/)[a-z]+\/[a-z-]+\.(js|d\.ts)$/,
  /^lib\/(middleware|testing)\/[a-z0-9-]+\.(m?js|d\.m?ts)$/,
  /^lib\/middleware\/(headers|requests|responses|wrapping)\/[a-z0-9-]+\.(js|d\.ts)$/,
  /^lib\/testing\/reach\/[a-z-]+\.(js|d\.ts)$/,
  /^assets\/[a-z/-]+\/[a-z-]+\.lambda\/index\.js$/,
  /^assets\/middleware\/nodejs\/cdk-hardened\/(handler\.[cm]js|commonjs\.m?js)$/,
  /^assets\/middleware\/python\/python\/cdk_hardened_(layer|middleware)\/(\w+\/)?\w+\.(py|json)$/,
  /^docs\/[a-z0-9/-]+\.md$/,
  /^guard\/cdk-hardened\.guard$/,
  /^src\/[a-z/]+\/README\.md$/,
];
const NO_CODE = ['package.json', '.jsii'];

const allOf = (found: unknown[], message: string) => {
  if (found.length > 0) {
    throw new Error(`${message}: ${found.join(', ')}`);
  }
};

/** Relative links of a page that lead nowhere. A link to a directory needs a file in it. */
function deadLinks(page: string, text: string, files: string[]): string[] {
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => posix.join(posix.dirname(page), target))
    .filter((target) => !files.some((file) => file === target || file.startsWith(`${target}/`))).map((target) => `${page} → ${target}`);
}

/** Files that a working copy collects, with the package's own files beside them. */
function withStrays(directory: string): void {
  const root = ['secret.pem', '.env', 'notes/todo.md'];
  const deeper = ['lib/debug.log', 'lib/waf/private.key', 'assets/.env', 'docs/draft.txt', 'guard/draft.txt', 'src/waf/rules.ts'];
  for (const path of [...root, ...deeper]) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), '');
  }
}

function packedList(directory: string): string[] {
  const out = run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], { cwd: directory });
  const [{ files }] = JSON.parse(out) as { files: { path: string }[] }[];
  return files.map(({ path }) => path).sort();
}

/** Packs a copy that lacks a file, as a user does after too few tasks. */
function packWithout(file: string, directory: string): string {
  cpSync(join(ROOT, 'scripts'), join(directory, 'scripts'), { recursive: true });
  cpSync(join(ROOT, 'tsconfig.dev.json'), join(directory, 'tsconfig.dev.json'));
  cpSync(join(ROOT, 'tsconfig.json'), join(directory, 'tsconfig.json'));
  rmSync(join(directory, file));
  try {
    const programs = `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}`;
    run('npm', ['pack', '--dry-run', '--loglevel=error'], { cwd: directory, env: { PATH: programs } });
  } catch (error) {
    return (error as Error).message;
  }
  return 'packed';
}

/** What is packed for npm: all of it, nothing else, and types that say the truth. */
export async function tarballClaims(claims: Claims, tarball: string, work: string): Promise<void> {
  const files = run('tar', ['tzf', tarball]).trim().split('\n').map((path) => path.replace(/^package\//, '')).sort();
  run('tar', ['xzf', tarball, '-C', work]);
  const directory = join(work, 'package');
  const text = (file: string) => readFileSync(join(directory, file), 'utf8');
  await claims.check('the tarball holds what is meant, and nothing else', () =>
    allOf(files.filter((file) => !MEANT.some((pattern) => pattern.test(file))), 'not meant'));
  await claims.check('the tarball holds each entry point and each asset', () =>
    allOf([...entryPoints(), ...assets(), ...bundled()].filter((file) => !files.includes(file)), 'missing'));
  await claims.check('each file that the code loads is in the tarball', () => {
    const loaded = files.filter((file) => /^lib\/.*\.js$/.test(file)).flatMap((file) =>
      [...text(file).matchAll(/require\(['"](\.[^'"]+)['"]\)/g)].map(([, to]) => posix.join(posix.dirname(file), to)));
    allOf(loaded.filter((path) => !files.includes(`${path}.js`) && !files.includes(`${path}/index.js`)), 'missing');
  });
  await claims.check('links of the packed pages lead to packed pages', () =>
    allOf(files.filter((file) => file.endsWith('.md')).flatMap((file) => deadLinks(file, text(file), files)), 'dead'));
  await claims.check('publint has nothing to say', () => run('npx', ['publint', 'run', '--strict', tarball]));
  await claims.check('attw finds the types of each entry point right', () =>
    run('npx', ['attw', tarball, '--no-color', '--no-emoji', '--exclude-entrypoints', ...NO_CODE]));
  await claims.check('files that lie about are not packed', () => {
    withStrays(directory);
    return isDeepStrictEqual(packedList(directory), files);
  });
  await claims.check('packaging without an entry point fails with a sentence', () => {
    const said = packWithout('lib/middleware/index.d.mts', directory);
    if (!said.includes('The package would lack lib/middleware/index.d.mts: run ')) {
      throw new Error(said);
    }
  });
}
