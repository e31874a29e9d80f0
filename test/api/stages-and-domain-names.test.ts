import { Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { HardenedApi, HardenedApiProps, HardenedDomainOptions, HardenedStageOptions } from '../../src';
import { enforced, only, refOf, relaxed, stackWith, synth } from '../support/synth';

const STAGE = 'AWS::ApiGateway::Stage';
const DOMAIN = 'AWS::ApiGateway::DomainName';

const handlerIn = (scope: Construct, id = 'Handler') => new lambda.Function(scope, id, {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const stackOf = (build: (api: HardenedApi, stack: Stack) => void, props?: HardenedApiProps) => stackWith((stack) => {
  const api = new HardenedApi(stack, 'Api', props);
  api.addRoute('GET', '/', handlerIn(stack));
  build(api, stack);
});

describe('addStage', () => {
  const withStage = (options?: HardenedStageOptions, props?: HardenedApiProps) => stackOf((api) => api.addStage('test', options), props);
  const stageOf = (stack: Stack) => Object.values(Template.fromStack(stack).findResources(STAGE, { Properties: { StageName: 'test' } }))[0];

  test('adds a stage that enforces what the first one does', () => {
    const stack = withStage();
    expect(relaxed(stack)).toEqual([]);
    expect(enforced(stack)).toEqual(expect.arrayContaining(['API-03', 'API-04', 'API-07', 'API-08', 'API-09']));
    const [first, second] = ['prod', 'test'].map((StageName) =>
      Object.values(Template.fromStack(stack).findResources(STAGE, { Properties: { StageName } }))[0]);
    const { AccessLogSetting: a, StageName: x, ...firsts } = first.Properties;
    const { AccessLogSetting: b, StageName: y, ...seconds } = second.Properties;
    expect(seconds).toEqual(firsts);
    expect(b.Format).toBe(a.Format);
  });

  test('gives it logs of its own, after which it is created, and after the permission to write them', () => {
    const stack = withStage(undefined, { logRetention: logs.RetentionDays.ONE_WEEK });
    const template = Template.fromStack(stack);
    expect(only(template, 'AWS::Logs::LogGroup', 'ApiStagestestAccessLogGroup').Properties).toMatchObject({ RetentionInDays: 7 });
    expect(only(template, 'AWS::Logs::LogGroup', 'ApiStagestestExecutionLogGroup').Properties.LogGroupName)
      .toEqual({ 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', refOf(template, 'AWS::ApiGateway::RestApi', 'Api'), '/test']] });
    expect(stageOf(stack).DependsOn).toEqual(expect.arrayContaining([
      expect.stringMatching('^ApiAccount'), expect.stringMatching('^ApiStagestestExecutionLogGroup'),
    ]));
  });

  test('lets it invoke the functions of routes before and after it, and no other stage', () => {
    const stack = stackOf((api, scope) => {
      api.addStage('test');
      api.addRoute('POST', '/', handlerIn(scope, 'Later'));
    });
    const template = Template.fromStack(stack);
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);
    const stages = [refOf(template, STAGE, 'ApiDeploymentStageprod'), refOf(template, STAGE, 'ApiStagestest')];
    const pairs = permissions.map(({ FunctionName, SourceArn }) => [FunctionName['Fn::GetAtt'][0].slice(0, -8),
      stages.findIndex(({ Ref }) => Ref === SourceArn['Fn::Join'][1].at(-2).Ref)].join());
    expect(pairs.sort()).toEqual(['Handler,0', 'Handler,1', 'Later,0', 'Later,1']);
  });

  test('takes limits and options of its own', () => {
    const stack = withStage({ throttlingRateLimit: 5, stageOptions: { variables: { table: 'test' }, description: 'tests' } },
      { throttlingBurstLimit: 7 });
    expect(stageOf(stack).Properties).toMatchObject({
      Variables: { table: 'test' },
      Description: 'tests',
      MethodSettings: [expect.objectContaining({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 })],
    });
  });

  test.each<[string, (api: HardenedApi) => unknown, RegExp]>([
    ['the name of the first one', (api) => api.addStage('prod'), /stageName must be new, got "prod" again/],
    ['a name twice', (api) => [api.addStage('a'), api.addStage('a')], /stageName must be new, got "a" again/],
    ['a name with a dot', (api) => api.addStage('v1.0'), /stageName must be 1 to 128 letters.*\(at Stack\/Api\)/],
    ['a name that is a token', (api) => api.addStage(Token.asString({ Ref: 'Name' })), /stageName must be known when/],
    ['a limit of 0', (api) => api.addStage('a', { throttlingRateLimit: 0 }), /throttlingRateLimit must be a whole number of 1 or more/],
    ['logs of bodies', (api) => api.addStage('a', { stageOptions: { dataTraceEnabled: true } }),
      /stageOptions.dataTraceEnabled is decided by the construct/],
  ])('rejects %s', (_, build, message) => {
    expect(() => stackOf(build)).toThrow(message);
  });

  test('warns of a limit above the quota of a new account', () => {
    expect(relaxed(withStage({ throttlingRateLimit: 20_000 }))).toEqual(['above-quota']);
  });
});

describe('addDomainName', () => {
  const NAME = 'api.example.com';
  const withDomain = (options: Partial<HardenedDomainOptions> = {}, props?: HardenedApiProps) => stackOf((api, stack) => {
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/a');
    api.addDomainName('Domain', { domainName: NAME, certificate, ...options });
  }, props);
  const edge = { restApiOptions: { endpointTypes: [apigateway.EndpointType.EDGE] } };
  const mtls = (stack: Construct) => ({ bucket: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'certificates.pem' });

  test('serves the stage by TLS 1.2 or newer only, and closes the address that API Gateway gives', () => {
    const stack = withDomain({ basePath: 'v1' });
    const template = Template.fromStack(stack);
    expect(only(template, DOMAIN).Properties).toMatchObject({
      DomainName: NAME,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      BasePath: 'v1', Stage: refOf(template, STAGE, 'ApiDeploymentStageprod'),
    });
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    expect([relaxed(stack), enforced(stack).includes('API-02')]).toEqual([[], true]);
  });

  test('keeps that address where clients still use it', () => {
    Template.fromStack(withDomain({ executeApiEndpoint: true }))
      .hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: Match.absent() });
  });

  test('has a policy of its own for an edge-optimized API, and for client certificates', () => {
    expect(only(Template.fromStack(withDomain({}, edge)), DOMAIN).Properties).toMatchObject({
      EndpointConfiguration: { Types: ['EDGE'] }, SecurityPolicy: 'SecurityPolicy_TLS12_PFS_2025_EDGE',
    });
    const { SecurityPolicy, EndpointAccessMode, MutualTlsAuthentication } = only(
      Template.fromStack(withDomain({ mtls: mtls(new Stack()) })), DOMAIN).Properties;
    expect([SecurityPolicy, EndpointAccessMode, MutualTlsAuthentication])
      .toEqual(['TLS_1_2', undefined, { TruststoreUri: 's3://trust/certificates.pem' }]);
  });

  test('takes a name that is known at deployment only', () => {
    expect(only(Template.fromStack(withDomain({ domainName: Token.asString({ Ref: 'Name' }) })), DOMAIN).Properties.DomainName)
      .toEqual({ Ref: 'Name' });
  });

  test.each<[string, () => unknown, RegExp]>([
    ['capitals', () => withDomain({ domainName: 'API.example.com' }), /domainName must be a domain name in lower case.*\(at Stack\/Api\)/],
    ['a URL', () => withDomain({ domainName: 'https://api.example.com' }), /domainName must be a domain name/],
    ['client certificates that the other address bypasses', () => withDomain({ mtls: mtls(new Stack()), executeApiEndpoint: true }),
      /executeApiEndpoint must not be true with mtls/],
    ['client certificates of an edge-optimized API', () => withDomain({ mtls: mtls(new Stack()) }, edge), /mtls needs the endpoint type REGIONAL/],
    ['a private API', () => withDomain({}, { restApiOptions: { endpointTypes: [apigateway.EndpointType.PRIVATE] } }),
      /addDomainName needs a regional or edge-optimized API/],
  ])('rejects %s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

test('two APIs of one stack have stages of one name', () => {
  const template = synth((stack) => {
    const handler = handlerIn(stack);
    for (const id of ['One', 'Two']) {
      const api = new HardenedApi(stack, id);
      api.addRoute('GET', '/', handler);
      api.addStage('test');
    }
  });
  template.resourcePropertiesCountIs(STAGE, { StageName: 'test' }, 2);
  template.resourceCountIs('AWS::Lambda::Permission', 4);
});
