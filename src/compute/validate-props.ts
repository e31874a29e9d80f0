import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { requireSource } from './entry';
import { requireVariables } from './environment';
import { requireHandler } from './handler-file';
import { HANDLER_VARIABLE } from './headers-layer';
import { chosenSecrets } from './secrets-to-read';
import { SecureLambdaProps } from './secure-lambda-props';
import { requireKind } from '../private/kinds';
import {
  reject, requireAtLeast, requireBetween, requireDistinct, requireDuration, requireList, requireSameRegion, shown,
} from '../private/validation';
import { ManagedSecret } from '../secrets';

interface Defaults {
  readonly handler: string;
  readonly runtime: lambda.Runtime;
  readonly timeout: Duration;
  readonly memorySize: number;
}

/** Throws for what Lambda would reject, with the prop and the construct in the message. */
export function validateProps(scope: Construct, props: SecureLambdaProps, { handler, runtime, timeout, memorySize }: Defaults): void {
  requireKind(scope, 'runtime', runtime, 'lambda.Runtime');
  requireSource(scope, props, runtime);
  validateNetwork(scope, props);
  validateSecrets(scope, props);
  const variables = props.secrets ? chosenSecrets(props.secretsToRead).map(({ variable }) => variable) : [];
  requireVariables(scope, props.environment ?? {}, [HANDLER_VARIABLE, ...variables]);
  requireHandler(scope, props, handler, runtime);
  requireDuration(scope, 'timeout', timeout, 'second', Duration.seconds(1), Duration.minutes(15));
  requireBetween(scope, 'memorySize', memorySize, 128, 10240);
  if (props.reservedConcurrentExecutions !== undefined) {
    requireAtLeast(scope, 'reservedConcurrentExecutions', props.reservedConcurrentExecutions, 0);
  }
}

function validateNetwork(scope: Construct, { vpc, vpcSubnets, securityGroups, outsideVpc = false }: SecureLambdaProps): void {
  if (vpc === undefined && !outsideVpc) {
    reject(scope, 'MissingProp', 'vpc', 'is missing: pass the vpc of a HardenedVpc or one of yours, or set outsideVpc to true');
  }
  if (vpc !== undefined && outsideVpc) {
    reject(scope, 'ConflictingProps', 'outsideVpc', 'is true, but there is a vpc: remove one of them');
  }
  if (vpc === undefined) {
    if (vpcSubnets || securityGroups) {
      reject(scope, 'MissingProp', 'vpcSubnets and securityGroups', 'need a vpc: pass it, or remove them');
    }
    return;
  }
  requireKind(scope, 'vpc', vpc, 'ec2.IVpc');
  requireSameRegion(scope, 'vpc', vpc);
  if (securityGroups !== undefined) {
    requireList(scope, 'securityGroups', securityGroups);
    if (securityGroups.length < 1 || securityGroups.length > 5) {
      reject(scope, 'OutOfRange', 'securityGroups', `must have 1 to 5 elements, got ${securityGroups.length}`);
    }
    securityGroups.forEach((group, index) => requireKind(scope, `securityGroups[${index}]`, group, 'ec2.ISecurityGroup'));
  }
}

function validateSecrets(scope: Construct, { secrets, secretsToRead }: SecureLambdaProps): void {
  if (secrets !== undefined) {
    requireKind(scope, 'secrets', secrets, 'IManagedSecrets');
  }
  if (secretsToRead === undefined) {
    return;
  }
  if (secrets === undefined || secretsToRead.length === 0) {
    reject(scope, 'ConflictingProps', 'secretsToRead', 'names what the function reads of secrets: set both, or neither');
  }
  requireDistinct(scope, 'secretsToRead', secretsToRead);
  for (const secret of secretsToRead) {
    if (!Object.values(ManagedSecret).includes(secret)) {
      reject(scope, 'UnknownValue', 'secretsToRead', `must hold values of ManagedSecret, got ${shown(secret)}`);
    }
  }
}
