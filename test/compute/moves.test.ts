import { join } from 'path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SecureLambda } from '../../src';
import { ENV } from '../support/synth';

const entry = join(__dirname, 'fixtures', 'orders.ts');
const OPTIONS = { functionName: 'orders', architecture: lambda.Architecture.ARM_64, description: 'lists orders' };
const common = { entry, handler: 'list', runtime: lambda.Runtime.NODEJS_22_X, environment: { STAGE: 'test' } };

type Build = (stack: Stack) => lambda.Function;
const plain: Build = (stack) => new nodejs.NodejsFunction(stack, 'Orders', { ...common, ...OPTIONS });
const ours: Build = (stack) => new SecureLambda(stack, 'Orders', { ...common, outsideVpc: true, functionOptions: OPTIONS }).function;
const vpcOf = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });

/** With what an application has beside its function. */
const withMore = (build: Build) => (stack: Stack) => {
  const fn = build(stack);
  fn.addAlias('live');
  fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
  fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
};

/** No bundling: it takes time, and the code changes nothing of what is replaced. */
function templateOf(build: (stack: Stack) => unknown, context: Record<string, unknown> = {}) {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [], ...context } }), 'Stack', { env: ENV });
  build(stack);
  return Template.fromStack(stack).toJSON();
}

const LOSSES = [ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE, ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_ORPHAN];

/** What a deployment replaces or removes: the type and what becomes of it. */
function lost(before: object, after: object): string[] {
  const found: string[] = [];
  fullDiff(before as never, after as never).resources.forEachDifference((_, { changeImpact, oldResourceType }) => {
    if (LOSSES.includes(changeImpact)) {
      found.push(`${oldResourceType} ${changeImpact}`);
    }
  });
  return found.sort();
}

describe('a NodejsFunction that becomes a SecureLambda with the same id', () => {
  test('keeps its logical id, and everything that refers to it', () => {
    // any change of a function brings a new version
    expect(lost(templateOf(withMore(plain)), templateOf(withMore(ours)))).toEqual(['AWS::Lambda::Version WILL_DESTROY']);
  });

  test('keeps its security group in a VPC, by which others know it', () => {
    const before = (stack: Stack) => new nodejs.NodejsFunction(stack, 'Orders', { ...common, vpc: vpcOf(stack) });
    const after = (stack: Stack) => new SecureLambda(stack, 'Orders', { ...common, vpc: vpcOf(stack) });
    expect(lost(templateOf(before), templateOf(after))).toEqual([]);
  });

  test('gets a new log group where the CDK created one, which is retained', () => {
    const before = templateOf(plain, { '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true });
    const groups = (template: any) => Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
    expect(lost(before, templateOf(ours))).toEqual(['AWS::Logs::LogGroup WILL_REPLACE']);
    expect(groups(templateOf(ours))).toEqual([expect.objectContaining({ UpdateReplacePolicy: 'Retain' })]);
  });

  test('runs the same code under its own name, with its options', () => {
    const properties = (build: Build) => Object.values<any>(templateOf(build).Resources)
      .find(({ Type }) => Type === 'AWS::Lambda::Function').Properties;
    const { Code, FunctionName, Architectures, Description, Runtime } = properties(plain);
    expect(properties(ours)).toMatchObject({ Code, FunctionName, Architectures, Description, Runtime });
  });
});
