import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { HardenedApi, HardenedApiProps, HardenedFunctionRouteOptions, HardenedRouteOptions } from '../../src';
import { ENV, enforced, only, relaxed, stackWith, synth, warningIds } from '../support/synth';

const METHOD = 'AWS::ApiGateway::Method';
const handlerIn = (scope: Construct) => new lambda.Function(scope, 'Handler', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const poolIn = (scope: Construct, id = 'Auth') => new apigateway.CognitoUserPoolsAuthorizer(scope, id,
  { cognitoUserPools: [new cognito.UserPool(scope, `${id}Pool`)] });
const stackOf = (build: (api: HardenedApi, stack: Stack) => void, props: (stack: Stack) => HardenedApiProps = () => ({})) =>
  stackWith((stack) => build(new HardenedApi(stack, 'Api', props(stack)), stack));
const methodOf = (stack: Stack) => only(Template.fromStack(stack), METHOD).Properties;
const routed = (options: HardenedFunctionRouteOptions, props?: (stack: Stack) => HardenedApiProps) =>
  stackOf((api, stack) => api.addRoute('POST', '/orders/{id}', handlerIn(stack), options), props);
const integrated = (path: string, integration: (stack: Stack) => apigateway.Integration, options?: HardenedRouteOptions) =>
  stackOf((api, stack) => api.addIntegration('POST', path, integration(stack), options));

describe('an integration', () => {
  const queue = (stack: Stack) => new apigateway.AwsIntegration({
    service: 'sqs',
    path: '111122223333/orders',
    options: {
      credentialsRole: new iam.Role(stack, 'Sender', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') }),
      contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      integrationResponses: [{ statusCode: '202' }],
    },
  });
  const machine = (stack: Stack) => apigateway.StepFunctionsIntegration.startExecution(new stepfunctions.StateMachine(stack, 'Machine', {
    stateMachineType: stepfunctions.StateMachineType.EXPRESS,
    definitionBody: stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass')),
  }));

  test('with a queue has the authorization, the validator and the responses of its route', () => {
    const stack = integrated('/orders', queue, {
      bodySchema: { type: apigateway.JsonSchemaType.OBJECT }, methodResponses: [{ statusCode: '202' }],
    });
    expect(methodOf(stack)).toMatchObject({
      AuthorizationType: 'AWS_IAM',
      RequestValidatorId: { Ref: expect.stringMatching('Validator') },
      RequestModels: { $default: expect.anything() },
      MethodResponses: [{ StatusCode: '202' }],
      Integration: { Type: 'AWS', ContentHandling: 'CONVERT_TO_TEXT', Credentials: expect.anything() },
    });
    expect([warningIds(stack), enforced(stack)]).toEqual([[], expect.arrayContaining(['API-01', 'API-06'])]);
  });

  test.each<[string, (stack: Stack) => apigateway.Integration, string]>([
    ['a state machine', machine, 'AWS'],
    ['a mock', () => new apigateway.MockIntegration(), 'MOCK'],
    ['an address', () => new apigateway.HttpIntegration('https://example.com'), 'HTTP_PROXY'],
    ['a function, by the integration of the CDK', (stack) => new apigateway.LambdaIntegration(handlerIn(stack)), 'AWS_PROXY'],
  ])('may be that of %s', (_, integration, type) => {
    const stack = integrated('/', integration);
    expect(methodOf(stack)).toMatchObject({ Integration: { Type: type }, AuthorizationType: 'AWS_IAM' });
    expect(relaxed(stack)).toEqual([]);
  });

  test('declares the variables of its path, which it may map then', () => {
    expect(methodOf(integrated('/a/{id}/{rest+}', () => new apigateway.MockIntegration(), { optionalHeaders: ['X-A'] })).RequestParameters)
      .toEqual({ 'method.request.path.id': true, 'method.request.path.rest': true, 'method.request.header.X-A': false });
  });

  test('comes with the deployment, and changes it', () => {
    const deployment = (url: string) => Object.entries(Template.fromStack(integrated('/', () => new apigateway.HttpIntegration(url)))
      .findResources('AWS::ApiGateway::Deployment'))[0];
    const [id, { DependsOn }] = deployment('https://example.com/a');
    expect(DependsOn).toContainEqual(expect.stringMatching(/^ApiPOST/));
    expect(deployment('https://example.com/b')[0]).not.toBe(id);
  });

  test('that calls an address without encryption warns, unless a VPC link leads there', () => {
    const clear = new apigateway.HttpIntegration('http://example.com/a');
    expect(relaxed(integrated('/', () => clear))).toEqual(['clear-text-integration']);
    const linked = (stack: Stack) => new apigateway.Integration({
      type: apigateway.IntegrationType.HTTP_PROXY,
      integrationHttpMethod: 'GET',
      uri: 'http://internal.example.com',
      options: {
        connectionType: apigateway.ConnectionType.VPC_LINK, vpcLink: apigateway.VpcLink.fromVpcLinkId(stack, 'Link', 'abc123'),
      },
    });
    expect(relaxed(integrated('/', linked))).toEqual([]);
  });

  test('may be anonymous, with a warning', () => {
    const stack = integrated('/health', () => new apigateway.MockIntegration(), { anonymous: true });
    expect([methodOf(stack).AuthorizationType, relaxed(stack)]).toEqual(['NONE', ['API-01']]);
  });

  test.each<[string, string, (stack: Stack) => unknown, RegExp]>([
    ['a function in its place', '/', handlerIn, /integration must be of the type apigateway.Integration, got an object of class Function/],
    ['a path without a slash', 'orders', () => new apigateway.MockIntegration(), /path must be a slash, or parts/],
  ])('rejects %s', (_, path, integration, message) => {
    expect(() => integrated(path, integration as (stack: Stack) => apigateway.Integration)).toThrow(message);
  });
});

describe('a route to a function', () => {
  test('declares what it requires and what it allows', () => {
    const stack = routed({
      requiredQueryParameters: ['page'], optionalQueryParameters: ['sort'], optionalHeaders: ['If-Match'],
    });
    expect(methodOf(stack).RequestParameters).toEqual({
      'method.request.querystring.page': true, 'method.request.querystring.sort': false, 'method.request.header.If-Match': false,
    });
  });

  test('takes the options of its integration, also a timeout of a raised quota', () => {
    const stack = routed({
      integrationOptions: { contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT, timeout: Duration.seconds(90) },
    });
    expect(methodOf(stack).Integration).toMatchObject({ ContentHandling: 'CONVERT_TO_TEXT', TimeoutInMillis: 90_000, Type: 'AWS_PROXY' });
    expect(relaxed(stack)).toEqual([]);
  });

  test.each<[string, HardenedFunctionRouteOptions, RegExp]>([
    ['templates', { integrationOptions: { requestTemplates: {} } },
      /integrationOptions.requestTemplates is decided by the construct: .* use addIntegration .* \(at Stack\/Api\)/],
    ['responses', { integrationOptions: { integrationResponses: [] } }, /integrationOptions.integrationResponses is decided/],
    ['a VPC link', { integrationOptions: { connectionType: apigateway.ConnectionType.VPC_LINK } }, /a function needs no VPC link/],
    ['a parameter as required and optional', { requiredHeaders: ['X-A'], optionalHeaders: ['X-A'] },
      /optionalHeaders must name none of requiredHeaders, got "X-A"/],
    ['an optional parameter with brackets', { optionalQueryParameters: ['a[]'] }, /optionalQueryParameters must hold names/],
    ['an optional parameter twice', { optionalQueryParameters: ['a', 'a'] }, /must name each element once/],
  ])('rejects %s', (_, options, message) => {
    expect(() => routed(options)).toThrow(message);
  });

  test('may need an API key beside its authorization', () => {
    const stack = routed({ apiKeyRequired: true });
    expect(methodOf(stack)).toMatchObject({ ApiKeyRequired: true, AuthorizationType: 'AWS_IAM' });
    expect(relaxed(stack)).toEqual([]);
  });

  test('with an API key and no authorization says that the key is none', () => {
    Annotations.fromStack(routed({ apiKeyRequired: true, anonymous: true })).hasWarning('*', Match.stringLikeRegexp(
      'API-01.*anonymous is true, so anyone who has an API key, which is no authorization, can call POST /orders/\\{id\\}'));
  });
});

describe('the authorization of a route', () => {
  const COGNITO = { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: expect.stringMatching(/^Auth/) } };

  test('is its own authorizer, in an API that IAM authorizes', () => {
    const stack = stackOf((api, scope) => api.addRoute('GET', '/', handlerIn(scope), { authorizer: poolIn(scope) }));
    expect(methodOf(stack)).toMatchObject(COGNITO);
    expect(relaxed(stack)).toEqual([]);
  });

  test('is IAM, in an API that has an authorizer', () => {
    const stack = stackOf((api, scope) => {
      const handler = handlerIn(scope);
      api.addRoute('GET', '/', handler);
      api.addRoute('POST', '/', handler, { iamAuthorization: true });
    }, (scope) => ({ authorizer: poolIn(scope) }));
    const template = Template.fromStack(stack);
    template.hasResourceProperties(METHOD, { HttpMethod: 'POST', AuthorizationType: 'AWS_IAM', AuthorizerId: Match.absent() });
    template.hasResourceProperties(METHOD, { HttpMethod: 'GET', AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: Match.anyValue() });
  });

  test('is another authorizer than that of the API', () => {
    const stack = stackOf((api, scope) => {
      const handler = handlerIn(scope);
      api.addRoute('GET', '/', handler);
      api.addRoute('POST', '/', handler, {
        authorizer: new apigateway.RequestAuthorizer(scope, 'Other', {
          handler, identitySources: [apigateway.IdentitySource.header('X-Token')],
        }),
      });
    }, (scope) => ({ authorizer: poolIn(scope) }));
    const template = Template.fromStack(stack);
    template.hasResourceProperties(METHOD, { HttpMethod: 'GET', AuthorizationType: 'COGNITO_USER_POOLS' });
    template.hasResourceProperties(METHOD, { HttpMethod: 'POST', AuthorizationType: 'CUSTOM' });
    template.resourceCountIs('AWS::ApiGateway::Authorizer', 2);
  });

  test('needs the scopes that it names', () => {
    expect(methodOf(routed({ authorizationScopes: ['orders/write'] }, (scope) => ({ authorizer: poolIn(scope) }))).AuthorizationScopes)
      .toEqual(['orders/write']);
  });

  test.each<[string, (stack: Stack) => HardenedRouteOptions, RegExp]>([
    ['anonymous with an authorizer', (stack) => ({ anonymous: true, authorizer: poolIn(stack) }),
      /anonymous must not be set together with authorizer: a route has one authorization \(at Stack\/Api\)/],
    ['anonymous with IAM', () => ({ anonymous: true, iamAuthorization: true }), /anonymous must not be set together with iamAuthorization/],
    ['an authorizer with IAM', (stack) => ({ authorizer: poolIn(stack), iamAuthorization: true }), /authorizer must not be set together/],
    ['scopes with IAM', () => ({ authorizationScopes: ['a'] }), /authorizationScopes need a Cognito authorizer/],
    ['an authorizer without a type', () => ({ authorizer: { authorizerId: 'x' } as apigateway.IAuthorizer }),
      /authorizer.authorizationType must be COGNITO or CUSTOM: without it every method would be open/],
    ['an authorizer of nothing', () => ({ authorizer: 'x' as unknown as apigateway.IAuthorizer }), /authorizer must be of the type/],
  ])('rejects %s', (_, options, message) => {
    expect(() => synth((stack) => new HardenedApi(stack, 'Api').addRoute('GET', '/', handlerIn(stack), options(stack)))).toThrow(message);
  });

  test('of the API rejects an authorizer without a type, too', () => {
    expect(() => synth((stack) => new HardenedApi(stack, 'Api', { authorizer: { authorizerId: 'x' } as apigateway.IAuthorizer })))
      .toThrow('authorizer.authorizationType must be COGNITO or CUSTOM');
  });

  test('by IAM can be granted beside an authorizer', () => {
    const build = (options: HardenedRouteOptions) => () => synth((stack) => {
      const api = new HardenedApi(stack, 'Api', { authorizer: poolIn(stack) });
      const handler = handlerIn(stack);
      api.addRoute('POST', '/', handler);
      api.addRoute('GET', '/', handler, options);
      api.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }), 'GET', '/');
    });
    build({ iamAuthorization: true })().resourceCountIs('AWS::IAM::Policy', 1);
    expect(build({})).toThrow(/grantInvoke needs IAM authorization.*no route yet with iamAuthorization/);
  });

  test('may stand before a function of another stack, with a preflight', () => {
    const stacks = stackWith((stack) => {
      const other = new Stack(stack.node.root as Construct, 'Other', { env: ENV });
      const authorizer = poolIn(stack);
      const handler = handlerIn(other);
      const api = new HardenedApi(stack, 'Api', { cors: { allowOrigins: ['https://app.example.com'] } });
      api.addRoute('GET', '/', handler, { authorizer });
    }, { env: ENV });
    Template.fromStack(stacks).resourceCountIs(METHOD, 2);
  });
});
