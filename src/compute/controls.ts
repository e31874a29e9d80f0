import { defineControls, every, is, isSet, matches } from '../evidence';
import {
  CODE_MANAGES_NO_INTERFACES, HAS_OWN_ROLE, LOGS_ARE_DELETED, LOGS_ARE_ENCRYPTED, RESPONDS_TO_HTTP, RUNS_BEHIND_CLOSED_GROUPS,
} from './relations';

const FUNCTION = 'AWS::Lambda::Function';

export const COMPUTE_CONTROLS = defineControls('SecureLambda', {
  'FN-01': {
    title: 'The function runs in private subnets, behind a security group without inbound rules',
    why: 'Its traffic is then logged and can be restricted, and it can reach caches and databases that nothing else can.',
    kind: 'prevents',
    serves: ['§5 VPC Security Groups', '§Network Isolation'],
    supports: ['SecurityHub Lambda.3', 'NIST-800-53r5 SC-7', 'CKV_AWS_117'],
    optOut: { prop: 'outsideVpc', value: true },
    evidence: [every(FUNCTION, [isSet('VpcConfig.SubnetIds'), RUNS_BEHIND_CLOSED_GROUPS])],
  },
  'FN-02': {
    title: 'The function has a role of its own, with what it needs and no AWS managed policy',
    why: 'A role that is shared, or a managed policy that grows, gives every function what one of them needed.',
    kind: 'prevents',
    serves: ['§Principle of Least Privilege', '§Access Control'],
    supports: ['AwsSolutions-IAM4', 'NIST-800-53r5 AC-6'],
    evidence: [every(FUNCTION, [HAS_OWN_ROLE])],
  },
  'FN-03': {
    title: 'Code in the function cannot manage network interfaces, which the Lambda service does on its behalf',
    why: 'The service needs the permission in the role; a compromised function would have it too.',
    kind: 'prevents',
    serves: ['§Principle of Least Privilege'],
    supports: ['NIST-800-53r5 AC-6'],
    evidence: [every(FUNCTION, [CODE_MANAGES_NO_INTERFACES], { which: [isSet('VpcConfig.SubnetIds')] })],
  },
  'FN-04': {
    title: 'Environment variables and logs are encrypted with a customer managed key',
    why: 'Otherwise whoever may list functions or logs sees them, without a key policy of yours in between.',
    kind: 'prevents',
    serves: ['§3 CloudWatch Logs', '§Encryption Everywhere'],
    supports: ['CKV_AWS_173', 'CKV_AWS_158', 'NIST-800-53r5 SC-28(1)'],
    evidence: [every(FUNCTION, [isSet('KmsKeyArn'), LOGS_ARE_ENCRYPTED])],
  },
  'FN-05': {
    title: 'The function logs to one group, whose logs are retained for a set time',
    why: 'The group that Lambda creates by itself keeps logs forever, without a key of yours.',
    kind: 'detects',
    serves: ['12.2', '§Audit Logging', '§Data Retention'],
    supports: ['NIST-800-53r5 AU-11'],
    optOut: { prop: 'logRetention', value: 9999 },
    evidence: [every(FUNCTION, [isSet('LoggingConfig.LogGroup'), LOGS_ARE_DELETED])],
  },
  'FN-06': {
    title: 'Every invocation is traced',
    why: 'A trace shows which services a request went through when an incident is investigated.',
    kind: 'detects',
    serves: ['§Monitoring and Alerts'],
    supports: ['SecurityHub Lambda.7', 'NIST-800-53r5 CA-7'],
    optOut: { prop: 'functionOptions.tracing', value: 'Disabled' },
    evidence: [every(FUNCTION, [is('TracingConfig.Mode', 'Active')])],
  },
  'FN-07': {
    title: 'Responses to HTTP requests carry the security headers, whatever the code does',
    why: 'A header that every handler must remember is missing where somebody forgot, and on the responses that a framework creates.',
    kind: 'prevents',
    serves: ['§4 Security Headers Middleware'],
    supports: ['NIST-800-53r5 SC-8', 'OWASP A05:2021'],
    optOut: { prop: 'securityHeaders', value: false },
    evidence: [every(FUNCTION, [matches('Handler', /^(\/opt\/cdk-hardened\/|cdk_hardened_layer\.)/), isSet('Layers')], { recognized: [RESPONDS_TO_HTTP] })],
  },
});
