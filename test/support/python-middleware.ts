import { execFileSync } from 'child_process';
import { join } from 'path';
import { findPython, PYTHON_MIDDLEWARE } from '../../scripts/python-environment';

/** What Python prints as JSON, with the middleware that the layer has. */
export const fromPython = (args: readonly string[], input?: unknown): any => JSON.parse(execFileSync(findPython(), args, {
  encoding: 'utf8',
  input: input === undefined ? undefined : JSON.stringify(input),
  maxBuffer: 64 * 1024 * 1024,
  env: { ...process.env, ...PYTHON_MIDDLEWARE },
}));

/** The path of a fixture in Python. */
export const fixture = (name: string): string => join(__dirname, '..', 'middleware', 'fixtures', name);
