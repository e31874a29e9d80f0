/** What a type's ARN, `Ref` and attributes look like. `{name}` is the physical name, `{arn}` the ARN. */
export interface ArnShape {
  readonly arn?: string;
  /** @default '{name}' */
  readonly ref?: string;
  /** The property that holds the physical name. */
  readonly nameIn?: string;
  readonly attributes?: Record<string, string>;
}

const at = (service: string, resource: string) => `arn:{partition}:${service}:{region}:{account}:${resource}`;
const iam = (resource: string) => `arn:{partition}:iam::{account}:${resource}{path}{name}`;
const secret = at('secretsmanager', 'secret:{name}-AbCdEf');

/** By type, as the "Return values" of CloudFormation's reference and the service authorization reference have them. */
export const ARN_TABLE: Record<string, ArnShape> = {
  'AWS::ApiGateway::RestApi': { arn: 'arn:{partition}:apigateway:{region}::/restapis/{name}', attributes: { RestApiId: '{name}' } },
  'AWS::ApiGatewayV2::Api': { arn: 'arn:{partition}:apigateway:{region}::/apis/{name}', attributes: { ApiId: '{name}' } },
  'AWS::Backup::BackupVault': {
    arn: at('backup', 'backup-vault:{name}'), nameIn: 'BackupVaultName', attributes: { BackupVaultArn: '{arn}', BackupVaultName: '{name}' },
  },
  'AWS::CloudTrail::Trail': { arn: at('cloudtrail', 'trail/{name}'), nameIn: 'TrailName' },
  'AWS::CloudWatch::Alarm': { arn: at('cloudwatch', 'alarm:{name}'), nameIn: 'AlarmName' },
  'AWS::CodeBuild::Project': { arn: at('codebuild', 'project/{name}'), nameIn: 'Name' },
  'AWS::Cognito::UserPool': { arn: at('cognito-idp', 'userpool/{name}'), attributes: { UserPoolId: '{name}' } },
  'AWS::DynamoDB::GlobalTable': {
    arn: at('dynamodb', 'table/{name}'), nameIn: 'TableName', attributes: { StreamArn: '{arn}/stream/2020-01-01T00:00:00.000' },
  },
  'AWS::DynamoDB::Table': {
    arn: at('dynamodb', 'table/{name}'), nameIn: 'TableName', attributes: { StreamArn: '{arn}/stream/2020-01-01T00:00:00.000' },
  },
  'AWS::EC2::Instance': { arn: at('ec2', 'instance/{ref}'), ref: 'i-{name}', attributes: { InstanceId: '{ref}' } },
  'AWS::EC2::InternetGateway': { ref: 'igw-{name}', attributes: { InternetGatewayId: '{ref}' } },
  'AWS::EC2::NatGateway': { ref: 'nat-{name}', attributes: { NatGatewayId: '{ref}' } },
  'AWS::EC2::NetworkAcl': { ref: 'acl-{name}', attributes: { Id: '{ref}' } },
  'AWS::EC2::NetworkInterface': { ref: 'eni-{name}', attributes: { Id: '{ref}' } },
  'AWS::EC2::PrefixList': { ref: 'pl-{name}', attributes: { PrefixListId: '{ref}' } },
  'AWS::EC2::RouteTable': { ref: 'rtb-{name}', attributes: { RouteTableId: '{ref}' } },
  'AWS::EC2::SecurityGroup': { arn: at('ec2', 'security-group/{ref}'), ref: 'sg-{name}', attributes: { GroupId: '{ref}' } },
  'AWS::EC2::Subnet': { arn: at('ec2', 'subnet/{ref}'), ref: 'subnet-{name}', attributes: { SubnetId: '{ref}' } },
  'AWS::EC2::VPC': {
    arn: at('ec2', 'vpc/{ref}'),
    ref: 'vpc-{name}',
    attributes: {
      VpcId: '{ref}', CidrBlock: '{CidrBlock}', DefaultNetworkAcl: 'acl-default-{name}', DefaultSecurityGroup: 'sg-default-{name}',
    },
  },
  'AWS::EC2::VPCEndpoint': { arn: at('ec2', 'vpc-endpoint/{ref}'), ref: 'vpce-{name}', attributes: { Id: '{ref}' } },
  'AWS::ECR::Repository': { arn: at('ecr', 'repository/{name}'), nameIn: 'RepositoryName' },
  'AWS::ECS::Cluster': { arn: at('ecs', 'cluster/{name}'), nameIn: 'ClusterName' },
  'AWS::ECS::TaskDefinition': {
    arn: at('ecs', 'task-definition/{name}:1'), ref: '{arn}', nameIn: 'Family', attributes: { TaskDefinitionArn: '{arn}' },
  },
  'AWS::EFS::FileSystem': { arn: at('elasticfilesystem', 'file-system/{ref}'), ref: 'fs-{name}', attributes: { FileSystemId: '{ref}' } },
  'AWS::ElastiCache::CacheCluster': {
    nameIn: 'ClusterName', attributes: { 'RedisEndpoint.Port': '{port}', 'ConfigurationEndpoint.Port': '{port}' },
  },
  'AWS::ElastiCache::ReplicationGroup': {
    nameIn: 'ReplicationGroupId',
    attributes: { 'PrimaryEndPoint.Port': '{port}', 'ConfigurationEndPoint.Port': '{port}', 'ReadEndPoint.Port': '{port}' },
  },
  'AWS::ElastiCache::ServerlessCache': { nameIn: 'ServerlessCacheName', attributes: { 'Endpoint.Port': '{port}' } },
  'AWS::ElastiCache::SubnetGroup': { nameIn: 'CacheSubnetGroupName' },
  'AWS::Events::EventBus': { arn: at('events', 'event-bus/{name}'), nameIn: 'Name', attributes: { Name: '{name}' } },
  'AWS::Events::Rule': { arn: at('events', 'rule/{name}'), nameIn: 'Name' },
  'AWS::IAM::Group': { arn: iam('group'), nameIn: 'GroupName' },
  'AWS::IAM::InstanceProfile': { arn: iam('instance-profile'), nameIn: 'InstanceProfileName' },
  'AWS::IAM::ManagedPolicy': { arn: iam('policy'), ref: '{arn}', nameIn: 'ManagedPolicyName', attributes: { PolicyArn: '{arn}' } },
  'AWS::IAM::Role': { arn: iam('role'), nameIn: 'RoleName', attributes: { RoleId: 'AROA{name}' } },
  'AWS::IAM::User': { arn: iam('user'), nameIn: 'UserName' },
  'AWS::KMS::Key': { arn: at('kms', 'key/{name}'), attributes: { KeyId: '{name}' } },
  'AWS::KMS::ReplicaKey': { arn: at('kms', 'key/{name}'), attributes: { KeyId: '{name}' } },
  'AWS::Kinesis::Stream': { arn: at('kinesis', 'stream/{name}'), nameIn: 'Name' },
  'AWS::KinesisFirehose::DeliveryStream': { arn: at('firehose', 'deliverystream/{name}'), nameIn: 'DeliveryStreamName' },
  'AWS::Lambda::Alias': { arn: at('lambda', 'function:{FunctionName}:{Name}'), ref: '{arn}', attributes: { AliasArn: '{arn}' } },
  'AWS::Lambda::Function': { arn: at('lambda', 'function:{name}'), nameIn: 'FunctionName' },
  'AWS::Lambda::LayerVersion': { arn: at('lambda', 'layer:{name}:1'), ref: '{arn}', attributes: { LayerVersionArn: '{arn}' } },
  'AWS::Lambda::Version': {
    arn: at('lambda', 'function:{FunctionName}:1'), ref: '{arn}', attributes: { FunctionArn: '{arn}', Version: '1' },
  },
  'AWS::Logs::LogGroup': { arn: at('logs', 'log-group:{name}:*'), nameIn: 'LogGroupName' },
  'AWS::RDS::DBCluster': { nameIn: 'DBClusterIdentifier', attributes: { 'Endpoint.Port': '{port}' } },
  'AWS::RDS::DBInstance': { nameIn: 'DBInstanceIdentifier', attributes: { 'Endpoint.Port': '{port}' } },
  'AWS::RDS::DBSubnetGroup': { nameIn: 'DBSubnetGroupName' },
  'AWS::S3::Bucket': { arn: 'arn:{partition}:s3:::{name}', nameIn: 'BucketName' },
  'AWS::SNS::Topic': {
    arn: at('sns', '{name}'), ref: '{arn}', nameIn: 'TopicName', attributes: { TopicArn: '{arn}', TopicName: '{name}' },
  },
  'AWS::SQS::Queue': {
    arn: at('sqs', '{name}'),
    ref: 'https://sqs.{region}.amazonaws.com/{account}/{name}',
    nameIn: 'QueueName',
    attributes: { QueueName: '{name}', QueueUrl: '{ref}' },
  },
  'AWS::SSM::Parameter': { arn: at('ssm', 'parameter/{bareName}'), nameIn: 'Name' },
  'AWS::SecretsManager::Secret': { arn: secret, ref: '{arn}', nameIn: 'Name', attributes: { Id: '{arn}' } },
  'AWS::ApiGateway::Stage': { nameIn: 'StageName' },
  // their Ref is the ARN of the secret that they are about
  'AWS::SecretsManager::ResourcePolicy': { ref: '{SecretId}' },
  'AWS::SecretsManager::RotationSchedule': { ref: '{SecretId}' },
  'AWS::SecretsManager::SecretTargetAttachment': { ref: '{SecretId}' },
  'AWS::StepFunctions::StateMachine': {
    arn: at('states', 'stateMachine:{name}'), ref: '{arn}', nameIn: 'StateMachineName', attributes: { Name: '{name}' },
  },
  'AWS::WAFv2::WebACL': { arn: at('wafv2', 'regional/webacl/{name}/{name}'), ref: '{name}|{name}|REGIONAL', nameIn: 'Name' },
};
