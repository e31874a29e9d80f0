import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  ApiWafProtection, EncryptedBucket, EncryptedDataStores, EncryptedTable, HardenedApi, HardenedVpc, LambdaRedisSecurityGroups,
  ManagedSecrets, SecureLambda,
} from '../src';
import { stackWith } from './support/synth';
import { Domain, DOMAINS } from '../src/catalogue';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const existing = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] });
const outside = (stack: Stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true });

/** What is lost, or moves to another address, when its logical id changes. The CDK's own provider of closed default groups is not. */
const KEPT = /::(Table|Bucket|Key|Secret|LogGroup|VPC|Subnet|NatGateway|EIP|VPCEndpoint|SecurityGroup|RestApi|Stage|WebACL|Function|RotationSchedule)$/;

/** The logical ids of every bare construct. A change of one replaces the resource in the stacks of all users: it needs a major version. */
const ROWS: [string, (stack: Stack) => unknown, string[]][] = [
  ['EncryptedTable', (stack) => new EncryptedTable(stack, 'Table'), [
    'TableCD117FA1', 'TableKey25666F95',
  ]],
  ['EncryptedBucket', (stack) => new EncryptedBucket(stack, 'Bucket'), [
    'Bucket83908E77', 'BucketKey7E4AEAB8', 'CdkHardenedAccessLogsBucketD9E7B4F2',
  ]],
  ['EncryptedDataStores', (stack) => new EncryptedDataStores(stack, 'Stores'), [
    'StoresAccessLogsBucketB7417235', 'StoresKeyBF247E2E', 'StoresModelArtifactsBucket0E2EE60F', 'StoresSnapshotsBucket7A9F30D9',
    'StoresTable5C211671',
  ]],
  ['ManagedSecrets', (stack) => new ManagedSecrets(stack, 'Secrets'), [
    'SecretsApiSecretA53FDED3', 'SecretsApiSecretApiSecretRotationF071D11F', 'SecretsCredentialsE782A45C',
    'SecretsKey9BF95D68', 'SecretsRotationFunction1F9CAB99',
    'SecretsRotationFunctionLogGroup8B432DD5',
  ]],
  ['SecureLambda', outside, [
    'CdkHardenedKey0FA3EF07', 'Fn9270CBC0', 'FnLogGroup27CC2AC8',
  ]],
  ['HardenedApi', (stack) => new HardenedApi(stack, 'Api').addRoute('GET', '/', outside(stack).function), [
    'ApiAccessLogGroupE5C79101', 'ApiDeploymentStageprod3EB9684E', 'ApiExecutionLogGroupC196A6BC', 'ApiF70053CD',
    'CdkHardenedKey0FA3EF07', 'Fn9270CBC0', 'FnLogGroup27CC2AC8',
  ]],
  ['ApiWafProtection', (stack) => new ApiWafProtection(stack, 'Waf'), [
    'CdkHardenedKey0FA3EF07', 'Waf', 'WafLogGroup2D6D6530',
  ]],
  ['HardenedVpc', (stack) => new HardenedVpc(stack, 'Network', { interfaceEndpoints: true }), [
    'CdkHardenedKey0FA3EF07', 'Network1C6012B5', 'NetworkCloudWatchLogsEndpointCEFB1B68',
    'NetworkCloudWatchLogsEndpointSecurityGroup8716DFE8', 'NetworkDynamoDbEndpoint09DBFF17', 'NetworkFlowLogGroup4F8CEEEF',
    'NetworkKmsEndpoint573F9BFF', 'NetworkKmsEndpointSecurityGroup17700DD8', 'NetworkLambdaSubnet1SubnetBC35F827',
    'NetworkLambdaSubnet2SubnetCAE75A9E', 'NetworkLambdaSubnet3SubnetF0041938', 'NetworkPublicSubnet1EIP9D5D85CF',
    'NetworkPublicSubnet1NATGatewayCA136767', 'NetworkPublicSubnet1Subnet5B78347B', 'NetworkPublicSubnet2EIPFC5AFBDE',
    'NetworkPublicSubnet2NATGateway67E5E6E8', 'NetworkPublicSubnet2SubnetC3758C96', 'NetworkPublicSubnet3EIP8EA5DE09',
    'NetworkPublicSubnet3NATGatewayDB3B7576', 'NetworkPublicSubnet3Subnet0C39782C', 'NetworkRedisSubnet1SubnetD9A00542',
    'NetworkRedisSubnet2Subnet9AC8EC7D', 'NetworkRedisSubnet3Subnet97ECE88E', 'NetworkS3EndpointDED08CEB',
    'NetworkSecretsManagerEndpointA38CF6FB', 'NetworkSecretsManagerEndpointSecurityGroup6BB22638', 'NetworkSecurityGroupsLambda7D6C8C28',
    'NetworkSecurityGroupsRedisA90F745E', 'NetworkStsEndpoint2EB8C701', 'NetworkStsEndpointSecurityGroupA717B70C',
  ]],
  ['LambdaRedisSecurityGroups', (stack) => new LambdaRedisSecurityGroups(stack, 'Groups', { vpc: existing(stack) }), [
    'GroupsLambda2F20C60C', 'GroupsRedisA5E15588',
  ]],
];

test.each(ROWS)('%s keeps its logical ids', (_, build, ids) => {
  const resources: Record<string, { Type: string }> = Template.fromStack(stackWith(build)).toJSON().Resources;
  expect(Object.keys(resources).filter((id) => KEPT.test(resources[id].Type) && !id.startsWith('Custom')).sort()).toEqual(ids);
});

test('every construct of the list of domains is held', () => {
  const held = ROWS.map(([name]) => name);
  const missing = Object.values<Domain>(DOMAINS).flatMap(({ constructs }) => constructs).filter((name) => !held.includes(name));
  expect(missing.map((name) => `${name}: add a row with its logical ids to test/logical-ids.test.ts`)).toEqual([]);
});
