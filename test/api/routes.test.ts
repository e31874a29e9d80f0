import { Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { HardenedApi, HardenedApiProps, HardenedRouteOptions } from '../../src';
import { requestsOf } from '../support/iam';
import { ENV, only, stackWith, synth, synthErrors, warningIds } from '../support/synth';

const handlerIn = (scope: Construct, id = 'Handler') => new lambda.Function(scope, id, {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const withRoutes = (...routes: [string, string, HardenedRouteOptions?][]) => synth((stack) => {
  const [api, handler] = [new HardenedApi(stack, 'Api'), handlerIn(stack)];
  routes.forEach(([method, path, options]) => api.addRoute(method, path, handler, options));
});
const SCHEMA: apigateway.JsonSchema = { type: apigateway.JsonSchemaType.OBJECT };

describe('a body', () => {
  test('is validated whatever its content type', () => {
    const template = withRoutes(['POST', '/orders', { bodySchema: SCHEMA }]);
    const { RequestModels } = only(template, 'AWS::ApiGateway::Method').Properties;
    const model = { Ref: expect.stringMatching('POSTBody') };
    expect(RequestModels).toEqual({ '$default': model, 'application/json': model });
    expect(only(template, 'AWS::ApiGateway::Model').Properties.ContentType).toBe('application/json');
  });

  test('is not expected of GET and HEAD', () => {
    for (const method of ['GET', 'HEAD']) {
      expect(() => withRoutes([method, '/orders',
        { bodySchema: SCHEMA }])).toThrow(`bodySchema needs a method with a body, got ${method} /orders`);
    }
  });
});

describe('a function', () => {
  test('with a hundred routes has one permission, for the stage of the API and no other', () => {
    const template = withRoutes(...Array.from({ length: 100 }, (_, index): [string, string] => ['GET', `/r${index}`]));
    template.resourceCountIs('AWS::ApiGateway::Method', 100);
    const { Principal, Action, SourceArn } = only(template, 'AWS::Lambda::Permission').Properties;
    expect([Principal, Action]).toEqual(['apigateway.amazonaws.com', 'lambda:InvokeFunction']);
    expect(SourceArn['Fn::Join'][1].slice(-4)).toEqual([{ Ref: expect.stringMatching('^Api') }, '/',
      { Ref: expect.stringMatching('Stageprod') }, '/*/*']);
  });

  test('of two APIs has a permission for each, and so has each function of one', () => {
    const template = synth((stack) => {
      const [one, two] = [handlerIn(stack, 'One'), handlerIn(stack, 'Two')];
      const [first, second] = [new HardenedApi(stack, 'First'), new HardenedApi(stack, 'Second')];
      first.addRoute('GET', '/', one);
      second.addRoute('GET', '/', one);
      second.addRoute('POST', '/', two);
    });
    template.resourceCountIs('AWS::Lambda::Permission', 3);
  });

  test('may be an alias or a version', () => {
    const template = synth((stack) => {
      const alias = handlerIn(stack).addAlias('live');
      new HardenedApi(stack, 'Api').addRoute('GET', '/', alias);
    });
    expect(only(template, 'AWS::Lambda::Permission').Properties.FunctionName).toEqual({ Ref: expect.stringMatching('Alias') });
    expect(JSON.stringify(only(template, 'AWS::ApiGateway::Method').Properties.Integration.Uri)).toContain('Alias');
  });
});

describe('is rejected:', () => {
  test.each<[string, [string, string, HardenedRouteOptions?][], RegExp | string]>([
    ['another variable beside one', [['GET', '/o/{id}'], ['GET', '/o/{orderId}/items']],
      /path must use \{id\} in place of \{orderId\}.*got "\/o\/\{orderId\}\/items" \(at Stack\/Api\)/],
    ['a greedy variable beside one', [['GET', '/o/{id}'], ['GET', '/o/{proxy+}']], /path must use \{id\} in place of \{proxy\+\}/],
    ['another variable at the root', [['GET', '/{id}'], ['GET', '/{name}']], /path must use \{id\} in place of \{name\}/],
    ['a greedy variable in the middle', [['GET', '/{proxy+}/x']], /greedy variable, such as \{proxy\+\}, at its end only/],
    ['a variable twice', [['GET', '/a/{id}/b/{id}']], /path must name each element once, got "\{id\}" twice/],
    ['a route twice', [['GET', '/a'], ['GET', '/a']], 'method and path must be new, got GET /a again (at Stack/Api)'],
    ['a slash at the end', [['GET', '/a/']], /path must be a slash, or parts/],
    ['two slashes', [['GET', '/a//b']], /path must be a slash, or parts/],
    ['a space', [['GET', '/a b']], /path must be a slash, or parts/],
    ['a variable with a suffix', [['GET', '/{id}.json']], /path must be a slash, or parts/],
    ['a method of its own', [['FETCH', '/a']], /method must be GET, POST.*got "FETCH"/],
    ['what ends as a method', [['BUDGET', '/a']], /method must be GET, POST.*got "BUDGET"/],
    ['what begins as a method', [['GETS', '/a']], /method must be GET, POST.*got "GETS"/],
    ['a method that is a token', [[Token.asString({ Ref: 'Method' }), '/a']], /method must be known when the app is synthesized/],
    ['a variable with a prefix', [['GET', '/v{id}']], /path must be a slash, or parts/],
    ['a variable that ends early', [['GET', '/{id']], /path must be a slash, or parts/],
    ['a variable that begins late', [['GET', '/id}']], /path must be a slash, or parts/],
    ['a header with a space', [['GET', '/a', { requiredHeaders: ['X Bad'] }]], /requiredHeaders must hold names of letters.*got "X Bad"/],
    ['a query parameter with brackets', [['GET', '/a', { requiredQueryParameters: ['filter[x]'] }]],
      /requiredQueryParameters must hold names.*got "filter\[x\]"/],
    ['a header twice', [['GET', '/a', { requiredHeaders: ['X-A', 'X-A'] }]], /requiredHeaders must name each element once/],
    ['a path that is a token', [['GET', Token.asString({ Ref: 'Path' })]], /path must be known when the app is synthesized, got a token/],
    ['headers that are a token', [['GET', '/a', { requiredHeaders: Token.asList({ Ref: 'Headers' }) }]],
      /requiredHeaders must be known when the app is synthesized/],
  ])('%s', (_, routes, message) => {
    expect(() => withRoutes(...routes)).toThrow(message);
  });

  test('an API without a route, at synth', () => {
    expect(synthErrors((stack) => new HardenedApi(stack, 'Api'))).toContain('HardenedApi must have a route: call addRoute (at Stack/Api)');
  });
});

test.each([
  ['/'], ['/orders'], ['/orders/{id}'], ['/orders/{id}/items/{item}'], ['/{proxy+}'], ['/v1.0/a_b-c:d$'], ['/files/{path+}'],
  ['/a/b/a'],
])('%s is a path', (path) => {
  expect(() => withRoutes(['GET', path], ['POST', path])).not.toThrow();
});

test.each(['/ping', '/sping'])('%s, which API Gateway uses itself, warns', (path) => {
  const stack = stackWith((scope) => new HardenedApi(scope, 'Api').addRoute('GET', path, handlerIn(scope)));
  expect(warningIds(stack)).toEqual(['cdk-hardened:reserved-path']);
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`^path is ${path}, which`))).toHaveLength(1);
});

test('a route without demands declares none, and is integrated by proxy', () => {
  const { RequestParameters, RequestModels, Integration } = only(withRoutes(['GET', '/']), 'AWS::ApiGateway::Method').Properties;
  expect([RequestParameters ?? {}, RequestModels, Integration.Type]).toEqual([{}, undefined, 'AWS_PROXY']);
  expect(Integration.Uri['Fn::Join'][1].join()).toMatch(/:lambda:path\/2015-03-31\/functions\/,.*,\/invocations$/);
});

describe('grantInvoke', () => {
  /** What a caller may do after it was granted a route. */
  const granted = (...route: string[]) => {
    const template = synth((stack) => {
      const api = new HardenedApi(stack, 'Api');
      api.addRoute('GET', '/orders/{id}', handlerIn(stack));
      api.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }), ...route);
    }, { env: ENV });
    const api = Object.keys(template.findResources('AWS::ApiGateway::RestApi'))[0];
    const stage = Object.keys(template.findResources('AWS::ApiGateway::Stage'))[0];
    return (path: string, stageName: unknown = { Ref: stage }) => requestsOf(template, 'Caller')('execute-api:Invoke', {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:eu-west-1:111122223333:', { Ref: api }, '/', stageName, path]],
    });
  };

  test('matches any value of a variable, which is not in braces then', () => {
    const ask = granted('GET', '/orders/{id}');
    expect([ask('/GET/orders/7'), ask('/POST/orders/7'), ask('/GET/customers/7')]).toEqual(['ALLOW', 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
  });

  test('allows the whole stage by default, and no other stage', () => {
    const ask = granted();
    expect([ask('/GET/orders/7'), ask('/DELETE/anything'), ask('/GET/orders/7', 'other')]).toEqual(['ALLOW', 'ALLOW', 'IMPLICIT_DENY']);
  });

  test.each([
    ['get', '/orders', /method must be GET/], ['BUDGET', '/orders', /method must be GET/], ['GETS', '/orders', /method must be GET/],
    ['GET', 'orders', /path must be a slash/],
  ])('rejects %s %s',
    (method, path, message) => {
      expect(() => granted(method, path)).toThrow(message);
    });
});

describe('tokens:', () => {
  const withProps = (props: HardenedApiProps) => synth((stack) => new HardenedApi(stack, 'Api', props).addRoute('GET', '/',
    handlerIn(stack)));

  test('stageName is the name of the stage, and in that of its log group', () => {
    const template = withProps({ stageName: Token.asString({ Ref: 'Name' }) });
    template.hasResourceProperties('AWS::ApiGateway::Stage', { StageName: { Ref: 'Name' } });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', Match.anyValue(), '/', { Ref: 'Name' }]] },
    });
  });

  test('limits pass', () => {
    const limit = Token.asNumber({ Ref: 'Limit' });
    const { MethodSettings } = only(withProps({ throttlingRateLimit: limit, throttlingBurstLimit: limit }),
      'AWS::ApiGateway::Stage').Properties;
    expect(MethodSettings[0]).toMatchObject({ ThrottlingRateLimit: { Ref: 'Limit' }, ThrottlingBurstLimit: { Ref: 'Limit' } });
  });
});

test('limits above the quota of a new account warn, and the quota itself does not', () => {
  const warnings = (throttlingRateLimit: number, throttlingBurstLimit: number) => Annotations.fromStack(stackWith((scope) =>
    new HardenedApi(scope, 'Api', { throttlingRateLimit, throttlingBurstLimit }).addRoute('GET', '/', handlerIn(scope))))
    .findWarning('*', Match.stringLikeRegexp('above-quota')).map(({ entry }) => String(entry.data));
  expect(warnings(10_000, 5000)).toEqual([]);
  expect(warnings(10_001, 5001)).toEqual([
    expect.stringMatching(/^throttlingRateLimit is 10001, above the default quota of an account, 10000: /),
    expect.stringMatching(/^throttlingBurstLimit is 5001, above the default quota of an account, 5000: /),
  ]);
});

test('detailedMetrics measures each method', () => {
  const template = synth((stack) => new HardenedApi(stack, 'Api', { detailedMetrics: true }).addRoute('GET', '/', handlerIn(stack)));
  expect(only(template, 'AWS::ApiGateway::Stage').Properties.MethodSettings[0].MetricsEnabled).toBe(true);
});
