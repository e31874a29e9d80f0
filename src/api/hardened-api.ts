import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { authorizationOf, recordAnonymous, requireAuthorizer, requireOneAuthorization } from './authorization';
import { requireCors } from './cors';
import { redeployOnEveryChange } from './deployments';
import { createDomainName } from './domain-names';
import { admitEndpoints, policyErrors, requireTls12 } from './endpoints';
import { addGatewayResponses } from './gateway-responses';
import { HardenedApiProps } from './hardened-api-props';
import { HardenedDomainOptions } from './hardened-domain-options';
import { HardenedStageOptions } from './hardened-stage-options';
import { enforces } from './intentions';
import { allowLogsInAccount } from './log-permission';
import { warnOfOtherStages } from './other-stages';
import { FunctionPermissions } from './permissions';
import { addErrorHeaders, addPreflights, openPreflights, runsSomething } from './preflights';
import { restApiOptions } from './rest-api-options';
import { declarations, integrationOptions, pathParameters, requirePath, validateRoute, warnOfClearText } from './route';
import { HardenedFunctionRouteOptions, HardenedRouteOptions } from './route-options';
import {
  accessLogGroup, createStage, keepExecutionLog, requireStageName, requireThrottling, StageDefaults, stageOptions,
} from './stages';
import { atSynth, completeAtSynth } from '../private/at-synth';
import { mistake } from '../private/errors';
import { pinFeatureFlags } from '../private/feature-flags';
import { gatewayResponseErrors } from '../private/gateway-responses';
import { grantTo } from '../private/grants';
import { keyHere, stackKey } from '../private/keys';
import { requireKind } from '../private/kinds';
import { reject, requireKnown, requireMatch, requireSameRegion } from '../private/validation';

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

  /** The URL of the stage, with a slash at its end. A domain name of `addDomainName` disables it, unless its options keep it. */
  public readonly url: string;

  private readonly authorizer?: apigateway.IAuthorizer;
  private readonly endpoint: apigateway.EndpointConfiguration;
  private readonly stageDefaults: StageDefaults;
  private readonly permissions: FunctionPermissions;
  private readonly stages = new Set<IConstruct>();
  private readonly routes = new Set<IConstruct>();
  private readonly account?: apigateway.CfnAccount;
  private validator?: apigateway.RequestValidator;

  constructor(scope: Construct, id: string, props: HardenedApiProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    const stageName = props.stageName ?? 'prod';
    const throttling = { throttlingRateLimit: props.throttlingRateLimit ?? 500, throttlingBurstLimit: props.throttlingBurstLimit ?? 1000 };
    this.validate(props, stageName);
    requireThrottling(this, throttling);
    const key = props.encryptionKey ? keyHere(this, 'encryptionKey', props.encryptionKey) : stackKey(this);

    this.authorizer = props.authorizer;
    this.stageDefaults = {
      throttling,
      detailedMetrics: props.detailedMetrics ?? false,
      logRetention: props.logRetention ?? logs.RetentionDays.ONE_YEAR,
      encryptionKey: key,
    };
    this.accessLogGroup = accessLogGroup(this, this.stageDefaults);
    const options = restApiOptions(this, props.restApiOptions);
    this.endpoint = options.endpointConfiguration!;
    this.restApi = this.createApi(props, options, stageName);
    this.stage = this.restApi.deploymentStage;
    (this.stage.node.defaultChild as apigateway.CfnStage).stageName = stageName;
    this.url = this.restApi.url;
    this.permissions = new FunctionPermissions(this, this.restApi);
    this.permissions.addStage(this.stage);
    requireTls12(this, this.restApi, this.endpoint.types, props.endpointAccessMode);
    keepExecutionLog(this, this.stage, stageName, key);
    addGatewayResponses(this.restApi);
    if (props.cloudWatchRole ?? true) {
      this.account = allowLogsInAccount(this);
      this.stage.node.addDependency(this.account);
    }
    redeployOnEveryChange(this, this.restApi);
    enforces(this, 'API-01', 'API-02', 'API-03', 'API-04', 'API-05', 'API-06', 'API-07', 'API-08', 'API-09');
    this.finishAtSynth(props);
  }

  /**
   * Routes a method of a path to a function.
   *
   * @param method GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY.
   * @param path The path, such as `/snapshots/{id}`.
   * @param handler The function, which must belong to the account of the API.
   * @param options What requests must have, and who may call it.
   */
  public addRoute(
    method: string, path: string, handler: lambda.IFunction, options: HardenedFunctionRouteOptions = {},
  ): apigateway.Method {
    this.validateRoute(method, path, options);
    requireKind(this, 'handler', handler, 'lambda.IFunction');
    requireSameRegion(this, 'handler', handler);
    const integration = new apigateway.AwsIntegration({
      proxy: true,
      service: 'lambda',
      path: `2015-03-31/functions/${handler.functionArn}/invocations`,
      options: integrationOptions(this, options),
    });
    this.permissions.addFunction(handler);
    return this.addMethod(method, path, integration, options, {});
  }

  /**
   * Routes a method of a path to an integration of the CDK: a queue, a state machine, an HTTP address, a load balancer behind a VPC
   * link, a mock. It may map the variables of the path, and the parameters that the options declare.
   *
   * @param method GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY.
   * @param path The path, such as `/jobs/{id}`.
   * @param integration The integration, with the role that calls its target. One that is no proxy needs `methodResponses`.
   * @param options What requests must have, and who may call it.
   */
  public addIntegration(
    method: string, path: string, integration: apigateway.Integration, options: HardenedRouteOptions = {},
  ): apigateway.Method {
    this.validateRoute(method, path, options);
    requireKind(this, 'integration', integration, 'apigateway.Integration');
    const added = this.addMethod(method, path, integration, options, pathParameters(path));
    warnOfClearText(added);
    return added;
  }

  /**
   * Adds a stage with logs, limits and traces as the first one has them, which may invoke the functions of all routes. It serves the
   * latest deployment, so a change reaches all stages at once: what must not is an API of its own.
   *
   * @param stageName The name of the stage, which is in every URL: letters, digits, hyphens and underscores.
   * @param options Limits and further options of the stage.
   */
  public addStage(stageName: string, options: HardenedStageOptions = {}): apigateway.Stage {
    requireKnown(this, 'stageName', stageName, 'it is part of the ids of what is created');
    requireStageName(this, stageName);
    const { throttling } = this.stageDefaults;
    const own = {
      throttlingRateLimit: options.throttlingRateLimit ?? throttling.throttlingRateLimit,
      throttlingBurstLimit: options.throttlingBurstLimit ?? throttling.throttlingBurstLimit,
    };
    requireThrottling(this, own);
    const stages = this.node.tryFindChild('Stages') as Construct | undefined ?? new Construct(this, 'Stages');
    const stage = createStage(stages, this.restApi, stageName, options.stageOptions, { ...this.stageDefaults, throttling: own });
    this.stages.add(stage.node.defaultChild!);
    if (this.account) {
      stage.node.addDependency(this.account);
    }
    this.permissions.addStage(stage, stageName);
    return stage;
  }

  /**
   * Adds a domain name of yours, with TLS 1.2 or newer, and disables the address that API Gateway gives unless the options say
   * otherwise. Create the DNS record with the alias of what is returned.
   *
   * @param id The id of the construct of the domain name.
   * @param options The domain name and its certificate.
   */
  public addDomainName(id: string, options: HardenedDomainOptions): apigateway.DomainName {
    const created = createDomainName(this, id, this.stage, this.endpoint.types[0], options);
    if (!options.executeApiEndpoint) {
      (this.restApi.node.defaultChild as apigateway.CfnRestApi).disableExecuteApiEndpoint = true;
    }
    return created;
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
    if (this.authorizer && !this.hasIamRoute()) {
      reject(this, 'CannotGrant', 'grantInvoke', 'needs IAM authorization: this API has an authorizer, which decides by itself, '
        + 'and no route yet with iamAuthorization');
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

  private validate(props: HardenedApiProps, stageName: string): void {
    requireStageName(this, stageName);
    requireMatch(this, 'restApiName', props.restApiName ?? this.node.id, /^[^]{1,1024}$/, 'must be 1 to 1024 characters');
    if (props.authorizer) {
      requireAuthorizer(this, props.authorizer);
    }
    if (props.cors) {
      requireCors(this, props.cors);
    }
  }

  private createApi(props: HardenedApiProps, options: apigateway.RestApiProps, stageName: string): apigateway.RestApi {
    return new apigateway.RestApi(this, 'Default', {
      ...options,
      restApiName: props.restApiName ?? this.node.id,
      cloudWatchRole: false,
      defaultMethodOptions: props.authorizer ? { authorizer: props.authorizer } : { authorizationType: apigateway.AuthorizationType.IAM },
      deployOptions: {
        ...stageOptions(this, 'restApiOptions.deployOptions', options.deployOptions, this.accessLogGroup, this.stageDefaults),
        // it is in an id of the CDK's, which takes no token
        stageName: Token.isUnresolved(stageName) ? 'prod' : stageName,
      },
    });
  }

  /** What depends on the complete API. */
  private finishAtSynth({ cors, restApiOptions: { policy } = {} }: HardenedApiProps): void {
    const { types: [type], vpcEndpoints = [] } = this.endpoint;
    const isPrivate = type === apigateway.EndpointType.PRIVATE;
    completeAtSynth(this, () => {
      openPreflights(this.restApi, (method) => this.routes.has(method));
      if (cors) {
        addPreflights(this.restApi, cors);
        addErrorHeaders(this.restApi, cors);
      }
      if (vpcEndpoints.length > 0 && policy === undefined) {
        admitEndpoints(this.restApi, vpcEndpoints.map(({ vpcEndpointId }) => vpcEndpointId));
      }
    });
    atSynth(this, () => warnOfOtherStages(this.restApi, this.stages));
    this.node.addValidation({
      validate: () => [
        ...this.routeErrors(), ...gatewayResponseErrors(this, this.restApi), ...isPrivate ? policyErrors(this, this.restApi) : [],
      ],
    });
  }

  private validateRoute(method: string, path: string, options: HardenedRouteOptions): void {
    validateRoute(this, this.restApi.root, method, path, options);
    requireOneAuthorization(this, this.authorizer, options);
  }

  private addMethod(
    method: string, path: string, integration: apigateway.Integration, options: HardenedRouteOptions, variables: Record<string, boolean>,
  ): apigateway.Method {
    const resource = this.restApi.root.resourceForPath(path);
    const { requestParameters, ...declared } = declarations(resource, method, this.restApi, options);
    const added = resource.addMethod(method, integration, {
      ...authorizationOf(method, this.authorizer, options),
      ...declared,
      requestParameters: { ...variables, ...requestParameters },
      requestValidator: this.requestValidator(),
    });
    this.routes.add(added);
    recordAnonymous(added, path, options, runsSomething(added));
    return added;
  }

  private hasIamRoute(): boolean {
    return [...this.routes].some(({ node }) => (node.defaultChild as apigateway.CfnMethod).authorizationType === 'AWS_IAM');
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
}
