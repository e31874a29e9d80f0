import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ApiWafProtection, ApiWafProtectionProps } from '../../src';
import { only, stackWith } from '../support/synth';

const stackOf = (props: ApiWafProtectionProps) => stackWith((stack) => new ApiWafProtection(stack, 'Waf', props));
const unknownIn = (props: ApiWafProtectionProps): string[] => Annotations.fromStack(stackOf(props))
  .findWarning('*', Match.stringLikeRegexp('unknown-managed-rule')).map(({ entry }) => String(entry.data));

/** The rules that the names override, by group. */
const overriddenIn = (countedManagedRules: string[]): Record<string, string[]> => Object.fromEntries(
  only(Template.fromStack(stackOf({ countedManagedRules })), 'AWS::WAFv2::WebACL').Properties.Rules
    .flatMap(({ Statement }: any) => Statement.ManagedRuleGroupStatement ?? [])
    .map(({ Name, RuleActionOverrides }: any) => [Name, RuleActionOverrides?.map((one: any) => one.Name)])
    .filter(([, names]: [string, string[] | undefined]) => names));

/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html: what is inspected, by kind of attack. */
const GROUPS: Record<string, Record<string, string>> = {
  AWSManagedRulesCommonRuleSet: {
    NoUserAgent: 'HEADER',
    UserAgent_BadBots: 'HEADER',
    SizeRestrictions: 'QUERYSTRING Cookie_HEADER BODY URIPATH',
    EC2MetaDataSSRF: 'BODY COOKIE URIPATH QUERYARGUMENTS',
    GenericLFI: 'QUERYARGUMENTS URIPATH BODY',
    RestrictedExtensions: 'URIPATH QUERYARGUMENTS',
    GenericRFI: 'QUERYARGUMENTS BODY URIPATH',
    CrossSiteScripting: 'COOKIE QUERYARGUMENTS BODY URIPATH',
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    JavaDeserializationRCE: 'HEADER BODY URIPATH QUERYSTRING',
    Host_localhost: 'HEADER',
    PROPFIND: 'METHOD',
    ExploitablePaths: 'URIPATH',
    Log4JRCE: 'HEADER QUERYSTRING BODY URIPATH',
    ReactJSRCE: 'BODY',
  },
  AWSManagedRulesSQLiRuleSet: {
    SQLi: 'QUERYARGUMENTS BODY COOKIE URIPATH HEADER',
    SQLiExtendedPatterns: 'QUERYARGUMENTS BODY HEADER URIPATH COOKIE',
  },
};

test.each(Object.entries(GROUPS))('%s counts the rules that AWS documents, and no other group does', (group, families) => {
  const names = Object.entries(families).flatMap(([family, parts]) => parts.split(' ').map((part) => `${family}_${part}`));
  expect(overriddenIn(names)).toEqual({ [group]: names });
  expect(unknownIn({ countedManagedRules: names })).toEqual([]);
});

test('the warning about a name that is not known says which', () => {
  expect(unknownIn({ countedManagedRules: ['NewAttack_BODY'] })).toEqual([
    expect.stringMatching(/^countedManagedRules has NewAttack_BODY, which is not known here: AWS WAF ignores it unless/),
  ]);
});

test.each(['1NewAttack_BODY', 'NewAttack_BODY2', 'NewAttack'])('%s looks like no rule', (name) => {
  expect(() => stackOf({ countedManagedRules: [name] }))
    .toThrow('countedManagedRules must hold names of rules inside the AWS managed groups, as AWS WAF ignores others, '
      + `got "${name}": known are`);
});

test.each(['SizeRestrrictions_BODY', 'SizeRestrictins_BODY', 'SizeRestricti0ns_BODY', 'SizeRestrictoins_BODY'])(
  '%s is one letter away from a rule', (name) => {
    expect(() => stackOf({ countedManagedRules: [name] })).toThrow(`got "${name}": did you mean SizeRestrictions_BODY?`);
  });

test.each(['SizeRestrictxins_BODY', 'SizeRestrictoxns_BODY', 'SizeRestrictoinx_BODY'])('%s is two letters away, and may be new', (name) => {
  expect(unknownIn({ countedManagedRules: [name] })).toHaveLength(1);
});
