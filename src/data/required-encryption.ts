import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const CUSTOMER_ALGORITHM = 's3:x-amz-server-side-encryption-customer-algorithm';

/** Uploads, copies and replicas. */
const WRITES = ['s3:PutObject', 's3:ReplicateObject'];

/** Encryption with a key of AWS KMS, once or in two layers. */
const KMS = ['aws:kms', 'aws:kms:dsse'];

/**
 * Default encryption is what S3 does with a request that says nothing; one that says something is obeyed. So a request that names
 * another algorithm, another key, AWS's own key (the algorithm without a key) or a key that it sends along is denied, whoever
 * makes it, and so is the change of an object's key. A request that says nothing passes, and so does each part of a multipart
 * upload, which repeats no header.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function requireEncryption(bucket: s3.Bucket, keyNames: string[]): void {
  const deny = (sid: string, conditions?: Record<string, Record<string, unknown>>, actions = WRITES) => {
    const resources = [bucket.arnForObjects('*')];
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid, effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions, resources, conditions,
    }));
  };
  // a header that is not there differs from every value, hence the Null of each
  deny('OtherAlgorithms', { Null: { [ALGORITHM]: 'false' }, StringNotEquals: { [ALGORITHM]: KMS } });
  deny('OtherKeys', { Null: { [KEY_ID]: 'false' }, StringNotEquals: { [KEY_ID]: keyNames } });
  deny('KeyOfAws', { Null: { [KEY_ID]: 'true' }, StringEquals: { [ALGORITHM]: KMS } });
  deny('KeysOfCustomers', { Null: { [CUSTOMER_ALGORITHM]: 'false' } });
  deny('ChangesOfKeys', undefined, ['s3:UpdateObjectEncryption']);
}
