import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { EncryptedTableProps } from './encrypted-table-props';
import { EncryptedTableAttributes, IEncryptedTable } from './i-encrypted-table';
import { ImportedTable } from './imported-table';
import { enforces, relaxes, retains } from './intentions';
import { READ, READ_WRITE, toStream, toTables } from './permissions';
import { keysOfStore } from './stores-key';
import { keysOf, requireTable, tableOptions } from './validate-table';
import { isDisposable, retention, setDisposable } from '../private/disposable';
import { pinFeatureFlags } from '../private/feature-flags';
import { grantKeyThrough, grantTo } from '../private/grants';

/**
 * A DynamoDB table under a customer managed key: on demand, with point-in-time recovery, protection from deletion, and a stream of old
 * and new items.
 *
 * By default it costs 1 USD a month for the key (up to 3 after two rotations), plus storage and requests; several tables share a key
 * by `encryptionKey`. It does not replicate. The table and the key are retained when the stack is deleted. A CDK table that becomes an
 * EncryptedTable with the same id keeps its logical id, and so its data.
 */
export class EncryptedTable extends Construct implements IEncryptedTable {
  /**
   * Imports a table that another stack or app has created, for grants.
   *
   * @param scope The construct in which the import stands.
   * @param id The id of the import.
   * @param attributes The ARN of the table, and its key.
   */
  public static fromEncryptedTableAttributes(scope: Construct, id: string, attributes: EncryptedTableAttributes): IEncryptedTable {
    return new ImportedTable(scope, id, attributes);
  }

  /** The table. Its own grants permit the key through DynamoDB only, too. */
  public readonly table: dynamodb.Table;

  public readonly tableArn: string;
  public readonly tableName: string;

  /** The key of the table. */
  public readonly key: kms.IKey;

  constructor(scope: Construct, id: string, props: EncryptedTableProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    setDisposable(this, props.disposable);
    const pointInTimeRecovery = props.pointInTimeRecovery ?? true;
    const deletionProtection = props.deletionProtection ?? !isDisposable(this);
    const { partitionKey, sortKey } = keysOf(props);
    requireTable(this, props, partitionKey, sortKey);
    const { current: key } = keysOfStore(this, props.encryptionKey, [], 'Table');

    this.key = key;
    this.table = new dynamodb.Table(this, 'Default', {
      billingMode: props.tableOptions?.readCapacity === undefined ? dynamodb.BillingMode.PAY_PER_REQUEST : undefined,
      ...tableOptions(this, props),
      tableName: props.tableName,
      partitionKey,
      sortKey,
      timeToLiveAttribute: props.timeToLiveAttribute,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: pointInTimeRecovery },
      deletionProtection,
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      // DynamoDB would reject the deletion of a protected table when a first deployment fails, and the rollback with it
      removalPolicy: deletionProtection ? RemovalPolicy.RETAIN : retention(this),
    });
    this.tableArn = this.table.tableArn;
    this.tableName = this.table.tableName;
    grantKeyThrough(this.table, key, 'dynamodb');
    this.recordControls(pointInTimeRecovery, deletionProtection);
    if (props.tableName !== undefined) {
      Annotations.of(this.table).addInfo('tableName is set: two deployments of this stack in one Region collide, a change of keys cannot '
        + 'replace the table, and after a first deployment that fails a protected table must be deleted before the next.');
    }
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toTables(() => [this.table], this.key, READ));
  }

  public grantReadWrite(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toTables(() => [this.table], this.key, READ_WRITE));
  }

  public grantStreamRead(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toStream(this.table, this.key));
  }

  private recordControls(recovery: boolean, protection: boolean): void {
    enforces(this, 'DATA-01', 'DATA-04', 'DATA-10');
    if (recovery) {
      enforces(this, 'DATA-02');
    } else {
      relaxes(this, 'DATA-02', 'pointInTimeRecovery is false, so overwritten and deleted items are lost.');
    }
    retains(this, 'DATA-09');
    if (protection || isDisposable(this)) {
      retains(this, 'DATA-03');
    } else {
      relaxes(this, 'DATA-03', 'deletionProtection is false, so anyone with dynamodb:DeleteTable can delete the table and its data.');
    }
  }
}
