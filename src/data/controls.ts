import {
  every, is, isAtMost, isRetained, isSet, isUnset, defineControls, each, keyIsRetained, keyRotates, keyServesServicesOnly, none, some,
} from '../evidence';
import { DENIES_CLEAR_TEXT, DENIES_OTHER_ENCRYPTION, HOLDS_DATA } from './relations';

const TABLE = 'AWS::DynamoDB::Table';
const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable';
const BUCKET = 'AWS::S3::Bucket';
const TABLE_KEY = 'SSESpecification.KMSMasterKeyId';
const BUCKET_KEY = 'BucketEncryption';
const RULES = 'BucketEncryption.ServerSideEncryptionConfiguration';

/** How long older versions are there to be restored, at least. */
const VERSIONS_DAYS = 30;
const ENABLED = is('Status', 'Enabled');

export const DATA_CONTROLS = defineControls('EncryptedDataStores', {
  'DATA-01': {
    title: 'Data at rest is encrypted with a customer managed key that rotates',
    why: 'Only a key of your own has a policy, an audit trail and an off switch that you control.',
    kind: 'prevents',
    serves: ['§3 AWS KMS', '§Encryption Everywhere', '§Data Protection'],
    supports: ['SecurityHub KMS.4', 'CIS AWS 3.0 3.6', 'AwsSolutions-KMS5', 'NIST-800-53r5 SC-28(1)'],
    evidence: [
      every(TABLE, [is('SSESpecification.SSEEnabled', true), isSet(TABLE_KEY), keyRotates(TABLE_KEY)]),
      every(GLOBAL_TABLE, [
        is('SSESpecification.SSEEnabled', true), is('SSESpecification.SSEType', 'KMS'), each('Replicas', isSet(TABLE_KEY)),
      ]),
      every(BUCKET, [
        some(RULES, is('ServerSideEncryptionByDefault.SSEAlgorithm', 'aws:kms', 'aws:kms:dsse'),
          isSet('ServerSideEncryptionByDefault.KMSMasterKeyID')),
        keyRotates(BUCKET_KEY),
        DENIES_OTHER_ENCRYPTION,
      ], { which: [HOLDS_DATA] }),
    ],
  },
  'DATA-02': {
    title: 'A table can be restored to any second of its last 35 days',
    why: 'Without it a bad write or a bad actor is final.',
    kind: 'recovers',
    serves: ['§3 DynamoDB Table', '§Security Incident Response'],
    supports: ['FSBP DynamoDB.2', 'AwsSolutions-DDB3', 'NIST-800-53r5 CP-9'],
    optOut: { prop: 'table.pointInTimeRecovery', value: false },
    evidence: [
      every(TABLE, [is('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', true)]),
      every(GLOBAL_TABLE, [each('Replicas', is('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', true))]),
    ],
  },
  'DATA-03': {
    title: 'DynamoDB rejects the deletion of a table, and it is retained when its stack is deleted',
    why: 'A renamed construct would otherwise delete production data in one deploy.',
    kind: 'prevents',
    serves: ['§Data Protection'],
    supports: ['FSBP DynamoDB.6', 'NIST-800-53r5 CM-3'],
    optOut: { prop: 'table.deletionProtection', value: false },
    evidence: [
      every(TABLE, [is('DeletionProtectionEnabled', true), isRetained()]),
      every(GLOBAL_TABLE, [each('Replicas', is('DeletionProtectionEnabled', true)), isRetained()]),
    ],
  },
  'DATA-04': {
    title: 'Every change of a table is in its stream, with the old and the new item',
    why: 'The stream is the trail of what was changed, by which an incident is understood and undone.',
    kind: 'detects',
    serves: ['12.2', '§Audit Logging'],
    supports: ['NIST-800-53r5 AU-12'],
    evidence: [TABLE, GLOBAL_TABLE].map((type) => every(type, [is('StreamSpecification.StreamViewType', 'NEW_AND_OLD_IMAGES')])),
  },
  'DATA-05': {
    title: 'Buckets deny requests that do not use TLS 1.2 or newer',
    why: 'A presigned URL or an old SDK can otherwise send object data in clear text.',
    kind: 'prevents',
    serves: ['§3 S3 Buckets', '§Data Protection'],
    supports: ['FSBP S3.5', 'CIS AWS 3.0 2.1.1', 'AwsSolutions-S10', 'NIST-800-53r5 SC-8'],
    evidence: [every(BUCKET, [DENIES_CLEAR_TEXT])],
  },
  'DATA-06': {
    title: 'Buckets are never public, and ACLs have no effect',
    why: 'Most leaks of stored data began with one permissive policy or ACL.',
    kind: 'prevents',
    serves: ['§3 S3 Buckets', '§Access Control'],
    supports: ['FSBP S3.8', 'FSBP S3.12', 'CIS AWS 3.0 2.1.4', 'AwsSolutions-S2', 'NIST-800-53r5 AC-3'],
    evidence: [every(BUCKET, [
      ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']
        .map((name) => is(`PublicAccessBlockConfiguration.${name}`, true)),
      some('OwnershipControls.Rules', is('ObjectOwnership', 'BucketOwnerEnforced')),
      isUnset('AccessControl'),
    ])],
  },
  'DATA-07': {
    title: `An overwritten or deleted object can be restored for ${VERSIONS_DAYS} days or more`,
    why: 'Versions are what is left after ransomware or a wrong script.',
    kind: 'recovers',
    serves: ['§3 S3 Buckets', '§Security Incident Response'],
    supports: ['SecurityHub S3.14', 'NIST-800-53r5 CP-9'],
    optOut: { prop: 'snapshotsBucket.versioned', value: false },
    evidence: [every(BUCKET, [
      is('VersioningConfiguration.Status', 'Enabled'),
      // the shortest of several rules wins
      ...['NoncurrentVersionExpiration.NoncurrentDays', 'NoncurrentVersionExpirationInDays']
        .map((days) => none('LifecycleConfiguration.Rules', ENABLED, isAtMost(days, VERSIONS_DAYS - 1))),
    ])],
  },
  'DATA-08': {
    title: 'Every request to a bucket is logged to another bucket',
    why: 'Who read a sensitive object is otherwise known to nobody.',
    kind: 'detects',
    serves: ['12.2', '§3 S3 Buckets', '§Audit Logging'],
    supports: ['FSBP S3.9', 'AwsSolutions-S1', 'NIST-800-53r5 AU-2'],
    evidence: [every(BUCKET, [isSet('LoggingConfiguration.DestinationBucketName')], { which: [HOLDS_DATA] })],
  },
  'DATA-09': {
    title: 'Buckets and keys are retained when their stack is deleted',
    why: 'A deleted key makes everything it encrypted unreadable, for good.',
    kind: 'recovers',
    serves: ['§Data Protection'],
    supports: ['FSBP KMS.3', 'NIST-800-53r5 SC-12'],
    evidence: [
      every(BUCKET, [isRetained(), keyIsRetained(BUCKET_KEY)]),
      every(TABLE, [keyIsRetained(TABLE_KEY)]),
      every('AWS::KMS::Key', [isRetained()]),
    ],
  },
  'DATA-10': {
    title: 'Who is granted the data may use the key through AWS services only',
    why: 'A stolen role could otherwise decrypt whatever else the key protects.',
    kind: 'prevents',
    serves: ['§3 Key Policy', '§Principle of Least Privilege'],
    supports: ['FSBP KMS.1', 'NIST-800-53r5 AC-6'],
    evidence: [every(TABLE, [keyServesServicesOnly(TABLE_KEY)]), every(BUCKET, [keyServesServicesOnly(BUCKET_KEY)])],
  },
});
