import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { enforces, relaxes } from './intentions';
import { requireEncryption } from './required-encryption';
import { StoresKey } from './stores-key';
import { grantKeyThrough } from '../private/grants';
import { isPolicyOfBucket, policyErrors } from '../private/one-policy';
import { reject, requireDistinct, requireDuration, requireMatch } from '../private/validation';

/**
 * Options of a bucket of EncryptedDataStores.
 */
export interface EncryptedBucketOptions {
  /**
   * A name of your own, unique in all of AWS: 3 to 63 lower-case letters, digits and hyphens. A change replaces the bucket;
   * the old one is retained, with its objects.
   *
   * @default - CloudFormation generates a unique one
   */
  readonly bucketName?: string;

  /**
   * Whether an overwritten or deleted object is retained as an older version.
   *
   * @default true
   */
  readonly versioned?: boolean;

  /**
   * How long older versions are retained, 1 day to 100 years, in whole days. Current versions are never deleted. Less than 30 days
   * warns (DATA-07).
   *
   * @default Duration.days(90)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * More lifecycle rules, such as a transition to a cheaper storage class. Their durations are whole days, a
   * transition to an infrequent-access class comes after 30 or more, and a transition before the expiration of its rule.
   *
   * @default - older versions expire, and incomplete multipart uploads are aborted after 7 days
   */
  readonly lifecycleRules?: s3.LifecycleRule[];
}

/** What all buckets here share, those with data and the one with their access logs. */
const privateBucket = () => ({
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
});

const ABORT_UPLOADS = 'BrokenUploads';
const EXPIRE_VERSIONS = 'OlderVersions';

/** The bucket, and the controls that it enforces or its user relaxed. */
export function encryptedBucket(
  scope: Construct, id: string, key: StoresKey, accessLogs: s3.IBucket, options: EncryptedBucketOptions,
): s3.Bucket {
  const versioned = options.versioned ?? true;
  const expiration = options.noncurrentVersionExpiration ?? Duration.days(90);
  validate(scope, options, expiration);

  const bucket = new s3.Bucket(scope, id, {
    ...privateBucket(),
    bucketName: options.bucketName,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: key.current,
    bucketKeyEnabled: true,
    versioned,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id}/`,
    lifecycleRules: [
      { id: ABORT_UPLOADS, abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ...versioned ? [{ id: EXPIRE_VERSIONS, noncurrentVersionExpiration: expiration, expiredObjectDeleteMarker: true }] : [],
      ...options.lifecycleRules ?? [],
    ],
  });
  requireEncryption(bucket, key.names);
  keepPolicy(bucket);
  grantKeyThrough(bucket, key.current, 's3', { previous: key.previous });
  enforces(bucket, 'DATA-01', 'DATA-05', 'DATA-06', 'DATA-08', 'DATA-09');

  if (versioned) {
    enforces(bucket, 'DATA-07');
  } else {
    relaxes(bucket, 'DATA-07', 'versioned is false, so an overwritten or deleted object cannot be restored.');
  }
  return bucket;
}

/** The bucket of access logs. S3 delivers them only where S3 itself manages the key, so it is the one bucket without ours. */
export function accessLogsBucket(scope: Construct, id: string, expiration: Duration): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...privateBucket(),
    encryption: s3.BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [
      { id: ABORT_UPLOADS, abortIncompleteMultipartUploadAfter: Duration.days(7) },
      { id: 'OldLogs', expiration, noncurrentVersionExpiration: Duration.days(30) },
    ],
  });
  keepPolicy(bucket);
  enforces(bucket, 'DATA-05', 'DATA-06', 'DATA-07', 'DATA-09');
  return bucket;
}

/** A bucket has one policy, and keeps it when it is retained: it would otherwise be deleted with the stack. */
function keepPolicy(bucket: s3.Bucket): void {
  bucket.policy!.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  bucket.node.addValidation({ validate: () => policyErrors(bucket, isPolicyOfBucket(bucket)) });
}

const CENTURY = Duration.days(36500);

/** Days as S3 takes them. */
export const requireDays = (scope: Construct, prop: string, value: Duration, min = Duration.days(1)): void =>
  requireDuration(scope, prop, value, 'day', min, CENTURY);

function validate(scope: Construct, options: EncryptedBucketOptions, expiration: Duration): void {
  requireDays(scope, 'noncurrentVersionExpiration', expiration);
  if (options.bucketName !== undefined) {
    requireMatch(scope, 'bucketName', options.bucketName, /^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/,
      'must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends');
    requireMatch(scope, 'bucketName', options.bucketName, /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)/,
      'must not begin or end as names that Amazon S3 reserves do');
  }
  requireDistinct(scope, 'lifecycleRules', options.lifecycleRules?.flatMap(({ id }) => id ?? []));
  options.lifecycleRules?.forEach((rule, index) => validateRule(scope, `lifecycleRules[${index}]`, rule));
}

function validateRule(scope: Construct, prop: string, rule: s3.LifecycleRule): void {
  if (rule.id === ABORT_UPLOADS || rule.id === EXPIRE_VERSIONS) {
    reject(scope, 'ReservedName', `${prop}.id`, `must differ from those of the bucket's own rules, got ${JSON.stringify(rule.id)}`);
  }
  const { abortIncompleteMultipartUploadAfter, expiration, noncurrentVersionExpiration } = rule;
  const durations = { abortIncompleteMultipartUploadAfter, expiration, noncurrentVersionExpiration };
  for (const [name, value] of Object.entries(durations)) {
    if (value !== undefined) {
      requireDays(scope, `${prop}.${name}`, value);
    }
  }
  validateTransitions(scope, `${prop}.transitions`, rule.transitions, expiration);
  validateTransitions(scope, `${prop}.noncurrentVersionTransitions`, rule.noncurrentVersionTransitions, noncurrentVersionExpiration);
}

/** The storage classes that S3 moves an object to only when it is 30 days old. */
const INFREQUENT = ['STANDARD_IA', 'ONEZONE_IA'];

function validateTransitions(
  scope: Construct, prop: string, transitions: (s3.Transition | s3.NoncurrentVersionTransition)[] | undefined, expiration?: Duration,
): void {
  transitions?.forEach(({ transitionAfter, storageClass }, index) => {
    if (transitionAfter === undefined) {
      return;
    }
    const after = `${prop}[${index}].transitionAfter`;
    requireDays(scope, after, transitionAfter, Duration.days(INFREQUENT.includes(storageClass.value) ? 30 : 0));
    if (expiration && ![expiration, transitionAfter].some((one) => one.isUnresolved()) && transitionAfter.toDays() >= expiration.toDays()) {
      reject(scope, 'OutOfRange', after, `must be shorter than the expiration of the rule, ${expiration.toHumanString()}, `
        + `got ${transitionAfter.toHumanString()}`);
    }
  });
}
