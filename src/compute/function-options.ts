import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { SecureLambdaProps } from './secure-lambda-props';
import { Decided, otherOptions, OWN_PROP } from '../private/other-options';
import { reject, requireList, shown } from '../private/validation';

const OWN_LOG_GROUP = 'the log group is one of its own (FN-05); use logRetention and encryptionKey of the construct';
const OF_THE_GROUP = 'it is an option of a security group; create one with it, and pass that in securityGroups of the construct';

/** With those of the CDK's classes of functions, whose props TypeScript takes for options as well. */
export const DECIDED: Decided<nodejs.NodejsFunctionProps> = {
  code: OWN_PROP,
  handler: OWN_PROP,
  runtime: OWN_PROP,
  entry: OWN_PROP,
  bundling: OWN_PROP,
  depsLockFilePath: OWN_PROP,
  projectRoot: OWN_PROP,
  vpc: OWN_PROP,
  vpcSubnets: OWN_PROP,
  securityGroups: OWN_PROP,
  environment: OWN_PROP,
  timeout: OWN_PROP,
  memorySize: OWN_PROP,
  reservedConcurrentExecutions: OWN_PROP,
  logRetention: OWN_PROP,
  role: 'the function has a role of its own (FN-02); allow more with initialPolicy, grants, or the public field role',
  environmentEncryption: 'use encryptionKey of the construct (FN-04)',
  logGroup: OWN_LOG_GROUP,
  logRetentionRole: OWN_LOG_GROUP,
  logRetentionRetryOptions: OWN_LOG_GROUP,
  logRemovalPolicy: 'the log group is retained; the context cdk-hardened:disposable gives that up',
  allowAllOutbound: OF_THE_GROUP,
  allowAllIpv6Outbound: OF_THE_GROUP,
};

/** All layers of a function, with those of extensions. */
const MAX_LAYERS = 5;

/** What a user adds to the options of the function. */
export function functionOptions(scope: Construct, { functionOptions: given = {} }: SecureLambdaProps): lambda.FunctionOptions {
  if (typeof given !== 'object' || given === null) {
    reject(scope, 'WrongType', 'functionOptions', `must be an object of options, got ${shown(given)}`);
  }
  otherOptions<nodejs.NodejsFunctionProps>(scope, 'functionOptions', given, DECIDED);
  if (given.layers !== undefined) {
    requireList(scope, 'functionOptions.layers', given.layers);
  }
  return given;
}

type Layers = lambda.ILayerVersion[];

/** The layers of the function, if any. Ours are the last, so that no file of another layer replaces one of theirs. */
export function layersWith(scope: Construct, given: lambda.FunctionOptions, ours: Layers): Layers | undefined {
  const { layers = [], insightsVersion, adotInstrumentation, paramsAndSecrets } = given;
  const extensions = [insightsVersion, adotInstrumentation, paramsAndSecrets].filter((one) => one !== undefined).length;
  const room = MAX_LAYERS - extensions - ours.length;
  if (layers.length > room) {
    const others = [
      ...ours.length > 0 ? ['1 with the security headers'] : [], ...extensions > 0 ? [`${extensions} for other options`] : [],
    ].map((one) => `, ${one}`).join('');
    reject(scope, 'OutOfRange', 'functionOptions.layers',
      `must have at most ${room} elements, as a function has ${MAX_LAYERS} layers at most${others}, got ${layers.length}`);
  }
  const all = [...layers, ...ours];
  return all.length > 0 ? all : undefined; // the CDK rejects even an empty list for a container image
}

/** JSON, unless the user chose a format, by one of its two options. */
export const loggingFormatOf = ({ logFormat, loggingFormat }: lambda.FunctionOptions): lambda.LoggingFormat | undefined =>
  loggingFormat ?? (logFormat === undefined ? lambda.LoggingFormat.JSON : undefined);

/**
 * Lets a durable function read and write the state of its executions. The CDK does so for roles that it creates, by a managed policy
 * and for all functions.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
 */
export function allowDurableExecutions(scope: Construct, role: iam.Role, fn: lambda.Function): void {
  // not in the policy of the role, on which the function depends
  new iam.Policy(scope, 'DurableExecutions', {
    roles: [role],
    statements: [new iam.PolicyStatement({
      actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'], resources: [`${fn.functionArn}:*`],
    })],
  });
}
