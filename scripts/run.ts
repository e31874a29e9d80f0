import { spawnSync } from 'child_process';
import { join } from 'path';
import { UserError } from './python-environment';

export const ROOT = join(__dirname, '..');

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** What a user does about a program that is not there. */
  readonly advice?: string;
}

/** What a program prints; its failure is an error that holds all that it said. */
export function run(program: string, args: string[], { cwd = ROOT, env, advice }: RunOptions = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024,
  });
  if (error) {
    throw new UserError(advice ?? `${program} could not be started: ${error.message}`);
  }
  if (status !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
  return stdout;
}
