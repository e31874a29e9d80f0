import { Names, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log';
import { redeployOnEveryChange } from './deployments';
import { addGatewayResponses } from './gateway-responses';
import { HardenedApiProps, HardenedRouteOptions } from './hardened-api-props';
import { enforces, relaxes } from './intentions';
import { allowLogsInAccount } from './log-permission';
import { warnOfOtherStages } from './other-stages';
import { requestOptions, requirePath, validateRoute } from './route';
import { atSynth } from '../private/at-synth';
import { mistake } from '../private/errors';
import { pinFeatureFlags } from '../private/feature-flags';
import { gatewayResponseErrors } from '../private/gateway-responses';
import { grantTo } from '../private/grants';
import { keyHere, stackKey } from '../private/keys';
import { requireKind } from '../private/kinds';
import { logGroup } from '../private/log-groups';
import { reject, requireAtLeast, requireMatch, requireSameRegion } from '../private/validation';
import { warn } from '../private/warnings';

/** The default quotas of an account and Region, which AWS raises on request. */
const QUOTAS = { throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 } as const;

/**
 * A REST API with access logs, throttling, request validation and traces, TLS 1.2 or newer, IAM authorization unless another
 * authorizer is set, and security headers on the errors that API Gateway creates.
 *
 * It costs 3.50 USD for a million requests, 0.50 USD for a gigabyte of its logs, and 5 USD for a million traces. Payloads are
 * limited to 10 MB, and a response to 29 seconds. It has no web ACL by itself: `ApiWafProtection.protectApi` adds one to its stage.
 */
export class HardenedApi extends Construct {
  /** The API. Use its `root`, `addUsagePlan` and `metric` methods; its methods require authorization by default. */
  public readonly restApi: apigateway.RestApi;

  /** The stage, for a web ACL or a custom domain. */
  public readonly stage: apigateway.Stage;

  /** The log group of the access log. */
  public readonly accessLogGroup: logs.LogGroup;

  /** The URL of the stage, with a slash at its end. */
  public readonly url: string;

  private readonly authorizer?: apigateway.IAuthorizer;
  private readonly permitted = new Set<string>();
  private validator?: apigateway.RequestValidator;

  constructor(scope: Construct, id: string, props: HardenedApiProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    const stageName = props.stageName ?? 'prod';
    const throttling = { throttlingRateLimit: props.throttlingRateLimit ?? 500, throttlingBurstLimit: props.throttlingBurstLimit ?? 1000 };
    this.validate(props, stageName, throttling);
    const key = props.encryptionKey ? keyHere(this, 'encryptionKey', props.encryptionKey) : stackKey(this);

    this.authorizer = props.authorizer;
    this.accessLogGroup = logGroup(this, 'AccessLogGroup', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_YEAR,
      encryptionKey: key,
    });
    this.restApi = this.createApi(props, stageName, throttling);
    this.stage = this.restApi.deploymentStage;
    (this.stage.node.defaultChild as apigateway.CfnStage).stageName = stageName;
    this.url = this.restApi.url;
    this.requireTls12();
    this.keepExecutionLog(stageName, key);
    addGatewayResponses(this.restApi);
    if (props.cloudWatchRole ?? true) {
      this.stage.node.addDependency(allowLogsInAccount(this));
    }
    redeployOnEveryChange(this, this.restApi);
    enforces(this, 'API-01', 'API-02', 'API-03', 'API-04', 'API-05', 'API-06', 'API-07', 'API-08', 'API-09');
    atSynth(this, () => warnOfOtherStages(this.restApi));
    this.node.addValidation({ validate: () => [...this.routeErrors(), ...gatewayResponseErrors(this, this.restApi)] });
  }

  /**
   * Routes a method of a path to a function.
   *
   * @param method GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY.
   * @param path The path, such as `/snapshots/{id}`.
   * @param handler The function, which must belong to the account of the API.
   * @param options What requests must have, and whether anyone may call it.
   */
  public addRoute(method: string, path: string, handler: lambda.IFunction, options: HardenedRouteOptions = {}): apigateway.Method {
    validateRoute(this, this.restApi.root, method, path, options);
    requireKind(this, 'handler', handler, 'lambda.IFunction');
    requireSameRegion(this, 'handler', handler);
    this.permit(handler);
    const resource = this.restApi.root.resourceForPath(path);
    const integration = new apigateway.AwsIntegration({
      proxy: true, service: 'lambda', path: `2015-03-31/functions/${handler.functionArn}/invocations`,
    });
    const added = resource.addMethod(method, integration, {
      ...options.anonymous ? { authorizationType: apigateway.AuthorizationType.NONE } : {},
      ...requestOptions(resource, method, this.restApi, options),
      requestValidator: this.requestValidator(),
    });
    if (options.anonymous) {
      relaxes(added, 'API-01', `anonymous is true, so anyone can call ${method} ${path}.`);
    }
    return added;
  }

  /**
   * Allows calling every method of the stage, or one of them. IAM authorization only. An error when the grantee has no policy, or
   * belongs to another account.
   *
   * @param grantee Who may call: a function, a role, a user.
   * @param method The method, by default all.
   * @param path The path as in `addRoute`, by default all. A variable matches any value, with what is below it, as IAM does.
   */
  public grantInvoke(grantee: iam.IGrantable, method = '*', path = '/*'): iam.Grant {
    if (this.authorizer) {
      reject(this, 'CannotGrant', 'grantInvoke', 'needs IAM authorization: this API has an authorizer, which decides by itself');
    }
    requireMatch(this, 'method', method, /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY|\*)$/,
      'must be GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY or *');
    const pattern = path.replace(/\{[^}]*\}/g, '*');
    requirePath(this, pattern.replace(/\*/g, 'x'));
    return grantTo(this, grantee, [{
      actions: ['execute-api:Invoke'],
      resourceArns: [this.restApi.arnForExecuteApi(method, pattern, this.stage.stageName)],
    }]);
  }

  private validate(props: HardenedApiProps, stageName: string, throttling: Record<keyof typeof QUOTAS, number>): void {
    requireMatch(this, 'stageName', stageName, /^(?!test-invoke-stage$)[\w-]{1,128}$/,
      'must be 1 to 128 letters, digits, hyphens and underscores, and not test-invoke-stage');
    requireMatch(this, 'restApiName', props.restApiName ?? this.node.id, /^[^]{1,1024}$/, 'must be 1 to 1024 characters');
    for (const prop of ['throttlingRateLimit', 'throttlingBurstLimit'] as const) {
      requireAtLeast(this, prop, throttling[prop], 1);
      if (!Token.isUnresolved(throttling[prop]) && throttling[prop] > QUOTAS[prop]) {
        warn(this, 'above-quota',
          `${prop} is ${throttling[prop]}, above the default quota of an account, `
          + `${QUOTAS[prop]}: it has no effect unless AWS has raised yours.`);
      }
    }
    if (props.authorizer) {
      requireKind(this, 'authorizer', props.authorizer, 'apigateway.IAuthorizer');
    }
  }

  private createApi(props: HardenedApiProps, stageName: string, throttling: Record<keyof typeof QUOTAS, number>): apigateway.RestApi {
    return new apigateway.RestApi(this, 'Default', {
      restApiName: props.restApiName ?? this.node.id,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      defaultMethodOptions: props.authorizer ? { authorizer: props.authorizer } : { authorizationType: apigateway.AuthorizationType.IAM },
      deployOptions: {
        // it is in an id of the CDK's, which takes no token
        stageName: Token.isUnresolved(stageName) ? 'prod' : stageName,
        accessLogDestination: new apigateway.LogGroupLogDestination(this.accessLogGroup),
        accessLogFormat: accessLogFormat(),
        ...throttling,
        // errors only, and no data: at other levels the log holds headers and bodies
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        metricsEnabled: props.detailedMetrics ?? false,
        tracingEnabled: true,
      },
    });
  }

  /** One permission for a function and the stage: one for each method would exceed the policy of a function, 20,480 bytes. */
  private permit(handler: lambda.IFunction): void {
    const id = `Invoke${Names.nodeUniqueId(handler.node)}`;
    if (!this.permitted.has(id)) {
      this.permitted.add(id);
      handler.addPermission(id, {
        principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
        scope: this.restApi,
        sourceArn: this.restApi.arnForExecuteApi('*', '/*', this.stage.stageName),
      });
      if (!this.restApi.node.tryFindChild(id)) {
        reject(this, 'CannotGrant', 'handler',
          `${handler.node.path} is an import whose account and Region are not known to be those of the API, so calls `
          + 'cannot be allowed: import it with Function.fromFunctionAttributes and sameEnvironment true');
      }
    }
  }

  /** One for all methods: what a method does not declare is not validated. */
  private requestValidator(): apigateway.RequestValidator {
    if (this.validator === undefined) {
      this.validator = this.restApi.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    }
    return this.validator;
  }

  private routeErrors(): string[] {
    return this.restApi.methods.length > 0 ? [] : [mistake(this.node.path, 'HardenedApi', 'must have a route: call addRoute')];
  }

  /** The L2 has no props for it. STRICT rejects requests whose Host is not the name that TLS was negotiated for. */
  private requireTls12(): void {
    const api = this.restApi.node.defaultChild as apigateway.CfnRestApi;
    api.addPropertyOverride('SecurityPolicy', 'SecurityPolicy_TLS13_1_2_2021_06');
    api.addPropertyOverride('EndpointAccessMode', 'STRICT');
  }

  /** API Gateway would create this group by itself, with logs that are kept forever and without a key. */
  private keepExecutionLog(stageName: string, encryptionKey: kms.IKey): void {
    const group = logGroup(this, 'ExecutionLogGroup', {
      logGroupName: `API-Gateway-Execution-Logs_${this.restApi.restApiId}/${stageName}`,
      retention: logs.RetentionDays.THREE_MONTHS,
      encryptionKey,
    });
    this.stage.node.addDependency(group);
  }
}
