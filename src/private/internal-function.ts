import * as path from 'path';
import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { executionRole } from './execution-role';
import { logGroup } from './log-groups';

/** A function of the library itself: a handler that is bundled ahead of time, with a role and a log group of its own. */
export function internalFunction(scope: Construct, id: string, options: {
  /** The handler's file, from `src`, without its ending: `secrets/handlers/rotate-secret.lambda`. */
  readonly handler: string;
  readonly description: string;
  readonly encryptionKey: kms.IKey;
  readonly timeout: Duration;
  readonly environment?: Record<string, string>;
}): lambda.Function {
  const { handler, description, encryptionKey, timeout, environment } = options;
  const group = logGroup(scope, `${id}LogGroup`, { retention: logs.RetentionDays.ONE_MONTH, encryptionKey });
  return new lambda.Function(scope, id, {
    description,
    code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', 'assets', handler)),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    timeout,
    memorySize: 256,
    role: executionRole(scope, `${id}Role`, group, false),
    logGroup: group,
    environment,
    environmentEncryption: encryptionKey,
    tracing: lambda.Tracing.ACTIVE,
  });
}
