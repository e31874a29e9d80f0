import { readFileSync } from 'fs';
import { join } from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Options, Outcome, OUTCOMES } from './option-outcomes';
import { HardenedVpc, SecureLambda, SecureLambdaProps } from '../../src';
import { DECIDED } from '../../src/compute/function-options';
import { enforced, ENV, only, relaxed, stackWith, synth } from '../support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');

const entries = Object.entries(OUTCOMES) as [keyof Options, Outcome<keyof Options>][];
const passed = entries.flatMap(([name, outcome]) => 'value' in outcome ? [[name, outcome] as const] : []);
const decided = entries.flatMap(([name, outcome]) => 'decided' in outcome ? [[name, outcome.decided] as const] : []);

/** What is no option: the props of the CDK's two classes, which TypeScript takes for options as well. */
const OF_CLASSES = ['code', 'handler', 'runtime', 'entry', 'bundling', 'depsLockFilePath', 'projectRoot'];

const withOptions = (functionOptions: Options | ((stack: Stack) => Options), props: Partial<SecureLambdaProps> = {}) => (stack: Stack) => {
  const outsideVpc = props.outsideVpc ?? true;
  return new SecureLambda(stack, 'Fn', {
    code,
    outsideVpc,
    vpc: outsideVpc ? undefined : new HardenedVpc(stack, 'Network').vpc,
    functionOptions: typeof functionOptions === 'function' ? functionOptions(stack) : functionOptions,
    ...props,
  });
};
const functionIn = (template: Template) => only(template, 'AWS::Lambda::Function', 'Fn').Properties;

describe('functionOptions', () => {
  // the CDK prints of three options that others replace them
  const { JSII_DEPRECATED } = process.env;
  beforeAll(() => { process.env.JSII_DEPRECATED = 'quiet'; });
  afterAll(() => { process.env.JSII_DEPRECATED = JSII_DEPRECATED ?? 'warn'; });

  test.each(passed)('passes %s on', (name, { value, props, shows }) => {
    const template = synth(withOptions((stack) => ({ [name]: value(stack) }), props), { env: ENV });
    if (typeof shows === 'function') {
      shows(template);
    } else {
      expect(functionIn(template)).toMatchObject(shows);
    }
  });

  test.each(decided)('rejects %s, and says what to do instead', (name, remedy) => {
    expect(() => synth(withOptions({ [name]: 'anything' } as Options))).toThrow(expect.objectContaining({
      code: 'NotConfigurable', prop: `functionOptions.${name}`, path: 'Stack/Fn', message: expect.stringMatching(remedy),
    }));
  });

  test.each(OF_CLASSES)('rejects %s, which the props of a function and of a NodejsFunction have beside options', (name) => {
    const props = { [name]: 'anything' };
    expect(() => synth(withOptions(props))).toThrow(`functionOptions.${name} is decided by the construct: use the prop of this name`);
  });

  test('takes an option that is undefined for none', () => {
    const { TracingConfig, LoggingConfig, Role } = functionIn(synth(withOptions(
      { role: undefined, tracing: undefined, loggingFormat: undefined })));
    expect([TracingConfig.Mode, LoggingConfig.LogFormat, Role])
      .toEqual(['Active', 'JSON', { 'Fn::GetAtt': [expect.stringMatching('FnServiceRole'), 'Arn'] }]);
  });

  test('must be an object, and its layers a list', () => {
    expect(() => synth(withOptions('arm64' as never))).toThrow('functionOptions must be an object of options, got "arm64" (at Stack/Fn)');
    expect(() => synth(withOptions({ layers: 'arn' as never }))).toThrow('functionOptions.layers must be a list, got "arn" (at Stack/Fn)');
  });

  test('gives versions their options', () => {
    const template = synth((stack) => withOptions({ currentVersionOptions: { description: 'first' } })(stack).function.currentVersion);
    expect(only(template, 'AWS::Lambda::Version').Properties.Description).toBe('first');
  });

  test('the README lists those that are rejected', () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'src', 'compute', 'README.md'), 'utf8');
    expect(Object.keys(DECIDED).sort()).toEqual([...decided.map(([name]) => name as string), ...OF_CLASSES].sort());
    expect(Object.keys(DECIDED).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('functionOptions that weaken a control warn', () => {
  test.each<[string, string, Options, Partial<SecureLambdaProps>]>([
    ['FN-06', 'tracing is off', { tracing: lambda.Tracing.DISABLED }, {}],
    ['FN-06', 'tracing is left to the caller', { tracing: lambda.Tracing.PASS_THROUGH }, {}],
    ['FN-02', 'Lambda Insights brings a managed policy', { insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_229_0 }, {}],
    ['FN-02', 'the code may do everything',
      { initialPolicy: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] }, {}],
    ['FN-01', 'the subnets are public', { allowPublicSubnet: true },
      { outsideVpc: false, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }],
  ])('%s: %s', (id, _, options, props) => {
    const stack = stackWith(withOptions(options, props), { env: ENV });
    expect(relaxed(stack).filter((one) => one !== 'FN-01' || props.outsideVpc === false)).toEqual([id]);
    expect(enforced(stack)).not.toContain(id);
  });

  test('FN-01: the subnets of an imported VPC are public', () => {
    const vpc = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc',
      { vpcId: 'vpc-1', availabilityZones: ['a'], publicSubnetIds: ['subnet-1'], privateSubnetIds: ['subnet-2'] });
    const warnings = (subnetType: ec2.SubnetType) => relaxed(stackWith((stack) => new SecureLambda(stack, 'Fn',
      { code, vpc: vpc(stack), vpcSubnets: { subnetType }, functionOptions: { allowPublicSubnet: true } })));
    expect(warnings(ec2.SubnetType.PUBLIC)).toEqual(['FN-01']);
    expect(warnings(ec2.SubnetType.PRIVATE_WITH_EGRESS)).toEqual([]);
  });
});

describe('the layers of a function', () => {
  const layers = (count: number) => (stack: Stack) => ({
    layers: Array.from({ length: count }, (_, index) => lambda.LayerVersion.fromLayerVersionArn(stack, `L${index}`, `arn:layer:${index}`)),
  });
  const paramsAndSecrets = lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103);

  test('are four beside the one with the security headers, and five without it', () => {
    expect(functionIn(synth(withOptions(layers(4)))).Layers).toHaveLength(5);
    expect(functionIn(synth(withOptions(layers(5), { securityHeaders: false }))).Layers).toHaveLength(5);
  });

  test.each<[string, (stack: Stack) => Options, Partial<SecureLambdaProps>, string]>([
    ['five beside ours', layers(5), {},
      'must have at most 4 elements, as a function has 5 layers at most, 1 with the security headers, got 5 (at Stack/Fn)'],
    ['six', layers(6), { securityHeaders: false }, 'must have at most 5 elements, as a function has 5 layers at most, got 6 (at Stack/Fn)'],
    ['four beside ours and an extension', (stack) => ({ ...layers(4)(stack), paramsAndSecrets }), {},
      'must have at most 3 elements, as a function has 5 layers at most, 1 with the security headers, 1 for other options, got 4'],
  ])('are not %s', (_, options, props, message) => {
    expect(() => synth(withOptions(options, props), { env: ENV })).toThrow(`functionOptions.layers ${message}`);
  });
});

test('a durable function may use the state of its own executions, and nothing of other functions', () => {
  const template = synth(withOptions({ durableConfig: { executionTimeout: Duration.hours(1) } }));
  const { PolicyDocument, Roles } = only(template, 'AWS::IAM::Policy', 'FnDurableExecutions').Properties;
  expect(PolicyDocument.Statement).toEqual([{
    Effect: 'Allow',
    Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching('^Fn'), 'Arn'] }, ':*']] },
  }]);
  expect(Roles).toEqual([{ Ref: expect.stringMatching('FnServiceRole') }]);
});
