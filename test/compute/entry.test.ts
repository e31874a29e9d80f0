import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import { SecureLambda, SecureLambdaProps } from '../../src';
import { ENV, only } from '../support/synth';

const ROOT = join(__dirname, '..', '..');
const entry = join(__dirname, 'fixtures', 'orders.ts');
const LAYER = join(ROOT, 'assets', 'middleware', 'nodejs', 'cdk-hardened');

const { ESM } = nodejs.OutputFormat;
const logLevel = nodejs.LogLevel.ERROR;

/** The CDK says what it bundles. */
function silently<Result>(act: () => Result): Result {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    return act();
  } finally {
    write.mockRestore();
  }
}

/** A function of the entry in one of the stacks that are bundled, or in none of them. */
function functionOf({ bundling, ...props }: Partial<SecureLambdaProps>, stacks = ['**']) {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': stacks } }), 'Stack', { env: ENV });
  return silently(() => new SecureLambda(stack, 'Fn', {
    entry, handler: 'list', outsideVpc: true, bundling: { logLevel, ...bundling }, ...props,
  })).function;
}

const propertiesOf = ({ stack }: lambda.Function) => only(Template.fromStack(stack), 'AWS::Lambda::Function', 'Fn').Properties;

/** The properties of a function that is not bundled, as that takes a second. */
const unbundled = (props: Partial<SecureLambdaProps> = {}) => propertiesOf(functionOf(props, []));

/** The properties of a function, and the directory that its entry becomes. */
function bundled(props: Partial<SecureLambdaProps> = {}) {
  const fn = functionOf(props);
  const { directory } = (fn.stack.node.root as App).synth();
  return { directory: join(directory, (fn.node.findChild('Code') as assets.Asset).assetPath), properties: propertiesOf(fn) };
}

const EVENT = JSON.stringify({ httpMethod: 'GET', headers: {}, requestContext: {}, queryStringParameters: { amount: '7' } });

/** What a GET request gets from the handler behind the layer, in a process that Lambda's variables are set for. */
function responseOf({ directory, properties }: ReturnType<typeof bundled>) {
  const file = join(LAYER, `${/\/([^./]+)\.handler$/.exec(properties.Handler)![1]}.mjs`);
  const call = `const { handler } = await import(${JSON.stringify(file)});
    console.log(JSON.stringify(await handler(${EVENT})));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', call], {
    encoding: 'utf8',
    // the runtime brings the AWS SDK beside the function, not in it
    env: {
      ...properties.Environment.Variables, LAMBDA_TASK_ROOT: directory, NODE_PATH: join(ROOT, 'node_modules'), NODE_NO_WARNINGS: '1',
    },
  });
  return JSON.parse(output);
}

/** What bundled CommonJS packages call in an ES module. */
const banner = "import { createRequire } from 'module'; const require = createRequire(import.meta.url);";

describe('an entry', () => {
  const commonJs = bundled();

  test('is bundled with what it imports, without the AWS SDK', () => {
    expect(readdirSync(commonJs.directory)).toEqual(['index.js']);
    const text = readFileSync(join(commonJs.directory, 'index.js'), 'utf8');
    expect(text).toContain('currency = "EUR"');
    expect(text).toContain('require("@aws-sdk/client-secrets-manager")');
    expect(text).not.toContain('interface Order');
    expect(text.length).toBeLessThan(3000);
  });

  test('is called through the layer, by the export alone, or with its file', () => {
    const calls = (name: string) => ({
      Handler: '/opt/cdk-hardened/handler.handler', Environment: { Variables: { CDK_HARDENED_HANDLER: name } },
    });
    expect(commonJs.properties).toMatchObject(calls('index.list'));
    expect(unbundled({ handler: 'index.list' })).toMatchObject(calls('index.list'));
    expect(unbundled({ handler: undefined })).toMatchObject(calls('index.handler'));
  });

  test.each(['nodejs24.x', 'nodejs22.x'])('responds with the security headers in %s', (runtime) => {
    const { Handler } = unbundled({ runtime: new lambda.Runtime(runtime, lambda.RuntimeFamily.NODEJS) });
    expect(responseOf({ ...commonJs, properties: { ...commonJs.properties, Handler } })).toMatchObject({
      statusCode: 200, body: 'o-1 7 EUR SecretsManagerClient', headers: { 'X-Content-Type-Options': 'nosniff' },
    });
  });

  test('responds with them as an ES module, which imports the AWS SDK that it brings', () => {
    const esModule = bundled({ bundling: { format: ESM, bundleAwsSDK: true, banner } });
    expect(readdirSync(esModule.directory)).toEqual(['index.mjs']);
    expect(responseOf(esModule)).toMatchObject({
      statusCode: 200, body: expect.stringMatching('^o-1 7 EUR SecretsManagerClient'), headers: { 'X-Frame-Options': 'DENY' },
    });
  });

  test.each<[string, Partial<SecureLambdaProps>, string]>([
    ['a CommonJS module', {}, 'commonjs'],
    ['an ES module', { bundling: { format: ESM } }, 'handler'],
    ['another module, which calls it', { bundling: { format: ESM }, handler: 'node_modules/vendor/index.handler' }, 'commonjs'],
  ])('that becomes %s has the file of the layer that Node.js 22 loads for it', (_, props, file) => {
    expect(unbundled({ runtime: lambda.Runtime.NODEJS_22_X, ...props }).Handler).toBe(`/opt/cdk-hardened/${file}.handler`);
  });

  test('keeps its handler without the security headers', () => {
    expect(unbundled({ securityHeaders: false })).toMatchObject({ Handler: 'index.list' });
  });

  test('is a NodejsFunction of the CDK, with the options of a function', () => {
    const fn = functionOf({ functionOptions: { architecture: lambda.Architecture.ARM_64 } }, []);
    expect(fn).toBeInstanceOf(nodejs.NodejsFunction);
    expect(propertiesOf(fn).Architectures).toEqual(['arm64']);
  });

  test('takes bundling options, a lock file and a root of its own', () => {
    const projectRoot = mkdtempSync(join(tmpdir(), 'project-'));
    const own = (name: string, text: string) => {
      writeFileSync(join(projectRoot, name), text);
      return join(projectRoot, name);
    };
    // the CDK calls the esbuild of the project
    symlinkSync(join(ROOT, 'node_modules'), join(projectRoot, 'node_modules'));
    const { directory } = bundled({
      entry: own('handler.js', 'export const handler = async () => ({ stage: STAGE });'),
      handler: 'handler',
      depsLockFilePath: own('package-lock.json', '{}'),
      projectRoot,
      bundling: { define: { STAGE: '"test"' }, sourceMap: true },
    });
    rmSync(projectRoot, { recursive: true });
    expect(readdirSync(directory)).toEqual(['index.js', 'index.js.map']);
    expect(readFileSync(join(directory, 'index.js'), 'utf8')).toContain('stage: "test"');
  });
});

describe('a SecureLambda rejects', () => {
  const code = lambda.Code.fromInline('exports.handler = async () => {}');
  const build = (props: Partial<SecureLambdaProps>) => () =>
    new SecureLambda(new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Stack'), 'Fn', { outsideVpc: true, ...props });
  const hooks = { beforeBundling: () => [], beforeInstall: () => [], afterBundling: () => ['true'] };

  test.each<[string, Partial<SecureLambdaProps>, string, string]>([
    ['neither code nor entry', {}, 'MissingProp',
      'code is missing: pass it, or entry, a TypeScript or JavaScript file to bundle (at Stack/Fn)'],
    ['both', { code, entry }, 'ConflictingProps', 'entry is set, and code as well: remove one of them (at Stack/Fn)'],
    ['a runtime of another language', { entry, runtime: lambda.Runtime.PYTHON_3_13 }, 'ConflictingProps',
      'entry is bundled for Node.js, got the runtime python3.13: pass code instead (at Stack/Fn)'],
    ['an entry that does not exist', { entry: '/nowhere/orders.ts' }, 'NotFound',
      'entry must be a file, got "/nowhere/orders.ts", which is none: give its absolute path, as a relative one begins where the app runs, '
      + `at ${process.cwd()} (at Stack/Fn)`],
    ['a directory', { entry: __dirname }, 'NotFound', 'entry must be a file, got '],
    ['a file of another language', { entry: join(ROOT, 'package.json') }, 'InvalidFormat',
      'entry must be a TypeScript or JavaScript file, got '],
    ['no text', { entry: { path: 'orders.ts' } as never }, 'WrongType', 'entry must be the path of a file, got an object of class Object'],
    ['a path that only the deployment knows', { entry: Token.asString({ Ref: 'Entry' }) }, 'UnresolvedToken',
      'entry must be known when the app is synthesized, got a token: the file is read at synth (at Stack/Fn)'],
    ['a lock file that does not exist', { entry, depsLockFilePath: 'yarn.lock' }, 'NotFound',
      'depsLockFilePath must be a file, got "yarn.lock"'],
    ['bundling of code', { code, bundling: {} }, 'ConflictingProps',
      'bundling is for an entry, and code is used as it is: remove it, or pass entry instead of code (at Stack/Fn)'],
    ['a root of code', { code, projectRoot: '.' }, 'ConflictingProps', 'projectRoot is for an entry'],
    ['a lock file of code', { code, depsLockFilePath: 'package-lock.json' }, 'ConflictingProps', 'depsLockFilePath is for an entry'],
    ['a handler in the file of the entry', { entry, handler: 'orders.list' }, 'InvalidFormat',
      'handler must begin with "index." for an entry, which is bundled into a file of that name, got "orders.list" (at Stack/Fn)'],
  ])('%s', (_, props, errorCode, message) => {
    expect(build(props)).toThrow(expect.objectContaining({ code: errorCode, message: expect.stringContaining(message) }));
  });

  test.each<[string, Partial<SecureLambdaProps>]>([
    ['of a hook', { handler: 'traced.list', bundling: { commandHooks: hooks } }],
    ['of a layer', { handler: '/opt/nodejs/tracer.handler' }],
  ])('nothing about a handler %s', (_, props) => {
    expect(build({ entry, ...props })).not.toThrow();
  });
});
