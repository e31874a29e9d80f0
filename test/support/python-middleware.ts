import { execFileSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import { findPython, PYTHON_MIDDLEWARE } from '../../scripts/python-environment';
import { pythonRules } from '../../scripts/python-rules';

const RULES = join(PYTHON_MIDDLEWARE.PYTHONPATH, 'cdk_hardened_middleware', 'rules.json');

/** What Python prints as JSON, with the middleware that the layer has. */
export function fromPython(args: readonly string[], input?: unknown): any {
  if (!existsSync(RULES) || !isDeepStrictEqual(JSON.parse(readFileSync(RULES, 'utf8')), JSON.parse(pythonRules()))) {
    throw new Error('assets/middleware/python has not the headers and rules of src/middleware: npx projen bundle');
  }
  return JSON.parse(execFileSync(findPython(), args, {
    encoding: 'utf8',
    input: input === undefined ? undefined : JSON.stringify(input),
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...PYTHON_MIDDLEWARE },
  }));
}

/** The path of a fixture in Python. */
export const fixture = (name: string): string => join(__dirname, '..', 'middleware', 'fixtures', name);
