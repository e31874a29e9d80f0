import { existsSync, readFileSync, statSync } from 'fs';
import { dirname, join } from 'path';
import { Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { SecureLambdaProps } from './secure-lambda-props';
import { mistake } from '../private/errors';
import { reject, requireMatch, shown } from '../private/validation';

/** How a family of runtimes reads a handler: what it must look like, which module it names, and in which files that may be. */
interface HandlerSyntax {
  readonly pattern: RegExp;
  readonly moduleOf: (handler: string) => string;
  readonly extensions: string[];
}

const NODEJS: HandlerSyntax = {
  // the name of the module ends at the first dot: index.api.handler is the export api.handler of index
  pattern: /(^|\/)[^./]+\.[^/]+$/,
  moduleOf: (handler) => handler.replace(/\.[^/]*$/, ''),
  extensions: ['.js', '.mjs', '.cjs'],
};

const PYTHON: HandlerSyntax = {
  pattern: /[^/]\.\w+$/,
  moduleOf: (handler) => handler.slice(0, handler.lastIndexOf('.')).replace(/\./g, '/'),
  extensions: ['.py', '/__init__.py'],
};

/** Compiled runtimes name a class or nothing. */
const SYNTAXES: ReadonlyMap<lambda.RuntimeFamily | undefined, HandlerSyntax> = new Map([
  [lambda.RuntimeFamily.NODEJS, NODEJS], [lambda.RuntimeFamily.PYTHON, PYTHON],
]);

/** Throws for a handler or code that Lambda could not call, and whose error would not name the construct. */
export function requireHandler(scope: Construct, props: SecureLambdaProps, handler: string, runtime: lambda.Runtime): void {
  const { code, entry, bundling } = props;
  requireMatch(scope, 'handler', handler, /^[^\s]{1,128}$/, 'must be 1 to 128 characters without spaces');
  if (code instanceof lambda.AssetCode && !existsSync(code.path)) {
    reject(scope, 'NotFound', 'code',
      `must be a directory or an archive, got ${shown(code.path)}, which does not exist: build it first, `
      + 'or correct the path');
  }
  const syntax = SYNTAXES.get(runtime.family);
  if (syntax === undefined || Token.isUnresolved(handler)) {
    return;
  }
  requireMatch(scope, 'handler', handler, syntax.pattern, 'must be a file and what it exports, such as "index.handler"');
  // a path is one of an installed module or a layer, which calls the handler, and a hook may write any file
  const isBundled = entry !== undefined && !handler.includes('/') && bundling?.commandHooks === undefined;
  if ((code instanceof lambda.InlineCode || isBundled) && syntax.moduleOf(handler) !== 'index') {
    const why = isBundled ? 'an entry, which is bundled' : 'inline code, which Lambda puts';
    reject(scope, 'InvalidFormat', 'handler',
      `must begin with "index." for ${why} into a file of that name, got ${shown(handler)}`);
  }
}

/** What is wrong with the handler once the function has its layers, which may bring the module. */
export function handlerErrors(
  scope: Construct, fn: lambda.Function, code: lambda.Code | undefined, handler: string, runtime: lambda.Runtime, ownLayers: number,
): string[] {
  const syntax = SYNTAXES.get(runtime.family);
  const directory = directoryOf(code);
  const layers: unknown = Stack.of(fn).resolve((fn.node.defaultChild as lambda.CfnFunction).layers);
  const isElsewhere = handler.startsWith('/') || (Array.isArray(layers) && layers.length > ownLayers);
  if (syntax === undefined || directory === undefined || Token.isUnresolved(handler) || isElsewhere) {
    return [];
  }
  const candidates = syntax.extensions.map((extension) => `${syntax.moduleOf(handler)}${extension}`);
  return candidates.some((candidate) => existsSync(join(directory, candidate))) ? [] : [
    mistake(scope.node.path, 'handler', `must name a file in ${directory}, got ${shown(handler)}: `
      + `none of ${candidates.join(', ')} exists`),
  ];
}

/** Whether a Node.js handler is an ES module: what is not there yet, or elsewhere, is taken for none. */
export function isModule({ code, entry, bundling }: SecureLambdaProps, handler: string): boolean {
  if (entry !== undefined) {
    return bundling?.format === OutputFormat.ESM && NODEJS.moduleOf(handler) === 'index';
  }
  const directory = directoryOf(code);
  if (directory === undefined || Token.isUnresolved(handler) || handler.startsWith('/')) {
    return false;
  }
  const file = join(directory, NODEJS.moduleOf(handler));
  const extension = NODEJS.extensions.find((one) => existsSync(file + one));
  return extension === '.mjs' || extension === '.js' && typeOfPackage(dirname(file), directory) === 'module';
}

/** The type that the nearest package.json gives to .js files, of those that are deployed. */
function typeOfPackage(directory: string, root: string): unknown {
  const path = join(directory, 'package.json');
  if (existsSync(path)) {
    try {
      return JSON.parse(readFileSync(path, 'utf8')).type;
    } catch {
      return undefined; // the runtime takes one that it cannot read for none
    }
  }
  return directory === root ? undefined : typeOfPackage(dirname(directory), root);
}

/** The directory of an asset that is used as it is, and undefined for an archive, a bundle or other code. */
function directoryOf(code: lambda.Code | undefined): string | undefined {
  if (!(code instanceof lambda.AssetCode)) {
    return undefined;
  }
  // what a bundler makes is not there yet; the CDK keeps the options private
  const bundled = (code as unknown as { options?: { bundling?: unknown } }).options?.bundling !== undefined;
  return bundled || !statSync(code.path).isDirectory() ? undefined : code.path;
}
