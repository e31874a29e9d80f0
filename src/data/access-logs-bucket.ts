import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { enforces, retains } from './intentions';
import { sharedByStack } from '../private/keys';
import { privateBucket } from '../private/private-bucket';

/** The bucket of access logs. S3 delivers them only where S3 itself manages the key, so it is the one bucket without ours. */
export function accessLogsBucket(scope: Construct, id: string, expiration: Duration): s3.Bucket {
  const bucket = privateBucket(scope, id, {
    encryption: s3.BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [{ id: 'OldLogs', expiration, noncurrentVersionExpiration: Duration.days(30) }],
  });
  enforces(bucket, 'DATA-05', 'DATA-06', 'DATA-07');
  retains(bucket, 'DATA-09');
  return bucket;
}

/** The bucket of access logs of all buckets of a stack that have no other. */
export function accessLogsOfStack(scope: Construct): s3.IBucket {
  const shared = sharedByStack(scope);
  return shared.node.tryFindChild('AccessLogsBucket') as s3.Bucket | undefined
    ?? accessLogsBucket(shared, 'AccessLogsBucket', Duration.days(365));
}
