import { CfnParameter, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiWafProtection, ApiWafProtectionProps, ApiWafRule } from '../../src';
import { BUILDERS } from '../support/evidence';
import { enforced, only, relaxed, stackWith, synth, warningIds } from '../support/synth';

const stackOf = (props: ApiWafProtectionProps) => stackWith((stack) =>
  BUILDERS.ApiWafProtection(stack, { blockedCidrs: undefined, ...props }));
const rulesOf = (props: ApiWafProtectionProps): any[] => only(Template.fromStack(stackOf(props)), 'AWS::WAFv2::WebACL').Properties.Rules;
const overridesOf = (props: ApiWafProtectionProps) => Object.fromEntries(rulesOf(props)
  .filter(({ Statement }) => Statement.ManagedRuleGroupStatement)
  .map(({ Name, Statement }) => [Name, (Statement.ManagedRuleGroupStatement.RuleActionOverrides ?? []).map((one: any) => one.Name)]));

describe('a block list that blocks nothing warns:', () => {
  const blockedCidrs = ['203.0.113.0/24'];

  test.each<[string, ApiWafProtectionProps]>([
    ['counted', { blockedCidrs, countedRules: [ApiWafRule.BLOCK_LIST] }],
    ['omitted', { blockedCidrs, omittedRules: [ApiWafRule.BLOCK_LIST] }],
  ])('%s', (_, props) => {
    const stack = stackOf(props);
    expect(relaxed(stack)).toEqual(['WAF-10']);
    expect(enforced(stack)).not.toContain('WAF-10');
  });

  test('and one that blocks does not', () => {
    const stack = stackOf({ blockedCidrs });
    expect([relaxed(stack), enforced(stack).includes('WAF-10')]).toEqual([[], true]);
  });
});

test('an allow list that only counts exempts nobody', () => {
  const stack = stackOf({ allowedCidrs: ['192.0.2.0/24'], countedRules: [ApiWafRule.ALLOW_LIST] });
  expect([relaxed(stack), enforced(stack).includes('WAF-09')]).toEqual([[], true]);
});

test.each<[string, ApiWafProtectionProps, RegExp]>([
  ['a rule whose list is empty', { countedRules: [ApiWafRule.BLOCK_LIST] },
    /countedRules must name rules that are there, got BlockListRule, which blockedCidrs would create/],
  ['an omitted rule whose list is empty', { omittedRules: [ApiWafRule.GEO_BLOCK], blockedCountries: [] },
    /omittedRules must name rules .*GeoBlockRule/],
  ['a rule that is both counted and omitted', { countedRules: [ApiWafRule.COMMON], omittedRules: [ApiWafRule.COMMON] },
    /must not share a rule, got CommonRuleSet/],
  ['a rule twice', { countedRules: [ApiWafRule.COMMON, ApiWafRule.COMMON] },
    /countedRules must name each element once, got "CommonRuleSet" twice/],
  ['what is no rule', { countedRules: ['Common' as ApiWafRule] },
    /countedRules must hold values of ApiWafRule, got "Common" \(at Stack\/Waf\)/],
  ['a country twice', { blockedCountries: ['KP', 'KP'] }, /blockedCountries must name each element once/],
  ['a range twice', { blockedCidrs: ['192.0.2.0/24', '192.0.2.0/24'] }, /blockedCidrs must name each element once/],
  ['a name that AWS WAF reserves', { webAclName: 'Default_Action' },
    /webAclName must not be a name that AWS WAF reserves, got "Default_Action"/],
])('%s is rejected', (_, props, message) => {
  expect(() => stackOf(props)).toThrow(message);
});

test.each([['203.0.113.0/24', '203.0.113.0/24'], ['203.0.113.0/24', '203.0.113.7/32'], ['2001:db8::/32', '2001:db8:1::/48']])(
  'the allow list %s comes first, so %s cannot be blocked', (allowed, blocked) => {
    expect(() => stackOf({ allowedCidrs: [allowed], blockedCidrs: [blocked] }))
      .toThrow(`blockedCidrs has ${blocked}, which allowedCidrs exempts with ${allowed}: narrow the one or the other (at Stack/Waf)`);
    expect(() => stackOf({ allowedCidrs: [blocked.replace(/.*/, '192.0.2.0/24')], blockedCidrs: [blocked] })).not.toThrow();
  });

test('a block list around an allowed address stands', () => {
  expect(() => stackOf({ allowedCidrs: ['203.0.113.7/32'], blockedCidrs: ['203.0.113.0/24'] })).not.toThrow();
});

test.each(['203.0.113.0/024', 'fe80::1%eth0/64'])('%s is no range', (cidr) => {
  expect(() => stackOf({ blockedCidrs: [cidr] })).toThrow(/blockedCidrs must hold ranges/);
});

describe('countedManagedRules', () => {
  test('takes a token into every group, and relaxes their controls; a list that is one is rejected', () => {
    const name = Token.asString({ Ref: 'Rule' });
    expect(relaxed(stackOf({ countedManagedRules: [name] }))).toEqual(['WAF-04', 'WAF-05', 'WAF-06']);
    expect(Object.values(overridesOf({ countedManagedRules: [name] }))).toEqual(Array(3).fill([{ Ref: 'Rule' }]));
    expect(() => stackOf({ countedManagedRules: Token.asList({ Ref: 'Rules' }) })).toThrow(/countedManagedRules must be known/);
  });

  test.each(['SQLiExtendedPatterns_HEADER', 'SQLiExtendedPatterns_URIPATH', 'SizeRestrictions_BODY'])('knows %s', (name) => {
    expect(warningIds(stackOf({ countedManagedRules: [name] })).filter((id) => id.includes('unknown'))).toEqual([]);
  });

  test('takes a new rule of a known family into its group, with a warning', () => {
    const props = { countedManagedRules: ['SQLiExtendedPatterns_RC_COOKIE'] };
    expect(overridesOf(props)).toEqual({
      CommonRuleSet: [],
      KnownBadInputsRuleSet: [],
      SqlInjectionRuleSet: ['SQLiExtendedPatterns_RC_COOKIE'],
    });
    expect(warningIds(stackOf(props))).toContain('cdk-hardened:unknown-managed-rule');
    expect(relaxed(stackOf(props))).toContain('WAF-06');
  });

  test('takes a new rule of a new family into every group, where AWS WAF ignores it unless it is known', () => {
    const names = Object.values(overridesOf({ countedManagedRules: ['NewAttack_BODY'] }));
    expect(names).toEqual([['NewAttack_BODY'], ['NewAttack_BODY'], ['NewAttack_BODY']]);
  });

  test.each([
    ['SizeRestrictions_Body', 'SizeRestrictions_BODY'], ['SizeRestriction_BODY', 'SizeRestrictions_BODY'],
    ['SizeRestrictions_BODYY', 'SizeRestrictions_BODY'], ['SizeRestrictoins_BODY', 'SizeRestrictions_BODY'],
    ['GenericLFl_BODY', 'GenericLFI_BODY'],
  ])('rejects %s, which is almost %s', (name, meant) => {
    expect(() => stackOf({ countedManagedRules: [name] })).toThrow(new RegExp(`got "${name}": did you mean ${meant}\\?`));
  });

  test('rejects what looks like no rule', () => {
    expect(() => stackOf({ countedManagedRules: ['size restrictions'] })).toThrow(/got "size restrictions": known are NoUserAgent_HEADER/);
  });
});

test('a list that is a token passes', () => {
  const template = synth((stack) => {
    const list = (id: string) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
    new ApiWafProtection(stack, 'Waf', {
      blockedCountries: list('Countries'),
      blockedCidrs: list('Blocked'),
      allowedCidrs: list('Allowed'),
    });
  });
  template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV4', Addresses: { Ref: 'Blocked' } });
  template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV4', Addresses: { Ref: 'Allowed' } });
  template.resourceCountIs('AWS::WAFv2::IPSet', 2);
  const rule = only(template, 'AWS::WAFv2::WebACL').Properties.Rules.find(({ Name }: any) => Name === 'GeoBlockRule');
  expect(rule.Statement.GeoMatchStatement.CountryCodes).toEqual({ Ref: 'Countries' });
});
