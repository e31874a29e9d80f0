import { att, GOOD, join, KEPT, NOTHING, ref, resource, Resources, sub } from './foreign';

const group = (more: object = {}) => resource('AWS::EC2::SecurityGroup', { GroupDescription: 'x', ...more });
const allow = (Condition: object | undefined, Principal: unknown = '*') =>
  ({ Effect: 'Allow', Principal, Action: '*', Resource: '*', Condition });
const endpoint = (...Statement: object[]) => resource('AWS::EC2::VPCEndpoint', { VpcId: 'vpc-1', PolicyDocument: { Statement } });
const fn = (more: object) => resource('AWS::Lambda::Function', { ...more });
const table = (KMSMasterKeyId: unknown) => resource('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId } });
const method = (more: object) => resource('AWS::ApiGateway::Method', { HttpMethod: 'GET', AuthorizationType: 'NONE', ...more });
const acl = (more: object) => resource('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', Rules: [], ...more });

const withoutProperties = ({ Type }: { Type?: string }) => ({ Type });

/** Templates that are written by hand, and wrong in many ways. */
export const BAD: Record<string, { readonly Resources: Resources }> = {
  'resources without properties': { Resources: Object.fromEntries(Object.entries(GOOD).map(([id, one]) => [id, withoutProperties(one)])) },

  'keys that do not rotate or go with their stack, by each way to name them': {
    Resources: {
      Key: resource('AWS::KMS::Key', { EnableKeyRotation: 'false' }),
      Other: resource('AWS::KMS::Key', { EnableKeyRotation: true }, KEPT),
      Alias: resource('AWS::KMS::Alias', { TargetKeyId: ref('Key') }),
      ByArn: table(att('Key')),
      ById: table(ref('Key')),
      ByAlias: table(ref('Alias')),
      Joined: table(join('', att('Key'))),
      Right: table(att('Other')),
      Foreign: table('arn:aws:kms:eu-west-1:111122223333:key/1'),
      None: table(undefined),
      Bucket: resource('AWS::S3::Bucket', {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: ref('Alias') } }] },
      }),
    },
  },

  'groups that are open in their own rules, or in rules that are resources': {
    Resources: {
      Own: group({ SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] }),
      Ruled: group(),
      Rule: resource('AWS::EC2::SecurityGroupIngress', { GroupId: ref('Ruled'), IpProtocol: '-1' }),
      Closed: group({ SecurityGroupIngress: [] }),
      ...Object.fromEntries(['Own', 'Ruled', 'Closed'].map((id) =>
        [`With${id}`, fn({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1', att(id, 'GroupId')] } })])),
      ...Object.fromEntries(['Own', 'Ruled', 'Closed', 'Silent', 'Redis', 'Loud'].map((id) =>
        [`CacheWith${id}`, resource('AWS::ElastiCache::ReplicationGroup', { SecurityGroupIds: [att(id, 'GroupId')] })])),
      Silent: group({ SecurityGroupEgress: [NOTHING] }),
      Redis: group({
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 6379, ToPort: 6379, SourceSecurityGroupId: 'sg-1' }],
        SecurityGroupEgress: [NOTHING],
      }),
      Loud: group({ SecurityGroupEgress: [NOTHING, { ...NOTHING, CidrIp: '0.0.0.0/0' }] }),
    },
  },

  'functions in a public subnet, with a role that may do everything, or without logs': {
    Resources: {
      ...Object.fromEntries(['Gateway', 'PublicTable', 'PublicRoute', 'PublicAssociation', 'Public'].map((id) => [id, GOOD[id]])),
      InPublic: fn({ VpcConfig: { SubnetIds: [ref('Public')], SecurityGroupIds: ['sg-1'] }, Role: att('Role') }),
      Role: resource('AWS::IAM::Role', { ManagedPolicyArns: [sub('arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess')] }),
      ByPolicy: fn({ Role: att('Administrator'), LoggingConfig: { LogGroup: ref('Logs') } }),
      Administrator: resource('AWS::IAM::Role', {}),
      Policy: resource('AWS::IAM::Policy', {
        Roles: [ref('Administrator')], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      }),
      Inline: fn({ Role: att('InlineAdministrator'), LoggingConfig: { LogGroup: 'somewhere' } }),
      InlineAdministrator: resource('AWS::IAM::Role', {
        Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: ['*'], Resource: '*' } } }],
      }),
      Logs: resource('AWS::Logs::LogGroup', {}),
      Url: resource('AWS::Lambda::Url', { TargetFunctionArn: att('Inline') }),
      Called: resource('AWS::Lambda::Permission', { FunctionName: ref('ByPolicy'), Principal: 'elasticloadbalancing.amazonaws.com' }),
      Elsewhere: resource('AWS::Lambda::Permission', { FunctionName: att('InPublic'), Principal: 's3.amazonaws.com' }),
    },
  },

  'policies of endpoints': {
    Resources: {
      None: resource('AWS::EC2::VPCEndpoint', { VpcId: 'vpc-1' }),
      DenyOnly: endpoint({ Effect: 'Deny', Principal: '*', Action: '*' }),
      Wide: endpoint(allow(undefined)),
      WideList: endpoint(allow(undefined, { AWS: ['arn:aws:iam::1:root', '*'] })),
      Negated: endpoint(allow({ StringNotEquals: { 'aws:PrincipalAccount': '1' } })),
      Optional: endpoint(allow({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } })),
      Organization: endpoint(allow({ StringLike: { 'aws:PrincipalOrgID': 'o-1' } })),
      Services: endpoint(allow({ Bool: { 'aws:PrincipalIsAWSService': true } })),
      NoServices: endpoint(allow({ Bool: { 'aws:PrincipalIsAWSService': 'false' } })),
      OneOfTwo: endpoint(allow({ 'ForAnyValue:StringEquals': { 'aws:PrincipalAccount': ['1'] } }), allow(undefined)),
      Named: endpoint(allow(undefined, { AWS: 'arn:aws:iam::111122223333:root' })),
    },
  },

  'web ACLs: with nothing, for CloudFront, without rules': {
    Resources: {
      Alone: acl({}),
      CloudFront: acl({ Scope: 'CLOUDFRONT' }),
      Protecting: acl({ Rules: [{ Action: { Allow: {} } }] }),
      Lists: acl({
        Rules: [{ Action: { Count: {} }, Statement: { OrStatement: { Statements: [{ IPSetReferenceStatement: { Arn: 'arn:x' } }] } } }],
      }),
      Association: resource('AWS::WAFv2::WebACLAssociation', { WebACLArn: att('Protecting') }),
      Another: resource('AWS::WAFv2::WebACLAssociation', { WebACLArn: att('Lists') }),
      Logging: resource('AWS::WAFv2::LoggingConfiguration', {
        ResourceArn: att('Lists'), LogDestinationConfigs: [sub('${Logs.Arn}')], RedactedFields: [{ SingleHeader: { Name: 'cookie' } }],
      }),
      Logs: resource('AWS::Logs::LogGroup', {}),
    },
  },

  'methods, stages and their logs': {
    Resources: {
      Api: resource('AWS::ApiGateway::RestApi', { SecurityPolicy: 'TLS_1_0' }),
      Domain: resource('AWS::ApiGateway::DomainName', { SecurityPolicy: ref('Policy') }),
      Only4xx: resource('AWS::ApiGateway::GatewayResponse', { RestApiId: ref('Api'), ResponseType: 'DEFAULT_4XX' }),
      Open: method({}),
      Preflight: method({ HttpMethod: 'OPTIONS', Integration: { Type: 'MOCK' } }),
      Half: method({ RequestModels: { 'application/json': 'M' }, RequestValidatorId: ref('HalfValidator'), AuthorizationType: 'AWS_IAM' }),
      HalfValidator: resource('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true }),
      None: method({ RequestParameters: {}, AuthorizationType: ref('Authorization') }),
      Stage: resource('AWS::ApiGateway::Stage', {
        RestApiId: ref('Api'),
        StageName: 'live',
        AccessLogSetting: { DestinationArn: sub('arn:aws:logs:x:y:log-group:${AccessLogs}') },
        MethodSettings: [{ ResourcePath: '/*', HttpMethod: 'GET' }, { ResourcePath: '/*', HttpMethod: '*', DataTraceEnabled: 'true' }],
      }),
      AccessLogs: resource('AWS::Logs::LogGroup', {}),
      ExecutionLogs: resource('AWS::Logs::LogGroup', { LogGroupName: join('API-Gateway-Execution-Logs_', ref('Api'), '/live') }),
    },
  },

  'secrets, buckets and tables': {
    Resources: {
      Generated: resource('AWS::SecretsManager::Secret', { GenerateSecretString: {} }),
      Written: resource('AWS::SecretsManager::Secret', { SecretString: 'x' }, { DeletionPolicy: 'Retain' }),
      Attachment: resource('AWS::SecretsManager::SecretTargetAttachment', { SecretId: ref('Generated') }),
      Policy: resource('AWS::SecretsManager::ResourcePolicy', { SecretId: ref('Written'), ResourcePolicy: { Statement: [] } }),
      Table: resource('AWS::DynamoDB::Table', { DeletionProtectionEnabled: 'false' }, { DeletionPolicy: 'Snapshot' }),
      Global: resource('AWS::DynamoDB::GlobalTable', { Replicas: [{ DeletionProtectionEnabled: true }, {}] }, KEPT),
      Bucket: resource('AWS::S3::Bucket', {
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', NoncurrentVersionExpirationInDays: '29' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        AccessControl: 'Private',
      }, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' }),
      BucketPolicy: resource('AWS::S3::BucketPolicy', {
        Bucket: ref('Bucket'),
        PolicyDocument: {
          Statement: {
            Effect: 'Deny', Principal: { AWS: 'arn:x' }, Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        },
      }),
    },
  },
};
