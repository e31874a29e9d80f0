import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { retention } from './disposable';
import { allowCloudWatchLogs } from './keys';

/** A log group that is encrypted, kept when its stack is deleted, and whose logs are deleted on time. */
export function logGroup(scope: Construct, id: string, options: {
  readonly retention: logs.RetentionDays;
  readonly encryptionKey: kms.IKey;
  readonly logGroupName?: string;
}): logs.LogGroup {
  allowCloudWatchLogs(scope, options.encryptionKey);
  return new logs.LogGroup(scope, id, { ...options, removalPolicy: retention(scope) });
}
