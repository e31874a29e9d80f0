import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

const CACHE = join(__dirname, '..', '.cache');

/** What Python needs to find the middleware that the layer has, and to leave its directory as it is. */
export const PYTHON_MIDDLEWARE = {
  PYTHONPATH: join(__dirname, '..', 'assets', 'middleware', 'python', 'python'),
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONIOENCODING: 'utf8',
};

/** Something that the user can mend, in one line. */
export class UserError extends Error {}

/** The directory with the programs of a virtual environment that holds the requirements. It is made once, and again when they change. */
export function pythonEnvironment(name: string, requirements: string): string {
  const directory = join(CACHE, name);
  const stamp = join(directory, 'requirements.sha256');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return join(directory, 'bin');
  }
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  run(findPython(), ['-m', 'venv', directory],
    'Python cannot make virtual environments: install its venv module (Debian: apt-get install python3-venv)');
  run(join(directory, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements],
    `The Python packages of ${requirements} could not be installed: look at what pip says above`);
  writeFileSync(stamp, wanted);
  return join(directory, 'bin');
}

/** The first Python on the path that is new enough; `PYTHON` names another. */
export function findPython(): string {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', 'python'];
  const found = candidates.find((candidate) => spawnSync(candidate, ['-c',
    'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0);
  if (found === undefined) {
    throw new UserError(`Python 3.10 or newer is needed, and none is found as ${candidates.join(' or ')}: install it, `
      + 'or set PYTHON to its path');
  }
  return found;
}

function run(program: string, args: string[], advice: string): void {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    throw new UserError(advice);
  }
}
