import { spawnSync } from 'child_process';
import { readdirSync, statSync, utimesSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const BUNDLED = [
  'assets/secrets/handlers/rotate-secret.lambda/index.js',
  'assets/middleware/nodejs/cdk-hardened/commonjs.mjs',
  'assets/middleware/python/python/cdk_hardened_middleware/rules.json',
];
const SOURCES = ['src/middleware', 'src/secrets/handlers', 'scripts/bundle-layers.ts'];

/** The times at which the files below a path were last changed; none where nothing is there. */
function changes(path: string): number[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? [] : !stats.isDirectory() ? [stats.mtimeMs]
    : readdirSync(path).filter((name) => name !== '__pycache__').flatMap((name) => changes(join(path, name)));
}

/** Bundles what runs in functions, where it is missing or older than its sources: a test that synthesises needs it. */
export default function bundleAssets(): void {
  const bundled = BUNDLED.map((path) => changes(join(ROOT, path)));
  const oldest = Math.min(...bundled.flat());
  if (bundled.every((times) => times.length > 0) && Math.max(...SOURCES.flatMap((path) => changes(join(ROOT, path)))) <= oldest) {
    return;
  }
  const { status, stdout, stderr } = spawnSync('npx', ['projen', 'bundle'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error('The assets of the functions are missing or old, and could not be bundled: run npx projen bundle. '
      + `It said:\n${stdout}${stderr}`);
  }
  // esbuild leaves a file as it is that would not change
  BUNDLED.forEach((path) => utimesSync(join(ROOT, path), new Date(), new Date()));
}
