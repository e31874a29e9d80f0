import { App, Aspects, Duration, Stack, Tag, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ApiWafProtection, HardenedApi } from '../../src';
import { SECURITY_HEADERS } from '../../src/middleware/headers/security-headers';
import { enforced, relaxed, stackWith, synth, warningIds } from '../support/synth';

const APP = 'https://app.example.com';
const ADMIN = 'https://admin.example.com:8443';

const handlerIn = (scope: Construct) => new lambda.Function(scope, 'Handler', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const stackOf = (cors: apigateway.CorsOptions | undefined, change: (api: HardenedApi, stack: Stack) => void = () => {}) =>
  stackWith((stack) => {
    const api = new HardenedApi(stack, 'Api', { cors });
    api.addRoute('GET', '/orders/{id}', handlerIn(stack));
    change(api, stack);
  });
const preflightsOf = (stack: Stack): any[] => Object.values(Template.fromStack(stack)
  .findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'OPTIONS' } })).map(({ Properties }) => Properties);
const headersOf = (stack: Stack): Record<string, string> => preflightsOf(stack)[0].Integration.IntegrationResponses[0].ResponseParameters;
const errorsOf = (stack: Stack): any[] => Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::GatewayResponse'))
  .map(({ Properties }) => Properties);
const header = (name: string) => `method.response.header.${name}`;
const errorHeader = (name: string) => `gatewayresponse.header.${name}`;

describe('a preflight', () => {
  test('is there for each resource with a method, is open, runs nothing and warns of nothing', () => {
    const stack = stackOf({ allowOrigins: [APP] }, (api) => api.restApi.root.addResource('l2').addMethod('ANY'));
    const preflights = preflightsOf(stack);
    expect(preflights).toHaveLength(2);
    for (const { AuthorizationType, AuthorizerId, ApiKeyRequired, Integration } of preflights) {
      expect([AuthorizationType, AuthorizerId, ApiKeyRequired, Integration.Type]).toEqual(['NONE', undefined, false, 'MOCK']);
    }
    expect([warningIds(stack), enforced(stack).includes('API-01')]).toEqual([[], true]);
  });

  test('is open beside an authorizer, too', () => {
    const stack = stackWith((scope) => {
      const authorizer = new apigateway.CognitoUserPoolsAuthorizer(scope, 'Auth',
        { cognitoUserPools: [new cognito.UserPool(scope, 'Pool')] });
      new HardenedApi(scope, 'Api', { authorizer, cors: { allowOrigins: [APP] } }).addRoute('GET', '/', handlerIn(scope));
    });
    expect(preflightsOf(stack)).toEqual([expect.objectContaining({ AuthorizationType: 'NONE' })]);
    expect(preflightsOf(stack)[0].AuthorizerId).toBeUndefined();
  });

  test('names the origin, the methods and the headers, and has the security headers', () => {
    const stack = stackOf({
      allowOrigins: [APP], allowMethods: ['GET', 'PUT'], allowHeaders: ['Authorization'], maxAge: Duration.hours(1),
    });
    expect(headersOf(stack)).toMatchObject({
      [header('Access-Control-Allow-Origin')]: `'${APP}'`,
      [header('Access-Control-Allow-Methods')]: "'GET,PUT'",
      [header('Access-Control-Allow-Headers')]: "'Authorization'",
      [header('Access-Control-Max-Age')]: "'3600'",
      [header('Vary')]: "'Origin'",
      ...Object.fromEntries(Object.entries(SECURITY_HEADERS).map(([name, value]) => [header(name), `'${value}'`])),
    });
    expect(headersOf(stack)[header('Access-Control-Allow-Credentials')]).toBeUndefined();
    const [{ MethodResponses, Integration }] = preflightsOf(stack);
    expect(Object.keys(MethodResponses[0].ResponseParameters)).toEqual(Object.keys(headersOf(stack)));
    expect([MethodResponses[0].StatusCode, Integration.IntegrationResponses[0].StatusCode]).toEqual(['204', '204']);
  });

  test('names the defaults of the CDK, and what is set beside them', () => {
    const headers = headersOf(stackOf({
      allowOrigins: [APP], allowCredentials: true, exposeHeaders: ['ETag', 'Location'], disableCache: true,
    }));
    expect(headers).toMatchObject({
      [header('Access-Control-Allow-Methods')]: `'${apigateway.Cors.ALL_METHODS.join(',')}'`,
      [header('Access-Control-Allow-Headers')]: `'${apigateway.Cors.DEFAULT_HEADERS.join(',')}'`,
      [header('Access-Control-Allow-Credentials')]: "'true'",
      [header('Access-Control-Expose-Headers')]: "'ETag,Location'",
      [header('Access-Control-Max-Age')]: "'-1'",
    });
  });

  test('responds to each of several origins with its own name, and never repeats another one', () => {
    const stack = stackOf({ allowOrigins: [APP, ADMIN] });
    const [{ Integration: { IntegrationResponses: [{ ResponseTemplates }] } }] = preflightsOf(stack);
    expect(headersOf(stack)[header('Access-Control-Allow-Origin')]).toBe(`'${APP}'`);
    expect(ResponseTemplates['application/json']).toContain(
      `#if($origin == "${ADMIN}")#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`);
    expect(preflightsOf(stackOf({ allowOrigins: [APP] }))[0].Integration.IntegrationResponses[0].ResponseTemplates).toBeUndefined();
  });

  test('of the user stays, and gets no second one', () => {
    const stack = stackOf({ allowOrigins: [APP] }, ({ restApi }) => restApi.root.getResource('orders')!.getResource('{id}')!
      .addCorsPreflight({ allowOrigins: [ADMIN] }));
    expect(preflightsOf(stack)).toHaveLength(1);
    expect(headersOf(stack)[header('Access-Control-Allow-Origin')]).toBe(`'${ADMIN}'`);
  });

  test('has the id that the CDK gives it, and comes with the deployment', () => {
    const idsOf = (cors?: apigateway.CorsOptions) => Object.keys(Template.fromStack(stackOf(cors))
      .findResources('AWS::ApiGateway::Method')).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(idsOf({ allowOrigins: [APP] })).toEqual(['ApiordersidGET', 'ApiordersidOPTIONS']);
    const deployment = (cors?: apigateway.CorsOptions) => Object.entries(Template.fromStack(stackOf(cors))
      .findResources('AWS::ApiGateway::Deployment'))[0];
    const [id, { DependsOn }] = deployment({ allowOrigins: [APP] });
    expect(DependsOn).toContainEqual(expect.stringMatching(/^ApiordersidOPTIONS/));
    expect(new Set([id, deployment({ allowOrigins: [ADMIN] })[0], deployment()[0]]).size).toBe(3);
  });

  test.each([true, false])('is there whether or not the app visits what aspects add again: %s', (stabilizes) => {
    const app = new App({ context: { '@aws-cdk/core:aspectStabilization': stabilizes } });
    const stack = new Stack(app, 'Stack');
    Aspects.of(app).add(new Tag('team', 'orders'));
    new HardenedApi(stack, 'Api', { cors: { allowOrigins: [APP] } }).addRoute('GET', '/', handlerIn(stack));
    expect(preflightsOf(stack)).toHaveLength(1);
    expect(warningIds(stack)).toEqual([]);
  });

  test('is not there without cors', () => {
    expect(preflightsOf(stackOf(undefined))).toEqual([]);
  });
});

describe('errors of API Gateway', () => {
  test('can be read by pages of the first origin, those of users and of a web ACL included', () => {
    const stack = stackOf({ allowOrigins: [APP, ADMIN], allowCredentials: true }, (api, scope) => {
      api.restApi.addGatewayResponse('Mine', { type: apigateway.ResponseType.UNAUTHORIZED, responseHeaders: { 'X-Mine': "'1'" } });
      new ApiWafProtection(scope, 'Waf').protectApi(api.stage);
    });
    const errors = errorsOf(stack);
    expect(errors).toHaveLength(6);
    for (const { ResponseParameters } of errors) {
      expect(ResponseParameters).toMatchObject({
        [errorHeader('Access-Control-Allow-Origin')]: `'${APP}'`,
        [errorHeader('Access-Control-Allow-Credentials')]: "'true'",
        [errorHeader('Vary')]: "'Origin'",
      });
    }
    expect(errors.find(({ ResponseType }) => ResponseType === 'UNAUTHORIZED').ResponseParameters[errorHeader('X-Mine')]).toBe("'1'");
    expect(enforced(stackOf({ allowOrigins: [APP] }))).toContain('API-05');
  });

  test('keep the origin that a user gave one of them', () => {
    const stack = stackOf({ allowOrigins: [APP] }, ({ restApi }) => restApi.addGatewayResponse('Mine', {
      type: apigateway.ResponseType.UNAUTHORIZED, responseHeaders: { 'Access-Control-Allow-Origin': `'${ADMIN}'` },
    }));
    expect(errorsOf(stack).find(({ ResponseType }) => ResponseType === 'UNAUTHORIZED').ResponseParameters)
      .toMatchObject({ [errorHeader('Access-Control-Allow-Origin')]: `'${ADMIN}'` });
  });

  test('have no such header without cors, and vary not where every origin may read them', () => {
    const named = (cors?: apigateway.CorsOptions) => Object.keys(errorsOf(stackOf(cors))[0].ResponseParameters)
      .filter((name) => /Access-Control|Vary/.test(name));
    expect(named()).toEqual([]);
    expect(named({ allowOrigins: ['*'] })).toEqual([errorHeader('Access-Control-Allow-Origin')]);
  });
});

describe('an OPTIONS method', () => {
  const OPTIONS = Match.objectLike({ HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' });
  const inline = (stack: Stack) => stack.node.findChild('Handler') as lambda.Function;

  test('that the user adds to the L2 and that runs nothing is open, with a note', () => {
    const stack = stackOf(undefined, ({ restApi }) => restApi.root.addMethod('OPTIONS', new apigateway.MockIntegration()));
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', OPTIONS);
    expect([warningIds(stack), enforced(stack).includes('API-01')]).toEqual([[], true]);
    const notes = stack.node.findAll().flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'aws:cdk:info');
    expect(notes.map(({ data }) => data)).toEqual([expect.stringContaining('requires no authorization')]);
  });

  test('that the user adds to the L2 and that runs a function stays closed, with a warning', () => {
    const stack = stackOf(undefined, ({ restApi }, scope) => restApi.root.addMethod('OPTIONS',
      new apigateway.LambdaIntegration(inline(scope))));
    expect(preflightsOf(stack)[0].AuthorizationType).toBe('AWS_IAM');
    expect(relaxed(stack)).toEqual(['closed-preflight']);
  });

  test('of addIntegration that runs nothing is open, and enforces API-01', () => {
    const stack = stackOf(undefined, (api) => api.addIntegration('OPTIONS', '/', new apigateway.MockIntegration()));
    expect(preflightsOf(stack)[0].AuthorizationType).toBe('NONE');
    expect([relaxed(stack), enforced(stack).includes('API-01')]).toEqual([[], true]);
  });

  test('of addRoute is open, and recorded as a function that anyone can call', () => {
    const stack = stackOf(undefined, (api, scope) => api.addRoute('OPTIONS', '/', inline(scope)));
    expect(preflightsOf(stack)[0].AuthorizationType).toBe('NONE');
    expect([relaxed(stack), enforced(stack).includes('API-01')]).toEqual([['API-01'], false]);
  });

  test.each([{ anonymous: false }, { iamAuthorization: true }])('of addRoute with %j is closed, as its author asks', (options) => {
    const stack = stackOf(undefined, (api, scope) => api.addRoute('OPTIONS', '/', inline(scope), options));
    expect(preflightsOf(stack)[0].AuthorizationType).toBe('AWS_IAM');
    expect(relaxed(stack)).toEqual([]);
  });
});

describe('cors', () => {
  test('of every origin warns', () => {
    expect(relaxed(stackOf({ allowOrigins: apigateway.Cors.ALL_ORIGINS }))).toEqual(['any-origin']);
  });

  test('takes an origin that is known at deployment only', () => {
    const headers = headersOf(stackOf({ allowOrigins: [Token.asString({ Ref: 'Origin' })] }));
    expect(headers[header('Access-Control-Allow-Origin')]).toEqual({ 'Fn::Join': ['', ["'", { Ref: 'Origin' }, "'"]] });
  });

  test.each<[string, apigateway.CorsOptions, RegExp]>([
    ['no origin', { allowOrigins: [] }, /cors.allowOrigins must name the origins .* \(at Stack\/Api\)/],
    ['a path', { allowOrigins: [`${APP}/`] }, /cors.allowOrigins must hold origins as browsers send them.*got "https:\/\/app.example.com\/"/],
    ['capitals', { allowOrigins: ['https://App.example.com'] }, /in lower case/],
    ['a wildcard in a name', { allowOrigins: ['https://*.example.com'] }, /cors.allowOrigins must hold origins/],
    ['null, which every sandbox sends', { allowOrigins: ['null'] }, /cors.allowOrigins must hold origins/],
    ['a quote', { allowOrigins: ["https://a'b"] }, /cors.allowOrigins must hold origins/],
    ['an origin twice', { allowOrigins: [APP, APP] }, /must name each element once/],
    ['* beside others', { allowOrigins: ['*', APP] }, /must hold \* alone, got \*, https/],
    ['* with credentials', { allowOrigins: ['*'], allowCredentials: true }, /cors.allowOrigins must not be \* together with/],
    ['* for headers with credentials', { allowOrigins: [APP], allowHeaders: ['*'], allowCredentials: true },
      /cors.allowHeaders must not be \* together/],
    ['a header with a space', { allowOrigins: [APP], allowHeaders: ['X Y'] }, /cors.allowHeaders must hold names of headers.*got "X Y"/],
    ['a header with a comma', { allowOrigins: [APP], exposeHeaders: ['A,B'] }, /cors.exposeHeaders must hold names/],
    ['a method of its own', { allowOrigins: [APP], allowMethods: ['FETCH'] }, /cors.allowMethods must hold GET/],
    ['ANY beside others', { allowOrigins: [APP], allowMethods: ['ANY', 'GET'] }, /cors.allowMethods must hold ANY alone/],
    ['a status of an error', { allowOrigins: [APP], statusCode: 403 }, /cors.statusCode must be a whole number between 200 and 299/],
    ['two days', { allowOrigins: [APP], maxAge: Duration.days(2) }, /cors.maxAge must be .* between 0 seconds and 1 day/],
    ['an age without a cache', { allowOrigins: [APP], maxAge: Duration.hours(2), disableCache: true }, /together with cors.disableCache/],
    ['a list that is a token', { allowOrigins: Token.asList({ Ref: 'Origins' }) }, /cors.allowOrigins must be known when/],
  ])('rejects %s', (_, cors, message) => {
    expect(() => synth((stack) => new HardenedApi(stack, 'Api', { cors }))).toThrow(message);
  });
});

test('two APIs of one stack have cors of their own', () => {
  const template = synth((stack) => {
    const handler = handlerIn(stack);
    new HardenedApi(stack, 'One', { cors: { allowOrigins: [APP] } }).addRoute('GET', '/', handler);
    new HardenedApi(stack, 'Two').addRoute('GET', '/', handler);
  });
  template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS' }, 1);
  template.resourcePropertiesCountIs('AWS::ApiGateway::GatewayResponse',
    { ResponseParameters: Match.objectLike({ [errorHeader('Access-Control-Allow-Origin')]: Match.anyValue() }) }, 5);
});
