import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { ApiWafProtectionProps } from './api-waf-protection-props';
import { MEANINGFUL_RATE_LIMIT, WAF_CONTROLS } from './controls';
import { enforces, relaxes } from './intentions';
import { ipSets, requireApart } from './ip-lists';
import { countedIn, MANAGED_GROUPS } from './managed-rules';
import * as rules from './rules';
import { ApiWafRule } from './rules';
import { validateRules } from './validate-rules';

type WafControl = keyof typeof WAF_CONTROLS;

/** The control that a rule enforces while it blocks. The allow list is the exception: it takes one away. */
const CONTROL_OF: Record<Exclude<ApiWafRule, ApiWafRule.ALLOW_LIST>, WafControl> = {
  [ApiWafRule.BLOCK_LIST]: 'WAF-10',
  [ApiWafRule.GEO_BLOCK]: 'WAF-02',
  [ApiWafRule.RATE_LIMIT]: 'WAF-01',
  [ApiWafRule.USER_AGENT]: 'WAF-03',
  [ApiWafRule.COMMON]: 'WAF-04',
  [ApiWafRule.KNOWN_BAD_INPUTS]: 'WAF-05',
  [ApiWafRule.SQL_INJECTION]: 'WAF-06',
};

/** The rules that the props ask for, in their order, with a metric and samples each. */
export function buildRules(scope: Construct, props: ApiWafProtectionProps): wafv2.CfnWebACL.RuleProperty[] {
  const { rateLimit = 2000, blockedCountries = ['CN', 'RU', 'KP'], allowedCidrs = [], blockedCidrs = [] } = props;
  const present = {
    [ApiWafRule.ALLOW_LIST]: allowedCidrs.length > 0,
    [ApiWafRule.BLOCK_LIST]: blockedCidrs.length > 0,
    [ApiWafRule.GEO_BLOCK]: blockedCountries.length > 0,
  };
  validateRules(scope, { ...props, rateLimit, blockedCountries }, present);

  const managed = (rule: ManagedRule) => () => {
    const group = MANAGED_GROUPS[rule];
    return rules.managedGroup(group, countedIn(group, props.countedManagedRules));
  };
  const bodies: Record<ApiWafRule, () => rules.RuleBody> = {
    [ApiWafRule.ALLOW_LIST]: () => rules.allowList(ipSets(scope, 'AllowList', 'allowedCidrs', allowedCidrs)),
    [ApiWafRule.BLOCK_LIST]: () => rules.blockList(ipSets(scope, 'BlockList', 'blockedCidrs', blockedCidrs)),
    [ApiWafRule.GEO_BLOCK]: () => rules.geoBlock(blockedCountries),
    [ApiWafRule.RATE_LIMIT]: () => rules.rateLimit(rateLimit),
    [ApiWafRule.USER_AGENT]: rules.userAgent,
    [ApiWafRule.COMMON]: managed(ApiWafRule.COMMON),
    [ApiWafRule.KNOWN_BAD_INPUTS]: managed(ApiWafRule.KNOWN_BAD_INPUTS),
    [ApiWafRule.SQL_INJECTION]: managed(ApiWafRule.SQL_INJECTION),
  };
  const isPresent = (name: ApiWafRule) => (present as Partial<Record<ApiWafRule, boolean>>)[name] ?? true;
  const names = Object.values(ApiWafRule).filter((name) => {
    recordControl(scope, name, isPresent(name), props);
    return isPresent(name) && !props.omittedRules?.includes(name);
  });
  const list = names.map((name, index) => ({
    name,
    priority: index * 10,
    ...props.countedRules?.includes(name) ? rules.counting(bodies[name]()) : bodies[name](),
    visibilityConfig: visibility(name),
  }));
  if (!props.omittedRules?.includes(ApiWafRule.ALLOW_LIST) && !props.countedRules?.includes(ApiWafRule.ALLOW_LIST)) {
    requireApart(scope, allowedCidrs, blockedCidrs);
  }
  return list;
}

type ManagedRule = keyof typeof MANAGED_GROUPS;

/** Metrics and samples under the name. */
export const visibility = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty =>
  ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });

/** Enforced when the rule is there and blocks; otherwise relaxed, with the prop that did it. */
function recordControl(scope: Construct, name: ApiWafRule, isPresent: boolean, props: ApiWafProtectionProps): void {
  const isOmitted = props.omittedRules?.includes(name) ?? false;
  const isCounted = props.countedRules?.includes(name) ?? false;
  if (name === ApiWafRule.ALLOW_LIST) {
    if (isPresent && !isOmitted && !isCounted) {
      relaxes(scope, 'WAF-09', 'allowedCidrs is set, so the rules do not inspect requests from there. Keep the ranges small.');
    } else {
      enforces(scope, 'WAF-09');
    }
    return;
  }
  const control = CONTROL_OF[name];
  const countedInside = name in MANAGED_GROUPS ? countedIn(MANAGED_GROUPS[name as ManagedRule], props.countedManagedRules) : [];
  if (!isPresent) {
    if (name === ApiWafRule.GEO_BLOCK) {
      relaxes(scope, control, 'blockedCountries is empty.');
    }
  } else if (isOmitted) {
    relaxes(scope, control, `omittedRules omits ${name}.`);
  } else if (isCounted) {
    relaxes(scope, control, `countedRules lets ${name} count and block nothing.`);
  } else if (countedInside.length > 0) {
    relaxes(scope, control, `countedManagedRules lets ${countedInside.join(', ')} count and block nothing.`);
  } else if (name === ApiWafRule.RATE_LIMIT && (props.rateLimit ?? 0) > MEANINGFUL_RATE_LIMIT) {
    relaxes(scope, control, `rateLimit is ${props.rateLimit}, above ${MEANINGFUL_RATE_LIMIT}, which stops no attack.`);
  } else {
    enforces(scope, control);
  }
}

