import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { pythonEnvironment, UserError } from './python-environment';
import { ROOT } from './run';

/** The runtime interface clients of AWS, each with the Node.js that it runs on there. */
const NODE_CLIENTS = {
  24: { client: '4.0.2', entry: 'index.mjs' },
  22: { client: '3.3.0', entry: 'bin/index.mjs' },
};

export type NodeVersion = keyof typeof NODE_CLIENTS;

export const NODE_LAYER = join(ROOT, 'assets', 'middleware', 'nodejs', 'cdk-hardened');
export const PYTHON_LAYER = join(ROOT, 'assets', 'middleware', 'python', 'python');

/** The program that runs Node.js functions, and its first argument; the second is the handler. */
export function nodeClient(version: NodeVersion): { program: string; script: string } {
  const { client, entry } = NODE_CLIENTS[version];
  const name = `runtime-nodejs${version}`;
  const directory = npmPackages(name, { 'aws-lambda-ric': client, 'node': `^${version}` }, () => {
    requireCompiler();
    process.stdout.write(`Compiling the runtime interface client for Node.js ${version} (a minute, once)\n`);
  });
  const modules = join(directory, 'node_modules');
  return { program: join(modules, '.bin', 'node'), script: join(modules, 'aws-lambda-ric', entry) };
}

/** The client speaks with Lambda through a library in C++. */
function requireCompiler(): void {
  const missing = ['autoconf', 'automake', 'libtoolize', 'cmake', 'g++', 'make'].filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing.length > 0) {
    throw new UserError(`AWS's runtime interface client is compiled here, and ${missing.join(', ')} is missing: `
      + 'install it (Debian: apt-get install autoconf automake libtool cmake g++ make)');
  }
}

/** The directory with the packages of npm. It is made once, and again when they change. */
export function npmPackages(name: string, dependencies: Record<string, string>, prepare: () => void = () => undefined): string {
  const directory = join(ROOT, '.cache', name);
  const ready = join(directory, 'ready');
  const wanted = JSON.stringify({ private: true, dependencies });
  if (existsSync(ready) && readFileSync(ready, 'utf8') === wanted) {
    return directory;
  }
  prepare();
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), wanted);
  const { status, stdout, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: directory, encoding: 'utf8' });
  if (status !== 0) {
    const end = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
    throw new UserError(`${Object.keys(dependencies).join(', ')} could not be installed:\n${end}`);
  }
  writeFileSync(ready, wanted);
  return directory;
}

/** The Python that runs functions by `-m awslambdaric HANDLER`, with the requirements. */
export const pythonClient = (name: string, requirements: string) =>
  join(pythonEnvironment(name, join(ROOT, 'test', requirements)), 'python');
