import { Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { HANDLER_VARIABLE } from './headers-layer';
import { mistake } from '../private/errors';
import { reject, requireMatch, shown } from '../private/validation';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED = new Set([
  'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR', 'LAMBDA_TASK_ROOT',
]);

const NAME = /^[A-Za-z]\w+$/;

/** All variables of a function together, with their names. */
const MAX_BYTES = 4096;

/** Throws when Lambda would reject a variable, or one of ours would replace it. `ours` are the variables that we set. */
export function requireVariables(scope: Construct, environment: Record<string, string>, ours: readonly string[]): void {
  for (const name of Object.keys(environment)) {
    requireMatch(scope, 'environment', name, NAME, 'must hold names of 2 or more letters, digits and underscores, a letter first');
    if (typeof environment[name] !== 'string') {
      reject(scope, 'WrongType', 'environment', `must hold texts, got ${shown(environment[name])} for ${name}`);
    }
    if (RESERVED.has(name)) {
      reject(scope, 'ReservedName', 'environment', `must not have ${name}, which Lambda reserves: choose another name`);
    }
    if (ours.includes(name)) {
      const why = name === HANDLER_VARIABLE ? 'the layer with the security headers reads it' : 'the ARN of a secret is put there';
      reject(scope, 'ReservedName', 'environment', `must not have ${name}: ${why}`);
    }
  }
}

/**
 * What is wrong with the variables that a function has in the end, `ours` by name and value. A value that only the deployment knows
 * counts nothing.
 */
export function environmentErrors(scope: Construct, fn: lambda.Function, ours: Record<string, string>): string[] {
  const { environment } = fn.node.defaultChild as lambda.CfnFunction;
  const variables: Record<string, unknown> = Stack.of(fn).resolve(environment)?.variables ?? {};
  return [...nameErrors(scope, fn, variables, ours), ...sizeErrors(scope, variables)];
}

function nameErrors(scope: Construct, fn: lambda.Function, variables: Record<string, unknown>, ours: Record<string, string>): string[] {
  const replaced = Object.entries(ours)
    .filter(([name, value]) => JSON.stringify(variables[name]) !== JSON.stringify(Stack.of(fn).resolve(value)));
  const rejected = Object.keys(variables).filter((name) => RESERVED.has(name) || !NAME.test(name));
  const wrong = (rule: string) => mistake(scope.node.path, 'environment', rule);
  return [
    ...replaced.map(([name]) => wrong(`must not have ${name}, which this construct sets, with another value`)),
    ...rejected.map((name) => wrong(`must not have ${name}, which Lambda rejects`)),
  ];
}

function sizeErrors(scope: Construct, variables: Record<string, unknown>): string[] {
  const bytes = Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);
  return bytes > MAX_BYTES
    ? [mistake(scope.node.path, 'environment', `must be at most ${MAX_BYTES} bytes, names and values together, got ${bytes} `
      + 'without what the deployment adds: put large values into a file or a parameter')]
    : [];
}

const bytesOf = (value: unknown): number => typeof value === 'string' && !Token.isUnresolved(value) ? Buffer.byteLength(value) : 0;
