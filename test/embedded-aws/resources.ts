import { Resources } from './stacks';

/** Short forms of what many templates of the emulator's tests have. */
export const ref = (Ref: string) => ({ Ref });
export const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });

export const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});

export const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
export const allow = (Action: string | string[], Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

/** A role that Lambda can assume. */
export const role = (properties: object = {}, service = 'lambda.amazonaws.com') => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust(service), ...properties },
});

/** A function with inline code. */
export const lambda = (code: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: att('Role', 'Arn'),
    Code: { ZipFile: code },
    Timeout: 20,
    ...properties,
  },
});

export const rootMay = (Action: string | string[] = 'kms:*') => ({
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
  Action,
  Resource: '*',
});

export const key = (...more: object[]) => ({ Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(rootMay(), ...more) } });

/** A bucket that encrypts by default with a key of KMS. */
export const encryptedBucket = (BucketName: string, KMSMasterKeyID: object, BucketKeyEnabled?: boolean, properties: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: {
    BucketName,
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID }, BucketKeyEnabled }],
    },
    ...properties,
  },
});

/** An API with one method on its root, and a function behind it. */
export function api(
  code: string,
  method: object = {},
  permission: object = { SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:*:*:${Api}/*' } },
): Resources {
  const uri = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations';
  return {
    Role: role(),
    Function: lambda(code),
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: att('Function', 'Arn'),
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        ...permission,
      },
    },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: ref('Api'),
        ResourceId: att('Api', 'RootResourceId'),
        HttpMethod: 'POST',
        AuthorizationType: 'NONE',
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: { 'Fn::Sub': uri } },
        ...method,
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: ref('Api') }, DependsOn: ['Method'] },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: ref('Api'), DeploymentId: ref('Deployment'), StageName: 'prod' },
    },
  };
}

/** A table with one key. */
export const table = (properties: object, more: object = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    ...properties,
  },
  ...more,
});

/** A secret with a value. */
export const secret = (properties: object = {}) =>
  ({ Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'x', ...properties } });

/** A resource that is rejected. */
export const bad = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 42 } };

/** A web ACL without rules. */
export const webAcl = (Name?: string) => ({
  Type: 'AWS::WAFv2::WebACL',
  Properties: {
    Name,
    Scope: 'REGIONAL',
    DefaultAction: { Allow: {} },
    Rules: [],
    VisibilityConfig: { CloudWatchMetricsEnabled: false, SampledRequestsEnabled: false, MetricName: 'acl' },
  },
});

/** A VPC. */
export const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };

/** A subnet of the VPC. */
export const subnet = {
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' },
};
