import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HardenedApi } from '../../src';
import { only, synth } from '../support/synth';

const template = synth((stack: Stack) => new HardenedApi(stack, 'Api').addRoute('GET', '/', new lambda.Function(stack, 'Handler', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
})));

describe('the access log', () => {
  const { Format, DestinationArn } = only(template, 'AWS::ApiGateway::Stage').Properties.AccessLogSetting;

  test('has who, from where, what, the response, and who rejected it, in one line of JSON', () => {
    expect(Format).not.toContain('\n');
    expect(JSON.parse(Format)).toEqual({
      requestId: '$context.requestId',
      extendedRequestId: '$context.extendedRequestId',
      requestTimeEpoch: '$context.requestTimeEpoch',
      sourceIp: '$context.identity.sourceIp',
      userArn: '$context.identity.userArn',
      subject: '$context.authorizer.claims.sub',
      httpMethod: '$context.httpMethod',
      resourcePath: '$context.resourcePath',
      protocol: '$context.protocol',
      status: '$context.status',
      responseLength: '$context.responseLength',
      responseLatency: '$context.responseLatency',
      integrationLatency: '$context.integrationLatency',
      errorType: '$context.error.responseType',
      authorizeStatus: '$context.authorize.status',
      wafStatus: '$context.waf.status',
      wafResponseCode: '$context.wafResponseCode',
      tlsVersion: '$context.tlsVersion',
      cipherSuite: '$context.cipherSuite',
      xrayTraceId: '$context.xrayTraceId',
    });
  });

  test('has no field that a caller writes', () => {
    for (const attackers of ['userAgent', 'context.path', 'error.message', 'querystring', 'header', 'body']) {
      expect(Format).not.toContain(attackers);
    }
  });

  test('is kept for a year, and when its stack is deleted', () => {
    const [id] = DestinationArn['Fn::GetAtt'];
    expect(template.findResources('AWS::Logs::LogGroup')[id]).toMatchObject({
      Properties: { RetentionInDays: 365 }, DeletionPolicy: 'RetainExceptOnCreate',
    });
  });
});

describe('a gateway response', () => {
  const responses = Object.values(template.findResources('AWS::ApiGateway::GatewayResponse')).map(({ Properties }) => Properties);
  const message = '{"message":$context.error.messageString,"requestId":"$context.requestId"}';
  const details = message.replace(',', ',"details":"$context.error.validationErrorString",');

  test.each([
    ['DEFAULT_4XX', undefined, message], ['DEFAULT_5XX', undefined, message], ['WAF_FILTERED', '403', message],
    ['BAD_REQUEST_BODY', '400', details], ['BAD_REQUEST_PARAMETERS', '400', details],
  ])('%s has the status %s, and says what is wrong under an id to quote', (type, status, body) => {
    const [{ StatusCode, ResponseTemplates }] = responses.filter(({ ResponseType }) => ResponseType === type);
    expect([StatusCode, ResponseTemplates]).toEqual([status, { 'application/json': body }]);
  });

  test('has the security headers, and there is none of another type', () => {
    expect(responses).toHaveLength(5);
    for (const { ResponseParameters } of responses) {
      expect(ResponseParameters).toMatchObject({
        'gatewayresponse.header.Strict-Transport-Security': "'max-age=31536000; includeSubDomains; preload'",
        'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
        'gatewayresponse.header.Cache-Control': "'no-store, no-cache, must-revalidate, private'",
      });
    }
  });
});

test('API Gateway, and nobody else, assumes the role of the account, which writes and reads logs of the account and Region', () => {
  const [id] = only(template, 'AWS::ApiGateway::Account').Properties.CloudWatchRoleArn['Fn::GetAtt'];
  const { AssumeRolePolicyDocument, Policies } = template.findResources('AWS::IAM::Role')[id].Properties;
  expect(AssumeRolePolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } },
  ]);
  const [{ Resource }] = Policies[0].PolicyDocument.Statement;
  expect(Resource['Fn::Join'][1]).toEqual([
    'arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':*',
  ]);
});
