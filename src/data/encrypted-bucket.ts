import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { accessLogsOfStack } from './access-logs-bucket';
import { EncryptedBucketProps } from './encrypted-bucket-props';
import { EncryptedBucketAttributes, IEncryptedBucket } from './i-encrypted-bucket';
import { ImportedBucket } from './imported-bucket';
import { enforces, relaxes, retains } from './intentions';
import { READ, READ_WRITE, toBuckets } from './permissions';
import { requireEncryption } from './required-encryption';
import { keysOfStore, StoresKey } from './stores-key';
import { bucketOptions, EXPIRE_VERSIONS, requireBucket } from './validate-bucket';
import { setDisposable } from '../private/disposable';
import { pinFeatureFlags } from '../private/feature-flags';
import { grantKeyThrough, grantTo } from '../private/grants';
import { requireKind } from '../private/kinds';
import { privateBucket } from '../private/private-bucket';

/**
 * An S3 bucket under a customer managed key: versioned, never public, TLS 1.2 or newer, with its requests logged to another bucket. It
 * rejects objects under any other key.
 *
 * By default it costs 1 USD a month for the key (up to 3 after two rotations), plus storage and requests; several buckets share a key
 * by `encryptionKey`. It does not replicate unless `bucketOptions` says so. The bucket and the key are retained when the stack is
 * deleted. A CDK bucket that becomes an EncryptedBucket with the same id keeps its logical id, and so its objects.
 */
export class EncryptedBucket extends Construct implements IEncryptedBucket {
  /**
   * Imports a bucket that another stack or app has created, for grants.
   *
   * @param scope The construct in which the import stands.
   * @param id The id of the import.
   * @param attributes The name of the bucket, and its keys.
   */
  public static fromEncryptedBucketAttributes(scope: Construct, id: string, attributes: EncryptedBucketAttributes): IEncryptedBucket {
    return new ImportedBucket(scope, id, attributes);
  }

  /** The bucket. Its own grants permit the key through S3 only, too. */
  public readonly bucket: s3.Bucket;

  public readonly bucketArn: string;
  public readonly bucketName: string;

  /** The key with which new objects are encrypted. */
  public readonly key: kms.IKey;

  private readonly keys: StoresKey;

  constructor(scope: Construct, id: string, props: EncryptedBucketProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    setDisposable(this, props.disposable);
    const versioned = props.versioned ?? true;
    const expiration = props.noncurrentVersionExpiration ?? Duration.days(90);
    requireBucket(this, props, expiration);
    this.keys = keysOfStore(this, props.encryptionKey, props.previousEncryptionKeys ?? [], 'Bucket');
    this.key = this.keys.current;

    this.bucket = privateBucket(this, 'Default', {
      ...bucketOptions(this, props),
      bucketName: props.bucketName,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      versioned,
      serverAccessLogsBucket: this.accessLogs(props.accessLogsBucket),
      serverAccessLogsPrefix: `${pathInStack(this)}/`,
      lifecycleRules: [
        ...versioned ? [{ id: EXPIRE_VERSIONS, noncurrentVersionExpiration: expiration, expiredObjectDeleteMarker: true }] : [],
        ...props.lifecycleRules ?? [],
      ],
    });
    this.bucketArn = this.bucket.bucketArn;
    this.bucketName = this.bucket.bucketName;
    requireEncryption(this.bucket, this.keys.names);
    grantKeyThrough(this.bucket, this.key, 's3', { previous: this.keys.previous });
    this.recordControls(versioned);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toBuckets(() => [this.bucket], this.keys, READ));
  }

  public grantReadWrite(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toBuckets(() => [this.bucket], this.keys, READ_WRITE));
  }

  private accessLogs(given?: s3.IBucket): s3.IBucket {
    if (given !== undefined) {
      requireKind(this, 'accessLogsBucket', given, 's3.IBucket');
    }
    return given ?? accessLogsOfStack(this);
  }

  private recordControls(versioned: boolean): void {
    enforces(this, 'DATA-01', 'DATA-05', 'DATA-06', 'DATA-08', 'DATA-10');
    if (versioned) {
      enforces(this, 'DATA-07');
    } else {
      relaxes(this, 'DATA-07', 'versioned is false, so an overwritten or deleted object cannot be restored.');
    }
    retains(this, 'DATA-09');
  }
}

/** Logs of several buckets are told apart by it. */
const pathInStack = (construct: Construct): string => construct.node.path.slice(Stack.of(construct).node.path.length).replace(/^\//, '');
