import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import { Claims, runSuite } from './claims';
import { tarballClaims } from './package-claims';
import { pythonEnvironment } from './python-environment';
import { middlewareWheelClaims, translationClaims } from './python-package-claims';
import { ROOT, run } from './run';

const DIST = join(ROOT, 'dist');
const EXAMPLES = join(ROOT, 'examples', 'bindings');
const CDK_VERSION = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'aws-cdk-lib', 'package.json'), 'utf8')).version as string;
const CONSTRUCTS_VERSION = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'constructs', 'package.json'), 'utf8')).version as string;

const work = mkdtempSync(join(tmpdir(), 'bindings-'));
const say = (line: string) => process.stdout.write(`${line}\n`);

function file(directory: string, ending: string): string {
  const names = existsSync(directory) ? readdirSync(directory, { recursive: true, encoding: 'utf8' }) : [];
  const found = names.filter((name) => name.endsWith(ending));
  if (found.length !== 1) {
    throw new Error(`${found.length} files end with ${ending} in ${directory}`);
  }
  return join(directory, found[0]);
}

/** The template that an app writes, whatever its language. */
function templateOf(language: string, synthesise: (environment: Record<string, string>) => void): unknown {
  say(`Synthesising in ${language}`);
  const outdir = join(work, `cdk.out-${language}`);
  synthesise({ CDK_OUTDIR: outdir });
  return JSON.parse(readFileSync(join(outdir, 'Orders.template.json'), 'utf8'));
}

/** An npm project elsewhere, with the packed library and its two peers. */
function npmProject(): string {
  const directory = join(work, 'npm');
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: 'orders', version: '1.0.0', private: true }));
  run('npm', [
    'install', '--no-audit', '--no-fund', file(join(DIST, 'js'), '.tgz'), `aws-cdk-lib@${CDK_VERSION}`, `constructs@${CONSTRUCTS_VERSION}`,
    'typescript@~5.9', '@types/node@^20',
  ], { cwd: directory });
  cpSync(join(EXAMPLES, 'typescript', 'app.ts'), join(directory, 'app.ts'));
  return directory;
}

function typescript(project: string) {
  return templateOf('typescript', (env) => {
    run('npx', ['tsc', '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node', 'app.ts'], { cwd: project });
    run(process.execPath, ['app.js'], { cwd: project, env });
  });
}

function python() {
  const requirements = join(work, 'requirements.txt');
  writeFileSync(requirements, `aws-cdk-lib==${CDK_VERSION}\nconstructs==${CONSTRUCTS_VERSION}\n`);
  const bin = pythonEnvironment('bindings', requirements);
  const wheel = file(join(DIST, 'python'), '.whl');
  run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--force-reinstall', '--no-deps', wheel]);
  return templateOf('python', (env) => run(join(bin, 'python'), ['app.py'], { cwd: join(EXAMPLES, 'python'), env }));
}

function java() {
  const advice = 'Maven is needed for the Java binding, and is not found: install Maven and a JDK of version 17 or newer';
  const project = join(work, 'java');
  cpSync(join(EXAMPLES, 'java'), project, { recursive: true });
  run('mvn', [
    '--batch-mode', '--quiet', 'install:install-file', `-Dfile=${file(join(DIST, 'java'), '0.0.0.jar')}`,
    `-DpomFile=${file(join(DIST, 'java'), '.pom')}`,
  ], { cwd: project, advice });
  const goal = (name: string) => ['--batch-mode', '--quiet', name, `-Daws-cdk.version=${CDK_VERSION}`];
  run('mvn', goal('compile'), { cwd: project });
  return templateOf('java', (env) => run('mvn', goal('exec:java'), { cwd: project, env }));
}

/** The middleware by each of its doors, as CommonJS and as ES module, with its types and without the CDK in sight. */
function middleware(project: string): string[] {
  const doors = ['', '/headers'].flatMap((path) => ['cts', 'mts'].map((kind) => ({ path, kind, name: `door${path.replace('/', '-')}` })));
  for (const { path, kind, name } of doors) {
    writeFileSync(join(project, `${name}.${kind}`), `
import { applySecurityHeaders, withSecurityHeaders } from 'cdk-hardened/middleware${path}';
const handler = withSecurityHeaders(async (event: { path: string }) => ({ statusCode: 200, body: event.path }));
const response: Promise<{ statusCode: number; body: string }> = handler({ path: '/' }, {});
void response.then(({ body }) => process.stdout.write(body + applySecurityHeaders({ headers: {} }).headers['X-Frame-Options' as never]));
`);
  }
  const files = doors.map(({ name, kind }) => `${name}.${kind}`);
  run('npx', ['tsc', '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node', ...files], { cwd: project });
  return doors.map(({ name, kind }) => run(process.execPath, [`${name}.${kind.replace('ts', 'js')}`], { cwd: project }));
}

/** What users test with, as CommonJS and as ES module, on a template in plain text. */
function testing(project: string): string[] {
  const kinds = ['cts', 'mts'];
  for (const kind of kinds) {
    writeFileSync(join(project, `testing.${kind}`), `
import { arnOf, Decision, policiesOf } from 'cdk-hardened/testing';
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '\${Bucket.Arn}/*' } };
const policies = policiesOf({ Resources: {
  Bucket: { Type: 'AWS::S3::Bucket' },
  Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: [statement] } }] } },
} });
const decision: Decision = policies.can('Role', 's3:GetObject', arnOf('Bucket', '/key'));
process.stdout.write(decision.decision);
`);
  }
  run('npx', ['tsc', '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node', ...kinds.map((kind) => `testing.${kind}`)],
    { cwd: project });
  return kinds.map((kind) => run(process.execPath, [`testing.${kind.replace('ts', 'js')}`], { cwd: project }));
}

async function main(): Promise<number> {
  say('Packaging for npm, PyPI and Maven');
  rmSync(DIST, { recursive: true, force: true });
  // nothing that an earlier task left behind may be what makes the packages complete
  rmSync(join(ROOT, '.jsii.tabl.json'), { force: true });
  run('npx', ['projen', 'package-all']);
  const project = npmProject();
  const expected = typescript(project);
  const claims = new Claims();
  await claims.check('a fresh npm project synthesises', () => Object.keys((expected as { Resources: object }).Resources).length > 50);
  await claims.check('Python gives the template of TypeScript', () => isDeepStrictEqual(python(), expected));
  await claims.check('Java gives the template of TypeScript', () => isDeepStrictEqual(java(), expected));
  await claims.check('the middleware and its types load as CommonJS and as ES module', () =>
    isDeepStrictEqual(middleware(project), Array(4).fill('/DENY')));
  await claims.check('what users test with and its types load as CommonJS and as ES module', () =>
    isDeepStrictEqual(testing(project), ['ALLOW', 'ALLOW']));
  await tarballClaims(claims, file(join(DIST, 'js'), '.tgz'), work);
  await translationClaims(claims, file(join(DIST, 'python'), '.whl'), file(join(DIST, 'java'), '-sources.jar'), work);
  await middlewareWheelClaims(claims);
  return claims.summary();
}

runSuite(main, () => rmSync(work, { recursive: true, force: true }));
