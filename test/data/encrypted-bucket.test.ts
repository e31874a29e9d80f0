import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { EncryptedBucket, EncryptedBucketProps, IEncryptedBucket } from '../../src';
import { leftToIam, requestsOf } from '../support/iam';
import { enforced, ENV, only, relaxed, stackWith, synth, warningIds } from '../support/synth';

const withProps = (props?: EncryptedBucketProps) => synth((stack) => new EncryptedBucket(stack, 'Bucket', props));
const bucketOf = (props?: EncryptedBucketProps) => only(withProps(props), 'AWS::S3::Bucket', 'Bucket').Properties;

test('a bare EncryptedBucket enforces the controls of buckets, and warns of nothing', () => {
  const stack = stackWith((scope) => new EncryptedBucket(scope, 'Bucket'));
  expect(enforced(stack)).toEqual(['DATA-01', 'DATA-05', 'DATA-06', 'DATA-07', 'DATA-08', 'DATA-09', 'DATA-10']);
  expect(warningIds(stack)).toEqual([]);
});

describe('access logs', () => {
  test('go to one bucket of the stack, each under the path of its bucket', () => {
    const template = synth((stack) => {
      new EncryptedBucket(stack, 'One');
      new EncryptedBucket(stack, 'Two');
    });
    template.resourceCountIs('AWS::S3::Bucket', 3);
    const logging = ['One', 'Two'].map((id) => only(template, 'AWS::S3::Bucket', id).Properties.LoggingConfiguration);
    expect(logging.map(({ LogFilePrefix }) => LogFilePrefix)).toEqual(['One/', 'Two/']);
    expect(logging.map(({ DestinationBucketName }) => DestinationBucketName.Ref))
      .toEqual([expect.stringMatching('^CdkHardenedAccessLogsBucket'), logging[0].DestinationBucketName.Ref]);
    const written = Object.entries(template.findResources('AWS::S3::BucketPolicy')).find(([id]) => id.startsWith('CdkHardened'))![1]
      .Properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(written.map(({ Principal, Resource }: any) => [Principal.Service, Resource['Fn::Join'][1][1]]))
      .toEqual([['logging.s3.amazonaws.com', '/One/*'], ['logging.s3.amazonaws.com', '/Two/*']]);
  });

  test('go to a bucket of the user', () => {
    const template = synth((stack) => new EncryptedBucket(stack, 'Bucket', {
      accessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'central-logs'),
    }));
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: { DestinationBucketName: 'central-logs', LogFilePrefix: 'Bucket/' },
    });
  });
});

describe('bucketOptions', () => {
  test('sets what the CDK has: object lock, CORS, events', () => {
    expect(bucketOf({
      bucketOptions: {
        objectLockEnabled: true,
        objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(30)),
        cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['https://example.com'] }],
        eventBridgeEnabled: true,
      },
    })).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 30, Mode: 'GOVERNANCE' } } },
      CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['https://example.com'] }] },
    });
  });

  test('replicates to another encrypted bucket, under the keys of both', () => {
    const template = synth((stack) => {
      const { bucket, key } = new EncryptedBucket(stack, 'Copy');
      new EncryptedBucket(stack, 'Bucket', {
        bucketOptions: { replicationRules: [{ destination: bucket, kmsKey: key, sseKmsEncryptedObjects: true }] },
      });
    }, { env: ENV });
    const [rule] = only(template, 'AWS::S3::Bucket', 'Bucket').Properties.ReplicationConfiguration.Rules;
    expect(rule).toMatchObject({ Status: 'Enabled', SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } } });
  });

  test.each<[string, s3.BucketProps, RegExp]>([
    ['publicReadAccess', { publicReadAccess: true }, /never public.*DATA-06/],
    ['encryption', { encryption: s3.BucketEncryption.S3_MANAGED }, /customer managed key \(DATA-01\)/],
    ['autoDeleteObjects', { removalPolicy: undefined, autoDeleteObjects: true }, /use disposable/],
    ['enforceSSL', { enforceSSL: false }, /DATA-05/],
    ['versioned', { versioned: false }, /use the prop of this name/],
  ])('rejects what would weaken the bucket, such as %s', (name, bucketOptions, remedy) => {
    expect(() => withProps({ bucketOptions })).toThrow(expect.objectContaining({
      code: 'NotConfigurable', prop: `bucketOptions.${name}`, message: expect.stringMatching(remedy),
    }));
  });
});

describe('grants', () => {
  const after = (bucket: (stack: Stack) => IEncryptedBucket, grant: (bucket: IEncryptedBucket, role: iam.Role) => void) =>
    requestsOf(synth((stack) => grant(bucket(stack), new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() })),
      { env: ENV }), 'Reader', { resourcePolicies: leftToIam(KEY, OLD) });
  const OLD = 'arn:aws:kms:eu-west-1:111122223333:key/old';
  const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const via = (service: string) => ({ 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` });
  const imported = (stack: Stack) => EncryptedBucket.fromEncryptedBucketAttributes(stack, 'Imported', {
    bucketName: 'reports',
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY),
    previousEncryptionKeys: [kms.Key.fromKeyArn(stack, 'Old', OLD)],
  });

  test('of an imported bucket read and write objects, and remove no version', () => {
    const ask = after(imported, (one, role) => one.grantReadWrite(role));
    const s3Arn = (path: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${path}`]] });
    expect(['s3:GetObject', 's3:PutObject', 's3:DeleteObjectVersion'].map((action) => ask(action, s3Arn('reports/a'))))
      .toEqual(['ALLOW', 'ALLOW', 'IMPLICIT_DENY']);
    expect([ask('kms:GenerateDataKey', KEY, via('s3')), ask('kms:GenerateDataKey', KEY), ask('kms:Decrypt', OLD, via('s3')),
      ask('kms:GenerateDataKey', OLD, via('s3'))]).toEqual(['ALLOW', 'IMPLICIT_DENY', 'ALLOW', 'IMPLICIT_DENY']);
  });
});

describe('disposable', () => {
  const everything = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key'];

  test.each<[string, (stack: Stack) => unknown]>([
    ['a prop', (stack) => new EncryptedBucket(stack, 'Bucket', {
      disposable: true, accessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs'),
    })],
    ['the context of the stack', (stack) => {
      stack.node.setContext('cdk-hardened:disposable', 'true');
      new EncryptedBucket(stack, 'Bucket');
    }],
  ])('by %s empties and deletes the bucket with its stack, and warns of it', (_, build) => {
    const template = synth(build);
    const policies = everything.flatMap((type) => Object.values(template.findResources(type)).map(({ DeletionPolicy }) => DeletionPolicy));
    expect(new Set(policies)).toEqual(new Set(['Delete']));
    template.resourceCountIs('Custom::S3AutoDeleteObjects', Object.keys(template.findResources('AWS::S3::Bucket')).length);
    expect(relaxed(stackWith(build))).toContain('DATA-09');
  });

  test('is true or false', () => {
    expect(() => synth((stack) => {
      stack.node.setContext('cdk-hardened:disposable', 'yes');
      new EncryptedBucket(stack, 'Bucket');
    })).toThrow(/context cdk-hardened:disposable must be true or false, got "yes" \(at Stack\/Bucket\)/);
  });

  test('false for one construct wins over the context', () => {
    const template = synth((stack) => {
      stack.node.setContext('cdk-hardened:disposable', true);
      new EncryptedBucket(stack, 'Bucket', { disposable: false, accessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs') });
    });
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate' });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});

test('is granted to a role of another stack without a cycle, twice in its own', () => {
  const app = new App();
  const [data, service] = ['Data', 'Service'].map((id) => new Stack(app, id));
  const stores = ['One', 'Two'].map((id) => new EncryptedBucket(data, id));
  const role = new iam.Role(service, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
  stores.forEach((store) => store.grantReadWrite(role));
  expect(() => app.synth()).not.toThrow();
  expect([data.dependencies, service.dependencies]).toEqual([[], [data]]);
});
