import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { EncryptedTableAttributes, IEncryptedTable } from './i-encrypted-table';
import { READ, READ_WRITE, toStream, toTables } from './permissions';
import { grantTo } from '../private/grants';
import { keyHere } from '../private/keys';
import { reject } from '../private/validation';

/** A table that exists. */
export class ImportedTable extends Construct implements IEncryptedTable {
  public readonly tableArn: string;
  public readonly tableName: string;
  public readonly key: kms.IKey;
  private readonly table: dynamodb.ITable;

  constructor(scope: Construct, id: string, attributes: EncryptedTableAttributes) {
    super(scope, id);
    this.key = keyHere(this, 'encryptionKey', attributes.encryptionKey);
    this.table = dynamodb.Table.fromTableAttributes(this, 'Table', {
      tableArn: attributes.tableArn, tableStreamArn: attributes.tableStreamArn, encryptionKey: this.key,
    });
    this.tableArn = this.table.tableArn;
    this.tableName = this.table.tableName;
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toTables(() => [this.table], this.key, READ));
  }

  public grantReadWrite(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toTables(() => [this.table], this.key, READ_WRITE));
  }

  public grantStreamRead(grantee: iam.IGrantable): iam.Grant {
    if (this.table.tableStreamArn === undefined) {
      reject(this, 'MissingProp', 'tableStreamArn',
        'is needed to grant the stream of an imported table: pass it to fromEncryptedTableAttributes');
    }
    return grantTo(this, grantee, toStream(this.table, this.key));
  }
}
