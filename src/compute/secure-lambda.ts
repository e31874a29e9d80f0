import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HardenedVpc } from '../network';
import { executionRole } from '../private/execution-role';
import { pinFeatureFlags } from '../private/feature-flags';
import { keyHere, stackKey } from '../private/keys';
import { logGroup } from '../private/log-groups';
import { reject } from '../private/validation';
import { ManagedSecret } from '../secrets';
import { environmentErrors, SECRET_VARIABLES } from './environment';
import { handlerErrors, isModule } from './handler-file';
import { HANDLER_VARIABLE, headersLayer } from './headers-layer';
import { enforces, relaxes } from './intentions';
import { SecureLambdaProps } from './secure-lambda-props';
import { readSecrets, validateProps } from './validate-props';

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
    const handler = props.handler ?? 'index.handler';
    const runtime = props.runtime ?? lambda.Runtime.NODEJS_24_X;
    const timeout = props.timeout ?? Duration.seconds(29);
    const memorySize = props.memorySize ?? 512;
    validateProps(this, props, { handler, runtime, timeout, memorySize });

    const key = props.encryptionKey ? keyHere(this, 'encryptionKey', props.encryptionKey) : stackKey(this);
    this.logGroup = logGroup(this, 'LogGroup', { retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS, encryptionKey: key });
    this.role = executionRole(this, 'Role', this.logGroup, props.vpc !== undefined);
    this.grantPrincipal = this.role;

    const secured = this.securedHandler(props, handler, runtime);
    this.function = new lambda.Function(this, 'Resource', {
      code: props.code,
      ...secured,
      runtime,
      timeout,
      memorySize,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      environmentEncryption: key,
      tracing: lambda.Tracing.ACTIVE,
      ...this.network(props),
    });
    enforces(this, 'FN-02', 'FN-04', 'FN-06');
    if (props.logRetention === logs.RetentionDays.INFINITE) {
      relaxes(this, 'FN-05', 'logRetention is INFINITE, so logs are kept forever.');
    } else {
      enforces(this, 'FN-05');
    }
    const secretVariables = this.addSecrets(props);
    this.node.addValidation({
      validate: () => [
        ...environmentErrors(this, this.function, { ...secured.layers ? { [HANDLER_VARIABLE]: handler } : {}, ...secretVariables }),
        ...handlerErrors(this, this.function, props.code, handler, runtime, secured.layers?.length ?? 0),
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
      description: 'Function: no inbound traffic',
    })];
    securityGroups.forEach((group) => hardened?.allowEndpointsFrom(group));
    return { vpc: props.vpc, vpcSubnets: props.vpcSubnets ?? hardened?.lambdaSubnets, securityGroups };
  }

  private securedHandler(props: SecureLambdaProps, handler: string, runtime: lambda.Runtime) {
    const asItIs = { handler, environment: props.environment, layers: undefined };
    if (props.securityHeaders === false) {
      relaxes(this, 'FN-07', 'securityHeaders is false, so responses have only the headers that the code sets.');
      return asItIs;
    }
    const layer = headersLayer(this, runtime, isModule(props.code, handler));
    if (typeof layer !== 'string') {
      enforces(this, 'FN-07');
      return { handler: layer.handler, layers: [layer.version], environment: { ...props.environment, [HANDLER_VARIABLE]: handler } };
    }
    if (props.securityHeaders) {
      reject(this, `securityHeaders is true, but ${layer}`);
    }
    relaxes(this, 'FN-07', `${layer}. If it responds to HTTP requests, its code has to set them.`);
    return asItIs;
  }

  /** Allows reading the secrets, and gives the variables that name them. */
  private addSecrets(props: SecureLambdaProps): Record<string, string> {
    const variables: Record<string, string> = {};
    const { secrets } = props;
    const read = readSecrets(props);
    if (read.includes(ManagedSecret.CREDENTIALS)) {
      secrets!.grantReadCredentials(this);
      variables[SECRET_VARIABLES.credentials] = secrets!.credentials.secretArn;
    }
    if (read.includes(ManagedSecret.API_SECRET)) {
      secrets!.grantReadApiSecret(this);
      variables[SECRET_VARIABLES.apiSecret] = secrets!.apiSecret.secretArn;
    }
    Object.entries(variables).forEach(([name, arn]) => this.function.addEnvironment(name, arn));
    return variables;
  }
}
