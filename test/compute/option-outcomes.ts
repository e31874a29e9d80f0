import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codeguru from 'aws-cdk-lib/aws-codeguruprofiler';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as signer from 'aws-cdk-lib/aws-signer';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SecureLambdaProps } from '../../src';
import { identityStatements } from '../support/iam';

export type Options = lambda.FunctionOptions;
/** An option that is passed on: a value, and what the template has of it. Or one that the construct decides, and the remedy. */
export type Outcome<Name extends keyof Options> =
  | {
    readonly value: (stack: Stack) => Options[Name];
    readonly props?: Partial<SecureLambdaProps>;
    readonly shows: object | ((template: Template) => void);
  }
  | { readonly decided: RegExp };

const PYTHON = { code: lambda.Code.fromInline('def handler(event, context): pass'), runtime: lambda.Runtime.PYTHON_3_9 };
const queue = (stack: Stack) => new sqs.Queue(stack, 'Queue');
const REF = { Ref: expect.any(String) };
const arn = (name: string) => ({ 'Fn::GetAtt': [expect.stringMatching(name), 'Arn'] });
const resource = (type: string, properties: object) => (template: Template) => template.hasResourceProperties(type, properties);
const grants = (action: string) => (template: Template) => expect(JSON.stringify(identityStatements(template, 'FnServiceRole')))
  .toContain(`"${action}"`);
const PROP_ABOVE = { decided: /use the prop of this name/ };
const OWN_LOG_GROUP = { decided: /log group is one of its own \(FN-05\)/ };
const OF_THE_GROUP = { decided: /option of a security group.*securityGroups/ };
const PROFILER = { Environment: { Variables: expect.objectContaining({ AWS_CODEGURU_PROFILER_ENABLED: 'TRUE' }) } };
const profilingGroup = (stack: Stack) => new codeguru.ProfilingGroup(stack, 'Profile');

/** Every option of the CDK's function. A type error names those that a newer CDK has more: they are passed on, so say how they show. */
export const OUTCOMES: { readonly [Name in keyof Options]-?: Outcome<Name> } = {
  vpc: PROP_ABOVE,
  vpcSubnets: PROP_ABOVE,
  securityGroups: PROP_ABOVE,
  environment: PROP_ABOVE,
  timeout: PROP_ABOVE,
  memorySize: PROP_ABOVE,
  reservedConcurrentExecutions: PROP_ABOVE,
  logRetention: PROP_ABOVE,
  role: { decided: /role of its own \(FN-02\); allow more with initialPolicy/ },
  environmentEncryption: { decided: /use encryptionKey of the construct \(FN-04\)/ },
  logGroup: OWN_LOG_GROUP,
  logRetentionRole: OWN_LOG_GROUP,
  logRetentionRetryOptions: OWN_LOG_GROUP,
  logRemovalPolicy: { decided: /cdk-hardened:disposable/ },
  allowAllOutbound: OF_THE_GROUP,
  allowAllIpv6Outbound: OF_THE_GROUP,
  description: { value: () => 'lists orders', shows: { Description: 'lists orders' } },
  functionName: { value: () => 'orders', shows: { FunctionName: 'orders' } },
  ephemeralStorageSize: { value: () => Size.gibibytes(1), shows: { EphemeralStorage: { Size: 1024 } } },
  initialPolicy: {
    value: () => [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:*:*:orders'] })],
    shows: grants('sqs:SendMessage'),
  },
  ipv6AllowedForDualStack: {
    value: () => true, props: { outsideVpc: false }, shows: { VpcConfig: expect.objectContaining({ Ipv6AllowedForDualStack: true }) },
  },
  allowPublicSubnet: {
    value: () => true,
    props: { outsideVpc: false, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } },
    shows: { VpcConfig: expect.objectContaining({ SubnetIds: [{ Ref: expect.stringMatching('PublicSubnet') }, REF, REF] }) },
  },
  deadLetterQueueEnabled: { value: () => true, shows: { DeadLetterConfig: { TargetArn: arn('FnDeadLetterQueue') } } },
  deadLetterQueue: { value: queue, shows: { DeadLetterConfig: { TargetArn: arn('Queue') } } },
  deadLetterTopic: { value: (stack) => new sns.Topic(stack, 'Topic'), shows: { DeadLetterConfig: { TargetArn: REF } } },
  tracing: { value: () => lambda.Tracing.PASS_THROUGH, shows: { TracingConfig: { Mode: 'PassThrough' } } },
  snapStart: {
    value: () => lambda.SnapStartConf.ON_PUBLISHED_VERSIONS,
    props: { runtime: lambda.Runtime.PYTHON_3_13, code: PYTHON.code },
    shows: { SnapStart: { ApplyOn: 'PublishedVersions' } },
  },
  profiling: { value: () => true, props: PYTHON, shows: PROFILER },
  profilingGroup: { value: profilingGroup, props: PYTHON, shows: PROFILER },
  insightsVersion: {
    value: () => lambda.LambdaInsightsVersion.VERSION_1_0_229_0, shows: { Layers: [REF, expect.stringMatching('LambdaInsights')] },
  },
  adotInstrumentation: {
    value: () => ({
      layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
    }),
    shows: { Environment: { Variables: expect.objectContaining({ AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' }) } },
  },
  paramsAndSecrets: {
    value: () => lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103),
    shows: { Layers: [REF, expect.stringMatching('Parameters-and-Secrets')] },
  },
  layers: {
    value: (stack) => [lambda.LayerVersion.fromLayerVersionArn(stack, 'Mine', 'arn:mine:1')],
    shows: { Layers: ['arn:mine:1', { Ref: expect.stringMatching('CdkHardenedNodejsHeaders') }] },
  },
  events: { value: (stack) => [new sources.SqsEventSource(queue(stack))], shows: resource('AWS::Lambda::EventSourceMapping', {}) },
  currentVersionOptions: {
    // it shows once there is a version
    value: () => ({ description: 'first' }),
    shows: () => undefined,
  },
  filesystem: {
    value: (stack) => {
      const vpc = new ec2.Vpc(stack, 'Files', { natGateways: 1 });
      return lambda.FileSystem.fromEfsAccessPoint(new efs.FileSystem(stack, 'FileSystem', { vpc }).addAccessPoint('Point'), '/mnt/files');
    },
    props: { outsideVpc: false },
    shows: { FileSystemConfigs: [{ Arn: expect.anything(), LocalMountPath: '/mnt/files' }] },
  },
  codeSigningConfig: {
    value: (stack) => new lambda.CodeSigningConfig(stack, 'Signing', {
      signingProfiles: [new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA })],
    }),
    shows: { CodeSigningConfigArn: expect.objectContaining({ 'Fn::GetAtt': [expect.stringMatching('Signing'), 'CodeSigningConfigArn'] }) },
  },
  architecture: { value: () => lambda.Architecture.ARM_64, shows: { Architectures: ['arm64'] } },
  runtimeManagementMode: {
    value: () => lambda.RuntimeManagementMode.FUNCTION_UPDATE, shows: { RuntimeManagementConfig: { UpdateRuntimeOn: 'FunctionUpdate' } },
  },
  tenancyConfig: { value: () => lambda.TenancyConfig.PER_TENANT, shows: { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } } },
  durableConfig: {
    value: () => ({ executionTimeout: Duration.hours(1) }), shows: { DurableConfig: expect.objectContaining({ ExecutionTimeout: 3600 }) },
  },
  logFormat: { value: () => 'Text', shows: { LoggingConfig: expect.objectContaining({ LogFormat: 'Text' }) } },
  loggingFormat: { value: () => lambda.LoggingFormat.TEXT, shows: { LoggingConfig: expect.objectContaining({ LogFormat: 'Text' }) } },
  recursiveLoop: { value: () => lambda.RecursiveLoop.ALLOW, shows: { RecursiveLoop: 'Allow' } },
  applicationLogLevel: { value: () => 'WARN', shows: { LoggingConfig: expect.objectContaining({ ApplicationLogLevel: 'WARN' }) } },
  applicationLogLevelV2: {
    value: () => lambda.ApplicationLogLevel.WARN, shows: { LoggingConfig: expect.objectContaining({ ApplicationLogLevel: 'WARN' }) },
  },
  systemLogLevel: { value: () => 'WARN', shows: { LoggingConfig: expect.objectContaining({ SystemLogLevel: 'WARN' }) } },
  systemLogLevelV2: {
    value: () => lambda.SystemLogLevel.WARN, shows: { LoggingConfig: expect.objectContaining({ SystemLogLevel: 'WARN' }) },
  },
  onFailure: {
    value: (stack) => new destinations.SqsDestination(queue(stack)),
    shows: resource('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnFailure: {} } }),
  },
  onSuccess: {
    value: (stack) => new destinations.SqsDestination(queue(stack)),
    shows: resource('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnSuccess: {} } }),
  },
  maxEventAge: { value: () => Duration.hours(1), shows: resource('AWS::Lambda::EventInvokeConfig', { MaximumEventAgeInSeconds: 3600 }) },
  retryAttempts: { value: () => 0, shows: resource('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 }) },
};
