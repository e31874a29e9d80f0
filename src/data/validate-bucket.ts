import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EncryptedBucketOptions } from './encrypted-bucket-props';
import { Decided, otherOptions, OWN_PROP } from '../private/other-options';
import { ABORT_UPLOADS } from '../private/private-bucket';
import { reject, requireDistinct, requireDuration, requireMatch, shown } from '../private/validation';

/** The id of the lifecycle rule that deletes older versions. */
export const EXPIRE_VERSIONS = 'OlderVersions';

const NEVER_PUBLIC = 'the bucket is never public, and ACLs have no effect (DATA-06)';

const DECIDED: Decided<s3.BucketProps> = {
  bucketName: OWN_PROP,
  versioned: OWN_PROP,
  lifecycleRules: OWN_PROP,
  encryptionKey: OWN_PROP,
  encryption: 'it is a customer managed key (DATA-01)',
  bucketKeyEnabled: 'it is true, as requests to the key are otherwise paid for each object',
  enforceSSL: 'it is true (DATA-05)',
  minimumTLSVersion: 'it is 1.2 (DATA-05)',
  blockPublicAccess: NEVER_PUBLIC,
  publicReadAccess: NEVER_PUBLIC,
  accessControl: NEVER_PUBLIC,
  objectOwnership: NEVER_PUBLIC,
  websiteIndexDocument: NEVER_PUBLIC,
  websiteErrorDocument: NEVER_PUBLIC,
  websiteRedirect: NEVER_PUBLIC,
  websiteRoutingRules: NEVER_PUBLIC,
  serverAccessLogsBucket: 'use accessLogsBucket of the construct (DATA-08)',
  serverAccessLogsPrefix: 'it is the path of the bucket, by which logs are told apart',
  removalPolicy: 'a bucket is retained (DATA-09); use disposable to give that up',
  autoDeleteObjects: 'a bucket is retained (DATA-09); use disposable to give that up',
};

/** What a user adds to the options of the bucket. */
export const bucketOptions = (scope: Construct, { bucketOptions: given }: EncryptedBucketOptions): s3.BucketProps | undefined =>
  otherOptions(scope, 'bucketOptions', given, DECIDED);

const CENTURY = Duration.days(36500);

/** Days as S3 takes them. */
export const requireDays = (scope: Construct, prop: string, value: Duration, min = Duration.days(1)): void =>
  requireDuration(scope, prop, value, 'day', min, CENTURY);

/** Throws for what S3 would reject. */
export function requireBucket(scope: Construct, options: EncryptedBucketOptions, expiration: Duration): void {
  requireDays(scope, 'noncurrentVersionExpiration', expiration);
  if (options.bucketName !== undefined) {
    requireMatch(scope, 'bucketName', options.bucketName, /^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/,
      'must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends');
    requireMatch(scope, 'bucketName', options.bucketName, /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)/,
      'must not begin or end as names that Amazon S3 reserves do');
  }
  requireDistinct(scope, 'lifecycleRules', options.lifecycleRules?.flatMap(({ id }) => id ?? []));
  options.lifecycleRules?.forEach((rule, index) => validateRule(scope, `lifecycleRules[${index}]`, rule));
}

function validateRule(scope: Construct, prop: string, rule: s3.LifecycleRule): void {
  if (rule.id === ABORT_UPLOADS || rule.id === EXPIRE_VERSIONS) {
    reject(scope, 'ReservedName', `${prop}.id`, `must differ from those of the bucket's own rules, got ${shown(rule.id)}`);
  }
  const { abortIncompleteMultipartUploadAfter, expiration, noncurrentVersionExpiration } = rule;
  const durations = { abortIncompleteMultipartUploadAfter, expiration, noncurrentVersionExpiration };
  for (const [name, value] of Object.entries(durations)) {
    if (value !== undefined) {
      requireDays(scope, `${prop}.${name}`, value);
    }
  }
  validateTransitions(scope, `${prop}.transitions`, rule.transitions, expiration);
  validateTransitions(scope, `${prop}.noncurrentVersionTransitions`, rule.noncurrentVersionTransitions, noncurrentVersionExpiration);
}

/** The storage classes that S3 moves an object to only when it is 30 days old. */
const INFREQUENT = ['STANDARD_IA', 'ONEZONE_IA'];

function validateTransitions(
  scope: Construct, prop: string, transitions: (s3.Transition | s3.NoncurrentVersionTransition)[] | undefined, expiration?: Duration,
): void {
  transitions?.forEach(({ transitionAfter, storageClass }, index) => {
    if (transitionAfter === undefined) {
      return;
    }
    const after = `${prop}[${index}].transitionAfter`;
    requireDays(scope, after, transitionAfter, Duration.days(INFREQUENT.includes(storageClass.value) ? 30 : 0));
    if (expiration && ![expiration, transitionAfter].some((one) => one.isUnresolved()) && transitionAfter.toDays() >= expiration.toDays()) {
      reject(scope, 'OutOfRange', after, `must be shorter than the expiration of the rule, ${expiration.toHumanString()}, `
        + `got ${transitionAfter.toHumanString()}`);
    }
  });
}
