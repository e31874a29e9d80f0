import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';

const DIRECTORY = join(__dirname, '..', '.cache', 'corpora');

/** Data that only this measurement needs: lists of user agents, and a reader of YAML. */
const PACKAGES = { 'crawler-user-agents': '1.60.0', 'user-agents': '2.1.198', 'yaml': '2.9.1' };

/** What a module of these packages exports. They are installed once, apart from the project's own. */
export function fromPackage(module: string): any {
  if (!existsSync(join(DIRECTORY, 'node_modules'))) {
    mkdirSync(DIRECTORY, { recursive: true });
    writeFileSync(join(DIRECTORY, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }));
    const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--silent', '--ignore-scripts'], {
      cwd: DIRECTORY, stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) {
      throw new Error('the packages with lists of user agents could not be installed: look at what npm says above');
    }
  }
  return createRequire(join(DIRECTORY, 'package.json'))(module);
}
