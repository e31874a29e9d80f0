import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';

/**
 * A table under a customer managed key: one that EncryptedTable creates or imports.
 */
export interface IEncryptedTable extends IConstruct {
  /** The ARN of the table. */
  readonly tableArn: string;

  /** The name of the table. */
  readonly tableName: string;

  /** The key of the table. */
  readonly key: kms.IKey;

  /**
   * Allows reading items, and decrypting through DynamoDB only. It changes the grantee's policy and nothing else, so it works from any
   * stack of the account. An error when the grantee has no policy, or belongs to another account.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  grantRead(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows reading, writing and deleting items, and using the key through DynamoDB only. It changes the grantee's policy and nothing
   * else. An error when the grantee has no policy, or belongs to another account.
   *
   * @param grantee Who may read and write: a function, a role, a user.
   */
  grantReadWrite(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows reading the stream of the table: every change, with the old and the new item. An error when an imported table has no
   * `tableStreamArn`.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  grantStreamRead(grantee: iam.IGrantable): iam.Grant;
}

/**
 * What is known of a table that exists.
 */
export interface EncryptedTableAttributes {
  /**
   * The ARN of the table.
   */
  readonly tableArn: string;

  /**
   * The key that encrypts it. Its policy must let the account's IAM policies decide, as the keys of the CDK and the console do.
   */
  readonly encryptionKey: kms.IKey;

  /**
   * The ARN of its stream.
   *
   * @default - `grantStreamRead` is an error
   */
  readonly tableStreamArn?: string;
}
