import { join } from 'path';
import { App, Aws, CfnDeletionPolicy, CfnOutput, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { bundled } from '../examples/omnitrack/lib/bundled';
import { SECURITY_HEADERS } from '../src/middleware/headers/security-headers';

/** The resources of the OmniTrack example, written with plain L2s and L1s: what one would write without the library. */
const KEEP = { removalPolicy: RemovalPolicy.RETAIN };
/** The values are the library's, so that a header more is one in both. */
const HEADERS: Record<string, string> = Object.fromEntries(Object.entries(SECURITY_HEADERS).map(([name, value]) => [name, `'${value}'`]));

const INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const via = (...services: string[]) => ({ 'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.amazonaws.com`) });

const newKey = (scope: Construct, id: string) => new kms.Key(scope, id,
  { enableKeyRotation: true, rotationPeriod: Duration.days(365), ...KEEP });

function output(stack: Stack, values: Record<string, string>) {
  for (const [id, value] of Object.entries(values)) {
    new CfnOutput(stack, id, { value });
  }
}

function newLogGroup(scope: Construct, id: string, encryptionKey: kms.IKey, retention: logs.RetentionDays, logGroupName?: string) {
  encryptionKey.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${Stack.of(encryptionKey).region}.amazonaws.com`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*` },
    },
  }));
  return new logs.LogGroup(scope, id, { encryptionKey, retention, logGroupName, ...KEEP });
}

function newRole(scope: Construct, id: string, group: logs.ILogGroup, inVpc: boolean) {
  const statements = [new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [group.logGroupArn] })];
  if (inVpc) {
    statements.push(
      new iam.PolicyStatement({ actions: INTERFACE_ACTIONS, resources: ['*'] }),
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        actions: INTERFACE_ACTIONS,
        resources: ['*'],
        conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      }),
    );
  }
  return new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), inlinePolicies: { Runtime: new iam.PolicyDocument({ statements }) },
  });
}

const TABLE_ACTIONS = [
  'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan',
  'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem',
];

const accountOnly = () => new iam.PolicyDocument({
  statements: [new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['secretsmanager:*'],
    resources: ['*'],
    conditions: { StringNotEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
  })],
});

function dataStack(app: App) {
  const stack = new Stack(app, 'OmnitrackData');
  const key = newKey(stack, 'Key');
  const bucketProps = {
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    ...KEEP,
  };
  const accessLogs = new s3.Bucket(stack, 'AccessLogs', {
    ...bucketProps,
    encryption: s3.BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ expiration: Duration.days(365) }],
  });
  const buckets = ['Snapshots', 'ModelArtifacts'].map((id) => new s3.Bucket(stack, id, {
    ...bucketProps,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id}/`,
    lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(90) }, { abortIncompleteMultipartUploadAfter: Duration.days(7) }],
  }));
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    ...KEEP,
  });

  const secretsKey = newKey(stack, 'SecretsKey');
  const newSecret = (id: string, props: secretsmanager.SecretProps) => {
    const secret = new secretsmanager.Secret(stack, id, { ...props, encryptionKey: secretsKey, ...KEEP });
    new secretsmanager.CfnResourcePolicy(stack, `${id}Policy`, {
      secretId: secret.secretArn,
      blockPublicPolicy: true,
      resourcePolicy: accountOnly(),
    });
    return secret;
  };
  const credentials = newSecret('Credentials', { secretName: 'omnitrack/api-keys' });
  const apiSecret = newSecret('ApiSecret', { generateSecretString: { passwordLength: 32, excludePunctuation: true } });
  const group = newLogGroup(stack, 'RotationLogGroup', secretsKey, logs.RetentionDays.ONE_MONTH);
  const rotation = new lambda.Function(stack, 'Rotation', {
    code: lambda.Code.fromAsset(join(process.cwd(), 'assets', 'secrets', 'handlers', 'rotate-secret.lambda')),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    role: newRole(stack, 'RotationRole', group, false),
    logGroup: group,
    environmentEncryption: secretsKey,
    tracing: lambda.Tracing.ACTIVE,
  });
  rotation.addToRolePolicy(new iam.PolicyStatement({
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    resources: [apiSecret.secretArn],
  }));
  rotation.addToRolePolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] }));
  rotation.addToRolePolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [secretsKey.keyArn],
    conditions: { StringLike: { 'kms:EncryptionContext:SecretARN': apiSecret.secretArn }, StringEquals: via('secretsmanager') },
  }));
  const permission = new lambda.CfnPermission(stack, 'RotationPermission', {
    action: 'lambda:InvokeFunction',
    functionName: rotation.functionArn,
    principal: 'secretsmanager.amazonaws.com',
    sourceAccount: Aws.ACCOUNT_ID,
  });
  new secretsmanager.CfnRotationSchedule(stack, 'RotationSchedule', {
    secretId: apiSecret.secretArn,
    rotationLambdaArn: rotation.functionArn,
    rotateImmediatelyOnUpdate: false,
    rotationRules: { automaticallyAfterDays: 90 },
  }).node.addDependency(permission);
  output(stack, {
    TableName: table.tableName,
    SnapshotsBucketName: buckets[0].bucketName,
    KeyId: key.keyId,
    SecretsKeyId: secretsKey.keyId,
    ApiSecretArn: apiSecret.secretArn,
  });
  return { stack, key, secretsKey, buckets, table, credentials, apiSecret };
}

function networkStack(app: App, key: kms.IKey) {
  const stack = new Stack(app, 'OmnitrackNetwork');
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    availabilityZones: [0, 1, 2].map((index) => Fn.select(index, Fn.getAzs())),
    restrictDefaultSecurityGroup: true,
    subnetConfiguration: [
      { name: 'Public', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
      { name: 'Lambda', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'Redis', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ],
    gatewayEndpoints: {
      S3: { service: ec2.GatewayVpcEndpointAwsService.S3 },
      DynamoDb: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB },
    },
  });
  const role = new iam.Role(stack, 'FlowLogRole', { assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') });
  const flowLogs = newLogGroup(stack, 'FlowLogs', key, logs.RetentionDays.ONE_MONTH);
  vpc.addFlowLog('FlowLog', { destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLogs, role) });
  const lambdaGroup = new ec2.SecurityGroup(stack, 'LambdaGroup', { vpc });
  const redisGroup = new ec2.SecurityGroup(stack, 'RedisGroup', { vpc, allowAllOutbound: false });
  redisGroup.addIngressRule(lambdaGroup, ec2.Port.tcp(6379));
  output(stack, {
    VpcId: vpc.vpcId,
    LambdaSecurityGroupId: lambdaGroup.securityGroupId,
    RedisSecurityGroupId: redisGroup.securityGroupId,
    FlowLogGroupName: flowLogs.logGroupName,
  });
  return { stack, vpc, lambdaGroup };
}

function apiStack(app: App, data: ReturnType<typeof dataStack>, network: ReturnType<typeof networkStack>) {
  const stack = new Stack(app, 'OmnitrackApi');
  const layer = (language: 'nodejs' | 'python') => new lambda.LayerVersion(stack, `${language}Headers`, {
    code: lambda.Code.fromAsset(join('assets', 'middleware', language)), description: 'Adds security headers',
  });
  const layers = { nodejs: layer('nodejs'), python: layer('python') };
  const newFunction = (name: string, ownEnvironment: Record<string, string>, secrets: ('credentials' | 'apiSecret')[],
    language: 'nodejs' | 'python' = 'nodejs') => {
    const environment = { ...ownEnvironment, CDK_HARDENED_HANDLER: language === 'python' ? 'app.handler' : 'index.handler' };
    const group = newLogGroup(stack, `${name}Logs`, data.key, logs.RetentionDays.THREE_MONTHS);
    const role = newRole(stack, `${name}Role`, group, true);
    const fn = new lambda.Function(stack, name, {
      code: language === 'python' ? lambda.Code.fromAsset(join('examples', 'omnitrack', 'handlers', name)) : bundled(name),
      handler: language === 'python' ? 'cdk_hardened_layer.bootstrap.handler' : '/opt/cdk-hardened/handler.handler',
      layers: [layers[language]],
      runtime: language === 'python' ? lambda.Runtime.PYTHON_3_14 : lambda.Runtime.NODEJS_24_X,
      vpc: network.vpc,
      vpcSubnets: { subnetGroupName: 'Lambda' },
      securityGroups: [network.lambdaGroup],
      role,
      logGroup: group,
      environment,
      environmentEncryption: data.key,
      tracing: lambda.Tracing.ACTIVE,
    });
    for (const secret of secrets) {
      const { secretArn } = data[secret];
      role.addToPolicy(new iam.PolicyStatement({
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resources: [secretArn],
      }));
      role.addToPolicy(new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [data.secretsKey.keyArn],
        conditions: { StringLike: { 'kms:EncryptionContext:SecretARN': secretArn }, StringEquals: via('secretsmanager') },
      }));
      fn.addEnvironment(secret === 'credentials' ? 'SECRETS_ARN' : 'API_SECRET_ARN', secretArn);
    }
    return fn;
  };
  const snapshots = newFunction('snapshots', { TABLE_NAME: data.table.tableName, SNAPSHOTS_BUCKET: data.buckets[0].bucketName },
    ['apiSecret']);
  snapshots.addToRolePolicy(new iam.PolicyStatement({
    actions: TABLE_ACTIONS,
    resources: [data.table.tableArn, `${data.table.tableArn}/index/*`],
  }));
  snapshots.addToRolePolicy(new iam.PolicyStatement({
    actions: ['s3:ListBucket'],
    resources: data.buckets.map((bucket) => bucket.bucketArn),
  }));
  snapshots.addToRolePolicy(new iam.PolicyStatement({
    actions: ['s3:GetObject', 's3:PutObject'],
    resources: data.buckets.map((bucket) => bucket.arnForObjects('*')),
  }));
  snapshots.addToRolePolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    resources: [data.key.keyArn],
    conditions: { StringEquals: via('dynamodb', 's3') },
  }));
  const integrations = newFunction('integrations', {}, ['credentials']);
  const health = newFunction('health', {}, []);
  const status = newFunction('status', {}, []);
  const version = newFunction('version', {}, [], 'python');

  const accessLogs = newLogGroup(stack, 'AccessLogs', data.key, logs.RetentionDays.ONE_YEAR);
  const api = new apigateway.RestApi(stack, 'Api', {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    cloudWatchRole: false,
    defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    deployOptions: {
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      throttlingRateLimit: 500,
      throttlingBurstLimit: 1000,
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      tracingEnabled: true,
    },
  });
  newLogGroup(stack, 'ExecutionLogs', data.key, logs.RetentionDays.THREE_MONTHS, `API-Gateway-Execution-Logs_${api.restApiId}/prod`);
  for (const type of [
    apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX, apigateway.ResponseType.BAD_REQUEST_BODY,
    apigateway.ResponseType.BAD_REQUEST_PARAMETERS, apigateway.ResponseType.WAF_FILTERED,
  ]) {
    api.addGatewayResponse(type.responseType, {
      type,
      responseHeaders: HEADERS,
      templates: { 'application/json': '{"message":$context.error.messageString}' },
    });
  }
  const requestValidator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
  const route = (method: string, path: string, fn: lambda.Function, options: apigateway.MethodOptions = {}) => {
    const integration = new apigateway.LambdaIntegration(fn, { scopePermissionToMethod: false });
    api.root.resourceForPath(path).addMethod(method, integration, { requestValidator, ...options });
  };
  route('POST', '/snapshots', snapshots,
    { requestModels: { 'application/json': api.addModel('Snapshot', { schema: { type: apigateway.JsonSchemaType.OBJECT } }) } });
  route('GET', '/snapshots/{twin}', snapshots);
  route('GET', '/integrations', integrations);
  route('GET', '/health', health, { authorizationType: apigateway.AuthorizationType.NONE });
  route('GET', '/status', status, { authorizationType: apigateway.AuthorizationType.NONE });
  route('GET', '/version', version);
  const cloudWatchRole = new iam.Role(stack, 'CloudWatchRole', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    inlinePolicies: {
      Logs: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          actions: ['logs:PutLogEvents'],
          resources: ['*'],
        })],
      }),
    },
  });
  const account = new apigateway.CfnAccount(stack, 'Account', { cloudWatchRoleArn: cloudWatchRole.roleArn });
  account.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  api.deploymentStage.node.addDependency(account);

  const visibilityConfig = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });
  const headers = Object.entries(HEADERS).filter(([, value]) => value.length < 256).slice(0, 9).map(([name, value]) => ({ name, value }));
  const block = { block: { customResponse: { responseCode: 403, customResponseBodyKey: 'Forbidden', responseHeaders: headers } } };
  const managed = (name: string, priority: number) => ({
    name,
    priority,
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
    overrideAction: { none: {} },
    visibilityConfig: visibilityConfig(name),
  });
  const webAcl = new wafv2.CfnWebACL(stack, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    customResponseBodies: { Forbidden: { contentType: 'APPLICATION_JSON', content: '{}' } },
    visibilityConfig: visibilityConfig('acl'),
    rules: [
      {
        name: 'Geo',
        priority: 0,
        statement: { geoMatchStatement: { countryCodes: ['CN', 'RU', 'KP'] } },
        action: block,
        visibilityConfig: visibilityConfig('Geo'),
      },
      {
        name: 'Rate',
        priority: 1,
        statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: 'IP' } },
        action: block,
        visibilityConfig: visibilityConfig('Rate'),
      },
      {
        name: 'Agent',
        priority: 2,
        statement: {
          notStatement: {
            statement: {
              regexMatchStatement: {
                fieldToMatch: { singleHeader: { Name: 'user-agent' } },
                regexString: '[a-z]',
                textTransformations: [{ priority: 0, type: 'NONE' }],
              },
            },
          },
        },
        action: block,
        visibilityConfig: visibilityConfig('Agent'),
      },
      managed('AWSManagedRulesCommonRuleSet', 3), managed('AWSManagedRulesKnownBadInputsRuleSet', 4),
      managed('AWSManagedRulesSQLiRuleSet', 5),
    ],
  });
  const wafLogs = newLogGroup(stack, 'WafLogs', data.key, logs.RetentionDays.THREE_MONTHS, 'aws-waf-logs-omnitrack');
  new wafv2.CfnLoggingConfiguration(stack, 'WafLogging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [wafLogs.logGroupArn],
    redactedFields: ['authorization', 'cookie'].map((name) => ({ singleHeader: { Name: name } })),
  });
  new wafv2.CfnWebACLAssociation(stack, 'Association', { webAclArn: webAcl.attrArn, resourceArn: api.deploymentStage.stageArn });
  output(stack, {
    ApiId: api.restApiId,
    StageName: api.deploymentStage.stageName,
    WebAclArn: webAcl.attrArn,
    WafLogGroupName: wafLogs.logGroupName,
    AccessLogGroupName: accessLogs.logGroupName,
    SnapshotsLogGroupName: snapshots.logGroup.logGroupName,
  });
}

const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
const data = dataStack(app);
apiStack(app, data, networkStack(app, data.key));
app.synth();
