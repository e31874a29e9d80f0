import { defineControls } from '../private/controls';

export const WAF_CONTROLS = defineControls({
  'WAF-01': {
    title: 'One address cannot send more requests than the rate limit allows',
    why: 'Credential stuffing, scraping and small floods all begin with one address that sends too many requests.',
    serves: ['12.5', '§1 Rate Limiting Rule', '§Network Security'],
    mapsTo: ['NIST-800-53r5 SC-5', 'OWASP API4:2023'],
  },
  'WAF-02': {
    title: 'Requests from blocked countries are blocked',
    why: 'A product without customers in a country receives mostly attacks from it.',
    serves: ['12.5', '§1 Geographic Restriction'],
    mapsTo: ['NIST-800-53r5 AC-4'],
  },
  'WAF-03': {
    title: 'Requests without a valid User-Agent are blocked',
    why: 'Real clients send a User-Agent; simple scanners do not.',
    serves: ['12.5', '§1 Invalid User-Agent Blocking'],
    mapsTo: ['NIST-800-53r5 SC-7'],
  },
  'WAF-04': {
    title: 'The AWS managed Common rules block the exploits of the OWASP Top 10',
    why: 'Cross-site scripting, path traversal and file inclusion are attempted on every public address within hours.',
    serves: ['12.5', '§1 AWS Managed Rules - Common Rule Set'],
    mapsTo: ['AwsSolutions-APIG3', 'NIST-800-53r5 SI-10', 'OWASP A03:2021'],
  },
  'WAF-05': {
    title: 'The AWS managed Known Bad Inputs rules block exploit attempts such as Log4Shell',
    why: 'One logged header is enough to take over an unpatched Java dependency.',
    serves: ['12.5', '§1 AWS Managed Rules - Known Bad Inputs'],
    mapsTo: ['CKV_AWS_192', 'NIST-800-53r5 SI-3'],
  },
  'WAF-06': {
    title: 'The AWS managed SQL rules block SQL injection',
    why: 'A query that is built from a parameter can expose the whole database.',
    serves: ['12.5', '§1 AWS Managed Rules - SQL Injection'],
    mapsTo: ['NIST-800-53r5 SI-10', 'OWASP A03:2021'],
  },
  'WAF-07': {
    title: 'Every inspected request is logged, without its credentials',
    why: 'Without a record, a block cannot be explained to the customer it affected, nor an attack to the auditor.',
    serves: ['12.2', '12.5', '§1 WAF Monitoring', '§Audit Logging'],
    mapsTo: ['FSBP WAF.11', 'NIST-800-53r5 AU-2', 'CKV2_AWS_31'],
  },
  'WAF-08': {
    title: 'Every rule has a metric and keeps samples of the requests that it matches',
    why: 'A rule without a metric cannot raise an alarm, and cannot be tuned.',
    serves: ['§1 WAF Monitoring', '§CloudWatch Metrics'],
    mapsTo: ['FSBP WAF.12', 'NIST-800-53r5 SI-4'],
  },
  'WAF-09': {
    title: 'No address is exempt from the rules',
    why: 'An allowed address that is taken over, or shared by a proxy, is not inspected at all.',
    serves: ['§WAF Blocking Legitimate Traffic'],
    mapsTo: ['NIST-800-53r5 SC-7'],
  },
  'WAF-10': {
    title: 'Requests from the addresses of the block list are blocked',
    why: 'An address on the list has attacked before, or belongs to somebody who has no business with the product.',
    serves: ['12.5', '§WAF Blocking Legitimate Traffic', '§Security Incident Response'],
    mapsTo: ['NIST-800-53r5 AC-4'],
  },
  'WAF-11': {
    title: 'The log of the web ACL is encrypted with a customer managed key',
    why: 'It holds every request with address, path and headers; only a key of your own has a policy and an audit trail that you control.',
    serves: ['§3 CloudWatch Logs', '§Encryption Everywhere'],
    mapsTo: ['CKV_AWS_158', 'NIST-800-53r5 SC-28'],
  },
});

export const { enforces, relaxes } = WAF_CONTROLS;
