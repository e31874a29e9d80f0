import { Duration, Lazy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { enforces } from './controls';
import { accessLogsBucket, encryptedBucket, EncryptedBucketOptions } from './encrypted-bucket';
import { encryptedTable, EncryptedTableOptions } from './encrypted-table';
import * as perms from './perms';
import { customerManagedKey, grantKeyVia } from '../private/encryption';
import { pinFeatureFlags } from '../private/feature-flags';
import { requireDurationBetween, requireSameRegion } from '../private/validation';

/**
 * Properties of EncryptedDataStores.
 */
export interface EncryptedDataStoresProps {
  /**
   * The key that encrypts everything. It must be in the Region of the stores. An imported key's policy must let the
   * account's IAM policies decide, as the CDK's and the console's keys do.
   *
   * @default - a new key, rotated every 365 days and retained; 1 USD a month, and 1 more for each of its first two rotations
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The main table: its keys, its name, what it gives up.
   *
   * @default - the keys `pk` and `sk`, recoverable, protected from deletion, with a stream
   */
  readonly table?: EncryptedTableOptions;

  /**
   * The bucket of digital-twin snapshots.
   *
   * @default - versioned; older versions are kept 90 days
   */
  readonly snapshotsBucket?: EncryptedBucketOptions;

  /**
   * The bucket of model artifacts.
   *
   * @default - versioned; older versions are kept 90 days
   */
  readonly modelArtifactsBucket?: EncryptedBucketOptions;

  /**
   * How long access logs are kept, 1 day to 100 years.
   *
   * @default Duration.days(365)
   */
  readonly accessLogExpiration?: Duration;
}

/**
 * A DynamoDB table, buckets for digital-twin snapshots and model artifacts, and the bucket of their access logs, all under
 * one customer managed key.
 *
 * As it comes it costs 1 USD a month for the key, and then what is stored and asked. It does not replicate: data that must
 * outlive its Region needs a global table and a second bucket. Everything stays when the stack goes.
 */
export class EncryptedDataStores extends Construct {
  /** The key of the table and the buckets. */
  public readonly key: kms.IKey;

  /** The main table. */
  public readonly table: dynamodb.Table;

  /** The bucket of digital-twin snapshots. */
  public readonly snapshotsBucket: s3.Bucket;

  /** The bucket of model artifacts. */
  public readonly modelArtifactsBucket: s3.Bucket;

  /** The bucket of the other buckets' access logs. S3 holds its key, as S3 delivers logs nowhere else. */
  public readonly accessLogsBucket: s3.Bucket;

  private readonly tables: dynamodb.Table[] = [];
  private readonly buckets: s3.Bucket[] = [];

  constructor(scope: Construct, id: string, props: EncryptedDataStoresProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    const logExpiration = props.accessLogExpiration ?? Duration.days(365);
    requireDurationBetween(this, 'accessLogExpiration', logExpiration, Duration.days(1), Duration.days(36500));
    if (props.encryptionKey) {
      requireSameRegion(this, 'encryptionKey', props.encryptionKey);
    }

    this.key = props.encryptionKey ?? customerManagedKey(this, 'Key', 'Tables and buckets');
    this.accessLogsBucket = accessLogsBucket(this, 'AccessLogsBucket', logExpiration);
    this.table = this.addTable('Table', props.table);
    this.snapshotsBucket = this.addBucket('SnapshotsBucket', props.snapshotsBucket);
    this.modelArtifactsBucket = this.addBucket('ModelArtifactsBucket', props.modelArtifactsBucket);
    enforces(this, 'DATA-09', 'DATA-10');
  }

  /** Makes another table like the main one. What was granted on the stores holds for it too. */
  public addTable(id: string, options: EncryptedTableOptions = {}): dynamodb.Table {
    const table = encryptedTable(this, id, this.key, options);
    this.tables.push(table);
    return table;
  }

  /** Makes another bucket like the first two. What was granted on the stores holds for it too. */
  public addBucket(id: string, options: EncryptedBucketOptions = {}): s3.Bucket {
    const bucket = encryptedBucket(this, id, this.key, this.accessLogsBucket, options);
    this.buckets.push(bucket);
    return bucket;
  }

  /**
   * Permits to read all tables and buckets, those added later too, and to decrypt through DynamoDB and S3 only.
   *
   * It changes the grantee's policy and nothing else, so it works from any stack of the account.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grantStores(grantee, perms.TABLE_READ, perms.OBJECT_READ, perms.KEY_READ);
  }

  /**
   * Permits to read, write and delete in all tables and buckets, those added later too, and to use the key through
   * DynamoDB and S3 only.
   *
   * It changes the grantee's policy and nothing else, so it works from any stack of the account. Older versions of
   * objects cannot be deleted with it.
   */
  public grantReadWrite(grantee: iam.IGrantable): iam.Grant {
    return this.grantStores(
      grantee,
      [...perms.TABLE_READ, ...perms.TABLE_WRITE],
      [...perms.OBJECT_READ, ...perms.OBJECT_WRITE],
      [...perms.KEY_READ, ...perms.KEY_WRITE],
    );
  }

  private grantStores(grantee: iam.IGrantable, tableActions: string[], objectActions: string[], keyActions: string[]): iam.Grant {
    const tableArns = () => this.tables.flatMap((table) => [table.tableArn, `${table.tableArn}/index/*`]);
    const bucketArns = () => this.buckets.map((bucket) => bucket.bucketArn);
    const objectArns = () => this.buckets.map((bucket) => bucket.arnForObjects('*'));

    return iam.Grant.addToPrincipal({ grantee, actions: tableActions, resourceArns: Lazy.list({ produce: tableArns }) })
      .combine(iam.Grant.addToPrincipal({ grantee, actions: perms.BUCKET_LIST, resourceArns: Lazy.list({ produce: bucketArns }) }))
      .combine(iam.Grant.addToPrincipal({ grantee, actions: objectActions, resourceArns: Lazy.list({ produce: objectArns }) }))
      .combine(grantKeyVia(grantee, this.key, ['dynamodb', 's3'], keyActions));
  }
}
