import { Annotations as CdkAnnotations, Environment, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ApiWafProtection, HardenedApi } from '../../src';
import { ENV, enforced, only, relaxed, stackWith, synth, synthErrors, warningIds } from '../support/synth';

const handlerIn = (stack: Stack) => new lambda.Function(stack, 'Handler', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const stackOf = (change: (api: HardenedApi, stack: Stack) => void) => stackWith((stack) => {
  const api = new HardenedApi(stack, 'Api');
  api.addRoute('GET', '/', handlerIn(stack));
  change(api, stack);
});
const NONE = { authorizationType: apigateway.AuthorizationType.NONE };

describe('API-01', () => {
  const both = (change: (api: HardenedApi, stack: Stack) => void) => {
    const stack = stackOf(change);
    return [enforced(stack).includes('API-01'), relaxed(stack)];
  };

  test('is enforced where each method requires authorization', () => {
    expect(both(() => {})).toEqual([true, []]);
  });

  test.each<[string, (api: HardenedApi, stack: Stack) => void]>([
    ['the L2', ({ restApi }) => restApi.root.addMethod('PUT', new apigateway.MockIntegration(), NONE)],
    ['a resource of the L2', ({ restApi }) => restApi.root.addResource('open').addMethod('GET', new apigateway.MockIntegration(), NONE)],
    ['the L1', ({ restApi }, stack) => new apigateway.CfnMethod(stack, 'Open', {
      restApiId: restApi.restApiId, resourceId: restApi.root.resourceId, httpMethod: 'PATCH', authorizationType: 'NONE',
    })],
    ['the L1 without a type', ({ restApi }, stack) => new apigateway.CfnMethod(stack, 'Open', {
      restApiId: restApi.restApiId, resourceId: restApi.root.resourceId, httpMethod: 'PATCH',
    })],
    ['an escape hatch', ({ restApi }) => {
      (restApi.methods[0].node.defaultChild as apigateway.CfnMethod).authorizationType = 'NONE';
    }],
    ['an override', ({ restApi }) => (restApi.methods[0].node.defaultChild as apigateway.CfnMethod)
      .addPropertyOverride('AuthorizationType', 'NONE')],
    ['addRoute with anonymous', (api, stack) => api.addRoute('GET', '/health', stack.node.findChild('Handler') as lambda.Function,
      { anonymous: true })],
  ])('is relaxed, and not enforced, by a method without authorization of %s', (_, change) => {
    expect(both(change)).toEqual([false, ['API-01']]);
  });

  test('says what anyone can call, and why', () => {
    const messages = (change: (api: HardenedApi, stack: Stack) => void) => Annotations.fromStack(stackOf(change))
      .findWarning('*', Match.stringLikeRegexp('API-01')).map(({ entry }) => entry.data);
    expect(messages(({ restApi }) => restApi.root.addResource('open').addMethod('GET', new apigateway.MockIntegration(), NONE))[0])
      .toContain('API-01 is not enforced (Every method requires authorization): AuthorizationType must be "AWS_IAM" or '
        + '"COGNITO_USER_POOLS" or "CUSTOM", and is "NONE".');
    expect(messages((api, stack) => api.addRoute('GET', '/health', stack.node.findChild('Handler') as lambda.Function,
      { anonymous: true }))[0])
      .toContain('anonymous is true, so anyone can call GET /health.');
  });

  test('does not mind the preflight requests of browsers, which have no credentials', () => {
    expect(both(({ restApi }) => restApi.root.addCorsPreflight({ allowOrigins: ['https://example.com'] }))).toEqual([true, []]);
  });

  test('can be acknowledged at the method', () => {
    const stack = stackOf((api, scope) => {
      const method = api.addRoute('GET', '/health', scope.node.findChild('Handler') as lambda.Function, { anonymous: true });
      CdkAnnotations.of(method).acknowledgeWarning('cdk-hardened:API-01', 'a monitor calls it');
    });
    expect(relaxed(stack)).toEqual([]);
  });
});

describe('a stage beside ours', () => {
  const second = (props: Partial<apigateway.StageProps> = {}) => stackOf(({ restApi }, stack) =>
    new apigateway.Stage(stack, 'Second', { deployment: restApi.latestDeployment!, stageName: 'second', ...props }));

  test('is seen, with all that it lacks', () => {
    expect(relaxed(second())).toEqual(['API-03', 'API-04', 'API-07', 'API-08', 'stage-without-permission']);
  });

  test('is not warned of what it has', () => {
    const stack = stackOf(({ restApi }, scope) => new apigateway.Stage(scope, 'Second', {
      deployment: restApi.latestDeployment!,
      stageName: 'second',
      accessLogDestination: new apigateway.LogGroupLogDestination(new logs.LogGroup(scope, 'Log')),
      tracingEnabled: true,
      throttlingRateLimit: 10,
      throttlingBurstLimit: 10,
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
    }));
    // its execution log is the one that API Gateway creates
    expect(relaxed(stack)).toEqual(['API-08', 'stage-without-permission']);
  });

  test('of another API is nobody of ours', () => {
    const stack = stackOf((_, scope) => new apigateway.RestApi(scope, 'Other').root.addMethod('GET'));
    expect(relaxed(stack)).toEqual([]);
  });
});

describe('what is changed after the HardenedApi created it', () => {
  const both = (change: (api: HardenedApi) => void, control: string) => {
    const stack = stackOf(change);
    return [enforced(stack).includes(control), relaxed(stack).includes(control)];
  };

  test.each<[string, string, (api: HardenedApi) => void]>([
    ['API-03', 'its access log', ({ stage }) => { (stage.node.defaultChild as apigateway.CfnStage).accessLogSetting = undefined; }],
    ['API-04', 'its throttling', ({ stage }) => { (stage.node.defaultChild as apigateway.CfnStage).methodSettings = []; }],
    ['API-07', 'its traces', ({ stage }) => (stage.node.defaultChild as apigateway.CfnStage).addPropertyOverride('TracingEnabled', false)],
    ['API-08', 'its logging of bodies', ({ stage }) => (stage.node.defaultChild as apigateway.CfnStage)
      .addPropertyOverride('MethodSettings.0.DataTraceEnabled', true)],
    ['API-02', 'its TLS policy', ({ restApi }) => (restApi.node.defaultChild as apigateway.CfnRestApi)
      .addPropertyOverride('SecurityPolicy', 'TLS_1_0')],
    ['API-05', 'a gateway response of a type of its own, without the headers', ({ restApi }) => restApi.addGatewayResponse('Mine', {
      type: apigateway.ResponseType.UNAUTHORIZED, templates: { 'application/json': '{}' },
    })],
  ])('%s is relaxed, and not enforced, by %s', (control, _, change) => {
    expect(both(() => {}, control)).toEqual([true, false]);
    expect(both(change, control)).toEqual([false, true]);
  });
});

describe('a function of a route', () => {
  const route = (fn: (stack: Stack) => lambda.IFunction, env?: Environment) => () => synth((stack) => {
    new HardenedApi(stack, 'Api').addRoute('GET', '/', fn(stack));
  }, { env });
  const arn = (account: string, region = 'eu-west-1') => `arn:aws:lambda:${region}:${account}:function:f`;

  test('may be an import of the account and Region', () => {
    expect(route((stack) => lambda.Function.fromFunctionArn(stack, 'Fn', arn('111122223333')), ENV)).not.toThrow();
    expect(route((stack) => lambda.Function.fromFunctionAttributes(stack, 'Fn',
      { functionArn: arn('111122223333'), sameEnvironment: true })))
      .not.toThrow();
  });

  test.each<[string, (stack: Stack) => lambda.IFunction, Environment | undefined]>([
    ['another account', (stack) => lambda.Function.fromFunctionArn(stack, 'Fn', arn('999999999999')), ENV],
    ['an unknown account', (stack) => lambda.Function.fromFunctionArn(stack, 'Fn', arn('111122223333')), undefined],
  ])('cannot be an import of %s, which could not be allowed', (_, fn, env) => {
    expect(route(fn, env)).toThrow(/handler Stack\/Fn is an import .*Function.fromFunctionAttributes and sameEnvironment true \(at Stack\/Api\)/);
  });

  test('cannot be of another Region', () => {
    expect(route((stack) => lambda.Function.fromFunctionArn(stack, 'Fn', arn('111122223333', 'us-east-1')), ENV))
      .toThrow(/handler must be in the Region of its stack, eu-west-1, got one in us-east-1/);
  });
});

describe('a gateway response of a type that is there', () => {
  test('beside ours is an error', () => {
    expect(synthErrors((stack) => {
      const api = new HardenedApi(stack, 'Api');
      api.addRoute('GET', '/', handlerIn(stack));
      api.restApi.addGatewayResponse('Mine', { type: apigateway.ResponseType.DEFAULT_4XX });
    })).toMatch(/an API must have one gateway response of a type, got DEFAULT_4XX at Stack\/Api\/Default\/Default4xx\/Resource and .*Mine.*\(at Stack\/Api\)/);
  });

  test('beside that of a web ACL is an error, whoever comes last', () => {
    const protect = (stack: Stack, order: ('ours' | 'theirs')[]) => {
      const api = new apigateway.RestApi(stack, 'Plain');
      api.root.addMethod('GET');
      for (const who of order) {
        if (who === 'ours') {
          new ApiWafProtection(stack, 'Waf').protectApi(api.deploymentStage);
        } else {
          api.addGatewayResponse('Mine', { type: apigateway.ResponseType.WAF_FILTERED });
        }
      }
    };
    expect(synthErrors((stack) => protect(stack, ['ours', 'theirs']))).toMatch(/got WAF_FILTERED at .*WafFiltered.* and .*Mine/);
    const template = synth((stack) => protect(stack, ['theirs', 'ours']));
    template.resourcePropertiesCountIs('AWS::ApiGateway::GatewayResponse', { ResponseType: 'WAF_FILTERED' }, 1);
  });
});

test('the permission to log is there before the stage, as a new account has none', () => {
  const template = Template.fromStack(stackOf(() => {}));
  const [account] = Object.keys(template.findResources('AWS::ApiGateway::Account'));
  expect(only(template, 'AWS::ApiGateway::Stage').DependsOn).toContain(account);
  expect(warningIds(stackOf(() => {}))).toEqual([]);
});
