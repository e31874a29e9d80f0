import { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { accessLogsBucket } from './access-logs-bucket';
import { EncryptedBucket } from './encrypted-bucket';
import { EncryptedBucketOptions } from './encrypted-bucket-props';
import { EncryptedTable } from './encrypted-table';
import { EncryptedTableOptions } from './encrypted-table-props';
import { retains } from './intentions';
import { Access, READ, READ_WRITE, toBuckets, toStream, toTables } from './permissions';
import { keysOfStore, StoresKey } from './stores-key';
import { requireDays } from './validate-bucket';
import { setDisposable } from '../private/disposable';
import { pinFeatureFlags } from '../private/feature-flags';
import { grantTo } from '../private/grants';
import { reject } from '../private/validation';

/**
 * Properties of EncryptedDataStores.
 */
export interface EncryptedDataStoresProps {
  /**
   * The key that encrypts everything. It must be in the Region of the stores. An imported key's policy must let the
   * account's IAM policies decide, as the keys of the CDK and the console do.
   *
   * After a change tables are encrypted with the new key, but objects that exist stay under the old one: name that in
   * `previousEncryptionKeys`, or nobody is allowed to read them any more.
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
   * The main table: its keys, its name, its protection.
   *
   * @default - the keys `pk` and `sk`, recoverable, protected from deletion, with a stream
   */
  readonly table?: EncryptedTableOptions;

  /**
   * The bucket of digital-twin snapshots.
   *
   * @default - versioned; older versions are retained 90 days
   */
  readonly snapshotsBucket?: EncryptedBucketOptions;

  /**
   * The bucket of model artifacts.
   *
   * @default - versioned; older versions are retained 90 days
   */
  readonly modelArtifactsBucket?: EncryptedBucketOptions;

  /**
   * How long access logs are retained, 1 day to 100 years, in whole days.
   *
   * @default Duration.days(365)
   */
  readonly accessLogExpiration?: Duration;

  /**
   * Whether everything may be deleted with the stack, as in environments that are made to be thrown away: tables without protection from
   * deletion, buckets with every object in them, the key.
   *
   * @default - the context `cdk-hardened:disposable`, and false without it
   */
  readonly disposable?: boolean;
}

/**
 * What a grant on EncryptedDataStores is for.
 */
export interface StoresGrantOptions {
  /**
   * The tables, of these stores.
   *
   * @default - none when buckets are given; otherwise all, those added later included
   */
  readonly tables?: dynamodb.ITable[];

  /**
   * The buckets, of these stores.
   *
   * @default - none when tables are given; otherwise all, those added later included
   */
  readonly buckets?: s3.IBucket[];
}

/**
 * A DynamoDB table, buckets for digital-twin snapshots and model artifacts, and the bucket of their access logs, all under
 * one customer managed key.
 *
 * By default it costs 1 USD a month for the key (up to 3 after two rotations), plus storage, requests, and 0.03 USD for 10,000
 * requests to the key. It does not replicate: data that must outlive its Region needs a global table and a second bucket.
 * Everything is retained when the stack is deleted.
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

  /** The bucket of the other buckets' access logs. S3 manages its key, as S3 delivers logs nowhere else. */
  public readonly accessLogsBucket: s3.Bucket;

  private readonly tables: dynamodb.Table[] = [];
  private readonly buckets: s3.Bucket[] = [];
  private readonly keys: StoresKey;
  /** As it was given: an alias is a name by which requests may name the key. */
  private readonly encryptionKey: kms.IKey;

  constructor(scope: Construct, id: string, props: EncryptedDataStoresProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    setDisposable(this, props.disposable);
    const logExpiration = props.accessLogExpiration ?? Duration.days(365);
    requireDays(this, 'accessLogExpiration', logExpiration);

    this.keys = keysOfStore(this, props.encryptionKey, props.previousEncryptionKeys ?? [], 'Tables and buckets');
    this.key = this.keys.current;
    this.encryptionKey = props.encryptionKey ?? this.key;
    this.accessLogsBucket = accessLogsBucket(this, 'AccessLogsBucket', logExpiration);
    this.table = this.addTable('Table', props.table);
    this.snapshotsBucket = this.addBucket('SnapshotsBucket', props.snapshotsBucket);
    this.modelArtifactsBucket = this.addBucket('ModelArtifactsBucket', props.modelArtifactsBucket);
    retains(this, 'DATA-09');
  }

  /**
   * Creates another table like the main one. A grant on all stores includes it.
   *
   * @param id The id of the table.
   * @param options Its keys, its name, its protection.
   */
  public addTable(id: string, options: EncryptedTableOptions = {}): dynamodb.Table {
    const { table } = new EncryptedTable(this, id, { ...options, encryptionKey: this.key });
    this.tables.push(table);
    return table;
  }

  /**
   * Creates another bucket like the first two. A grant on all stores includes it.
   *
   * @param id The id of the bucket, which is also in the prefix of its access logs.
   * @param options Its name, versions and lifecycle.
   */
  public addBucket(id: string, options: EncryptedBucketOptions = {}): s3.Bucket {
    const { bucket } = new EncryptedBucket(this, id, {
      ...options,
      encryptionKey: this.encryptionKey,
      previousEncryptionKeys: this.keys.previous,
      accessLogsBucket: this.accessLogsBucket,
    });
    this.buckets.push(bucket);
    return bucket;
  }

  /**
   * Allows reading items, objects and their older versions, and decrypting through DynamoDB and S3 only. An error when the
   * grantee has no policy, or belongs to another account.
   *
   * It changes the grantee's policy and nothing else, so it works from any stack of the account.
   *
   * @param grantee Who may read: a function, a role, a user.
   * @param options Which tables and buckets, by default all of them.
   */
  public grantRead(grantee: iam.IGrantable, options: StoresGrantOptions = {}): iam.Grant {
    return this.grantStores(grantee, options, READ);
  }

  /**
   * Allows reading, writing and deleting items and objects with their tags, and using the key through DynamoDB and S3 only.
   * Older versions of objects can be read, but not deleted. An error when the grantee has no policy, or belongs to another account.
   *
   * It changes the grantee's policy and nothing else, so it works from any stack of the account.
   *
   * @param grantee Who may read and write: a function, a role, a user.
   * @param options Which tables and buckets, by default all of them.
   */
  public grantReadWrite(grantee: iam.IGrantable, options: StoresGrantOptions = {}): iam.Grant {
    return this.grantStores(grantee, options, READ_WRITE);
  }

  /**
   * Allows reading the stream of a table: every change, with the old and the new item.
   *
   * @param grantee Who may read: a function, a role, a user.
   * @param table The table, by default the main one.
   */
  public grantStreamRead(grantee: iam.IGrantable, table: dynamodb.ITable = this.table): iam.Grant {
    this.requireOwn('table', table, this.tables);
    return grantTo(this, grantee, toStream(table, this.key));
  }

  private grantStores(grantee: iam.IGrantable, options: StoresGrantOptions, access: Access): iam.Grant {
    const isForAll = options.tables === undefined && options.buckets === undefined;
    const tables = () => isForAll ? this.tables : options.tables ?? [];
    const buckets = () => isForAll ? this.buckets : options.buckets ?? [];
    this.validateGrant(tables(), buckets());
    return grantTo(this, grantee, [
      ...tables().length > 0 ? toTables(tables, this.key, access) : [],
      ...buckets().length > 0 ? toBuckets(buckets, this.keys, access) : [],
    ]);
  }

  private validateGrant(tables: dynamodb.ITable[], buckets: s3.IBucket[]): void {
    if (tables.length === 0 && buckets.length === 0) {
      reject(this, 'MissingProp', 'tables and buckets', 'are empty: name one, or leave both out to grant all');
    }
    tables.forEach((table, index) => this.requireOwn(`tables[${index}]`, table, this.tables));
    buckets.forEach((bucket, index) => this.requireOwn(`buckets[${index}]`, bucket, this.buckets));
  }

  private requireOwn<Store extends Construct>(prop: string, store: unknown, own: Store[]): void {
    if (!own.includes(store as Store)) {
      const path = (store as Construct | undefined)?.node?.path ?? String(store);
      const known = own.map((one) => one.node.scope!.node.id).join(', ');
      reject(this, 'UnknownValue', prop, `must belong to these stores (${known}), got ${path}`);
    }
  }
}
