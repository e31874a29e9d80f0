import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiWafProtection, HardenedApi, HardenedApiProps, HardenedRouteOptions } from '../../src';
import { ENV, only, relaxed, stackWith, synth, warningIds } from '../support/synth';

const handlerIn = (scope: Construct) => new lambda.Function(scope, 'Handler', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const withRoute = (props: HardenedApiProps = {}, route: HardenedRouteOptions = {}, method = 'GET') => synth((stack) => {
  new HardenedApi(stack, 'Api', props).addRoute(method, '/things/{id}', handlerIn(stack), route);
});
const stageOf = (template: Template) => only(template, 'AWS::ApiGateway::Stage').Properties;
const methodOf = (template: Template) => only(template, 'AWS::ApiGateway::Method').Properties;

describe('a bare HardenedApi', () => {
  test('speaks TLS 1.2 or newer, and only under its own name', () => {
    expect(only(withRoute(), 'AWS::ApiGateway::RestApi').Properties).toMatchObject({
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_2021_06',
      EndpointAccessMode: 'STRICT',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      Name: 'Api',
    });
  });

  test('asks for IAM authorization, on routes and on methods added to the L2', () => {
    const template = synth((stack) => {
      const api = new HardenedApi(stack, 'Api');
      api.addRoute('GET', '/a', handlerIn(stack));
      api.restApi.root.addMethod('GET', new apigateway.MockIntegration());
    });
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' }, 2);
  });

  test('throttles, traces, and logs no data', () => {
    const stage = stageOf(withRoute());
    expect(stage.TracingEnabled).toBe(true);
    expect(stage.MethodSettings).toEqual([expect.objectContaining({
      ResourcePath: '/*',
      HttpMethod: '*',
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1000,
      DataTraceEnabled: false,
      LoggingLevel: 'ERROR',
      MetricsEnabled: false,
    })]);
  });

  test('leaves the setting of the account alone with cloudWatchRole: false', () => {
    const template = withRoute({ cloudWatchRole: false });
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
    template.resourceCountIs('AWS::IAM::Role', 1); // the handler's
  });

  test('is called by API Gateway from its own stage, and not from the console', () => {
    withRoute().resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('warns of nothing', () => {
    expect(warningIds(stackWith((stack) => new HardenedApi(stack, 'Api').addRoute('GET', '/', handlerIn(stack))))).toEqual([]);
  });
});

describe('routes', () => {
  test('check declared bodies and parameters before the function runs', () => {
    const template = withRoute({}, {
      bodySchema: { type: apigateway.JsonSchemaType.OBJECT, required: ['name'] },
      requiredQueryParameters: ['page'],
      requiredHeaders: ['If-Match'],
    }, 'POST');
    expect(methodOf(template)).toMatchObject({
      RequestModels: {
        '$default': { Ref: expect.stringMatching('POSTBody') },
        'application/json': { Ref: expect.stringMatching('POSTBody') },
      },
      RequestParameters: { 'method.request.querystring.page': true, 'method.request.header.If-Match': true },
      RequestValidatorId: { Ref: expect.stringMatching('Validator') },
    });
    template.hasResourceProperties('AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true, ValidateRequestParameters: true });
    template.hasResourceProperties('AWS::ApiGateway::Model', { Schema: Match.objectLike({ required: ['name'] }) });
  });

  test('share one validator', () => {
    const template = synth((stack) => {
      const api = new HardenedApi(stack, 'Api');
      const handler = handlerIn(stack);
      api.addRoute('GET', '/a', handler);
      api.addRoute('POST', '/a', handler);
      api.addRoute('GET', '/a/b', handler);
    });
    template.resourceCountIs('AWS::ApiGateway::RequestValidator', 1);
    template.resourceCountIs('AWS::ApiGateway::Method', 3);
  });

  test.each([{}, { authorizer: true }])('may be anonymous, with a warning: %j', ({ authorizer }: { authorizer?: boolean }) => {
    const stack = stackWith((scope) => {
      const pools = { cognitoUserPools: [new cognito.UserPool(scope, 'Pool')] };
      const api = new HardenedApi(scope, 'Api',
        { authorizer: authorizer ? new apigateway.CognitoUserPoolsAuthorizer(scope, 'Auth', pools) : undefined });
      api.addRoute('GET', '/health', handlerIn(scope), { anonymous: true });
      api.addRoute('GET', '/closed', lambda.Function.fromFunctionArn(scope, 'Other', 'arn:aws:lambda:eu-west-1:111122223333:function:f'));
    }, { env: ENV });
    const template = Template.fromStack(stack);
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { AuthorizationType: 'NONE', AuthorizerId: Match.absent() }, 1);
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', { AuthorizationType: authorizer ? 'COGNITO_USER_POOLS' : 'AWS_IAM' }, 1);
    expect(relaxed(stack)).toEqual(['API-01']);
  });

  test.each([
    ['GET', 'things', /path must be a slash, or parts that each begin with one.*got "things" \(at Stack\/Api\)/],
    ['GET', '/things?x=1', /path must be a slash, or parts/],
    ['get', '/things', /method must be GET, POST.*got "get"/],
  ])('%s %s is rejected', (method, path, message) => {
    expect(() => synth((stack) => new HardenedApi(stack, 'Api').addRoute(method, path, handlerIn(stack)))).toThrow(message);
  });
});

describe('the props of a HardenedApi', () => {
  test('name, stage, throttling, log', () => {
    const template = withRoute({
      restApiName: 'omnitrack',
      stageName: 'v1',
      throttlingRateLimit: 10,
      throttlingBurstLimit: 20,
      logRetention: logs.RetentionDays.ONE_WEEK,
    });
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { Name: 'omnitrack' });
    expect(stageOf(template)).toMatchObject({
      StageName: 'v1',
      MethodSettings: [expect.objectContaining({ ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 })],
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  test('authorizer decides instead of IAM, on routes and on methods added to the L2', () => {
    const template = synth((stack) => {
      const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Auth',
        { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] });
      const api = new HardenedApi(stack, 'Api', { authorizer });
      api.addRoute('GET', '/', handlerIn(stack));
      api.restApi.root.addMethod('PUT', new apigateway.MockIntegration());
    });
    const byPool = { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: Match.anyValue() };
    template.resourcePropertiesCountIs('AWS::ApiGateway::Method', byPool, 2);
  });

  test('stageName may begin as that of the console does', () => {
    expect(stageOf(withRoute({ stageName: 'test-invoke-stage-2' })).StageName).toBe('test-invoke-stage-2');
  });

  test('the account lets API Gateway log before the stage is created, and keeps role and setting whatever fails or is deleted', () => {
    const template = withRoute();
    const account = Object.entries(template.findResources('AWS::ApiGateway::Account'));
    expect(account).toHaveLength(1);
    expect([account[0][1].DeletionPolicy, account[0][1].UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(only(template, 'AWS::IAM::Role', 'ApiCloudWatchRole')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { Policies: [expect.anything()] },
    });
    expect(only(template, 'AWS::IAM::Role', 'ApiCloudWatchRole').Properties.ManagedPolicyArns).toBeUndefined();
    expect(only(template, 'AWS::ApiGateway::Stage').DependsOn).toEqual(expect.arrayContaining([account[0][0],
      expect.stringMatching('ExecutionLogGroup')]));
  });

  test('encryptionKey encrypts the log', () => {
    const template = synth((stack) => new HardenedApi(stack, 'Api', { encryptionKey: new kms.Key(stack, 'Key') }).addRoute('GET', '/',
      handlerIn(stack)));
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
  });

  test.each<[HardenedApiProps, RegExp]>([
    [{ throttlingRateLimit: 0 }, /throttlingRateLimit must be a whole number of 1 or more, got 0 \(at Stack\/Api\)/],
    [{ throttlingBurstLimit: 1.5 }, /throttlingBurstLimit must be a whole number of 1 or more, got 1.5/],
    [{ stageName: 'test-invoke-stage' }, /stageName must be .*not test-invoke-stage/],
    [{ restApiName: '' }, /restApiName must be 1 to 1024 characters, got ""/],
    [{ restApiName: 'a'.repeat(1025) }, /restApiName must be 1 to 1024 characters/],
    [{ encryptionKey: 'key' as never }, /encryptionKey must be of the type kms.IKey, got "key"/],
    [{ stageName: 'v 1' }, /stageName must be 1 to 128 letters.*got "v 1"/],
  ])('%j is rejected', (props, message) => {
    expect(() => withRoute(props)).toThrow(message);
  });
});

test('grantInvoke permits the stage, or one method', () => {
  const template = synth((stack) => {
    const api = new HardenedApi(stack, 'Api');
    api.addRoute('GET', '/a', handlerIn(stack));
    api.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }), 'GET', '/a');
  });
  const [statement] = only(template, 'AWS::IAM::Policy', 'Caller').Properties.PolicyDocument.Statement;
  expect(statement.Action).toBe('execute-api:Invoke');
  expect(statement.Resource['Fn::Join'][1].at(-1)).toBe('/GET/a');
  expect(JSON.stringify(statement.Resource)).toContain('Stageprod');
});

test('grantInvoke is rejected where an authorizer decides', () => {
  expect(() => synth((stack) => {
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Auth',
      { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] });
    new HardenedApi(stack, 'Api', { authorizer }).grantInvoke(new iam.AccountRootPrincipal());
  })).toThrow(/grantInvoke needs IAM authorization/);
});

test('a web ACL adds no second response to blocked requests', () => {
  const template = synth((stack) => {
    const api = new HardenedApi(stack, 'Api');
    api.addRoute('GET', '/', handlerIn(stack));
    new ApiWafProtection(stack, 'Waf').protectApi(api.stage);
  });
  template.resourcePropertiesCountIs('AWS::ApiGateway::GatewayResponse', { ResponseType: 'WAF_FILTERED' }, 1);
});

test('two APIs stand in one stack', () => {
  const template = synth((stack) => {
    const handler = handlerIn(stack);
    new HardenedApi(stack, 'One').addRoute('GET', '/', handler);
    new HardenedApi(stack, 'Two').addRoute('GET', '/', handler);
  });
  template.resourceCountIs('AWS::ApiGateway::RestApi', 2);
});
