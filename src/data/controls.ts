import { defineControls } from '../private/controls';

export const DATA_CONTROLS = defineControls({
  'DATA-01': {
    title: 'Data at rest is encrypted with a customer managed key that rotates',
    why: 'Only a key of your own has a policy, an audit trail and an off switch that you control.',
    serves: ['§3 AWS KMS', '§Encryption Everywhere', '§Data Protection'],
    mapsTo: ['FSBP KMS.4', 'CIS AWS 3.0 3.6', 'AwsSolutions-KMS5', 'NIST-800-53r5 SC-28'],
  },
  'DATA-02': {
    title: 'A table can be restored to any second of its last 35 days',
    why: 'Without it a bad write or a bad actor is final.',
    serves: ['§3 DynamoDB Table', '§Security Incident Response'],
    mapsTo: ['FSBP DynamoDB.2', 'AwsSolutions-DDB3', 'NIST-800-53r5 CP-9'],
  },
  'DATA-03': {
    title: 'DynamoDB rejects the deletion of a table, and it is retained when its stack is deleted',
    why: 'A renamed construct would otherwise delete production data in one deploy.',
    serves: ['§Data Protection'],
    mapsTo: ['FSBP DynamoDB.6', 'NIST-800-53r5 CP-9'],
  },
  'DATA-04': {
    title: 'Every change of a table is in its stream, with the old and the new item',
    why: 'The stream is the trail of what was changed, by which an incident is understood and undone.',
    serves: ['12.2', '§Audit Logging'],
    mapsTo: ['NIST-800-53r5 AU-12'],
  },
  'DATA-05': {
    title: 'Buckets deny requests that do not use TLS 1.2 or newer',
    why: 'A presigned URL or an old SDK can otherwise send object data in clear text.',
    serves: ['§3 S3 Buckets', '§Data Protection'],
    mapsTo: ['FSBP S3.5', 'CIS AWS 3.0 2.1.1', 'AwsSolutions-S10', 'NIST-800-53r5 SC-8'],
  },
  'DATA-06': {
    title: 'Buckets are never public, and ACLs have no effect',
    why: 'Most leaks of stored data began with one permissive policy or ACL.',
    serves: ['§3 S3 Buckets', '§Access Control'],
    mapsTo: ['FSBP S3.8', 'FSBP S3.12', 'CIS AWS 3.0 2.1.4', 'AwsSolutions-S2', 'NIST-800-53r5 AC-3'],
  },
  'DATA-07': {
    title: 'An overwritten or deleted object can be restored',
    why: 'Versions are what is left after ransomware or a wrong script.',
    serves: ['§3 S3 Buckets', '§Security Incident Response'],
    mapsTo: ['FSBP S3.14', 'NIST-800-53r5 CP-9'],
  },
  'DATA-08': {
    title: 'Every request to a bucket is logged to another bucket',
    why: 'Who read a sensitive object is otherwise known to nobody.',
    serves: ['12.2', '§3 S3 Buckets', '§Audit Logging'],
    mapsTo: ['FSBP S3.9', 'AwsSolutions-S1', 'NIST-800-53r5 AU-2'],
  },
  'DATA-09': {
    title: 'Buckets and keys are retained when their stack is deleted',
    why: 'A deleted key makes everything it encrypted unreadable, for good.',
    serves: ['§Data Protection'],
    mapsTo: ['FSBP KMS.3', 'NIST-800-53r5 SC-12'],
  },
  'DATA-10': {
    title: 'Who is granted the data may use the key through DynamoDB and S3 only',
    why: 'A stolen role could otherwise decrypt whatever else the key protects.',
    serves: ['§3 Key Policy', '§Principle of Least Privilege'],
    mapsTo: ['FSBP KMS.1', 'NIST-800-53r5 AC-6'],
  },
});

export const { enforces, relaxes } = DATA_CONTROLS;
