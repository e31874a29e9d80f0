import { Annotations, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { enforces, relaxes } from './intentions';
import { grantKeyThrough } from '../private/grants';
import { reject, requireMatch } from '../private/validation';

/**
 * Options of a table of EncryptedDataStores.
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
}

/** The table, and the controls that it enforces or its user relaxed. */
export function encryptedTable(scope: Construct, id: string, key: kms.IKey, options: EncryptedTableOptions): dynamodb.Table {
  const pointInTimeRecovery = options.pointInTimeRecovery ?? true;
  const deletionProtection = options.deletionProtection ?? true;
  const partitionKey = options.partitionKey ?? { name: 'pk', type: dynamodb.AttributeType.STRING };
  const sortKey = options.partitionKey ? options.sortKey : options.sortKey ?? { name: 'sk', type: dynamodb.AttributeType.STRING };
  validate(scope, options, partitionKey, sortKey);

  const table = new dynamodb.Table(scope, id, {
    tableName: options.tableName,
    partitionKey,
    sortKey,
    timeToLiveAttribute: options.timeToLiveAttribute,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
    deletionProtection,
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    // DynamoDB would reject the deletion of a protected table when a first deployment fails, and the rollback with it
    removalPolicy: deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  grantKeyThrough(table, key, 'dynamodb');
  recordControls(table, options.tableName, pointInTimeRecovery, deletionProtection);
  return table;
}

function recordControls(table: dynamodb.Table, tableName: string | undefined, recovery: boolean, protection: boolean): void {
  enforces(table, 'DATA-01', 'DATA-04');
  if (recovery) {
    enforces(table, 'DATA-02');
  } else {
    relaxes(table, 'DATA-02', 'pointInTimeRecovery is false, so overwritten and deleted items are lost.');
  }
  if (protection) {
    enforces(table, 'DATA-03');
  } else {
    relaxes(table, 'DATA-03', 'deletionProtection is false, so anyone with dynamodb:DeleteTable can delete the table and its data.');
  }
  if (tableName !== undefined) {
    Annotations.of(table).addInfo('tableName is set: two deployments of this stack in one Region collide, a change of keys cannot replace '
      + 'the table, and after a first deployment that fails a protected table must be deleted before the next.');
  }
}

function validate(scope: Construct, options: EncryptedTableOptions, partitionKey: dynamodb.Attribute, sortKey?: dynamodb.Attribute): void {
  if (options.tableName !== undefined) {
    requireMatch(scope, 'tableName', options.tableName, /^[\w.-]{3,255}$/, 'must be 3 to 255 letters, digits, underscores, hyphens and dots');
  }
  const names = { partitionKey: partitionKey.name, sortKey: sortKey?.name, timeToLiveAttribute: options.timeToLiveAttribute };
  for (const [prop, name] of Object.entries(names)) {
    if (name !== undefined && !Token.isUnresolved(name) && !isAttributeName(name)) {
      reject(scope, `${prop} must be named by 1 to 255 bytes of text, got ${JSON.stringify(name)}`);
    }
  }
  if (names.sortKey === names.partitionKey) {
    reject(scope, `sortKey must have another name than partitionKey, got ${JSON.stringify(names.sortKey)} for both`);
  }
  if (names.timeToLiveAttribute !== undefined && [names.partitionKey, names.sortKey].includes(names.timeToLiveAttribute)) {
    reject(scope, `timeToLiveAttribute must not be a key of the table, got ${JSON.stringify(names.timeToLiveAttribute)}`);
  }
}

const isAttributeName = (name: string): boolean => Buffer.byteLength(name) >= 1 && Buffer.byteLength(name) <= 255;
