import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { EncryptedDataStores, EncryptedDataStoresProps } from '../../src';
import { arnOf } from '../../src/testing';
import { requestsFrom, requestsOf } from '../support/iam';
import { ENV, only, relaxed, stackWith, synth, warningIds } from '../support/synth';

const withProps = (props?: EncryptedDataStoresProps) => synth((stack) => new EncryptedDataStores(stack, 'Stores', props));
const STATEFUL = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key'];

describe('bare EncryptedDataStores', () => {
  test('keep everything that holds data when the stack goes or a resource is replaced', () => {
    const template = withProps();
    for (const type of STATEFUL) {
      for (const resource of Object.values(template.findResources(type))) {
        // what a first deployment that fails leaves behind: a protected table only, which DynamoDB would not delete
        expect([resource.DeletionPolicy, resource.UpdateReplacePolicy])
          .toEqual([type === 'AWS::DynamoDB::Table' ? 'Retain' : 'RetainExceptOnCreate', 'Retain']);
      }
    }
  });

  test('have one key, rotated every 365 days, whose policy is the root of the account and no service', () => {
    const template = withProps();
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      RotationPeriodInDays: 365,
      KeyPolicy: {
        Statement: [
          { Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: Match.anyValue() } },
          Match.objectLike({ Effect: 'Deny', Action: 'kms:CreateGrant', Resource: '*', Principal: { AWS: '*' } }),
        ],
      },
    });
  });

  test('have a table under the key, recoverable, protected, with a stream, on demand', () => {
    withProps().hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      BillingMode: 'PAY_PER_REQUEST',
      TableName: Match.absent(),
    });
  });

  test.each(['StoresSnapshotsBucket',
    'StoresModelArtifactsBucket'])('have %s under the key, versioned, private, logged, with a lifecycle', (id) => {
    expect(only(withProps(), 'AWS::S3::Bucket', id).Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' },
        }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      LoggingConfiguration: { DestinationBucketName: { Ref: expect.stringMatching('AccessLogs') } },
      LifecycleConfiguration: {
        Rules: [
          expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
          expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 90 } }),
        ],
      },
    });
  });

  test('have a bucket of access logs that S3 can write to: its own key, no ACL, a policy for the logging service', () => {
    const template = withProps();
    const bucket = only(template, 'AWS::S3::Bucket', 'StoresAccessLogsBucket').Properties;
    expect(bucket.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm).toBe('AES256');
    expect(bucket.AccessControl).toBeUndefined();
    expect(bucket.LoggingConfiguration).toBeUndefined();
    const policy = only(template, 'AWS::S3::BucketPolicy', 'StoresAccessLogsBucketPolicy').Properties.PolicyDocument.Statement;
    const logging = policy.filter((statement: any) => statement.Principal?.Service === 'logging.s3.amazonaws.com');
    expect(logging).toHaveLength(2);
    for (const statement of logging) {
      expect(Object.keys(statement.Condition)).toEqual(['ArnLike', 'StringEquals']);
    }
  });

  test('deny clear text and TLS older than 1.2 on every bucket', () => {
    const template = withProps();
    const buckets = Object.keys(template.findResources('AWS::S3::Bucket'));
    expect(buckets).toHaveLength(3);
    const ask = requestsFrom('111122223333', template);
    for (const object of buckets.flatMap((id) => [arnOf(id), arnOf(id, '/key')])) {
      const decisions = [[false, 1.3], [true, 1.1], [true, 1.2]].map(([secure, version]) =>
        ask('s3:GetObject', object, { 'aws:SecureTransport': secure, 's3:TlsVersion': version }));
      expect(decisions).toEqual(['EXPLICIT_DENY', 'EXPLICIT_DENY', 'ALLOW']);
    }
  });

  test('warn of nothing', () => {
    expect(warningIds(stackWith((stack) => new EncryptedDataStores(stack, 'Stores')))).toEqual([]);
  });

  test('are the same in an app with every feature flag off or on', () => {
    const flags = ['@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', '@aws-cdk/aws-s3:createDefaultLoggingPolicy'];
    const build = (value: boolean) => {
      const stack = stackWith(() => {});
      flags.forEach((flag) => stack.node.setContext(flag, value));
      new EncryptedDataStores(stack, 'Stores');
      return Template.fromStack(stack).toJSON();
    };
    expect(build(true)).toEqual(build(false));
  });
});

describe('the props of EncryptedDataStores', () => {
  test('table changes keys, name and expiry', () => {
    const template = withProps({
      table: { partitionKey: { name: 'id', type: dynamodb.AttributeType.NUMBER }, tableName: 'twins', timeToLiveAttribute: 'expires' },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TableName: 'twins',
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  });

  test('snapshotsBucket changes that bucket and no other', () => {
    const template = withProps({ snapshotsBucket: { bucketName: 'twin-snapshots', noncurrentVersionExpiration: Duration.days(7) } });
    const rules = (id: string) => only(template, 'AWS::S3::Bucket',
      id).Properties.LifecycleConfiguration.Rules[1].NoncurrentVersionExpiration.NoncurrentDays;
    expect(only(template, 'AWS::S3::Bucket', 'StoresSnapshotsBucket').Properties.BucketName).toBe('twin-snapshots');
    expect([rules('StoresSnapshotsBucket'), rules('StoresModelArtifactsBucket')]).toEqual([7, 90]);
  });

  test('accessLogExpiration changes how long access logs stay', () => {
    const bucket = only(withProps({ accessLogExpiration: Duration.days(30) }), 'AWS::S3::Bucket', 'StoresAccessLogsBucket').Properties;
    expect(bucket.LifecycleConfiguration.Rules[1].ExpirationInDays).toBe(30);
  });

  test.each([
    ['DATA-02', { table: { pointInTimeRecovery: false } }],
    ['DATA-03', { table: { deletionProtection: false } }],
    ['DATA-07', { snapshotsBucket: { versioned: false } }],
  ])('what relaxes %s warns under its id', (id, props) => {
    expect(relaxed(stackWith((stack) => new EncryptedDataStores(stack, 'Stores', props)))).toEqual([id]);
  });

  test('encryptionKey: an imported key is used, and no other made', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
    const template = synth((stack) => new EncryptedDataStores(stack, 'Stores', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arn) }));
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: arn } });
  });

  test('tokens pass', () => {
    const template = withProps({
      accessLogExpiration: Duration.days(Token.asNumber({ Ref: 'Days' })),
      table: { tableName: Token.asString({ Ref: 'TableName' }) },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', { TableName: { Ref: 'TableName' } });
  });

  test('a key of another Region is rejected', () => {
    expect(() => synth((stack) => new EncryptedDataStores(stack, 'Stores', {
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/k'),
    }), { env: ENV })).toThrow(/encryptionKey must be in the Region of its stack.*\(at Stack\/Stores\)/);
  });

  test('an expiry of nothing is rejected', () => {
    expect(() => withProps({ accessLogExpiration: Duration.days(0) })).toThrow(/accessLogExpiration must be a whole number of days between 1 day and .*\(at Stack\/Stores\)/);
  });
});

describe('grants', () => {
  const granted = (grant: (stores: EncryptedDataStores, role: iam.Role) => void) => {
    const template = synth((stack: Stack) => {
      const stores = new EncryptedDataStores(stack, 'Stores');
      grant(stores, new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
      stores.addTable('Later');
      stores.addBucket('LaterBucket');
    });
    const ask = requestsOf(template, 'Reader');
    const reference = (type: string,
      id: string) => ({ 'Fn::GetAtt': [Object.keys(template.findResources(type)).find((key) => key.startsWith(id)), 'Arn'] });
    return {
      template,
      may: (action: string, type: string, id: string, context = {}) => ask(action, reference(type, id), context) === 'ALLOW',
      mayObject: (action: string, id: string) =>
        ask(action, { 'Fn::Join': ['', [reference('AWS::S3::Bucket', id), '/twin.json']] }) === 'ALLOW',
    };
  };
  const via = (service: string) => ({ 'kms:ViaService': { 'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']] } });

  test('grantRead permits to read, and not to write', () => {
    const { may, mayObject } = granted((stores, role) => stores.grantRead(role));
    expect(may('dynamodb:Query', 'AWS::DynamoDB::Table', 'StoresTable')).toBe(true);
    expect(may('dynamodb:PutItem', 'AWS::DynamoDB::Table', 'StoresTable')).toBe(false);
    expect(mayObject('s3:GetObject', 'StoresSnapshotsBucket')).toBe(true);
    expect(mayObject('s3:PutObject', 'StoresSnapshotsBucket')).toBe(false);
  });

  test('grantReadWrite permits both, and no removal of versions or tables', () => {
    const { may, mayObject } = granted((stores, role) => stores.grantReadWrite(role));
    expect(may('dynamodb:PutItem', 'AWS::DynamoDB::Table', 'StoresTable')).toBe(true);
    expect(mayObject('s3:PutObject', 'StoresModelArtifactsBucket')).toBe(true);
    expect(mayObject('s3:DeleteObjectVersion', 'StoresModelArtifactsBucket')).toBe(false);
    expect(may('dynamodb:DeleteTable', 'AWS::DynamoDB::Table', 'StoresTable')).toBe(false);
  });

  test('nobody is granted the access logs', () => {
    const { mayObject } = granted((stores, role) => stores.grantReadWrite(role));
    expect(mayObject('s3:GetObject', 'StoresAccessLogsBucket')).toBe(false);
  });

  test('hold for what is added later', () => {
    const { may, mayObject } = granted((stores, role) => stores.grantRead(role));
    expect(may('dynamodb:GetItem', 'AWS::DynamoDB::Table', 'StoresLater')).toBe(true);
    expect(mayObject('s3:GetObject', 'StoresLaterBucket')).toBe(true);
  });

  test('permit the key through DynamoDB and S3, and not by itself or through another service', () => {
    const { may } = granted((stores, role) => stores.grantReadWrite(role));
    expect(may('kms:Decrypt', 'AWS::KMS::Key', 'StoresKey', via('dynamodb'))).toBe(true);
    expect(may('kms:GenerateDataKey', 'AWS::KMS::Key', 'StoresKey', via('s3'))).toBe(true);
    expect(may('kms:Decrypt', 'AWS::KMS::Key', 'StoresKey')).toBe(false);
    expect(may('kms:Decrypt', 'AWS::KMS::Key', 'StoresKey', via('secretsmanager'))).toBe(false);
  });

  test('edit no key policy', () => {
    const { template } = granted((stores, role) => stores.grantReadWrite(role));
    expect(only(template, 'AWS::KMS::Key').Properties.KeyPolicy).toEqual(only(withProps(), 'AWS::KMS::Key').Properties.KeyPolicy);
  });
});

test('two stores stand in one stack', () => {
  const template = synth((stack) => {
    new EncryptedDataStores(stack, 'One');
    new EncryptedDataStores(stack, 'Two');
  });
  template.resourceCountIs('AWS::DynamoDB::Table', 2);
  template.resourceCountIs('AWS::S3::Bucket', 6);
});
