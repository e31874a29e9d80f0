import { existsSync, statSync } from 'fs';
import { join } from 'path';
import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { reject, requireMatch } from '../private/validation';

/** Where the family of runtimes looks for `file.export`. */
const extensionsOf = (family?: lambda.RuntimeFamily): string[] | undefined => {
  switch (family) {
    case lambda.RuntimeFamily.NODEJS: return ['.js', '.mjs', '.cjs'];
    case lambda.RuntimeFamily.PYTHON: return ['.py', '/__init__.py'];
    default: return undefined;
  }
};

/** A wrong handler would otherwise show itself with the first call, and a wrong path without the name of the construct. */
export function requireHandler(scope: Construct, code: lambda.Code, handler: string, runtime: lambda.Runtime): void {
  requireMatch(scope, 'handler', handler, /^[^\s]{1,128}$/, 'must be 1 to 128 characters without spaces');
  const extensions = extensionsOf(runtime.family);
  const directory = localDirectory(scope, code);
  if (extensions === undefined || Token.isUnresolved(handler) || handler.startsWith('/')) {
    return; // compiled runtimes name a class or nothing; an absolute path is a layer's
  }
  requireMatch(scope, 'handler', handler, /[^/]\.\w+$/, 'must be a file and what it exports, such as "index.handler"');
  if (directory === undefined) {
    return;
  }
  const module = handler.slice(0, handler.lastIndexOf('.'));
  const file = runtime.family === lambda.RuntimeFamily.PYTHON ? module.replace(/\./g, '/') : module;
  const candidates = extensions.map((extension) => `${file}${extension}`);
  if (!candidates.some((candidate) => existsSync(join(directory, candidate)))) {
    reject(scope, `handler must name a file in ${directory}, got ${JSON.stringify(handler)}: none of ${candidates.join(', ')} is there`);
  }
}

/** The directory of an asset that is taken as it lies there, and undefined for an archive, a bundle or other code. */
function localDirectory(scope: Construct, code: lambda.Code): string | undefined {
  if (!(code instanceof lambda.AssetCode)) {
    return undefined;
  }
  if (!existsSync(code.path)) {
    reject(scope, `code must be a directory or an archive, got ${JSON.stringify(code.path)}, which does not exist: build it first, or mend the path`);
  }
  // what a bundler makes is not there yet; the CDK keeps the options private
  const bundled = (code as unknown as { options?: { bundling?: unknown } }).options?.bundling !== undefined;
  return bundled || !statSync(code.path).isDirectory() ? undefined : code.path;
}
