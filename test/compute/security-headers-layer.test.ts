import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SecureLambda, SecureLambdaProps } from '../../src';

const build = (...all: Partial<SecureLambdaProps>[]) => {
  const stack = new Stack();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'code');
  all.forEach((props, index) => new SecureLambda(stack, `F${index}`, {
    code: lambda.Code.fromBucketV2(bucket, 'code.zip'), outsideVpc: true, ...props,
  }));
  return { stack, template: Template.fromStack(stack) };
};
const PYTHON = { runtime: lambda.Runtime.PYTHON_3_13, handler: 'app.main' };

test('a Node.js handler is called through the layer, which knows its name', () => {
  build({ handler: 'src/app.main', environment: { STAGE: 'b' } }).template.hasResourceProperties('AWS::Lambda::Function', {
    Handler: '/opt/cdk-hardened/handler.handler',
    Layers: [{ Ref: Match.stringLikeRegexp('CdkHardenedNodejsHeaders') }],
    Environment: { Variables: { STAGE: 'b', CDK_HARDENED_HANDLER: 'src/app.main' } },
  });
});

test.each([[lambda.Runtime.NODEJS_20_X, 'commonjs'], [lambda.Runtime.NODEJS_22_X, 'commonjs'], [lambda.Runtime.NODEJS_24_X, 'handler']])(
  '%s loads the layer as it loads handlers', (runtime, file) => {
    build({ runtime }).template.hasResourceProperties('AWS::Lambda::Function', { Handler: `/opt/cdk-hardened/${file}.handler` });
    expect(existsSync(join(__dirname, '..', '..', 'assets', 'middleware', 'nodejs', 'cdk-hardened', `${file}.mjs`))).toBe(true);
  });

describe('the file of the layer, by what Node.js 22 would load', () => {
  const fileFor = (files: Record<string, string>, handler: string) => {
    const directory = mkdtempSync(join(tmpdir(), 'handler-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    const { template } = build({ runtime: lambda.Runtime.NODEJS_22_X, code: lambda.Code.fromAsset(directory), handler });
    rmSync(directory, { recursive: true });
    return Object.values(template.findResources('AWS::Lambda::Function'))[0].Properties.Handler;
  };
  const MODULE = '{"type":"module"}';

  test.each([
    ['an .mjs file', { 'index.mjs': '' }, 'index.handler', 'handler'],
    ['a .js file of a module', { 'index.js': '', 'package.json': MODULE }, 'index.handler', 'handler'],
    ['a .js file below it', { 'src/app.js': '', 'package.json': MODULE }, 'src/app.main', 'handler'],
    ['a .js file', { 'index.js': '' }, 'index.handler', 'commonjs'],
    ['a .js file beside an .mjs file', { 'index.js': '', 'index.mjs': '' }, 'index.handler', 'commonjs'],
    ['a .js file of a package in a module', { 'a/b.js': '', 'a/package.json': '{}', 'package.json': MODULE }, 'a/b.main', 'commonjs'],
    ['a .cjs file of a module', { 'index.cjs': '', 'package.json': MODULE }, 'index.handler', 'commonjs'],
    ['a package that cannot be read', { 'index.js': '', 'package.json': '{' }, 'index.handler', 'commonjs'],
    ['a file of another layer', { 'index.mjs': '' }, '/opt/vendor.handler', 'commonjs'],
  ])('%s', (_, files: Record<string, string>, handler, expected) => {
    expect(fileFor(files, handler)).toBe(`/opt/cdk-hardened/${expected}.handler`);
  });
});

test('a Python handler too', () => {
  build(PYTHON).template.hasResourceProperties('AWS::Lambda::Function', {
    Handler: 'cdk_hardened_layer.bootstrap.handler',
    Layers: [{ Ref: Match.stringLikeRegexp('CdkHardenedPythonHeaders') }],
    Environment: { Variables: { CDK_HARDENED_HANDLER: 'app.main' } },
  });
});

test('the functions of a stack share one layer a language', () => {
  build({}, {}, PYTHON, PYTHON).template.resourceCountIs('AWS::Lambda::LayerVersion', 2);
});

test('securityHeaders: false leaves the handler as it is, and warns', () => {
  const { stack, template } = build({ securityHeaders: false });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Handler: 'index.handler',
    Layers: Match.absent(),
    Environment: Match.absent(),
  });
  template.resourceCountIs('AWS::Lambda::LayerVersion', 0);
  Annotations.fromStack(stack).hasWarning('/Default/F0', Match.stringLikeRegexp('FN-07'));
});

test.each<[string, { runtime: lambda.Runtime; handler?: string }]>([
  ['Java', { runtime: lambda.Runtime.JAVA_21, handler: 'com.example.App::main' }],
  ['a custom runtime', { runtime: lambda.Runtime.PROVIDED_AL2023, handler: 'bootstrap' }],
  ['an old Node.js', { runtime: lambda.Runtime.NODEJS_18_X }],
  ['an old Python', { runtime: lambda.Runtime.PYTHON_3_8, handler: 'app.main' }],
  ['a runtime that only ends as one of Node.js', { runtime: new lambda.Runtime('my-nodejs24.x') }],
  ['a runtime that is a token', { runtime: new lambda.Runtime(Token.asString({ Ref: 'Runtime' })) }],
])('%s keeps its handler, with a warning', (_, props) => {
  const { stack, template } = build(props);
  template.hasResourceProperties('AWS::Lambda::Function', { Handler: props.handler ?? 'index.handler', Layers: Match.absent() });
  Annotations.fromStack(stack).hasWarning('/Default/F0',
    Match.stringLikeRegexp('FN-07 is not enforced .* headers are added to handlers of Node.js 20 and Python 3.9 and newer, got '
      + (Token.isUnresolved(props.runtime.name) ? 'a runtime that only the deployment knows' : props.runtime.name)));
});

test.each([
  [lambda.Runtime.PYTHON_3_9, 'app.main'], [new lambda.Runtime('python4.0', lambda.RuntimeFamily.PYTHON), 'app.main'],
  [new lambda.Runtime('nodejs26.x', lambda.RuntimeFamily.NODEJS), 'index.handler'],
])('%s is new enough', (runtime, handler) => {
  build({ runtime, handler }).template.hasResourceProperties('AWS::Lambda::Function', { Layers: [Match.anyValue()] });
});

test('a container image keeps its handler, with a warning', () => {
  const stack = new Stack();
  new SecureLambda(stack, 'F', {
    code: lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(stack, 'Repository', 'app')),
    handler: lambda.Handler.FROM_IMAGE,
    runtime: lambda.Runtime.FROM_IMAGE,
    outsideVpc: true,
  });
  Annotations.fromStack(stack).hasWarning('/Default/F', Match.stringLikeRegexp('FN-07.* its code has to set them'));
});

test('securityHeaders: true where they cannot be added is an error', () => {
  expect(() => build({ runtime: lambda.Runtime.JAVA_21, handler: 'com.example.App::main', securityHeaders: true }))
    .toThrow(/securityHeaders is true, but .*got java21.*\(at Default\/F0\)/);
});

test('a variable of the name that the layer reads is an error', () => {
  expect(() => build({ environment: { CDK_HARDENED_HANDLER: 'x' } })).toThrow(/environment must not have CDK_HARDENED_HANDLER.*\(at Default\/F0\)/);
});
