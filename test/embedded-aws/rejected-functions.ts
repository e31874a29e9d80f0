import { att, key, lambda, ref, role, subnet, vpc } from './resources';
import { Rejection } from './suite';

const code = 'exports.handler = async () => ({ statusCode: 200, body: "" })';
const environment = (Variables: Record<string, string>) => ({ Role: role(), Function: lambda(code, { Environment: { Variables } }) });
const group = (Properties: object) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties } });
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


/** Templates of functions and their log groups that CloudFormation rolls back on AWS. */
export const FUNCTION_REJECTIONS: Rejection[] = [
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
];
