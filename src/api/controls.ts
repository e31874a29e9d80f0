import { defineControls, either, every, is, isNot, isSet, isUnset, matches, none, some } from '../evidence';
import { HAS_DEFAULT_RESPONSES, EXECUTION_LOG_IS_DELETED, IS_A_LOG_OF_AN_API, VALIDATES_BOTH } from './relations';
import { SECURITY_HEADERS } from '../middleware/headers/security-headers';

const METHOD = 'AWS::ApiGateway::Method';
const STAGE = 'AWS::ApiGateway::Stage';
const ofApi = { partOf: 'RestApiId' };

/** The settings of a stage that all its methods have. */
const EVERY_METHOD = [is('ResourcePath', '/*'), is('HttpMethod', '*')];
const TLS_1_2 = matches('SecurityPolicy', /^(TLS_1_2$|SecurityPolicy_TLS1[23]_)/);

export const API_CONTROLS = defineControls('HardenedApi', {
  'API-01': {
    title: 'Every method requires authorization',
    why: 'A method that somebody adds later is closed until its author opens it.',
    kind: 'prevents',
    serves: ['12.1', '§Defense in Depth', '§Access Control'],
    supports: ['AwsSolutions-APIG4', 'NIST-800-53r5 AC-3', 'CKV_AWS_59'],
    optOut: { prop: 'anonymous', value: true, of: 'addRoute' },
    evidence: [every(METHOD, [is('AuthorizationType', 'AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM')], {
      ...ofApi,
      // a preflight request has no credentials: browsers send none
      which: [either(isNot('HttpMethod', 'OPTIONS'), isNot('Integration.Type', 'MOCK'))],
    })],
  },
  'API-02': {
    title: 'The API accepts TLS 1.2 and newer only',
    why: 'API Gateway accepts TLS 1.0 by default, and a Strict-Transport-Security header does not change that.',
    kind: 'prevents',
    serves: ['§Encryption Everywhere', '§Data Protection'],
    supports: ['NIST-800-53r5 SC-8'],
    evidence: [
      every('AWS::ApiGateway::RestApi', [TLS_1_2]),
      every('AWS::ApiGateway::DomainName', [either(isUnset('SecurityPolicy'), TLS_1_2)]),
    ],
  },
  'API-03': {
    title: 'Every request is in the access log, without its credentials, query or body',
    why: 'Who called what, from where, and with which response: the first question of every investigation.',
    kind: 'detects',
    serves: ['12.1', '12.2', '§Audit Logging'],
    supports: ['AwsSolutions-APIG1', 'NIST-800-53r5 AU-2', 'CKV_AWS_76'],
    evidence: [every(STAGE, [isSet('AccessLogSetting.DestinationArn'), matches('AccessLogSetting.Format', /identity\.sourceIp/)], ofApi)],
  },
  'API-04': {
    title: 'Requests are throttled',
    why: "One client would otherwise use up the account's limit, and every other API with it.",
    kind: 'prevents',
    serves: ['12.5', '§DDoS Protection'],
    supports: ['NIST-800-53r5 SC-5', 'OWASP API4:2023'],
    evidence: [every(STAGE, [some('MethodSettings', ...EVERY_METHOD, isSet('ThrottlingRateLimit'), isSet('ThrottlingBurstLimit'))], ofApi)],
  },
  'API-05': {
    title: 'Errors that API Gateway creates carry the security headers',
    why: 'The middleware sees the responses of functions only; a 403 or 429 that API Gateway creates never reaches it.',
    kind: 'prevents',
    serves: ['§4 Security Headers Middleware'],
    supports: ['OWASP API8:2023'],
    evidence: [
      every('AWS::ApiGateway::RestApi', [HAS_DEFAULT_RESPONSES]),
      // a response of a type of its own inherits nothing from the defaults
      every('AWS::ApiGateway::GatewayResponse', Object.keys(SECURITY_HEADERS)
        .map((name) => isSet(['ResponseParameters', `gatewayresponse.header.${name}`])), ofApi),
    ],
  },
  'API-06': {
    title: 'Parameters and bodies that a method declares are validated before a function runs',
    why: 'What is rejected there cannot be injected.',
    kind: 'prevents',
    serves: ['§Defense in Depth'],
    supports: ['AwsSolutions-APIG2', 'NIST-800-53r5 SI-10'],
    evidence: [every(METHOD, [
      isSet('RequestValidatorId'), VALIDATES_BOTH,
      // a body of a content type without a model is not validated
      either(isUnset('RequestModels'), isSet('RequestModels.$default')),
    ], { ...ofApi, which: [either(isSet('RequestModels'), isSet('RequestParameters'))] })],
  },
  'API-07': {
    title: 'Every request is traced',
    why: 'A trace shows which services a request went through when an incident is investigated.',
    kind: 'detects',
    serves: ['§Monitoring and Alerts'],
    supports: ['FSBP APIGateway.3', 'CKV_AWS_73', 'NIST-800-53r5 CA-7'],
    evidence: [every(STAGE, [is('TracingEnabled', true)], ofApi)],
  },
  'API-08': {
    title: 'Errors inside API Gateway are logged, without data, to a group whose logs are retained for a set time',
    why: 'Why an integration or authorizer failed is recorded nowhere else; the group that API Gateway creates itself keeps logs forever.',
    kind: 'detects',
    serves: ['12.2', '§Audit Logging', '§Data Retention'],
    supports: ['FSBP APIGateway.1', 'AwsSolutions-APIG6', 'NIST-800-53r5 AU-12'],
    evidence: [every(STAGE, [
      some('MethodSettings', ...EVERY_METHOD, is('LoggingLevel', 'ERROR', 'INFO')),
      none('MethodSettings', is('DataTraceEnabled', true)),
      EXECUTION_LOG_IS_DELETED,
    ], ofApi)],
  },
  'API-09': {
    title: 'The logs of the API are encrypted with a customer managed key',
    why: 'They tell who called what, from where; only a key of your own has a policy and an audit trail that you control.',
    kind: 'prevents',
    serves: ['§3 CloudWatch Logs', '§Encryption Everywhere'],
    supports: ['CKV_AWS_158', 'NIST-800-53r5 SC-28(1)'],
    evidence: [every('AWS::Logs::LogGroup', [isSet('KmsKeyId')], { recognized: [IS_A_LOG_OF_AN_API] })],
  },
});
