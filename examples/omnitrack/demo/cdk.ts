import { spawn } from 'child_process';
import { createWriteStream } from 'fs';
import { join } from 'path';
import { UserError } from '../../../scripts/python-environment';

const EXAMPLE = join(__dirname, '..');
const CLI = join(EXAMPLE, '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Runs the real CDK CLI in the example's directory, and shows what it does as it does it. */
export function cdk(args: string[], environment: Record<string, string>, logFile: string, show: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args, '--no-notices', '--no-color', '--ci'], {
      cwd: EXAMPLE,
      env: { ...process.env, ...environment, CDK_DISABLE_CLI_TELEMETRY: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    let rest = '';
    const take = (chunk: Buffer) => {
      log.write(chunk);
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop()!;
      lines.forEach(show);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => {
      log.end();
      if (code === 0) {
        resolve();
      } else {
        reject(new UserError(`cdk ${args[0]} failed: the whole output is in ${logFile}`));
      }
    });
  });
}
