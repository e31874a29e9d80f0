import { Size, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { HardenedApi, HardenedApiProps } from '../../src';
import { enforced, only, relaxed, stackWith, synth, synthErrors } from '../support/synth';

const { EDGE, PRIVATE, REGIONAL } = apigateway.EndpointType;
const API = 'AWS::ApiGateway::RestApi';

const handlerIn = (scope: Construct) => new lambda.Function(scope, 'Handler', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const stackOf = (props: HardenedApiProps, change: (api: HardenedApi, handler: lambda.Function) => void = () => {}) => stackWith((stack) => {
  const [api, handler] = [new HardenedApi(stack, 'Api', props), handlerIn(stack)];
  api.addRoute('GET', '/orders/{id}', handler);
  change(api, handler);
});
const apiOf = (stack: Stack) => only(Template.fromStack(stack), API).Properties;
const deploymentOf = (restApiOptions: apigateway.RestApiProps) =>
  Object.keys(Template.fromStack(stackOf({ restApiOptions })).findResources('AWS::ApiGateway::Deployment'))[0];
const settingsOf = (stack: Stack) => only(Template.fromStack(stack), 'AWS::ApiGateway::Stage').Properties.MethodSettings;

const denyAddress = () => new iam.PolicyDocument({
  statements: [new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
    conditions: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
  })],
});

describe('restApiOptions', () => {
  test('sets what the CDK has: binary media types, compression, description, source of keys, resource policy', () => {
    const stack = stackOf({
      restApiOptions: {
        binaryMediaTypes: ['image/png', '*/*'],
        minCompressionSize: Size.kibibytes(1),
        description: 'orders',
        apiKeySourceType: apigateway.ApiKeySourceType.AUTHORIZER,
        policy: denyAddress(),
      },
    });
    expect(apiOf(stack)).toMatchObject({
      BinaryMediaTypes: ['image/png', '*/*'],
      MinimumCompressionSize: 1024,
      Description: 'orders',
      ApiKeySourceType: 'AUTHORIZER',
      Policy: { Statement: [expect.objectContaining({ Effect: 'Deny' })] },
    });
    expect(relaxed(stack)).toEqual([]);
  });

  test('deploys again for what takes effect with a deployment only', () => {
    const ids = [{}, { binaryMediaTypes: ['image/png'] }, { minCompressionSize: Size.kibibytes(1) }, { policy: denyAddress() }]
      .map(deploymentOf);
    expect(new Set(ids).size).toBe(4);
  });

  test.each<[string, apigateway.RestApiProps, RegExp]>([
    ['defaultCorsPreflightOptions', { defaultCorsPreflightOptions: { allowOrigins: ['*'] } }, /use cors of the construct/],
    ['defaultMethodOptions', { defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.NONE } }, /use authorizer.*API-01/],
    ['cloudWatchRole', { cloudWatchRole: true }, /use the prop of this name/],
    ['deploy', { deploy: false }, /no logs and limits/],
    ['restApiName', { restApiName: 'a' }, /use the prop of this name/],
    ['domainName', { domainName: {} as apigateway.DomainNameOptions }, /use addDomainName/],
    ['cloneFrom', { cloneFrom: {} as apigateway.IRestApi }, /not be judged/],
    ['deployOptions.dataTraceEnabled', { deployOptions: { dataTraceEnabled: true } }, /API-08/],
    ['deployOptions.tracingEnabled', { deployOptions: { tracingEnabled: false } }, /API-07/],
    ['deployOptions.stageName', { deployOptions: { stageName: 'a' } }, /use stageName of the construct/],
    ['deployOptions.methodOptions["/a/GET"].loggingLevel',
      { deployOptions: { methodOptions: { '/a/GET': { loggingLevel: apigateway.MethodLoggingLevel.OFF } } } }, /API-08/],
  ])('rejects what the construct decides, such as %s', (name, restApiOptions, remedy) => {
    expect(() => stackOf({ restApiOptions })).toThrow(expect.objectContaining({
      code: 'NotConfigurable', prop: `restApiOptions.${name}`, path: 'Stack/Api', message: expect.stringMatching(remedy),
    }));
  });

  test.each<[string, apigateway.RestApiProps, RegExp]>([
    ['a media type with a parameter', { binaryMediaTypes: ['text/plain; charset=utf-8'] }, /binaryMediaTypes must hold media types/],
    ['both forms of an endpoint', { endpointTypes: [EDGE], endpointConfiguration: { types: [EDGE] } }, /must not be set together/],
    ['two endpoint types', { endpointTypes: [EDGE, REGIONAL] }, /restApiOptions.endpointTypes must be one type, got 2: EDGE, REGIONAL/],
    ['an endpoint type that is a token', { endpointTypes: [Token.asString({ Ref: 'Type' }) as apigateway.EndpointType] }, /must be known/],
  ])('rejects %s', (_, restApiOptions, message) => {
    expect(() => stackOf({ restApiOptions })).toThrow(message);
  });

  test('limits a method, which keeps the logs of the stage', () => {
    const stack = stackOf({ restApiOptions: { deployOptions: { methodOptions: { '/orders/{id}/GET': { throttlingRateLimit: 5 } } } } });
    expect(settingsOf(stack)).toEqual([
      expect.objectContaining({ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 500 }),
      {
        ResourcePath: '/~1orders~1{id}',
        HttpMethod: 'GET',
        ThrottlingRateLimit: 5,
        ThrottlingBurstLimit: 1000,
        LoggingLevel: 'ERROR',
        DataTraceEnabled: false,
        MetricsEnabled: false,
      },
    ]);
    expect(relaxed(stack)).toEqual([]);
  });

  test('encrypts a cache', () => {
    expect(settingsOf(stackOf({ restApiOptions: { deployOptions: { cachingEnabled: true, cacheClusterEnabled: true } } }))[0])
      .toMatchObject({ CachingEnabled: true, CacheDataEncrypted: true });
  });
});

describe('an edge-optimized endpoint', () => {
  test('has a TLS policy of its own, and meets the control', () => {
    const stack = stackOf({ restApiOptions: { endpointTypes: [EDGE] } });
    expect(apiOf(stack)).toMatchObject({
      EndpointConfiguration: { Types: ['EDGE'] }, SecurityPolicy: 'SecurityPolicy_TLS12_PFS_2025_EDGE', EndpointAccessMode: 'STRICT',
    });
    expect([relaxed(stack), enforced(stack).includes('API-02')]).toEqual([[], true]);
  });
});

describe('endpointAccessMode', () => {
  test('may be BASIC for an API that has traffic, with a warning', () => {
    const stack = stackOf({ endpointAccessMode: apigateway.EndpointAccessMode.BASIC });
    expect([apiOf(stack).EndpointAccessMode, relaxed(stack)]).toEqual(['BASIC', ['basic-access-mode']]);
  });

  test('is STRICT when it is said', () => {
    const stack = stackOf({ endpointAccessMode: apigateway.EndpointAccessMode.STRICT });
    expect([apiOf(stack).EndpointAccessMode, relaxed(stack)]).toEqual(['STRICT', []]);
  });
});

describe('a private endpoint', () => {
  const ENDPOINT = { endpointConfiguration: { types: [PRIVATE], vpcEndpoints: [] as ec2.IVpcEndpoint[] } };
  const endpointIn = (stack: Stack) => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint',
    { vpcEndpointId: 'vpce-1', port: 443 });
  const privateStack = (
    build: (api: HardenedApi, handler: lambda.Function, stack: Stack) => void = () => {}, props: HardenedApiProps = {},
    authorizer?: (stack: Stack) => apigateway.IAuthorizer,
  ) => stackWith((stack) => {
    const endpoint = endpointIn(stack);
    const api = new HardenedApi(stack, 'Api', {
      authorizer: authorizer?.(stack),
      ...props,
      restApiOptions: { endpointConfiguration: { types: [PRIVATE], vpcEndpoints: [endpoint] }, ...props.restApiOptions },
    });
    const handler = handlerIn(stack);
    api.addRoute('GET', '/orders/{id}', handler);
    build(api, handler, stack);
  });
  const statements = (stack: Stack): any[] => apiOf(stack).Policy.Statement;
  const openResources = (stack: Stack) => statements(stack)
    .filter(({ Effect, Principal }) => Effect === 'Allow' && Principal.AWS === '*').flatMap(({ Resource }) => Resource);
  const ROOT = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] } };
  const HERE = { StringEquals: { 'aws:SourceVpce': ['vpce-1'] } };
  const poolIn = (stack: Stack) => new apigateway.CognitoUserPoolsAuthorizer(stack, 'Auth',
    { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] });

  test('admits the VPC endpoints only, and leaves the callers to IAM', () => {
    const stack = privateStack();
    expect(apiOf(stack)).toMatchObject({
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] }, SecurityPolicy: 'SecurityPolicy_TLS13_1_2_2021_06',
    });
    expect(statements(stack)).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } },
      },
      { Effect: 'Allow', Principal: ROOT, Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: HERE },
    ]);
    expect(relaxed(stack)).toEqual([]);
  });

  test('allows everybody behind the endpoints what IAM does not authorize, and nothing else', () => {
    const stack = privateStack((api, handler) => {
      api.addRoute('GET', '/health', handler, { anonymous: true });
      api.addRoute('ANY', '/open/{proxy+}', handler, { anonymous: true });
    }, { cors: { allowOrigins: ['https://app.example.com'] } });
    expect(openResources(stack)).toEqual(['execute-api:/*/GET/health', 'execute-api:/*/*/open/*', 'execute-api:/*/OPTIONS/*']);
  });

  test('opens no OPTIONS method that requires authorization', () => {
    const stack = privateStack((api, handler) => {
      api.addRoute('OPTIONS', '/closed', handler, { anonymous: false });
      api.addIntegration('OPTIONS', '/open', new apigateway.MockIntegration());
    });
    expect(openResources(stack)).toEqual(['execute-api:/*/OPTIONS/open']);
  });

  test('allows everything behind the endpoints where an authorizer decides', () => {
    const stack = privateStack(undefined, {}, poolIn);
    expect(openResources(stack)).toEqual(['execute-api:/*']);
    expect(statements(stack)).toHaveLength(2);
  });

  test('has the policy of the user instead', () => {
    const stack = privateStack(undefined, { restApiOptions: { policy: denyAddress() } });
    expect(statements(stack)).toEqual([expect.objectContaining({ Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })]);
  });

  test('without endpoints and policy is an error, as it would reject every request', () => {
    const build = (policy?: iam.PolicyDocument) => synthErrors((stack) => {
      new HardenedApi(stack, 'Api', { restApiOptions: { ...ENDPOINT, policy } }).addRoute('GET', '/', handlerIn(stack));
    });
    expect(build()).toMatch(/restApiOptions must have endpointConfiguration.vpcEndpoints or a policy.*\(at Stack\/Api\)/);
    expect(build(denyAddress())).toBe('');
  });

  test('is what VPC endpoints are for', () => {
    expect(() => synth((stack) => {
      const endpoint = endpointIn(stack);
      new HardenedApi(stack, 'Api', { restApiOptions: { endpointConfiguration: { types: [REGIONAL], vpcEndpoints: [endpoint] } } });
    })).toThrow(/vpcEndpoints need the type PRIVATE, got REGIONAL/);
  });
});
