import { allow, api, att, key, lambda, policy, ref, role, rootMay, trust } from './resources';
import { rejected, Resources } from './stacks';
import { Suite } from './suite';

interface Rejection {
  readonly claim: string;
  /** The page of AWS's documentation. */
  readonly page: string;
  readonly resources: Resources;
  readonly says: RegExp;
}

const code = 'exports.handler = async () => ({ statusCode: 200, body: "" })';
const environment = (Variables: Record<string, string>) => ({ Role: role(), Function: lambda(code, { Environment: { Variables } }) });
const group = (Properties: object) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties } });
const nobody = { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/nobody' };
const byNobody = { Effect: 'Allow', Principal: { AWS: nobody }, Action: '*', Resource: '*' };
const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
const subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' } };
const endpoint = {
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: {
    VpcId: ref('Vpc'),
    ServiceName: 'com.amazonaws.us-east-1.kms',
    VpcEndpointType: 'Interface',
    PrivateDnsEnabled: true,
    SubnetIds: [ref('Subnet')],
  },
};
const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'x' } };
const secretPolicy = (SecretId: unknown) => ({
  Type: 'AWS::SecretsManager::ResourcePolicy',
  Properties: {
    SecretId,
    ResourcePolicy: policy({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }),
  },
});
const { Stage, ...withoutStage } = api(code);
const logging = {
  ...Stage,
  Properties: { ...Stage.Properties, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }] },
};
const accessLog = {
  ...Stage,
  Properties: {
    ...Stage.Properties,
    AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:0:log-group:a', Format: '$context.requestId' },
  },
};
const permissions = Object.fromEntries(
  Array.from({ length: 80 }, (_, index) => [
    `Permission${index}`,
    {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: ref('Function'),
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:us-east-1:000000000000:abcdefghij/prod/GET/a/rather/long/path/of/a/route/${index}`,
      },
    },
  ]),
);

/** Templates that CloudFormation rolls back on AWS. */
export const REJECTIONS: Rejection[] = [
  {
    claim: 'an environment over 4 KB',
    page: 'Lambda quotas',
    resources: environment({ LONG: 'x'.repeat(4096) }),
    says: /exceeded the 4KB limit/,
  },
  {
    claim: 'a reserved environment variable',
    page: 'Lambda: Working with environment variables',
    resources: environment({ AWS_REGION: 'eu-west-1' }),
    says: /reserved keys.*AWS_REGION/,
  },
  {
    claim: 'a malformed name of an environment variable',
    page: 'Lambda: Working with environment variables',
    resources: environment({ 'WITH-DASH': 'x' }),
    says: /environment.variables/,
  },
  {
    claim: 'concurrency that leaves the account less than 100',
    page: 'Lambda: Configuring reserved concurrency',
    resources: { Role: role(), Function: lambda(code, { ReservedConcurrentExecutions: 950 }) },
    says: /UnreservedConcurrentExecution/,
  },
  {
    claim: 'negative concurrency',
    page: 'Lambda: Configuring reserved concurrency',
    resources: { Role: role(), Function: lambda(code, { ReservedConcurrentExecutions: -1 }) },
    says: /ReservedConcurrentExecutions/,
  },
  {
    claim: 'a timeout over 15 minutes',
    page: 'Lambda quotas',
    resources: { Role: role(), Function: lambda(code, { Timeout: 901 }) },
    says: /Timeout/,
  },
  {
    claim: 'a role that Lambda cannot assume',
    page: 'Lambda: Defining Lambda function permissions with an execution role',
    resources: { Role: role({}, 'ec2.amazonaws.com'), Function: lambda(code) },
    says: /cannot be assumed by Lambda/,
  },
  {
    claim: 'a function in a VPC whose role may not manage network interfaces',
    page: 'Lambda: Giving Lambda functions access to resources in an Amazon VPC',
    resources: {
      Role: role(),
      Vpc: vpc,
      Subnet: subnet,
      Function: lambda(code, { VpcConfig: { SubnetIds: [ref('Subnet')], SecurityGroupIds: [] } }),
    },
    says: /permissions to call CreateNetworkInterface/,
  },
  {
    claim: 'a function policy over 20 KB',
    page: 'Lambda quotas',
    resources: { Role: role(), Function: lambda(code), ...permissions },
    says: /bigger than the limit \(20480\)/,
  },
  {
    claim: 'a log group with a bad name',
    page: 'CloudWatch Logs API: CreateLogGroup',
    resources: group({ LogGroupName: 'with space' }),
    says: /logGroupName/,
  },
  {
    claim: 'a log group with an unknown retention',
    page: 'CloudWatch Logs API: PutRetentionPolicy',
    resources: group({ RetentionInDays: 42 }),
    says: /retentionInDays/,
  },
  {
    claim: 'a log group under a key whose policy does not allow CloudWatch Logs',
    page: 'CloudWatch Logs: Encrypt log data using AWS KMS',
    resources: { Key: key(), ...group({ KmsKeyId: att('Key', 'Arn') }) },
    says: /not allowed to be used with Arn/,
  },
  {
    claim: 'a key policy that names a role that does not exist',
    page: 'KMS: Key policies',
    resources: { Key: key(byNobody) },
    says: /invalid principals/,
  },
  {
    claim: 'a key policy that nobody could change',
    page: 'KMS API: CreateKey, BypassPolicyLockoutSafetyCheck',
    resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(rootMay('kms:Describe*')) } } },
    says: /will not allow you to update/,
  },
  {
    claim: 'a bucket policy that names a role that does not exist',
    page: 'S3 troubleshooting: Invalid principal in policy',
    resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: ref('Bucket'), PolicyDocument: policy(byNobody) } },
    },
    says: /Invalid principal in policy/,
  },
  {
    claim: 'a trust policy that names a role that does not exist',
    page: 'IAM troubleshooting: Invalid principal in policy',
    resources: {
      Role: role({ AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: nobody }, Action: 'sts:AssumeRole' }) }),
    },
    says: /Invalid principal in policy/,
  },
  {
    claim: 'a secret policy that names a role that does not exist',
    page: 'Secrets Manager: Resource-based policies',
    resources: {
      Secret: secret,
      Policy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: ref('Secret'), ResourcePolicy: policy(byNobody) } },
    },
    says: /unsupported principal/,
  },
  {
    claim: 'a bucket with a bad name',
    page: 'S3: General purpose bucket naming rules',
    resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'Upper-Case' } } },
    says: /not valid/,
  },
  {
    claim: 'two resource policies of one secret',
    page: 'github.com/aws/aws-cdk/issues/24383',
    resources: { Secret: secret, One: secretPolicy(ref('Secret')), Other: { ...secretPolicy(ref('Secret')), DependsOn: ['One'] } },
    says: /already exists in stack/,
  },
  {
    claim: 'a deployment of an API without methods',
    page: 'API Gateway API: CreateDeployment',
    resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: ref('Api') } },
    },
    says: /doesn't contain any methods/,
  },
  {
    claim: 'execution logs in an account whose role for them is not set',
    page: 'API Gateway: Set up CloudWatch logging for REST APIs',
    resources: { ...withoutStage, Stage: logging },
    says: /CloudWatch Logs role ARN must be set/,
  },
  {
    claim: 'access logs in an account whose role for them is not set',
    page: 'API Gateway: Set up CloudWatch logging for REST APIs',
    resources: { ...withoutStage, Stage: accessLog },
    says: /CloudWatch Logs role ARN must be set/,
  },
  {
    claim: 'a role for logs that API Gateway cannot assume',
    page: 'API Gateway: Set up CloudWatch logging for REST APIs',
    resources: { Role: role(), Account: { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: att('Role', 'Arn') } } },
    says: /grant trust permission/,
  },
  {
    claim: 'a second stage of the same name',
    page: 'API Gateway API: CreateStage',
    resources: { ...withoutStage, Stage, Again: { ...Stage, DependsOn: ['Stage'] } },
    says: /already exists/,
  },
  {
    claim: 'a second interface endpoint that answers to the private name of a service',
    page: 'AWS PrivateLink: Private DNS names',
    resources: { Vpc: vpc, Subnet: subnet, One: endpoint, Other: { ...endpoint, DependsOn: ['One'] } },
    says: /conflicting DNS domain/,
  },
];

export async function checkRejections({ stacks, claims }: Suite): Promise<void> {
  for (const { claim, page, resources, says } of REJECTIONS) {
    await claims.check(`rejects ${claim} [${page}]`, async () => rejected(await stacks.create(resources), says));
  }
  await claims.check(
    'accepts a function in a VPC whose role may manage network interfaces [Lambda: Giving Lambda functions access to a VPC]',
    async () => {
      const interfaces = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'];
      await stacks.must({
        Role: role({ Policies: [{ PolicyName: 'Interfaces', PolicyDocument: policy(allow(interfaces, '*')) }] }),
        Vpc: vpc,
        Subnet: subnet,
        Function: lambda(code, { VpcConfig: { SubnetIds: [ref('Subnet')], SecurityGroupIds: [] } }),
      });
    },
  );
  await claims.check(
    'accepts logs where the account has a role that API Gateway can assume [API Gateway: Set up CloudWatch logging]',
    async () => {
      await stacks.must({
        Logs: role({ AssumeRolePolicyDocument: trust('apigateway.amazonaws.com') }),
        Account: { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: att('Logs', 'Arn') } },
        ...withoutStage,
        Stage: { ...logging, DependsOn: ['Account'] },
      });
    },
  );
}
