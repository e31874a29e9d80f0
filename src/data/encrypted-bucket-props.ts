import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';

/**
 * Options of an encrypted bucket, of EncryptedDataStores or by itself.
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

  /**
   * Other options of the CDK's bucket, such as object lock, replication, CORS or events for EventBridge. An error for those that the
   * props above decide, and for what would weaken a control.
   *
   * @default - what the CDK has by default
   */
  readonly bucketOptions?: s3.BucketProps;
}

/**
 * Properties of EncryptedBucket.
 */
export interface EncryptedBucketProps extends EncryptedBucketOptions {
  /**
   * The key that encrypts the objects. It must be in the Region of the bucket. An imported key's policy must let the account's IAM
   * policies decide, as the keys of the CDK and the console do.
   *
   * After a change objects that exist stay under the old key: name that in `previousEncryptionKeys`, or nobody is allowed to read them
   * any more.
   *
   * @default - a new key, rotated every 365 days and retained; 1 USD a month, and 1 more for each of its first two rotations
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Keys with which older objects were encrypted. Grants allow reading with them too, and nothing is encrypted with them.
   *
   * @default - none
   */
  readonly previousEncryptionKeys?: kms.IKey[];

  /**
   * The bucket of access logs. S3 delivers them only to a bucket of the same Region and account that is encrypted with a key of S3, and
   * the policy of an imported one must let the S3 logging service put objects.
   *
   * @default - one that all encrypted buckets of the stack share, where logs are retained for a year
   */
  readonly accessLogsBucket?: s3.IBucket;

  /**
   * Whether the bucket and its key may be deleted with their stack, as in environments that are made to be thrown away: with every
   * object in it.
   *
   * @default - the context `cdk-hardened:disposable`, and false without it
   */
  readonly disposable?: boolean;
}
