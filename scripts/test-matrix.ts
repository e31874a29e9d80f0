import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { runSuite } from './claims';
import { UserError } from './python-environment';
import { ROOT } from './run';

/** Runs jest on the other Node.js versions that the package supports, and on the newest aws-cdk-lib within its peer range. */
interface Variant {
  readonly name: string;
  readonly packages: Record<string, string>;
  readonly tests: string[];
  /** Modules that come from the variant's own directory. */
  readonly modules?: string[];
}

const CONSTRUCTS = [
  'api', 'compute', 'data', 'network', 'secrets', 'waf', 'composition.test.ts', 'controls.test.ts', 'grants.test.ts', 'props.test.ts',
];
// what starts Python or the compiler does not depend on the Node.js that starts it
const RUNTIME = [...CONSTRUCTS, 'middleware/(?!python)'];
const VARIANTS: Variant[] = [
  { name: 'node22', packages: { node: '^22' }, tests: RUNTIME },
  { name: 'node24', packages: { node: '^24' }, tests: RUNTIME },
  { name: 'newest-cdk', packages: { 'aws-cdk-lib': '^2', 'constructs': '^10' }, tests: CONSTRUCTS, modules: ['aws-cdk-lib', 'constructs'] },
];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** A directory with the packages, brought up to date: the newest is what is asked for. */
function install({ name, packages }: Variant): string {
  const directory = join(ROOT, '.cache', 'matrix', name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  // without a lock file npm takes the newest that fits
  rmSync(join(directory, 'package-lock.json'), { force: true });
  rmSync(join(directory, 'node_modules', '.package-lock.json'), { force: true });
  const args = ['update', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { status, stderr } = spawnSync('npm', args, { cwd: directory, encoding: 'utf8' });
  if (status !== 0) {
    throw new UserError(`${JSON.stringify(packages)} could not be installed:\n${stderr.trim()}`);
  }
  return directory;
}

function jestConfig(directory: string, { modules = [] }: Variant): string {
  const config = JSON.parse(readFileSync(join(ROOT, 'jest.config.json'), 'utf8'));
  const own = modules.map((name) => [`^${name}$|^${name}/(.*)$`, join(directory, 'node_modules', name, '$1')]);
  const path = join(directory, 'jest.config.json');
  const moduleNameMapper = { ...Object.fromEntries(own), ...config.moduleNameMapper };
  writeFileSync(path, JSON.stringify({ ...config, rootDir: ROOT, moduleNameMapper }));
  return path;
}

const versionOf = (directory: string, name: string) =>
  JSON.parse(readFileSync(join(directory, 'node_modules', name, 'package.json'), 'utf8')).version as string;

function runVariant(variant: Variant): { readonly passed: number; readonly failed: number } {
  const directory = install(variant);
  const own = join(directory, 'node_modules', 'node', 'bin', 'node');
  const results = join(directory, 'results.json');
  rmSync(results, { force: true });
  const patterns = variant.tests.map((name) => `/test/${name}`);
  const { stdout, stderr, status } = spawnSync(existsSync(own) ? own : process.execPath, [
    join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--ci', '--config', jestConfig(directory, variant),
    '--json', '--outputFile', results, ...patterns,
    // the validation of newer CDKs is a beta, and its findings are no part of a template
  ], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' }, maxBuffer: 64 * 1024 * 1024 });
  const { numPassedTests = 0, numFailedTests = 0 } = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {};
  const failed = Number(numFailedTests) || Number(status !== 0 || numPassedTests === 0);
  const versions = Object.keys(variant.packages).map((name) => `${name} ${versionOf(directory, name)}`).join(', ');
  say(`${failed ? 'not ok' : 'ok'} ${versions}: ${numPassedTests} tests${failed ? `, ${failed} failed\n${stdout}\n${stderr}` : ''}`);
  return { passed: Number(numPassedTests), failed };
}

async function main(): Promise<number> {
  const results = VARIANTS.map(runVariant);
  const sum = (what: 'passed' | 'failed') => results.reduce((total, result) => total + result[what], 0);
  say(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

runSuite(main);
