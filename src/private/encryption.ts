import { Annotations, ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { requireSameRegion } from './validation';

/**
 * A customer managed key: rotated every 365 days, retained, administered through IAM.
 *
 * Its policy names the account's root only, so that access is decided by IAM policies in the same account and no
 * grant ever edits the key: stacks that use the key depend on it and never the other way round.
 */
export function customerManagedKey(scope: Construct, id: string, description: string, rotationPeriod = Duration.days(365)): kms.Key {
  return new kms.Key(scope, id, {
    description,
    enableKeyRotation: true,
    rotationPeriod,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Permits the key through one service only, whatever else the principal may do. No key policy is edited. */
export function grantKeyVia(
  grantee: iam.IGrantable,
  key: kms.IKey,
  services: string[],
  actions: string[],
  conditions: Record<string, Record<string, unknown>> = {},
): iam.Grant {
  const region = Stack.of(key).region;
  return iam.Grant.addToPrincipal({
    grantee,
    actions,
    resourceArns: [key.keyArn],
    conditions: {
      ...conditions,
      StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`), ...conditions.StringEquals },
    },
  });
}

/**
 * Lets CloudWatch Logs use the key for the log groups of this account and Region.
 *
 * The statement names no log group: the group needs the key, so a key that named the group would make a cycle.
 */
export function allowCloudWatchLogs(scope: Construct, key: kms.IKey): void {
  requireSameRegion(scope, 'encryptionKey', key);
  const stack = Stack.of(key);
  const added = key.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'CloudWatchLogs',
    principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
          service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
    },
  }));
  if (!added.statementAdded) {
    Annotations.of(scope).addWarningV2('cdk-hardened:imported-key-logs',
      'The policy of an imported key cannot be changed from here. It must let logs.<region>.amazonaws.com use the key with the '
      + 'encryption context aws:logs:arn, or the log group cannot be created.');
  }
}

/** A log group with an end to its retention, kept when its stack goes, encrypted when a key is given. */
export function logGroup(scope: Construct, id: string, options: {
  readonly retention: logs.RetentionDays;
  readonly encryptionKey?: kms.IKey;
  readonly logGroupName?: string;
}): logs.LogGroup {
  if (options.encryptionKey) {
    allowCloudWatchLogs(scope, options.encryptionKey);
  }
  return new logs.LogGroup(scope, id, { ...options, removalPolicy: RemovalPolicy.RETAIN });
}
