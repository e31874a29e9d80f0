import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { enforces, relaxes } from './controls';
import { requireDurationBetween } from '../private/validation';

/**
 * What a bucket of EncryptedDataStores may be told.
 */
export interface EncryptedBucketOptions {
  /**
   * A name of your own, unique in all of AWS. A change replaces the bucket; the old one stays, with its objects.
   *
   * @default - CloudFormation makes a unique one
   */
  readonly bucketName?: string;

  /**
   * Whether an overwritten or deleted object stays as an older version.
   *
   * @default true
   */
  readonly versioned?: boolean;

  /**
   * How long older versions are kept, 1 day to 100 years. What is current is never deleted.
   *
   * @default Duration.days(90)
   */
  readonly noncurrentVersionExpiration?: Duration;

  /**
   * More lifecycle rules, such as a move to a cheaper storage class.
   *
   * @default - older versions expire, and uploads that broke off are removed after 7 days
   */
  readonly lifecycleRules?: s3.LifecycleRule[];
}

/** What all buckets here share, those with data and the one with their access logs. */
const privateBucket = () => ({
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
});

/** The bucket, and the controls that it enforces or its user relaxed. */
export function encryptedBucket(
  scope: Construct, id: string, key: kms.IKey, accessLogs: s3.IBucket, options: EncryptedBucketOptions,
): s3.Bucket {
  const versioned = options.versioned ?? true;
  const expiration = options.noncurrentVersionExpiration ?? Duration.days(90);
  requireDurationBetween(scope, 'noncurrentVersionExpiration', expiration, Duration.days(1), Duration.days(36500));

  const bucket = new s3.Bucket(scope, id, {
    ...privateBucket(),
    bucketName: options.bucketName,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id}/`,
    lifecycleRules: [
      { id: 'BrokenUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ...versioned ? [{ id: 'OlderVersions', noncurrentVersionExpiration: expiration, expiredObjectDeleteMarker: true }] : [],
      ...options.lifecycleRules ?? [],
    ],
  });
  enforces(bucket, 'DATA-01', 'DATA-05', 'DATA-06', 'DATA-08', 'DATA-09');

  if (versioned) {
    enforces(bucket, 'DATA-07');
  } else {
    relaxes(bucket, 'DATA-07', 'versioned is false: an overwritten or deleted object cannot be restored.');
  }
  return bucket;
}

/** The bucket of access logs. S3 delivers them only where S3 itself holds the key, so it is the one bucket without ours. */
export function accessLogsBucket(scope: Construct, id: string, expiration: Duration): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...privateBucket(),
    encryption: s3.BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [
      { id: 'BrokenUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      { id: 'OldLogs', expiration, noncurrentVersionExpiration: Duration.days(30) },
    ],
  });
  enforces(bucket, 'DATA-05', 'DATA-06', 'DATA-07', 'DATA-09');
  return bucket;
}
