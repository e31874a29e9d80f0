import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import {
  ApiWafProtection, EncryptedBucket, EncryptedTable, HardenedApi, LambdaRedisSecurityGroups, ManagedSecrets, SecureLambda,
} from '../src';
import { ENV, stackWith } from './support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const STRING = dynamodb.AttributeType.STRING;
const key = { partitionKey: { name: 'id', type: STRING } };
const plainFn = (stack: Stack) => new lambda.Function(stack, 'Fn', { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
const secureFn = (stack: Stack) =>
  new SecureLambda(stack, 'Fn', { code, runtime: lambda.Runtime.NODEJS_22_X, outsideVpc: true }).function;

type Build = (stack: Stack) => unknown;
/** What a deployment does: the logical ids of what it replaces or removes, by the type. */
function lostIn(before: Build, after: Build): string[] {
  const [old, young] = [before, after].map((build) => Template.fromStack(stackWith(build, { env: ENV })).toJSON());
  const lost: string[] = [];
  fullDiff(old, young).resources.forEachDifference((id, change) => {
    const isLost = [ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE, ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_ORPHAN]
      .includes(change.changeImpact);
    if (isLost) {
      lost.push(`${change.oldResourceType} ${id}`);
    }
  });
  return lost.sort();
}

/** What a deployment makes again under the same name, so that no caller sees it: permissions and snapshots of the API. */
const HARMLESS = /^AWS::(Lambda::Permission|ApiGateway::Deployment) /;

describe('a construct of the CDK that becomes one of ours with the same id', () => {
  test.each<[string, Build, Build]>([
    ['a table', (stack) => new dynamodb.Table(stack, 'Table', key), (stack) => new EncryptedTable(stack, 'Table', key)],
    ['a table with a key that the CDK created',
      (stack) => new dynamodb.Table(stack, 'Table', { ...key, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED }),
      (stack) => new EncryptedTable(stack, 'Table', key)],
    ['a table with provisioned capacity and an index', (stack) => new dynamodb.Table(stack, 'Table', { ...key, readCapacity: 2 })
      .addGlobalSecondaryIndex({ indexName: 'byOwner', partitionKey: { name: 'owner', type: STRING } }),
    (stack) => new EncryptedTable(stack, 'Table', { ...key, tableOptions: { readCapacity: 2 } }).table
      .addGlobalSecondaryIndex({ indexName: 'byOwner', partitionKey: { name: 'owner', type: STRING } })],
    ['a bucket', (stack) => new s3.Bucket(stack, 'Bucket'), (stack) => new EncryptedBucket(stack, 'Bucket')],
    ['a bucket with a key, a policy and a rule that deletes it',
      (stack) => new s3.Bucket(stack, 'Bucket',
        { encryption: s3.BucketEncryption.KMS, enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY }),
      (stack) => new EncryptedBucket(stack, 'Bucket')],
    ['a function', plainFn, secureFn],
    ['a web ACL', (stack) => new wafv2.CfnWebACL(stack, 'Waf', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'm', sampledRequestsEnabled: true },
    }), (stack) => new ApiWafProtection(stack, 'Waf')],
  ])('%s keeps everything', (_, before, after) => {
    expect(lostIn(before, after)).toEqual([]);
  });

  test('an API keeps its id, stage, URL, resources and methods', () => {
    const before = (stack: Stack) => {
      const api = new apigateway.RestApi(stack, 'Api', { restApiName: 'orders', endpointTypes: [apigateway.EndpointType.REGIONAL] });
      api.root.addResource('orders').addMethod('GET', new apigateway.LambdaIntegration(plainFn(stack)),
        { authorizationType: apigateway.AuthorizationType.IAM });
    };
    const after = (stack: Stack) =>
      new HardenedApi(stack, 'Api', { restApiName: 'orders' }).addRoute('GET', '/orders', secureFn(stack));
    expect(lostIn(before, after).filter((one) => !HARMLESS.test(one))).toEqual([]);
  });

  test('a rotation keeps its schedule, so that nothing cancels it', () => {
    const secretOf = (stack: Stack) => new secretsmanager.Secret(stack, 'Secret');
    const handler = (stack: Stack) => plainFn(stack);
    const before = (stack: Stack) => secretOf(stack).addRotationSchedule('Schedule', { rotationLambda: handler(stack) });
    const after = (stack: Stack) => new ManagedSecrets(stack, 'Secrets').addRotation('Schedule', secretOf(stack), handler(stack));
    expect(lostIn(before, after).filter((one) => !HARMLESS.test(one))).toEqual([]);
    const schedules = Template.fromStack(stackWith(after)).findResources('AWS::SecretsManager::RotationSchedule');
    expect(Object.keys(schedules)).toContainEqual(expect.stringMatching('^SecretSchedule'));
  });

  test('a secret keeps its value where it gets its id back', () => {
    const after = (stack: Stack) => (new ManagedSecrets(stack, 'Secrets').credentials.node.defaultChild as secretsmanager.CfnSecret)
      .overrideLogicalId('KeysF4B0E6B4');
    const before = (stack: Stack) => (new secretsmanager.Secret(stack, 'Keys').node.defaultChild as secretsmanager.CfnSecret)
      .overrideLogicalId('KeysF4B0E6B4');
    expect(lostIn(before, after)).toEqual([]);
  });

  test('a VPC stays as it is beside our security groups', () => {
    const vpc = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    expect(lostIn(vpc, (stack) => new LambdaRedisSecurityGroups(stack, 'Groups', { vpc: vpc(stack) }))).toEqual([]);
  });
});

test('the first step of an API adds to what exists, and changes its deployment only, which a gateway response needs', () => {
  const api = (stack: Stack) => {
    const made = new apigateway.RestApi(stack, 'Api');
    made.root.addMethod('GET', new apigateway.LambdaIntegration(plainFn(stack)));
    return made;
  };
  const protect = (stack: Stack) => new ApiWafProtection(stack, 'Waf').protectApi(api(stack).deploymentStage);
  expect(lostIn(api, protect)).toEqual([expect.stringMatching('^AWS::ApiGateway::Deployment ')]);
  const [old, young] = [api, protect].map((build) => Template.fromStack(stackWith(build, { env: ENV })).toJSON());
  const changed: string[] = [];
  fullDiff(old, young).resources.forEachDifference((_, { oldResourceType, isUpdate }) => {
    if (isUpdate) {
      changed.push(oldResourceType!);
    }
  });
  expect(changed).toEqual(['AWS::ApiGateway::Stage']);
});

test('what does replace is seen: a table with another key', () => {
  expect(lostIn((stack) => new dynamodb.Table(stack, 'Table', key), (stack) => new EncryptedTable(stack, 'Table')))
    .toEqual([expect.stringMatching('^AWS::DynamoDB::Table Table')]);
});
