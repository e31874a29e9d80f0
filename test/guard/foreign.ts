import { SECURITY_HEADERS } from '../../src/middleware/headers/security-headers';

/** Templates as people write them who do not use the CDK, with as many of CloudFormation's ways to say the same as there are. */
export type Resources = Record<string, object>;

export const resource = (Type: string, Properties?: object, more: object = {}) => ({ Type, ...Properties ? { Properties } : {}, ...more });
export const att = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
export const ref = (Ref: string) => ({ Ref });
export const sub = (text: string) => ({ 'Fn::Sub': text });
export const iff = (then: unknown, otherwise: unknown = ref('AWS::NoValue')) => ({ 'Fn::If': ['Production', then, otherwise] });
export const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

export const KEPT = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
export const NOTHING = { IpProtocol: 'icmp', CidrIp: '255.255.255.255/32', FromPort: 252, ToPort: 86 };

const denied = (Condition: object, Action: unknown = 's3:*') =>
  ({ Effect: 'Deny', Principal: { AWS: '*' }, Action, Resource: '*', Condition });
const BUCKET_POLICY = [
  denied({ Bool: { 'aws:SecureTransport': false } }),
  denied({ NumericLessThan: { 's3:TlsVersion': 1.2 } }, ['s3:*']),
  denied({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } }, ['s3:PutObject', 's3:PutObjectAcl']),
  denied({ StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption-aws-kms-key-id': att('Key') } }),
  denied({ Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } }, '*'),
];

const bucket = (more: object) => resource('AWS::S3::Bucket', {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: 'true', BlockPublicPolicy: true, IgnorePublicAcls: 'true', RestrictPublicBuckets: true,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  VersioningConfiguration: { Status: 'Enabled' },
  LifecycleConfiguration: {
    Rules: [
      { Status: 'Disabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
      { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: '90' } },
    ],
  },
  ...more,
}, KEPT);

const DATA: Resources = {
  Key: resource('AWS::KMS::Key', { EnableKeyRotation: 'true' }, KEPT),
  Alias: resource('AWS::KMS::Alias', { AliasName: 'alias/data', TargetKeyId: att('Key') }),
  Table: resource('AWS::DynamoDB::Table', {
    SSESpecification: { SSEEnabled: 'true', SSEType: 'KMS', KMSMasterKeyId: ref('Alias') },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'true' },
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }),
  GlobalTable: resource('AWS::DynamoDB::GlobalTable', {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    Replicas: ['eu-west-1', 'eu-central-1'].map((Region) => ({
      Region,
      SSESpecification: { KMSMasterKeyId: att('Key') },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: 'true',
    })),
  }, KEPT),
  Bucket: bucket({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: att('Key') }, BucketKeyEnabled: true },
      ],
    },
    LoggingConfiguration: { DestinationBucketName: sub('${Logs}') },
  }),
  Logs: bucket({ AccessControl: ref('AWS::NoValue') }),
  BucketPolicy: resource('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: { Statement: BUCKET_POLICY } }),
  LogsPolicy: resource('AWS::S3::BucketPolicy', { Bucket: join(ref('Logs')), PolicyDocument: { Statement: BUCKET_POLICY.slice(0, 2) } }),
};

const SECRETS: Resources = {
  Secret: resource('AWS::SecretsManager::Secret', { KmsKeyId: att('Key'), GenerateSecretString: {} }, KEPT),
  Attachment: resource('AWS::SecretsManager::SecretTargetAttachment', { SecretId: ref('Secret'), TargetType: 'AWS::RDS::DBInstance' }),
  Schedule: resource('AWS::SecretsManager::RotationSchedule', { SecretId: ref('Attachment') }),
  SecretPolicy: resource('AWS::SecretsManager::ResourcePolicy', {
    SecretId: sub('${Secret}'),
    BlockPublicPolicy: 'true',
    ResourcePolicy: {
      Statement: {
        Effect: 'Deny',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringNotEqualsIfExists: { 'aws:PrincipalAccount': ref('AWS::AccountId') } },
      },
    },
  }),
};

const endpoint = (service: unknown) => resource('AWS::EC2::VPCEndpoint', {
  VpcId: ref('Vpc'),
  ServiceName: service,
  PolicyDocument: {
    Statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } },
    },
  },
});

const NETWORK: Resources = {
  Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Restriction: resource('Custom::VpcRestrictDefaultSG', {
    ServiceToken: 'arn:x', DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup'),
  }),
  Private: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' }),
  Public: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', MapPublicIpOnLaunch: 'false' }),
  Gateway: resource('AWS::EC2::InternetGateway'),
  PublicTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  PublicRoute: resource('AWS::EC2::Route', { RouteTableId: ref('PublicTable'), GatewayId: ref('Gateway') }),
  PublicAssociation: resource('AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: ref('PublicTable'), SubnetId: ref('Public') }),
  FlowLog: resource('AWS::EC2::FlowLog', {
    ResourceId: ref('Vpc'),
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestination: sub('arn:aws:logs:${AWS::Region}:1:log-group:${FlowLogs}'),
  }),
  FlowLogs: resource('AWS::Logs::LogGroup', { KmsKeyId: att('Key') }),
  S3Endpoint: endpoint(sub('com.amazonaws.${AWS::Region}.s3')),
  DynamoEndpoint: endpoint('com.amazonaws.eu-west-1.dynamodb'),
  FunctionGroup: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc') }),
  CacheGroup: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: [NOTHING] }),
  CacheIngress: resource('AWS::EC2::SecurityGroupIngress', {
    GroupId: att('CacheGroup', 'GroupId'),
    IpProtocol: 'tcp',
    FromPort: '6379',
    ToPort: 6380,
    SourceSecurityGroupId: att('FunctionGroup', 'GroupId'),
  }),
  Cache: resource('AWS::ElastiCache::CacheCluster', { VpcSecurityGroupIds: [att('CacheGroup', 'GroupId')] }),
};

const ROLE_POLICY = { Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: '*' }] };
const DENIED_INTERFACES = {
  Statement: {
    Effect: 'Deny',
    Action: ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'],
    Resource: '*',
    Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
  },
};

const COMPUTE: Resources = {
  Function: resource('AWS::Lambda::Function', {
    Handler: '/opt/cdk-hardened/handler.handler',
    Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:headers:1'],
    VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [att('FunctionGroup', 'GroupId')] },
    Role: att('Role'),
    KmsKeyArn: att('Key'),
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogGroup: ref('FunctionLogs') },
  }),
  FunctionLogs: resource('AWS::Logs::LogGroup', { KmsKeyId: att('Key'), RetentionInDays: 365 }),
  Role: resource('AWS::IAM::Role', { Policies: [{ PolicyName: 'Data', PolicyDocument: ROLE_POLICY }] }),
  Denial: resource('AWS::IAM::RolePolicy', { RoleName: ref('Role'), PolicyDocument: DENIED_INTERFACES }),
  Permission: resource('AWS::Lambda::Permission', { FunctionName: sub('${Function.Arn}'), Principal: 'apigateway.amazonaws.com' }),
};

const managed = (Name: string) => ({ Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } }, OverrideAction: { None: {} } });
const blocking = (Statement: object) => ({ Statement, Action: { Block: {} } });
const userAgent = { SizeConstraintStatement: { FieldToMatch: { SingleHeader: { Name: 'user-agent' } } } };
const RULES = [
  blocking({ RateBasedStatement: { Limit: '2000', AggregateKeyType: 'IP' } }),
  blocking({ GeoMatchStatement: { CountryCodes: ['KP'] } }),
  blocking(userAgent),
  blocking({ IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/blocked/1' } }),
  ...['Common', 'KnownBadInputs', 'SQLi'].map((name) => managed(`AWSManagedRules${name}RuleSet`)),
].map((rule) => ({ ...rule, VisibilityConfig: { CloudWatchMetricsEnabled: 'true', SampledRequestsEnabled: true } }));

const WAF: Resources = {
  Acl: resource('AWS::WAFv2::WebACL', {
    Scope: 'REGIONAL',
    Rules: RULES,
    DataProtectionConfig: {
      DataProtections: [
        { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['Authorization', 'cookie', 'x-amz-security-token'] }, Action: 'SUBSTITUTION' },
        { Field: { FieldType: 'SINGLE_QUERY_ARGUMENT', FieldKeys: ['X-Amz-Signature'] }, Action: 'SUBSTITUTION' },
      ],
    },
  }),
  Association: resource('AWS::WAFv2::WebACLAssociation', { WebACLArn: att('Acl'), ResourceArn: 'arn:x' }),
  AclLogging: resource('AWS::WAFv2::LoggingConfiguration', {
    ResourceArn: att('Acl'),
    LogDestinationConfigs: [att('AclLogs')],
    RedactedFields: [{ SingleHeader: { Name: 'Authorization' } }, { SingleHeader: { Name: 'cookie' } }],
  }),
  AclLogs: resource('AWS::Logs::LogGroup', { KmsKeyId: att('Key') }),
};

const RESPONSE_PARAMETERS = Object.fromEntries(Object.keys(SECURITY_HEADERS).map((name) => [`gatewayresponse.header.${name}`, "'x'"]));

const API: Resources = {
  Api: resource('AWS::ApiGateway::RestApi', { SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09' }),
  DomainName: resource('AWS::ApiGateway::DomainName', { SecurityPolicy: 'TLS_1_2' }),
  Default4xx: resource('AWS::ApiGateway::GatewayResponse',
    { RestApiId: ref('Api'), ResponseType: 'DEFAULT_4XX', ResponseParameters: RESPONSE_PARAMETERS }),
  Default5xx: resource('AWS::ApiGateway::GatewayResponse',
    { RestApiId: sub('${Api}'), ResponseType: 'DEFAULT_5XX', ResponseParameters: RESPONSE_PARAMETERS }),
  Validator: resource('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: 'true', ValidateRequestParameters: true }),
  Method: resource('AWS::ApiGateway::Method', {
    RestApiId: ref('Api'),
    HttpMethod: 'POST',
    AuthorizationType: 'COGNITO_USER_POOLS',
    RequestValidatorId: ref('Validator'),
    RequestModels: { $default: 'Empty' },
  }),
  Preflight: resource('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } }),
  Stage: resource('AWS::ApiGateway::Stage', {
    RestApiId: ref('Api'),
    StageName: 'live',
    TracingEnabled: 'true',
    AccessLogSetting: { DestinationArn: att('AccessLogs'), Format: '{"ip":"$context.identity.sourceIp"}' },
    MethodSettings: [
      {
        ResourcePath: '/*',
        HttpMethod: '*',
        LoggingLevel: 'ERROR',
        ThrottlingRateLimit: 100,
        ThrottlingBurstLimit: '50',
        DataTraceEnabled: false,
      },
    ],
  }),
  AccessLogs: resource('AWS::Logs::LogGroup', { KmsKeyId: att('Key') }),
  ExecutionLogs: resource('AWS::Logs::LogGroup',
    { LogGroupName: sub('API-Gateway-Execution-Logs_${Api}/live'), KmsKeyId: att('Key'), RetentionInDays: 30 }),
};

/** Every control holds of these resources, and each is about one of them. */
export const GOOD: Resources = { ...DATA, ...SECRETS, ...NETWORK, ...COMPUTE, ...WAF, ...API };
