import { defineControls } from '../private/controls';

export const API_CONTROLS = defineControls({
  'API-01': {
    title: 'Every method requires authorization',
    why: 'A method that somebody adds later is closed until its author opens it.',
    serves: ['12.1', '§Defense in Depth', '§Access Control'],
    mapsTo: ['FSBP APIGateway.8', 'AwsSolutions-APIG4', 'NIST-800-53r5 AC-3', 'CKV_AWS_59'],
  },
  'API-02': {
    title: 'The API accepts TLS 1.2 and newer only',
    why: 'API Gateway accepts TLS 1.0 by default, and a Strict-Transport-Security header does not change that.',
    serves: ['§Encryption Everywhere', '§Data Protection'],
    mapsTo: ['NIST-800-53r5 SC-8'],
  },
  'API-03': {
    title: 'Every request is in the access log, without its credentials, query or body',
    why: 'Who called what, from where, and with which response: the first question of every investigation.',
    serves: ['12.1', '12.2', '§Audit Logging'],
    mapsTo: ['FSBP APIGateway.9', 'AwsSolutions-APIG1', 'NIST-800-53r5 AU-2', 'CKV_AWS_76'],
  },
  'API-04': {
    title: 'Requests are throttled',
    why: "One client would otherwise use up the account's limit, and every other API with it.",
    serves: ['12.5', '§DDoS Protection'],
    mapsTo: ['NIST-800-53r5 SC-5', 'OWASP API4:2023'],
  },
  'API-05': {
    title: 'Errors that API Gateway creates carry the security headers',
    why: 'The middleware sees the responses of functions only; a 403 or 429 that API Gateway creates never reaches it.',
    serves: ['§4 Security Headers Middleware'],
    mapsTo: ['OWASP API8:2023'],
  },
  'API-06': {
    title: 'Parameters and bodies that a method declares are validated before a function runs',
    why: 'What is rejected there cannot be injected.',
    serves: ['§Defense in Depth'],
    mapsTo: ['AwsSolutions-APIG2', 'NIST-800-53r5 SI-10', 'CKV2_AWS_53'],
  },
  'API-07': {
    title: 'Every request is traced',
    why: 'A trace shows which services a request went through when an incident is investigated.',
    serves: ['§Monitoring and Alerts'],
    mapsTo: ['FSBP APIGateway.3', 'CKV_AWS_73', 'NIST-800-53r5 AU-12'],
  },
  'API-08': {
    title: 'Errors inside API Gateway are logged, without data, to a group whose logs are retained for a set time',
    why: 'Why an integration or authorizer failed is recorded nowhere else; the group that API Gateway creates itself keeps logs forever.',
    serves: ['12.2', '§Audit Logging', '§Data Retention'],
    mapsTo: ['FSBP APIGateway.1', 'AwsSolutions-APIG6', 'NIST-800-53r5 AU-12', 'CKV2_AWS_4'],
  },
  'API-09': {
    title: 'The logs of the API are encrypted with a customer managed key',
    why: 'They tell who called what, from where; only a key of your own has a policy and an audit trail that you control.',
    serves: ['§3 CloudWatch Logs', '§Encryption Everywhere'],
    mapsTo: ['CKV_AWS_158', 'NIST-800-53r5 SC-28'],
  },
});

export const { enforces, relaxes } = API_CONTROLS;
