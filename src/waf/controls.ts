import { Condition, defineControls, each, every, is, isAtMost, isSet, isUnset, none, some } from '../evidence';
import { BLOCKS_WITHOUT_USER_AGENT, IS_LOGGED, PROTECTS, PROTECTS_CREDENTIALS, RECEIVES_THE_LOG, REFERS_TO_ADDRESSES } from './relations';

const WEB_ACL = 'AWS::WAFv2::WebACL';
const protecting = { which: [PROTECTS] };

/** More requests in five minutes than that from one address are no limit: ten times the one that the hardening document sets. */
export const MEANINGFUL_RATE_LIMIT = 20_000;

const blocks = (...conditions: Condition[]) => [every(WEB_ACL, [some('Rules', isSet('Action.Block'), ...conditions)], protecting)];

/** The group is there, and none of its rules is told only to count. */
const managed = (name: string) => [every(WEB_ACL, [some('Rules',
  is('Statement.ManagedRuleGroupStatement.VendorName', 'AWS'),
  is('Statement.ManagedRuleGroupStatement.Name', name),
  isSet('OverrideAction.None'),
  isUnset('Statement.ManagedRuleGroupStatement.RuleActionOverrides'),
  isUnset('Statement.ManagedRuleGroupStatement.ExcludedRules'),
)], protecting)];

export const WAF_CONTROLS = defineControls('ApiWafProtection', {
  'WAF-01': {
    title: 'One address cannot send more requests than the rate limit allows',
    why: 'Credential stuffing, scraping and small floods all begin with one address that sends too many requests.',
    kind: 'prevents',
    serves: ['12.5', '§1 Rate Limiting Rule', '§Network Security'],
    supports: ['NIST-800-53r5 SC-5', 'OWASP API4:2023'],
    optOut: { prop: 'countedRules', value: ['RateLimitRule'] },
    evidence: blocks(isAtMost('Statement.RateBasedStatement.Limit', MEANINGFUL_RATE_LIMIT)),
  },
  'WAF-02': {
    title: 'Requests from blocked countries are blocked',
    why: 'A product without customers in a country receives mostly attacks from it.',
    kind: 'prevents',
    serves: ['12.5', '§1 Geographic Restriction'],
    supports: ['NIST-800-53r5 AC-4'],
    optOut: { prop: 'blockedCountries', value: [] },
    evidence: blocks(isSet('Statement.GeoMatchStatement.CountryCodes')),
  },
  'WAF-03': {
    title: 'Requests without a valid User-Agent are blocked',
    why: 'Real clients send a User-Agent; simple scanners do not.',
    kind: 'prevents',
    serves: ['12.5', '§1 Invalid User-Agent Blocking'],
    supports: ['NIST-800-53r5 SC-7'],
    optOut: { prop: 'omittedRules', value: ['UserAgentRule'] },
    evidence: [every(WEB_ACL, [BLOCKS_WITHOUT_USER_AGENT], protecting)],
  },
  'WAF-04': {
    title: 'The AWS managed Common rules block the exploits of the OWASP Top 10',
    why: 'Cross-site scripting, path traversal and file inclusion are attempted on every public address within hours.',
    kind: 'prevents',
    serves: ['12.5', '§1 AWS Managed Rules - Common Rule Set'],
    supports: ['NIST-800-53r5 SI-10', 'OWASP A03:2021'],
    optOut: { prop: 'countedManagedRules', value: ['GenericLFI_BODY'] },
    evidence: managed('AWSManagedRulesCommonRuleSet'),
  },
  'WAF-05': {
    title: 'The AWS managed Known Bad Inputs rules block exploit attempts such as Log4Shell',
    why: 'One logged header is enough to take over an unpatched Java dependency.',
    kind: 'prevents',
    serves: ['12.5', '§1 AWS Managed Rules - Known Bad Inputs'],
    supports: ['CKV_AWS_192', 'NIST-800-53r5 SI-10'],
    optOut: { prop: 'countedRules', value: ['KnownBadInputsRuleSet'] },
    evidence: managed('AWSManagedRulesKnownBadInputsRuleSet'),
  },
  'WAF-06': {
    title: 'The AWS managed SQL rules block SQL injection',
    why: 'A query that is built from a parameter can expose the whole database.',
    kind: 'prevents',
    serves: ['12.5', '§1 AWS Managed Rules - SQL Injection'],
    supports: ['NIST-800-53r5 SI-10', 'OWASP A03:2021'],
    optOut: { prop: 'omittedRules', value: ['SqlInjectionRuleSet'] },
    evidence: managed('AWSManagedRulesSQLiRuleSet'),
  },
  'WAF-07': {
    title: 'Every inspected request is logged, without its credentials',
    why: 'Without a record, a block cannot be explained to the customer it affected, nor an attack to the auditor.',
    kind: 'detects',
    serves: ['12.2', '12.5', '§1 WAF Monitoring', '§Audit Logging'],
    supports: ['SecurityHub WAF.11', 'NIST-800-53r5 AU-2'],
    evidence: [every(WEB_ACL, [IS_LOGGED, PROTECTS_CREDENTIALS], protecting)],
  },
  'WAF-08': {
    title: 'Every rule has a metric and keeps samples of the requests that it matches',
    why: 'A rule without a metric cannot raise an alarm, and cannot be tuned.',
    kind: 'detects',
    serves: ['§1 WAF Monitoring', '§CloudWatch Metrics'],
    supports: ['NIST-800-53r5 SI-4'],
    evidence: [every(WEB_ACL, [
      each('Rules', is('VisibilityConfig.CloudWatchMetricsEnabled', true), is('VisibilityConfig.SampledRequestsEnabled', true)),
    ], protecting)],
  },
  'WAF-09': {
    title: 'No address is exempt from the rules',
    why: 'An allowed address that is taken over, or shared by a proxy, is not inspected at all.',
    kind: 'prevents',
    serves: ['§WAF Blocking Legitimate Traffic'],
    supports: ['NIST-800-53r5 SC-7'],
    optOut: { prop: 'allowedCidrs', value: ['192.0.2.0/24'] },
    evidence: [every(WEB_ACL, [none('Rules', isSet('Action.Allow'))], protecting)],
  },
  'WAF-10': {
    title: 'Requests from the addresses of the block list are blocked',
    why: 'An address on the list has attacked before, or belongs to somebody who has no business with the product.',
    kind: 'prevents',
    serves: ['12.5', '§WAF Blocking Legitimate Traffic', '§Security Incident Response'],
    supports: ['NIST-800-53r5 AC-4'],
    optOut: { prop: 'countedRules', value: ['BlockListRule'] },
    evidence: [every(WEB_ACL, [none('Rules', REFERS_TO_ADDRESSES, isSet('Action.Count'))],
      { which: [PROTECTS, some('Rules', REFERS_TO_ADDRESSES)] })],
  },
  'WAF-11': {
    title: 'The log of the web ACL is encrypted with a customer managed key',
    why: 'It holds every request with address, path and headers; only a key of your own has a policy and an audit trail that you control.',
    kind: 'prevents',
    serves: ['§3 CloudWatch Logs', '§Encryption Everywhere'],
    supports: ['CKV_AWS_158', 'NIST-800-53r5 SC-28(1)'],
    evidence: [every('AWS::Logs::LogGroup', [isSet('KmsKeyId')], { recognized: [RECEIVES_THE_LOG] })],
  },
  'WAF-12': {
    title: 'The web ACL protects something',
    why: 'A web ACL that is associated with nothing costs money, and inspects no request.',
    kind: 'prevents',
    serves: ['12.5', '§Verify WAF Rules', '§Network Security'],
    supports: ['AwsSolutions-APIG3', 'FSBP APIGateway.4', 'NIST-800-53r5 AC-4(21)'],
    evidence: [every(WEB_ACL, [PROTECTS])],
  },
});
