import { existsSync, statSync } from 'fs';
import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { SecureLambdaProps } from './secure-lambda-props';
import { requireKind } from '../private/kinds';
import { reject, requireKnown, requireMatch, shown } from '../private/validation';

/** The props that say how an entry becomes code. */
const FOR_ENTRY = ['bundling', 'depsLockFilePath', 'projectRoot'] as const;

/** Throws unless the code comes from one place, which is there. */
export function requireSource(scope: Construct, props: SecureLambdaProps, runtime: lambda.Runtime): void {
  if (props.entry !== undefined) {
    requireEntry(scope, props, props.entry, runtime);
    return;
  }
  if (props.code === undefined) {
    reject(scope, 'MissingProp', 'code', 'is missing: pass it, or entry, a TypeScript or JavaScript file to bundle');
  }
  requireKind(scope, 'code', props.code, 'lambda.Code');
  const useless = FOR_ENTRY.find((name) => props[name] !== undefined);
  if (useless !== undefined) {
    reject(scope, 'ConflictingProps', useless, 'is for an entry, and code is used as it is: remove it, or pass entry instead of code');
  }
}

function requireEntry(scope: Construct, props: SecureLambdaProps, entry: string, runtime: lambda.Runtime): void {
  if (props.code !== undefined) {
    reject(scope, 'ConflictingProps', 'entry', 'is set, and code as well: remove one of them');
  }
  if (typeof entry !== 'string') {
    reject(scope, 'WrongType', 'entry', `must be the path of a file, got ${shown(entry)}`);
  }
  if (runtime.family !== lambda.RuntimeFamily.NODEJS) {
    reject(scope, 'ConflictingProps', 'entry', `is bundled for Node.js, got the runtime ${runtime.name}: pass code instead`);
  }
  requireFile(scope, 'entry', entry);
  requireMatch(scope, 'entry', entry, /\.[cm]?[jt]sx?$/, 'must be a TypeScript or JavaScript file');
  if (props.depsLockFilePath !== undefined) {
    requireFile(scope, 'depsLockFilePath', props.depsLockFilePath);
  }
}

function requireFile(scope: Construct, prop: string, path: string): void {
  requireKnown(scope, prop, path, 'the file is read at synth');
  if (!existsSync(path) || !statSync(path).isFile()) {
    reject(scope, 'NotFound', prop, `must be a file, got ${shown(path)}, which is none: give its absolute path, as a relative one `
      + `begins where the app runs, at ${process.cwd()}`);
  }
}

/** The handler as Lambda reads it. The export of an entry needs no file, as that is always `index`. */
export function handlerOf({ handler = 'index.handler', entry }: SecureLambdaProps): string {
  return entry === undefined || handler.includes('.') || Token.isUnresolved(handler) ? handler : `index.${handler}`;
}

/** The function, with its code, or with what esbuild makes of its entry. */
export function newFunction(scope: Construct, id: string, props: SecureLambdaProps, options: Omit<lambda.FunctionProps, 'code'>) {
  const { code, entry, bundling, depsLockFilePath, projectRoot } = props;
  return entry === undefined
    ? new lambda.Function(scope, id, { ...options, code: code! })
    : new nodejs.NodejsFunction(scope, id, { ...options, code: undefined, entry, bundling, depsLockFilePath, projectRoot });
}
