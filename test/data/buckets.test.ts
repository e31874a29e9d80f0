import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { EncryptedBucketOptions, EncryptedDataStores } from '../../src';
import { ControlId } from '../../src/catalogue';
import { statesOf } from '../support/evidence';
import { only, stackWith, synth } from '../support/synth';

const build = (options: EncryptedBucketOptions) => (stack: Stack) => new EncryptedDataStores(stack, 'Stores', { snapshotsBucket: options });
const bucketOf = (id: string, options: EncryptedBucketOptions = {}) => only(synth(build(options)), 'AWS::S3::Bucket', id).Properties;
const accepts = (options: EncryptedBucketOptions) => expect(() => build(options)(new Stack())).not.toThrow();
const ABORT = { Id: 'BrokenUploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };

describe('by default', () => {
  test('older versions expire after 90 days, with the markers that are left, and incomplete uploads after 7', () => {
    expect(bucketOf('StoresSnapshotsBucket').LifecycleConfiguration.Rules).toEqual([
      ABORT,
      { Id: 'OlderVersions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 }, ExpiredObjectDeleteMarker: true },
    ]);
  });

  test('access logs expire after 365 days', () => {
    expect(bucketOf('StoresAccessLogsBucket').LifecycleConfiguration.Rules).toEqual([
      ABORT, { Id: 'OldLogs', Status: 'Enabled', ExpirationInDays: 365, NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
    ]);
  });

  test('the access logs of each bucket have a prefix of their own', () => {
    const prefixes = ['SnapshotsBucket', 'ModelArtifactsBucket'].map((id) => bucketOf(`Stores${id}`).LoggingConfiguration.LogFilePrefix);
    expect(prefixes).toEqual(['Stores/SnapshotsBucket/', 'Stores/ModelArtifactsBucket/']);
  });

  test.each<[ControlId, number]>([['DATA-01', 3], ['DATA-02', 1], ['DATA-03', 1], ['DATA-04', 1], ['DATA-05', 3], ['DATA-06', 3],
    ['DATA-07', 3], ['DATA-08', 2]])('%s is enforced %d times', (id, times) => {
    expect(statesOf(stackWith(build({})), id)).toEqual(Array(times).fill('enforced'));
  });
});

describe('is accepted:', () => {
  test('two rules without an id, and a name that only has in its middle what S3 reserves', () => {
    accepts({ lifecycleRules: [{ expiration: Duration.days(400) }, { expiration: Duration.days(500) }] });
    accepts({ bucketName: 'my-s3alias-bucket' });
  });

  test('a transition at a date, though its rule expires', () => {
    accepts({
      lifecycleRules: [{
        expiration: Duration.days(400), transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionDate: new Date('2030-01-01') }],
      }],
    });
  });

  test.each<[string, (unknown: Duration) => { expiration: Duration; transitionAfter: Duration }]>([
    ['expiration', (expiration) => ({ expiration, transitionAfter: Duration.days(40) })],
    ['transition', (transitionAfter) => ({ expiration: Duration.days(40), transitionAfter })],
  ])('a rule whose %s is a token', (_, durations) => {
    const { expiration, transitionAfter } = durations(Duration.days(Token.asNumber({ Ref: 'Days' })));
    const transitions = [{ storageClass: s3.StorageClass.GLACIER, transitionAfter }];
    accepts({ lifecycleRules: [{ expiration, transitions }] });
  });
});

describe('is rejected:', () => {
  test.each<[string, EncryptedBucketOptions, string]>([
    ['an id twice', { lifecycleRules: [{ id: 'Cold', expiration: Duration.days(400) }, { id: 'Cold', expiration: Duration.days(500) }] },
      'lifecycleRules must name each element once, got "Cold" twice (at Stack/Stores/SnapshotsBucket)'],
    ['an id of ours', { lifecycleRules: [{ id: 'BrokenUploads', expiration: Duration.days(400) }] },
      'lifecycleRules[0].id must differ from those of the bucket\'s own rules, got "BrokenUploads" (at Stack/Stores/SnapshotsBucket)'],
  ])('%s', (_, options, message) => expect(() => synth(build(options))).toThrow(message));
});
