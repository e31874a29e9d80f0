import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';

/**
 * A bucket under a customer managed key: one that EncryptedBucket creates or imports.
 */
export interface IEncryptedBucket extends IConstruct {
  /** The ARN of the bucket. */
  readonly bucketArn: string;

  /** The name of the bucket. */
  readonly bucketName: string;

  /** The key with which new objects are encrypted. */
  readonly key: kms.IKey;

  /**
   * Allows reading objects and their older versions, and decrypting through S3 only. It changes the grantee's policy and nothing else,
   * so it works from any stack of the account. An error when the grantee has no policy, or belongs to another account.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  grantRead(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows reading, writing and deleting objects with their tags, and using the key through S3 only. Older versions can be read, but not
   * deleted. It changes the grantee's policy and nothing else. An error when the grantee has no policy, or belongs to another account.
   *
   * @param grantee Who may read and write: a function, a role, a user.
   */
  grantReadWrite(grantee: iam.IGrantable): iam.Grant;
}

/**
 * What is known of a bucket that exists.
 */
export interface EncryptedBucketAttributes {
  /**
   * The name of the bucket.
   */
  readonly bucketName: string;

  /**
   * The key that encrypts new objects. Its policy must let the account's IAM policies decide, as the keys of the CDK and the console do.
   */
  readonly encryptionKey: kms.IKey;

  /**
   * Keys with which older objects were encrypted. Grants allow reading with them too.
   *
   * @default - none
   */
  readonly previousEncryptionKeys?: kms.IKey[];
}
