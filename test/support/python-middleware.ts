import { execFileSync } from 'child_process';
import { join } from 'path';
import { findPython } from '../../scripts/python-environment';

const ROOT = join(__dirname, '..', '..');

/** What a fixture in Python prints, with the middleware that the layer has. */
export const fromPython = (fixture: string, input: unknown): any => JSON.parse(execFileSync(findPython(),
  [join(ROOT, 'test', 'middleware', 'fixtures', fixture)], {
    encoding: 'utf8',
    input: JSON.stringify(input),
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: join(ROOT, 'assets', 'middleware', 'python', 'python') },
  }));
