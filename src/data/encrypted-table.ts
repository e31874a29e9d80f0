import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { enforces, relaxes } from './controls';

/**
 * What a table of EncryptedDataStores may be told.
 */
export interface EncryptedTableOptions {
  /**
   * The partition key. A change replaces the table; the old one stays, with its data.
   *
   * @default - a string named `pk`
   */
  readonly partitionKey?: dynamodb.Attribute;

  /**
   * The sort key. A change replaces the table; the old one stays, with its data.
   *
   * @default - a string named `sk`; none when a partition key is given
   */
  readonly sortKey?: dynamodb.Attribute;

  /**
   * The attribute that holds the second at which an item expires. Items that expire are deleted, by your choice.
   *
   * @default - items never expire
   */
  readonly timeToLiveAttribute?: string;

  /**
   * A name of your own. A change replaces the table; the old one stays, with its data.
   *
   * @default - CloudFormation makes a unique one
   */
  readonly tableName?: string;

  /**
   * Whether DynamoDB keeps what is needed to restore any second of the last 35 days. About 0.20 USD a month per gigabyte.
   *
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;

  /**
   * Whether DynamoDB refuses to delete the table.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** The table, and the controls that it enforces or its user relaxed. */
export function encryptedTable(scope: Construct, id: string, key: kms.IKey, options: EncryptedTableOptions): dynamodb.Table {
  const pointInTimeRecovery = options.pointInTimeRecovery ?? true;
  const deletionProtection = options.deletionProtection ?? true;

  const table = new dynamodb.Table(scope, id, {
    tableName: options.tableName,
    partitionKey: options.partitionKey ?? { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: options.partitionKey ? options.sortKey : options.sortKey ?? { name: 'sk', type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: options.timeToLiveAttribute,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
    deletionProtection,
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  enforces(table, 'DATA-01', 'DATA-04');

  if (pointInTimeRecovery) {
    enforces(table, 'DATA-02');
  } else {
    relaxes(table, 'DATA-02', 'pointInTimeRecovery is false: what is overwritten or deleted is gone.');
  }
  if (deletionProtection) {
    enforces(table, 'DATA-03');
  } else {
    relaxes(table, 'DATA-03', 'deletionProtection is false: anyone with dynamodb:DeleteTable can delete the table and its data.');
  }
  if (options.tableName !== undefined) {
    Annotations.of(table).addInfo('tableName is set: two deployments of this stack in one Region collide, and a change of keys cannot replace the table.');
  }
  return table;
}
