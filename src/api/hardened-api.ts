import { CfnDeletionPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log';
import { enforces, relaxes } from './controls';
import { addGatewayResponses } from './gateway-responses';
import { logGroup } from '../private/encryption';
import { pinFeatureFlags } from '../private/feature-flags';
import { reject, requireBetween, requireMatch, requireSameRegion } from '../private/validation';

/**
 * Properties of a HardenedApi.
 */
export interface HardenedApiProps {
  /**
   * The name of the API, as the console and its metrics show it.
   *
   * @default - the id of the construct
   */
  readonly restApiName?: string;

  /**
   * The name of the stage, which is in every URL: letters, digits, hyphens and underscores.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * Who decides on requests instead of IAM: a Cognito or Lambda authorizer.
   *
   * @default - IAM: requests are signed, and the caller needs execute-api:Invoke
   */
  readonly authorizer?: apigateway.IAuthorizer;

  /**
   * Requests a second that the stage takes, over all clients, 1 to 10,000.
   *
   * @default 500
   */
  readonly throttlingRateLimit?: number;

  /**
   * Requests that may come at once above that, 1 to 5,000.
   *
   * @default 1000
   */
  readonly throttlingBurstLimit?: number;

  /**
   * Whether the API allows API Gateway to write logs in this account and Region.
   *
   * Without that a stage with an access log cannot be made. There is one such setting for an account and Region, and many stacks
   * share it: the last one to deploy wins. Set it in one stack only, and not at all where it is set already.
   *
   * @default false
   */
  readonly cloudWatchRole?: boolean;

  /**
   * How long the access log is kept.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the logs. It must be in the Region of the API.
   *
   * @default - CloudWatch Logs encrypts with a key of its own
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * What a route may be told.
 */
export interface HardenedRouteOptions {
  /**
   * The JSON schema that a body must match, or the request is answered with 400.
   *
   * @default - any body
   */
  readonly bodySchema?: apigateway.JsonSchema;

  /**
   * The names of query parameters without which a request is answered with 400.
   *
   * @default - none
   */
  readonly requiredQueryParameters?: string[];

  /**
   * The names of headers without which a request is answered with 400.
   *
   * @default - none
   */
  readonly requiredHeaders?: string[];

  /**
   * Whether anybody may call the route, without authorization: for a health check, say.
   *
   * @default false
   */
  readonly anonymous?: boolean;
}

/**
 * A REST API with access logs, throttling, request validation and traces, TLS 1.2 or newer, IAM authorization unless it is told
 * otherwise, and security headers on the errors that API Gateway makes.
 *
 * It costs 3.50 USD for a million requests, and about 0.50 USD a gigabyte for its log. Payloads are limited to 10 MB, and an answer
 * to 29 seconds. It has no web ACL by itself: `ApiWafProtection.protectApi(api.stage)` gives it one.
 */
export class HardenedApi extends Construct {
  /** The API. Use its `root`, `addUsagePlan` and `metric` methods; its methods ask for authorization by default. */
  public readonly restApi: apigateway.RestApi;

  /** The stage, for a web ACL or a custom domain. */
  public readonly stage: apigateway.Stage;

  /** Where requests are logged. */
  public readonly accessLogGroup: logs.LogGroup;

  /** The address of the stage, with a slash at its end. */
  public readonly url: string;

  private readonly authorizer?: apigateway.IAuthorizer;
  private validator?: apigateway.RequestValidator;

  constructor(scope: Construct, id: string, props: HardenedApiProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    const stageName = props.stageName ?? 'prod';
    const rateLimit = props.throttlingRateLimit ?? 500;
    const burstLimit = props.throttlingBurstLimit ?? 1000;
    requireMatch(this, 'stageName', stageName, /^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, hyphens and underscores');
    requireBetween(this, 'throttlingRateLimit', rateLimit, 1, 10_000);
    requireBetween(this, 'throttlingBurstLimit', burstLimit, 1, 5_000);
    if (props.encryptionKey) {
      requireSameRegion(this, 'encryptionKey', props.encryptionKey);
    }

    this.authorizer = props.authorizer;
    this.accessLogGroup = logGroup(this, 'AccessLogGroup', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_YEAR,
      encryptionKey: props.encryptionKey,
    });
    this.restApi = new apigateway.RestApi(this, 'Resource', {
      restApiName: props.restApiName ?? id,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      defaultMethodOptions: this.authorization(),
      deployOptions: {
        stageName,
        accessLogDestination: new apigateway.LogGroupLogDestination(this.accessLogGroup),
        accessLogFormat: accessLogFormat(),
        throttlingRateLimit: rateLimit,
        throttlingBurstLimit: burstLimit,
        // errors only, and no data: at other levels the log holds headers and bodies
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        metricsEnabled: true,
        tracingEnabled: true,
      },
    });
    this.stage = this.restApi.deploymentStage;
    this.url = this.restApi.url;
    this.requireTls12();
    this.keepExecutionLog(stageName, props.encryptionKey);
    addGatewayResponses(this.restApi);
    if (props.cloudWatchRole ?? false) {
      this.allowLogsInAccount();
    }
    enforces(this, 'API-01', 'API-02', 'API-03', 'API-04', 'API-05', 'API-07');
  }

  /** Lets a function answer a method of a path, such as `GET` of `/snapshots/{id}`. */
  public addRoute(method: string, path: string, handler: lambda.IFunction, options: HardenedRouteOptions = {}): apigateway.Method {
    requireMatch(this, 'path', path, /^\/[^\s?#]*$/, 'must begin with a slash and hold no query');
    requireMatch(this, 'method', method, /^(GET|POST|PUT|PATCH|DELETE|HEAD|ANY)$/, 'must be GET, POST, PUT, PATCH, DELETE, HEAD or ANY');
    const resource = this.restApi.root.resourceForPath(path);
    const integration = new apigateway.LambdaIntegration(handler, { allowTestInvoke: false });
    const added = resource.addMethod(method, integration, {
      ...options.anonymous ? { authorizationType: apigateway.AuthorizationType.NONE, authorizer: undefined } : this.authorization(),
      ...this.validation(options, resource, method),
    });
    if (options.anonymous) {
      relaxes(added, 'API-01', `anonymous is true: anybody may call ${method} ${path}.`);
    }
    return added;
  }

  /** Permits to call every method of the stage, or one of them. IAM authorization only. */
  public grantInvoke(grantee: iam.IGrantable, method = '*', path = '/*'): iam.Grant {
    if (this.authorizer) {
      reject(this, 'grantInvoke works with IAM authorization: this API has an authorizer, which decides by itself');
    }
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: [this.restApi.arnForExecuteApi(method, path, this.stage.stageName)],
    });
  }

  private authorization(): apigateway.MethodOptions {
    return this.authorizer ? { authorizer: this.authorizer } : { authorizationType: apigateway.AuthorizationType.IAM };
  }

  private validation(options: HardenedRouteOptions, resource: apigateway.IResource, method: string): apigateway.MethodOptions {
    enforces(this, 'API-06');
    // one validator for all methods: what a method does not declare is not checked
    this.validator ??= this.restApi.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    const parameters = [
      ...(options.requiredQueryParameters ?? []).map((name) => `method.request.querystring.${name}`),
      ...(options.requiredHeaders ?? []).map((name) => `method.request.header.${name}`),
    ];
    const requestModels = options.bodySchema && {
      'application/json': new apigateway.Model(resource as unknown as Construct, `${method}Body`, {
        restApi: this.restApi,
        schema: options.bodySchema,
        contentType: 'application/json',
      }),
    };
    return {
      requestValidator: this.validator,
      requestParameters: Object.fromEntries(parameters.map((name) => [name, true])),
      requestModels,
    };
  }

  /** The L2 has no props for it. STRICT refuses requests whose Host is not the name that TLS was made for. */
  private requireTls12(): void {
    const api = this.restApi.node.defaultChild as apigateway.CfnRestApi;
    api.addPropertyOverride('SecurityPolicy', 'SecurityPolicy_TLS13_1_2_2021_06');
    api.addPropertyOverride('EndpointAccessMode', 'STRICT');
  }

  /** API Gateway would make this group by itself, without an end to its logs and without a key. */
  private keepExecutionLog(stageName: string, encryptionKey?: kms.IKey): void {
    const group = logGroup(this, 'ExecutionLogGroup', {
      logGroupName: `API-Gateway-Execution-Logs_${this.restApi.restApiId}/${stageName}`,
      retention: logs.RetentionDays.THREE_MONTHS,
      encryptionKey,
    });
    this.stage.node.addDependency(group);
    enforces(this, 'API-08');
  }

  /** The role stays when the stack goes, as other stacks may log through it. */
  private allowLogsInAccount(): void {
    const stack = Stack.of(this);
    const role = new iam.Role(this, 'CloudWatchRole', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: {
        Logs: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({
            actions: [
              'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:FilterLogEvents',
              'logs:GetLogEvents', 'logs:PutLogEvents',
            ],
            resources: [stack.formatArn({ service: 'logs', resource: '*' })],
          })],
        }),
      },
    });
    const account = new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    for (const kept of [role.node.defaultChild as iam.CfnRole, account]) {
      kept.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
      kept.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    }
    this.stage.node.addDependency(account);
  }
}
