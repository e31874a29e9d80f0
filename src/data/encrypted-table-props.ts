import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';

/**
 * Options of an encrypted table, of EncryptedDataStores or by itself.
 */
export interface EncryptedTableOptions {
  /**
   * The partition key. A change replaces the table; the old one is retained, with its data.
   *
   * @default - a string named `pk`
   */
  readonly partitionKey?: dynamodb.Attribute;

  /**
   * The sort key. A change replaces the table; the old one is retained, with its data.
   *
   * @default - a string named `sk`; none when a partition key is given
   */
  readonly sortKey?: dynamodb.Attribute;

  /**
   * The attribute that holds the time at which an item expires, in seconds since 1970. Expired items are deleted.
   *
   * @default - items never expire
   */
  readonly timeToLiveAttribute?: string;

  /**
   * A name of your own, 3 to 255 letters, digits, underscores, hyphens and dots. A change replaces the table; the old one is
   * retained, with its data.
   *
   * @default - CloudFormation generates a unique one
   */
  readonly tableName?: string;

  /**
   * Whether the table can be restored to any second of the last 35 days. About 0.20 USD a month per gigabyte.
   *
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;

  /**
   * Whether DynamoDB rejects the deletion of the table.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Other options of the CDK's table, such as request limits, a Kinesis stream, or provisioned capacity. An error for those that the
   * props above decide, and for what would weaken a control.
   *
   * @default - on demand, and what the CDK has by default
   */
  readonly tableOptions?: dynamodb.TableProps;
}

/**
 * Properties of EncryptedTable.
 */
export interface EncryptedTableProps extends EncryptedTableOptions {
  /**
   * The key that encrypts the table. It must be in the Region of the table. An imported key's policy must let the account's IAM policies
   * decide, as the keys of the CDK and the console do. After a change DynamoDB encrypts the table with the new key.
   *
   * @default - a new key, rotated every 365 days and retained; 1 USD a month, and 1 more for each of its first two rotations
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether the table and its key may be deleted with their stack, as in environments that are made to be thrown away: without
   * protection from deletion, and with everything in it.
   *
   * @default - the context `cdk-hardened:disposable`, and false without it
   */
  readonly disposable?: boolean;
}
