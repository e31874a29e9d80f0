import { Token } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { ApiWafProtectionProps } from './api-waf-protection';
import { enforces, relaxes, WAF_CONTROLS } from './controls';
import { COUNTRY_CODES } from './country-codes';
import { ipSets } from './ip-lists';
import { MANAGED_RULES } from './managed-rules';
import * as rules from './rules';
import { ApiWafRule } from './rules';
import { reject, requireBetween } from '../private/validation';

type WafControl = keyof typeof WAF_CONTROLS.controls;

/** What a rule is for: the control that it enforces, and the managed group that it stands for. */
const PURPOSE: Partial<Record<ApiWafRule, { readonly control: WafControl; readonly group?: string }>> = {
  [ApiWafRule.GEO_BLOCK]: { control: 'WAF-02' },
  [ApiWafRule.RATE_LIMIT]: { control: 'WAF-01' },
  [ApiWafRule.USER_AGENT]: { control: 'WAF-03' },
  [ApiWafRule.COMMON]: { control: 'WAF-04', group: 'AWSManagedRulesCommonRuleSet' },
  [ApiWafRule.KNOWN_BAD_INPUTS]: { control: 'WAF-05', group: 'AWSManagedRulesKnownBadInputsRuleSet' },
  [ApiWafRule.SQL_INJECTION]: { control: 'WAF-06', group: 'AWSManagedRulesSQLiRuleSet' },
};

/** The rules that the props ask for, in their order, with a metric and samples each. */
export function buildRules(scope: Construct, props: ApiWafProtectionProps): wafv2.CfnWebACL.RuleProperty[] {
  validate(scope, props);
  const bodies = ruleBodies(scope, props);
  const names = Object.values(ApiWafRule).filter((name) => {
    recordControl(scope, name, bodies[name] !== undefined, props);
    return bodies[name] !== undefined && !props.omittedRules?.includes(name);
  });
  return names.map((name, index) => ({
    name,
    priority: index * 10,
    ...props.countedRules?.includes(name) ? rules.counting(bodies[name]!) : bodies[name]!,
    visibilityConfig: visibility(name),
  }));
}

/** Metrics and samples under the name. */
export const visibility = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty =>
  ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });

const blockedCountries = (props: ApiWafProtectionProps) => props.blockedCountries ?? ['CN', 'RU', 'KP'];

function ruleBodies(scope: Construct, props: ApiWafProtectionProps): Partial<Record<ApiWafRule, rules.RuleBody>> {
  const counted = props.countedManagedRules ?? [];
  const countries = blockedCountries(props);
  return {
    [ApiWafRule.ALLOW_LIST]: props.allowedCidrs?.length ? rules.allowList(ipSets(scope, 'AllowList', 'allowedCidrs', props.allowedCidrs)) : undefined,
    [ApiWafRule.BLOCK_LIST]: props.blockedCidrs?.length ? rules.blockList(ipSets(scope, 'BlockList', 'blockedCidrs', props.blockedCidrs)) : undefined,
    [ApiWafRule.GEO_BLOCK]: countries.length > 0 ? rules.geoBlock(countries) : undefined,
    [ApiWafRule.RATE_LIMIT]: rules.rateLimit(props.rateLimit ?? 2000),
    [ApiWafRule.USER_AGENT]: rules.userAgent(),
    [ApiWafRule.COMMON]: rules.managedGroup(PURPOSE[ApiWafRule.COMMON]!.group!, counted),
    [ApiWafRule.KNOWN_BAD_INPUTS]: rules.managedGroup(PURPOSE[ApiWafRule.KNOWN_BAD_INPUTS]!.group!, counted),
    [ApiWafRule.SQL_INJECTION]: rules.managedGroup(PURPOSE[ApiWafRule.SQL_INJECTION]!.group!, counted),
  };
}

/** Enforced when the rule stands and acts; otherwise relaxed, with the prop that did it. */
function recordControl(scope: Construct, name: ApiWafRule, present: boolean, props: ApiWafProtectionProps): void {
  if (name === ApiWafRule.ALLOW_LIST) {
    if (present && !props.omittedRules?.includes(name)) {
      relaxes(scope, 'WAF-09', 'allowedCidrs is set: the rules do not see what comes from there. Keep the ranges small.');
    } else {
      enforces(scope, 'WAF-09');
    }
  }
  const purpose = PURPOSE[name];
  if (purpose === undefined) {
    return;
  }
  const countedInside = props.countedManagedRules?.filter((rule) => purpose.group && MANAGED_RULES[purpose.group].includes(rule)) ?? [];
  if (!present) {
    relaxes(scope, purpose.control, 'blockedCountries is empty.');
  } else if (props.omittedRules?.includes(name)) {
    relaxes(scope, purpose.control, `omittedRules leaves ${name} out.`);
  } else if (props.countedRules?.includes(name)) {
    relaxes(scope, purpose.control, `countedRules lets ${name} count and refuse nothing.`);
  } else if (countedInside.length > 0) {
    relaxes(scope, purpose.control, `countedManagedRules lets ${countedInside.join(', ')} count and refuse nothing.`);
  } else {
    enforces(scope, purpose.control);
  }
}

function validate(scope: Construct, props: ApiWafProtectionProps): void {
  requireBetween(scope, 'rateLimit', props.rateLimit ?? 2000, 10, 2_000_000_000);
  requireCountries(scope, blockedCountries(props));
  for (const name of props.countedManagedRules ?? []) {
    requireManagedRule(scope, name);
  }
}

function requireCountries(scope: Construct, codes: string[]): void {
  const wrong = codes.filter((code) => !Token.isUnresolved(code) && !COUNTRY_CODES.has(code));
  if (wrong.length > 0) {
    reject(scope, `blockedCountries must hold ISO 3166-1 alpha-2 codes in capitals, such as "KP", got ${wrong.map((code) => JSON.stringify(code)).join(', ')}`);
  }
  if (codes.length > 50) {
    reject(scope, `blockedCountries must hold at most 50 codes, got ${codes.length}`);
  }
}

/** AWS WAF ignores an override of a rule that it does not know. */
function requireManagedRule(scope: Construct, name: string): void {
  const known = Object.values(MANAGED_RULES).flat();
  if (!Token.isUnresolved(name) && !known.includes(name)) {
    const close = known.find((rule) => rule.toLowerCase() === name.toLowerCase());
    reject(scope, 'countedManagedRules must hold names of rules inside the AWS managed groups, as AWS WAF ignores others, '
      + `got ${JSON.stringify(name)}: ${close ? `did you mean ${close}?` : `known are ${known.join(', ')}`}`);
  }
}
