import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  ApiWafProtection, ApiWafProtectionProps, ApiWafRule, EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecrets,
  SecureLambda,
} from '../src';
import { CATALOGUE, ControlId, Evidence } from './support/evidence';
import { identityStatements } from './support/iam';
import { enforced, only, relaxed, stackWith } from './support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const network = (stack: Stack) => new HardenedVpc(stack, 'Network');
const stores = (stack: Stack) => new EncryptedDataStores(stack, 'Stores');
const secrets = (stack: Stack) => new ManagedSecrets(stack, 'Secrets');
const waf = (props?: ApiWafProtectionProps) => (stack: Stack) => new ApiWafProtection(stack, 'Waf', props);
const fn = (stack: Stack) => new SecureLambda(stack, 'Fn', { code, vpc: network(stack).vpc });
const api = (anonymous = false) => (stack: Stack) => {
  const handler = new lambda.Function(stack, 'Handler', { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X });
  new HardenedApi(stack, 'Api').addRoute('POST', '/', handler, { anonymous, requiredHeaders: ['If-Match'] });
};

const every = (type: string, properties: object) => (template: Template) => template.allResourcesProperties(type, properties);
const some = (type: string, properties: object) => (template: Template) => template.hasResourceProperties(type, properties);
const both = (...checks: ((template: Template) => void)[]) => (template: Template) => checks.forEach((check) => check(template));
const kept = (type: string, deletion = 'RetainExceptOnCreate') => (template: Template) =>
  template.allResources(type, { DeletionPolicy: deletion, UpdateReplacePolicy: 'Retain' });
const encryptedLogs = (idStart: string) => (template: Template) => {
  const groups = Object.entries(template.findResources('AWS::Logs::LogGroup')).filter(([id]) => id.startsWith(idStart));
  expect(groups.length).toBeGreaterThan(0);
  expect(groups.filter(([, { Properties }]) => Properties.KmsKeyId === undefined)).toEqual([]);
};
const endpointPolicies = (template: Template): any[] => Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
  .map(({ Properties }) => Properties.PolicyDocument?.Statement);

/** A rule of the web ACL that acts: a block of its own, or a managed group without any override. */
const acts = (name: ApiWafRule) => some('AWS::WAFv2::WebACL', {
  Rules: Match.arrayWith([Match.objectLike({
    Name: name,
    ...name.endsWith('RuleSet')
      ? { OverrideAction: { None: {} }, Statement: { ManagedRuleGroupStatement: { RuleActionOverrides: Match.absent() } } }
      : { Action: { Block: Match.anyValue() } },
  })]),
});

const granted = (grant: (stack: Stack, role: iam.Role) => void) => (stack: Stack) => grant(stack,
  new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
const keyCondition = (condition: object) => some('AWS::IAM::Policy', {
  PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.anyValue(), Condition: condition })]) },
});

/** A control without evidence does not compile. */
const evidence: Record<ControlId, Evidence> = {
  'NET-01': { build: network, holds: every('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false }) },
  'NET-02': { build: network, holds: (template) => template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1) },
  'NET-03': { build: network, holds: some('AWS::EC2::FlowLog', { TrafficType: 'ALL', ResourceType: 'VPC' }) },
  'NET-04': { build: network, holds: every('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() }) },
  'NET-05': {
    build: network,
    holds: both(
      every('AWS::EC2::SecurityGroupIngress', {
        FromPort: 6379,
        ToPort: 6379,
        SourceSecurityGroupId: Match.anyValue(),
        CidrIp: Match.absent(),
      }),
      (template) => expect(only(template, 'AWS::EC2::SecurityGroup',
        'NetworkSecurityGroupsRedis').Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]),
    ),
  },
  'NET-06': {
    build: network,
    holds: (template) => template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint',
      { VpcEndpointType: 'Gateway' }, 2),
  },

  'NET-07': {
    build: network,
    holds: (template) => {
      for (const statements of endpointPolicies(template)) {
        expect(statements.map(({ Condition }: any) => Condition)).toEqual([
          { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } }, { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
        ]);
      }
    },
  },
  'NET-08': { build: network, holds: encryptedLogs('NetworkFlowLogGroup') },

  'DATA-01': {
    build: stores,
    holds: both(
      every('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: Match.anyValue() } }),
      (template) => template.resourcePropertiesCountIs('AWS::S3::Bucket',
        { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } }, 2),
      every('AWS::KMS::Key', { EnableKeyRotation: true }),
      (template) => expect(only(template, 'AWS::S3::BucketPolicy', 'StoresSnapshotsBucket').Properties.PolicyDocument.Statement
        .map(({ Sid }: any) => Sid)).toEqual(expect.arrayContaining(['OtherAlgorithms', 'OtherKeys', 'KeyOfAws', 'KeysOfCustomers',
        'ChangesOfKeys'])),
    ),
  },
  'DATA-02': {
    build: stores,
    holds: every('AWS::DynamoDB::Table', { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    relax: (stack) => new EncryptedDataStores(stack, 'Stores', { table: { pointInTimeRecovery: false } }),
  },
  'DATA-03': {
    build: stores,
    holds: both(every('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true }), kept('AWS::DynamoDB::Table', 'Retain')),
    relax: (stack) => new EncryptedDataStores(stack, 'Stores', { table: { deletionProtection: false } }),
  },
  'DATA-04': { build: stores, holds: every('AWS::DynamoDB::Table', { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }) },
  'DATA-05': {
    build: stores,
    holds: every('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
        ]),
      },
    }),
  },
  'DATA-06': {
    build: stores,
    holds: every('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      AccessControl: Match.absent(),
    }),
  },
  'DATA-07': {
    build: stores,
    holds: every('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } }),
    relax: (stack) => new EncryptedDataStores(stack, 'Stores', { modelArtifactsBucket: { versioned: false } }),
  },
  'DATA-08': {
    build: stores,
    holds: (template) => template.resourcePropertiesCountIs('AWS::S3::Bucket',
      { LoggingConfiguration: { DestinationBucketName: Match.anyValue() } }, 2),
  },
  'DATA-09': { build: stores, holds: both(kept('AWS::S3::Bucket'), kept('AWS::KMS::Key')) },
  'DATA-10': {
    build: granted((stack, role) => new EncryptedDataStores(stack, 'Stores').grantReadWrite(role)),
    holds: (template) => {
      const keys = identityStatements(template, 'Reader').filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
      expect(keys.map(({ Condition }) => JSON.stringify(Condition?.StringEquals['kms:ViaService'])).sort()).toEqual(
        ['dynamodb', 's3'].map((service) => expect.stringContaining(service)));
    },
  },

  'SEC-01': { build: secrets, holds: every('AWS::SecretsManager::Secret', { KmsKeyId: Match.anyValue() }) },
  'SEC-02': {
    build: secrets,
    holds: (template) => {
      every('AWS::SecretsManager::Secret', { SecretString: Match.absent() })(template);
      const generated = Object.values(template.findResources('AWS::SecretsManager::Secret'))
        .map(({ Properties }) => Properties.GenerateSecretString);
      expect(generated.filter((value) => value !== undefined)).toEqual([{ PasswordLength: 32, ExcludePunctuation: true }]);
    },
  },
  'SEC-03': { build: secrets, holds: kept('AWS::SecretsManager::Secret') },
  'SEC-04': {
    build: secrets,
    holds: both(
      (template) => template.resourceCountIs('AWS::SecretsManager::ResourcePolicy', 2),
      every('AWS::SecretsManager::ResourcePolicy', {
        BlockPublicPolicy: true,
        ResourcePolicy: {
          Statement: [Match.objectLike({
            Effect: 'Deny',
            Condition: Match.objectLike({ StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } }),
          })],
        },
      }),
    ),
  },
  'SEC-05': {
    build: secrets,
    holds: (template) => template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 1),
    relax: (stack) => new ManagedSecrets(stack, 'Secrets', { rotateApiSecret: false }),
  },
  'SEC-06': {
    build: granted((stack, role) => new ManagedSecrets(stack, 'Secrets').grantRead(role)),
    holds: keyCondition({
      StringLike: { 'kms:EncryptionContext:SecretARN': Match.anyValue() },
      StringEquals: { 'kms:ViaService': Match.anyValue() },
    }),
  },

  'WAF-01': { build: waf(), holds: acts(ApiWafRule.RATE_LIMIT), relax: waf({ countedRules: [ApiWafRule.RATE_LIMIT] }) },
  'WAF-02': { build: waf(), holds: acts(ApiWafRule.GEO_BLOCK), relax: waf({ blockedCountries: [] }) },
  'WAF-03': { build: waf(), holds: acts(ApiWafRule.USER_AGENT), relax: waf({ omittedRules: [ApiWafRule.USER_AGENT] }) },
  'WAF-04': { build: waf(), holds: acts(ApiWafRule.COMMON), relax: waf({ countedManagedRules: ['GenericLFI_BODY'] }) },
  'WAF-05': { build: waf(), holds: acts(ApiWafRule.KNOWN_BAD_INPUTS), relax: waf({ countedRules: [ApiWafRule.KNOWN_BAD_INPUTS] }) },
  'WAF-06': { build: waf(), holds: acts(ApiWafRule.SQL_INJECTION), relax: waf({ omittedRules: [ApiWafRule.SQL_INJECTION] }) },
  'WAF-07': {
    build: waf(),
    holds: some('AWS::WAFv2::LoggingConfiguration',
      { RedactedFields: Match.arrayWith([{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }]) }),
  },
  'WAF-08': {
    build: waf(),
    holds: (template) => {
      for (const { VisibilityConfig } of only(template, 'AWS::WAFv2::WebACL').Properties.Rules) {
        expect(VisibilityConfig).toMatchObject({ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true });
      }
    },
  },
  'WAF-10': {
    build: waf({ blockedCidrs: ['192.0.2.0/24'] }),
    holds: acts(ApiWafRule.BLOCK_LIST),
    relax: waf({ blockedCidrs: ['192.0.2.0/24'], countedRules: [ApiWafRule.BLOCK_LIST] }),
  },
  'WAF-11': { build: waf(), holds: encryptedLogs('WafLogGroup') },
  'WAF-09': {
    build: waf(),
    holds: (template) => expect(JSON.stringify(only(template, 'AWS::WAFv2::WebACL').Properties.Rules)).not.toContain('"Allow"'),
    relax: waf({ allowedCidrs: ['192.0.2.0/24'] }),
  },

  'FN-01': {
    build: fn,
    holds: (template) => expect(only(template, 'AWS::Lambda::Function', 'Fn').Properties.VpcConfig.SubnetIds).toHaveLength(3),
    relax: (stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true }),
  },
  'FN-02': {
    build: fn,
    holds: (template) => expect(only(template, 'AWS::IAM::Role', 'FnRole').Properties.ManagedPolicyArns).toBeUndefined(),
  },
  'FN-03': {
    build: fn,
    holds: some('AWS::IAM::Role', {
      Policies: [{
        PolicyDocument: {
          Statement: Match.arrayWith([Match.objectLike({
            Effect: 'Deny',
            Resource: '*',
            Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
          })]),
        },
      }],
    }),
  },
  'FN-04': {
    build: fn,
    holds: (template) => {
      expect(only(template, 'AWS::Lambda::Function', 'Fn').Properties.KmsKeyArn).toBeDefined();
      expect(only(template, 'AWS::Logs::LogGroup', 'FnLogGroup').Properties.KmsKeyId).toBeDefined();
    },
  },
  'FN-05': { build: fn, holds: every('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() }) },
  'FN-06': { build: fn, holds: some('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } }) },
  'FN-07': { build: fn, holds: some('AWS::Lambda::Function', { Handler: '/opt/cdk-hardened/handler.handler', Layers: Match.anyValue() }) },

  'API-01': { build: api(), holds: every('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' }), relax: api(true) },
  'API-02': {
    build: api(),
    holds: every('AWS::ApiGateway::RestApi',
      { SecurityPolicy: Match.stringLikeRegexp('^SecurityPolicy_TLS13_1_2') }),
  },
  'API-03': {
    build: api(),
    holds: every('AWS::ApiGateway::Stage',
      { AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('context.identity.sourceIp') } }),
  },
  'API-04': {
    build: api(),
    holds: every('AWS::ApiGateway::Stage',
      { MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 })] }),
  },
  'API-05': {
    build: api(),
    holds: every('AWS::ApiGateway::GatewayResponse',
      { ResponseParameters: Match.objectLike({ 'gatewayresponse.header.X-Content-Type-Options': "'nosniff'" }) }),
  },
  'API-06': {
    build: api(),
    holds: both(
      every('AWS::ApiGateway::Method', {
        RequestValidatorId: Match.anyValue(),
        RequestParameters: { 'method.request.header.If-Match': true },
      }),
      every('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true, ValidateRequestParameters: true }),
    ),
  },
  'API-08': {
    build: api(),
    holds: both(
      every('AWS::ApiGateway::Stage', { MethodSettings: [Match.objectLike({ LoggingLevel: 'ERROR', DataTraceEnabled: false })] }),
      (template) => expect(only(template, 'AWS::Logs::LogGroup', 'ApiExecutionLogGroup').Properties).toMatchObject({
        LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: expect.stringMatching('^Api') }, '/prod']] },
        RetentionInDays: 90,
      }),
    ),
  },
  'API-09': { build: api(), holds: both(encryptedLogs('ApiAccessLogGroup'), encryptedLogs('ApiExecutionLogGroup')) },
  'API-07': { build: api(), holds: every('AWS::ApiGateway::Stage', { TracingEnabled: true }) },
};

const controls = Object.entries(evidence) as [ControlId, Evidence][];

test.each(controls.map(([id, proof]) => [id, CATALOGUE[id].title, proof] as const))('%s: %s', (id, _, { build, holds }) => {
  const stack = stackWith(build);
  expect(enforced(stack)).toContain(id);
  expect(relaxed(stack)).not.toContain(id);
  holds(Template.fromStack(stack));
});

test.each(controls.filter(([, { relax }]) => relax))('%s warns when a prop relaxes it, and then does not hold', (id, { relax, holds }) => {
  const stack = stackWith(relax!);
  expect(relaxed(stack)).toContain(id);
  expect(() => holds(Template.fromStack(stack))).toThrow();
});

test('every control serves a requirement or a section of the hardening document', () => {
  for (const { serves } of Object.values(CATALOGUE)) {
    expect(serves.some((place) => /^(12\.[125]$|§)/.test(place))).toBe(true);
  }
});

test('a control is enforced in code exactly when it is in the catalogue', () => {
  const stack = stackWith((scope) => {
    new EncryptedDataStores(scope, 'Stores');
    new ManagedSecrets(scope, 'Secrets');
    new ApiWafProtection(scope, 'Waf', { blockedCidrs: ['192.0.2.0/24'] });
    fn(scope);
    api()(scope);
  });
  expect(enforced(stack)).toEqual(Object.keys(CATALOGUE).sort());
});
