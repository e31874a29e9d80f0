import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { isDisposable, retention } from './disposable';
import { isPolicyOfBucket, policyErrors } from './one-policy';

/** The id of the lifecycle rule that every private bucket has. */
export const ABORT_UPLOADS = 'BrokenUploads';

/**
 * A bucket that is never public, takes requests with TLS 1.2 or newer only, aborts what is never completed, and is retained with the
 * one policy that it has: it would otherwise be deleted with the stack.
 */
export function privateBucket(scope: Construct, id: string, props: s3.BucketProps): s3.Bucket {
  const bucket = new s3.Bucket(scope, id, {
    ...props,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: retention(scope),
    autoDeleteObjects: isDisposable(scope),
    lifecycleRules: [
      { id: ABORT_UPLOADS, abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ...props.lifecycleRules ?? [],
    ],
  });
  bucket.policy!.applyRemovalPolicy(retention(scope));
  bucket.node.addValidation({ validate: () => policyErrors(bucket, isPolicyOfBucket(bucket)) });
  return bucket;
}
