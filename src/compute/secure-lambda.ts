import { Duration, Names } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HardenedVpc } from '../network';
import { handlerOf, newFunction } from './entry';
import { environmentErrors } from './environment';
import { allowDurableExecutions, functionOptions, layersWith, loggingFormatOf } from './function-options';
import { handlerErrors, isModule } from './handler-file';
import { HANDLER_VARIABLE, headersLayer } from './headers-layer';
import { enforces, relaxes } from './intentions';
import { chosenSecrets } from './secrets-to-read';
import { SecureLambdaProps } from './secure-lambda-props';
import { validateProps } from './validate-props';
import { executionRole } from '../private/execution-role';
import { pinFeatureFlags } from '../private/feature-flags';
import { keyHere, stackKey } from '../private/keys';
import { logGroup } from '../private/log-groups';
import { reject } from '../private/validation';

/** The handler that Lambda calls, and what it needs. */
interface SecuredHandler {
  readonly handler: string;
  readonly layers: lambda.ILayerVersion[];
  readonly variables: Record<string, string>;
}

/**
 * A function in private subnets, with a role of its own that holds what it needs, encrypted variables and logs, and traces.
 *
 * By default it costs 1 USD a month for the key that the logs and functions of a stack share, plus invocations, logs, and 5 USD
 * for a million traces. After a change of the VPC the function is updated for minutes, while Lambda creates network interfaces.
 */
export class SecureLambda extends Construct implements iam.IGrantable, ec2.IConnectable {
  /** The function. Use its own `addAlias`, `addEventSource` and `metric` methods. */
  public readonly function: lambda.Function;

  /** The role of the function, which no other function has. */
  public readonly role: iam.Role;

  /** The log group of the function. */
  public readonly logGroup: logs.LogGroup;

  /** The principal that grants to this function address. */
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, props: SecureLambdaProps) {
    super(scope, id);
    pinFeatureFlags(this);
    const handler = handlerOf(props);
    const runtime = props.runtime ?? lambda.Runtime.NODEJS_24_X;
    const timeout = props.timeout ?? Duration.seconds(29);
    const memorySize = props.memorySize ?? 512;
    validateProps(this, props, { handler, runtime, timeout, memorySize });
    const given = functionOptions(this, props);

    const key = props.encryptionKey ? keyHere(this, 'encryptionKey', props.encryptionKey) : stackKey(this);
    this.logGroup = logGroup(this, 'LogGroup', { retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS, encryptionKey: key });
    this.role = executionRole(this, 'ServiceRole', this.logGroup, props.vpc !== undefined);
    this.grantPrincipal = this.role;

    const secured = this.securedHandler(props, handler, runtime);
    this.function = newFunction(this, 'Default', props, {
      ...given,
      handler: secured.handler,
      environment: { ...props.environment, ...secured.variables },
      layers: layersWith(this, given, secured.layers),
      runtime,
      timeout,
      memorySize,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: loggingFormatOf(given),
      environmentEncryption: key,
      tracing: given.tracing ?? lambda.Tracing.ACTIVE,
      ...this.network(props),
    });
    if (given.durableConfig) {
      allowDurableExecutions(this, this.role, this.function);
    }
    this.recordControls(props);
    const secretVariables = this.addSecrets(props);
    this.node.addValidation({
      validate: () => [
        ...environmentErrors(this, this.function, { ...secured.variables, ...secretVariables }),
        ...handlerErrors(this, this.function, props.code, handler, runtime, secured.layers.length),
      ],
    });
  }

  /** The network connections of the function. An error outside of a VPC. */
  public get connections(): ec2.Connections {
    return this.function.connections;
  }

  private network(props: SecureLambdaProps): Partial<lambda.FunctionProps> {
    if (props.vpc === undefined) {
      relaxes(this, 'FN-01', 'outsideVpc is true, so its calls go over the Internet, past flow logs and security groups.');
      return {};
    }
    enforces(this, 'FN-01', 'FN-03');
    const hardened = HardenedVpc.of(props.vpc);
    const securityGroups = props.securityGroups ?? [hardened?.lambdaSecurityGroup ?? new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      // the text of the CDK: a group with another one would be replaced when a function of the CDK becomes one of ours
      description: `Automatic security group for Lambda Function ${Names.uniqueId(this)}`,
    })];
    securityGroups.forEach((group) => hardened?.allowEndpointsFrom(group));
    const vpcSubnets = props.vpcSubnets ?? hardened?.lambdaSubnets;
    if (props.functionOptions?.allowPublicSubnet && props.vpc.selectSubnets(vpcSubnets).hasPublic) {
      relaxes(this, 'FN-01', 'functionOptions.allowPublicSubnet is true, and a subnet of the function is public.');
    }
    return { vpc: props.vpc, vpcSubnets, securityGroups };
  }

  private recordControls({ logRetention, functionOptions: { tracing = lambda.Tracing.ACTIVE } = {} }: SecureLambdaProps): void {
    enforces(this, 'FN-02', 'FN-04');
    if (logRetention === logs.RetentionDays.INFINITE) {
      relaxes(this, 'FN-05', 'logRetention is INFINITE, so logs are kept forever.');
    } else {
      enforces(this, 'FN-05');
    }
    if (tracing === lambda.Tracing.ACTIVE) {
      enforces(this, 'FN-06');
    } else {
      relaxes(this, 'FN-06', `functionOptions.tracing is ${tracing}, so an invocation is traced only if its caller is.`);
    }
  }

  private securedHandler(props: SecureLambdaProps, handler: string, runtime: lambda.Runtime): SecuredHandler {
    const asItIs = { handler, variables: {}, layers: [] };
    if (props.securityHeaders === false) {
      relaxes(this, 'FN-07', 'securityHeaders is false, so responses have only the headers that the code sets.');
      return asItIs;
    }
    const layer = headersLayer(this, runtime, isModule(props, handler));
    if (typeof layer !== 'string') {
      enforces(this, 'FN-07');
      return { handler: layer.handler, layers: [layer.version], variables: { [HANDLER_VARIABLE]: handler } };
    }
    if (props.securityHeaders) {
      reject(this, 'ConflictingProps', 'securityHeaders', `is true, but ${layer}`);
    }
    relaxes(this, 'FN-07', `${layer}. If it responds to HTTP requests, its code has to set them.`);
    return asItIs;
  }

  /** Allows reading the secrets, and gives the variables that name them. */
  private addSecrets({ secrets, secretsToRead }: SecureLambdaProps): Record<string, string> {
    const variables = Object.fromEntries((secrets ? chosenSecrets(secretsToRead) : []).map(({ variable, of, grantRead }) => {
      grantRead(secrets!, this);
      return [variable, of(secrets!).secretArn];
    }));
    Object.entries(variables).forEach(([name, arn]) => this.function.addEnvironment(name, arn));
    return variables;
  }
}
