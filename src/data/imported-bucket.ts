import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EncryptedBucketAttributes, IEncryptedBucket } from './i-encrypted-bucket';
import { READ, READ_WRITE, toBuckets } from './permissions';
import { keysOfStore, StoresKey } from './stores-key';
import { grantTo } from '../private/grants';

/** A bucket that exists. */
export class ImportedBucket extends Construct implements IEncryptedBucket {
  public readonly bucketArn: string;
  public readonly bucketName: string;
  public readonly key: kms.IKey;
  private readonly bucket: s3.IBucket;
  private readonly keys: StoresKey;

  constructor(scope: Construct, id: string, { bucketName, encryptionKey, previousEncryptionKeys = [] }: EncryptedBucketAttributes) {
    super(scope, id);
    this.keys = keysOfStore(this, encryptionKey, previousEncryptionKeys, 'Bucket');
    this.key = this.keys.current;
    this.bucket = s3.Bucket.fromBucketName(this, 'Bucket', bucketName);
    this.bucketArn = this.bucket.bucketArn;
    this.bucketName = this.bucket.bucketName;
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toBuckets(() => [this.bucket], this.keys, READ));
  }

  public grantReadWrite(grantee: iam.IGrantable): iam.Grant {
    return grantTo(this, grantee, toBuckets(() => [this.bucket], this.keys, READ_WRITE));
  }
}
