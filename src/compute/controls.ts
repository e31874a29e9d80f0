import { defineControls } from '../private/controls';

export const COMPUTE_CONTROLS = defineControls({
  'FN-01': {
    title: 'The function runs in private subnets, behind a security group without inbound rules',
    why: 'Its traffic is then logged and can be restricted, and it can reach caches and databases that nothing else can.',
    serves: ['§5 VPC Security Groups', '§Network Isolation'],
    mapsTo: ['FSBP Lambda.3', 'NIST-800-53r5 SC-7', 'CKV_AWS_117'],
  },
  'FN-02': {
    title: 'The function has a role of its own, with what it needs and no AWS managed policy',
    why: 'A role that is shared, or a managed policy that grows, gives every function what one of them needed.',
    serves: ['§Principle of Least Privilege', '§Access Control'],
    mapsTo: ['AwsSolutions-IAM4', 'NIST-800-53r5 AC-6'],
  },
  'FN-03': {
    title: 'Code in the function cannot manage network interfaces, which the Lambda service does on its behalf',
    why: 'The service needs the permission in the role; a compromised function would have it too.',
    serves: ['§Principle of Least Privilege'],
    mapsTo: ['NIST-800-53r5 AC-6'],
  },
  'FN-04': {
    title: 'Environment variables and logs are encrypted with a customer managed key',
    why: 'Otherwise whoever may list functions or logs sees them, without a key policy of yours in between.',
    serves: ['§3 CloudWatch Logs', '§Encryption Everywhere'],
    mapsTo: ['CKV_AWS_173', 'CKV_AWS_158', 'NIST-800-53r5 SC-28'],
  },
  'FN-05': {
    title: 'The function logs to one group, whose logs are retained for a set time',
    why: 'The group that Lambda creates by itself keeps logs forever, without a key of yours.',
    serves: ['12.2', '§Audit Logging', '§Data Retention'],
    mapsTo: ['FSBP CloudWatch.16', 'NIST-800-53r5 AU-11'],
  },
  'FN-06': {
    title: 'Every invocation is traced',
    why: 'A trace shows which services a request went through when an incident is investigated.',
    serves: ['§Monitoring and Alerts'],
    mapsTo: ['FSBP Lambda.7', 'CKV_AWS_50', 'NIST-800-53r5 AU-12'],
  },
  'FN-07': {
    title: 'Responses to HTTP requests carry the security headers, whatever the code does',
    why: 'A header that every handler must remember is missing where somebody forgot, and on the responses that a framework creates.',
    serves: ['§4 Security Headers Middleware'],
    mapsTo: ['NIST-800-53r5 SC-8', 'OWASP A05:2021'],
  },
});

export const { enforces, relaxes } = COMPUTE_CONTROLS;
