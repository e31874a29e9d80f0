import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pythonEnvironment, UserError } from './python-environment';

/** The Python middleware as a wheel, for where its handlers are tested: the layer's files, with types and the version of the library. */
const ROOT = join(__dirname, '..');
const SOURCE = join(ROOT, 'src', 'middleware', 'python');
const LAYER = join(ROOT, 'assets', 'middleware', 'python', 'python');
const TARGET = join(ROOT, 'dist', 'python-middleware');
const NAME = 'cdk_hardened_middleware';

/** The wheel's version is the library's. */
function projectFile(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return readFileSync(join(SOURCE, 'pyproject.toml'), 'utf8').replace(/^version = .*$/m, `version = "${version}"`);
}

function build(work: string): void {
  cpSync(join(LAYER, NAME), join(work, NAME), { recursive: true });
  for (const path of [`${NAME}/__init__.pyi`, `${NAME}/py.typed`, 'README.md']) {
    cpSync(join(SOURCE, path), join(work, path));
  }
  cpSync(join(ROOT, 'LICENSE'), join(work, 'LICENSE'));
  writeFileSync(join(work, 'pyproject.toml'), projectFile());
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  const pip = join(pythonEnvironment('package', join(ROOT, 'test', 'package', 'requirements.txt')), 'pip');
  const args = ['wheel', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-build-isolation', '--wheel-dir', TARGET, work];
  const { status } = spawnSync(pip, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    throw new UserError('The wheel of the Python middleware could not be built: look at what pip says above');
  }
}

const work = mkdtempSync(join(tmpdir(), 'python-middleware-'));
try {
  build(work);
} catch (error) {
  process.stderr.write(`${error instanceof UserError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
