import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { retention } from './disposable';
import { pinFeatureFlags } from './feature-flags';
import { requireKind } from './kinds';
import { reject, requireSameRegion } from './validation';
import { warn } from './warnings';

/**
 * A customer managed key: rotated every 365 days, retained, administered through IAM.
 *
 * Its policy allows the account's root only, so that IAM policies of the account decide and no grant ever edits the key:
 * stacks that use the key depend on it and never the other way round. A KMS grant, which no IAM policy shows, can be
 * created by AWS services only.
 */
export function customerManagedKey(scope: Construct, id: string, description: string): kms.Key {
  const key = new kms.Key(scope, id, {
    description,
    enableKeyRotation: true,
    rotationPeriod: Duration.days(365),
    removalPolicy: retention(scope),
  });
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'GrantsAreForServices',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
  }));
  return key;
}

/** The key of a stack's logs and functions. A key costs by the month, so whatever the stack has of them shares one. */
export function stackKey(scope: Construct): kms.Key {
  const shared = sharedByStack(scope);
  return shared.node.tryFindChild('Key') as kms.Key | undefined
    ?? customerManagedKey(shared, 'Key', 'Logs, and environment variables of functions');
}

/** Where a stack keeps what its constructs share. */
export function sharedByStack(scope: Construct): Construct {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild('CdkHardened');
  if (existing) {
    return existing as Construct;
  }
  const shared = new Construct(stack, 'CdkHardened');
  pinFeatureFlags(shared);
  return shared;
}

/** The key itself of what a user gave to encrypt with, which must be in the Region of the construct. */
export function keyHere(scope: IConstruct, prop: string, given: kms.IKey): kms.IKey {
  const key = keyOf(scope, prop, given);
  requireSameRegion(scope, prop, key);
  return key;
}

/**
 * The key itself of what a user gave, which may be an alias of it.
 *
 * IAM ignores the ARN of an alias in a statement about a key, and CloudWatch Logs takes no alias.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
 */
export function keyOf(scope: IConstruct, prop: string, given: kms.IKey): kms.IKey {
  requireKind(scope, prop, given, 'kms.IKey');
  return 'aliasTargetKey' in given ? targetOf(scope, prop, given as kms.IAlias) : given;
}

function targetOf(scope: IConstruct, prop: string, alias: kms.IAlias): kms.IKey {
  let target: kms.IKey;
  try {
    target = alias.aliasTargetKey;
  } catch {
    return reject(scope, 'NotFound', prop,
      `is the alias ${alias.aliasName}, whose key is not known here, and IAM ignores aliases in policies: `
      + 'import the key with Key.fromLookup or Key.fromKeyArn, or the alias with Alias.fromAliasAttributes');
  }
  return keyOf(scope, prop, target);
}

/**
 * Lets CloudWatch Logs use the key for the log groups of this account and Region.
 *
 * The statement names no log group: the group needs the key, so a key that named the group would make a cycle.
 */
export function allowCloudWatchLogs(scope: Construct, key: kms.IKey): void {
  const stack = Stack.of(key);
  const { statementAdded } = key.addToResourcePolicy(new iam.PolicyStatement({
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
  if (!statementAdded) {
    warn(scope, 'imported-key-logs',
      'The policy of an imported key cannot be changed from here. It must allow logs.<region>.amazonaws.com to use the key with the '
      + 'encryption context aws:logs:arn, or the log group cannot be created.');
  }
}
