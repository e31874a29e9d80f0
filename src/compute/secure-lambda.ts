import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HardenedVpc } from '../network';
import { customerManagedKey, logGroup } from '../private/encryption';
import { executionRole } from '../private/execution-role';
import { pinFeatureFlags } from '../private/feature-flags';
import { reject, requireBetween, requireDurationBetween, requireSameRegion } from '../private/validation';
import { IManagedSecrets } from '../secrets';
import { enforces, relaxes } from './controls';
import { requireHandler } from './handler-file';
import { HANDLER_VARIABLE, headersLayer } from './headers-layer';

/**
 * Properties of a SecureLambda.
 */
export interface SecureLambdaProps {
  /** The code: a directory, an archive, a bucket's object, or text. */
  readonly code: lambda.Code;

  /**
   * The function in the code, as `file.export`.
   *
   * @default 'index.handler'
   */
  readonly handler?: string;

  /**
   * The runtime. A change takes effect with the next call.
   *
   * @default Runtime.NODEJS_24_X
   */
  readonly runtime?: lambda.Runtime;

  /**
   * The VPC. The one of a HardenedVpc brings its Lambda subnets and its Lambda security group; any other one its private subnets, and
   * the function gets a security group that lets nothing in and everything out.
   *
   * @default - required, unless `outsideVpc` is true
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets. They should be private: a function in a public subnet has no way out.
   *
   * @default - the Lambda subnets of a HardenedVpc, or the private subnets of another VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups.
   *
   * @default - the Lambda security group of a HardenedVpc, or a new one
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the function runs outside of any VPC.
   *
   * @default false
   */
  readonly outsideVpc?: boolean;

  /**
   * Secrets that the function reads. It is permitted to, and finds their ARNs in `SECRETS_ARN` and `API_SECRET_ARN`.
   *
   * @default - none
   */
  readonly secrets?: IManagedSecrets;

  /**
   * Environment variables. They are no place for secrets: give their ARNs.
   *
   * @default - none but those of `secrets`
   */
  readonly environment?: Record<string, string>;

  /**
   * Whether answers to HTTP requests get the security headers, whatever the code does. A layer is put around the handler: what the
   * handler sets itself stays, and so does all that is no answer to API Gateway, a load balancer or a function URL. The layer takes
   * one of the five places that a function has for layers, and some milliseconds of a cold start.
   *
   * @default - true for handlers of Node.js 20 and Python 3.9 and newer; other runtimes and container images get a note at synth
   */
  readonly securityHeaders?: boolean;

  /**
   * The key that encrypts environment variables and logs. It must be in the Region of the function.
   *
   * @default - one key that all functions of the stack share, rotated every 365 days and retained; 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long logs are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * How long a call may take, 1 second to 15 minutes. API Gateway waits for 29 seconds at most.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * Memory in MiB, 128 to 10240. CPU grows with it.
   *
   * @default 512
   */
  readonly memorySize?: number;

  /**
   * How many calls may run at once, taken from the account's own limit (1,000 at first).
   *
   * @default - no limit but the account's
   */
  readonly reservedConcurrentExecutions?: number;
}

/**
 * A function in private subnets, with a role of its own that holds what it needs, encrypted variables and logs, and traces.
 *
 * As it comes it costs what it runs, and 1 USD a month for the key that the functions of a stack share. A change of the VPC
 * takes the function minutes, while Lambda makes new network interfaces.
 */
export class SecureLambda extends Construct implements iam.IGrantable, ec2.IConnectable {
  /** The function. Use its own `addAlias`, `addEventSource` and `metric` methods. */
  public readonly function: lambda.Function;

  /** The role of the function, which no other function has. */
  public readonly role: iam.Role;

  /** Where the function logs. */
  public readonly logGroup: logs.LogGroup;

  /** To permit something to this function. */
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, props: SecureLambdaProps) {
    super(scope, id);
    pinFeatureFlags(this);
    const handler = props.handler ?? 'index.handler';
    const runtime = props.runtime ?? lambda.Runtime.NODEJS_24_X;
    const timeout = props.timeout ?? Duration.seconds(29);
    const memorySize = props.memorySize ?? 512;
    this.validate(props, handler, runtime, timeout, memorySize);

    const key = props.encryptionKey ?? this.stackKey();
    this.logGroup = logGroup(this, 'LogGroup', { retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS, encryptionKey: key });
    this.role = executionRole(this, 'Role', this.logGroup, props.vpc !== undefined);
    this.grantPrincipal = this.role;

    this.function = new lambda.Function(this, 'Resource', {
      code: props.code,
      ...this.securedHandler(props, handler, runtime),
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
    enforces(this, 'FN-02', 'FN-04', 'FN-05', 'FN-06');

    if (props.secrets) {
      this.addSecrets(props.secrets);
    }
  }

  /** The network connections of the function. An error outside of a VPC. */
  public get connections(): ec2.Connections {
    return this.function.connections;
  }

  private network(props: SecureLambdaProps): Partial<lambda.FunctionProps> {
    if (props.vpc === undefined) {
      relaxes(this, 'FN-01', 'outsideVpc is true: the function calls out over the Internet, past flow logs and security groups.');
      return {};
    }
    enforces(this, 'FN-01', 'FN-03');
    const hardened = HardenedVpc.of(props.vpc);
    const securityGroups = props.securityGroups ?? [hardened?.lambdaSecurityGroup ?? new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Function: nothing comes in',
    })];
    return { vpc: props.vpc, vpcSubnets: props.vpcSubnets ?? hardened?.lambdaSubnets, securityGroups };
  }

  private securedHandler(props: SecureLambdaProps, handler: string, runtime: lambda.Runtime) {
    if (props.securityHeaders === false) {
      relaxes(this, 'FN-07', 'securityHeaders is false: put withSecurityHeaders around the handler, or answer no HTTP requests.');
      return { handler, environment: props.environment };
    }
    const layer = headersLayer(this, functionsOfStack(this), runtime, props.securityHeaders);
    if (layer === undefined) {
      return { handler, environment: props.environment };
    }
    enforces(this, 'FN-07');
    return { handler: layer.handler, layers: [layer.version], environment: { ...props.environment, [HANDLER_VARIABLE]: handler } };
  }

  private addSecrets(secrets: IManagedSecrets): void {
    secrets.grantRead(this);
    this.function.addEnvironment('SECRETS_ARN', secrets.credentials.secretArn);
    this.function.addEnvironment('API_SECRET_ARN', secrets.apiSecret.secretArn);
  }

  /** A key costs by the month, so the functions of a stack share one. */
  private stackKey(): kms.Key {
    const shared = functionsOfStack(this);
    return shared.node.tryFindChild('Key') as kms.Key | undefined ?? customerManagedKey(shared, 'Key', 'Functions: environment variables and logs');
  }

  private validate(props: SecureLambdaProps, handler: string, runtime: lambda.Runtime, timeout: Duration, memorySize: number): void {
    const outsideVpc = props.outsideVpc ?? false;
    if (props.vpc === undefined && !outsideVpc) {
      reject(this, 'vpc is missing: give the vpc of a HardenedVpc or one of yours, or set outsideVpc: true');
    }
    if (props.vpc !== undefined && outsideVpc) {
      reject(this, 'outsideVpc is true, but a vpc is given: leave one of them out');
    }
    if (props.vpc === undefined && (props.vpcSubnets || props.securityGroups)) {
      reject(this, 'vpcSubnets and securityGroups need a vpc: give it, or leave them out');
    }
    if (props.vpc) {
      requireSameRegion(this, 'vpc', props.vpc);
    }
    if (props.environment && HANDLER_VARIABLE in props.environment) {
      reject(this, `environment must not have ${HANDLER_VARIABLE}: the layer with the security headers reads it`);
    }
    requireHandler(this, props.code, handler, runtime);
    requireDurationBetween(this, 'timeout', timeout, Duration.seconds(1), Duration.minutes(15));
    requireBetween(this, 'memorySize', memorySize, 128, 10240);
  }
}

/** What the functions of a stack share. */
function functionsOfStack(scope: Construct): Construct {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild('CdkHardenedFunctions');
  if (existing) {
    return existing as Construct;
  }
  const shared = new Construct(stack, 'CdkHardenedFunctions');
  pinFeatureFlags(shared);
  return shared;
}
