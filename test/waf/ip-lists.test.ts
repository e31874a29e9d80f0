import { Template } from 'aws-cdk-lib/assertions';
import { ApiWafProtection, ApiWafProtectionProps, ApiWafRule } from '../../src';
import { synth } from '../support/synth';

const withProps = (props: ApiWafProtectionProps) => synth((stack) => new ApiWafProtection(stack, 'Waf', props));
const setsOf = (template: Template) => Object.values(template.findResources('AWS::WAFv2::IPSet'))
  .map(({ Properties: { IPAddressVersion, Addresses } }) => [IPAddressVersion, Addresses]);

test('each version of IP has a set of its own, and both lists have theirs', () => {
  const allowedCidrs = ['192.0.2.0/24', '2001:db8::/32', '198.51.100.0/24'];
  expect(setsOf(withProps({ allowedCidrs, blockedCidrs: ['203.0.113.0/24', '2001:db9::/32'] }))).toEqual([
    ['IPV4', ['192.0.2.0/24', '198.51.100.0/24']], ['IPV6', ['2001:db8::/32']], ['IPV4', ['203.0.113.0/24']], ['IPV6', ['2001:db9::/32']],
  ]);
});

test('a set takes 10,000 ranges, and no more', () => {
  const ranges = [...Array(10_001).keys()].map((index) => `10.${Math.floor(index / 256)}.${index % 256}.0/24`);
  expect(() => withProps({ blockedCidrs: ranges.slice(1) })).not.toThrow();
  expect(() => withProps({ blockedCidrs: ranges }))
    .toThrow('blockedCidrs must hold at most 10000 IPV4 ranges, got 10001 (at Stack/Waf)');
});

test.each([
  ['203.0.113.7', '"203.0.113.7": write 203.0.113.7/32 for one address'],
  ['2001:db8::1', '"2001:db8::1": write 2001:db8::1/128 for one address'],
  ['300.1.1.1', '"300.1.1.1"'], ['203.0.113.0/33', '"203.0.113.0/33"'], ['203.0.113.0/24x', '"203.0.113.0/24x"'],
  ['203.0.113.0/24/8', '"203.0.113.0/24/8"'], ['0.0.0.0/0', '"0.0.0.0/0"'], ['office', '"office"'], ['300.1.1.1/8', '"300.1.1.1/8"'],
])('%s is no range', (cidr, got) => {
  expect(() => withProps({ allowedCidrs: [cidr] }))
    .toThrow('allowedCidrs must hold ranges such as 203.0.113.0/24 or 2001:db8::/32, and not all addresses (/0), '
      + `got ${got} (at Stack/Waf)`);
});

test.each(['10.0.0.0/8', '192.0.2.7/32', '2001:db8::1/128'])('%s is a range', (cidr) => {
  expect(setsOf(withProps({ blockedCidrs: [cidr] })).map(([, addresses]) => addresses)).toEqual([[cidr]]);
});

describe('a blocked range', () => {
  const build = (allowed: string, blocked: string, more: ApiWafProtectionProps = {}) => () =>
    withProps({ allowedCidrs: [allowed], blockedCidrs: [blocked], ...more });

  test.each([['203.0.113.0/25', '203.0.113.0/24'], ['2001:db8::/48', '2001:db8::/32'], ['203.0.113.0/24', '2001:db8::/32']])(
    'may be wider than the allowed %s, or elsewhere: %s', (allowed, blocked) => expect(build(allowed, blocked)).not.toThrow());

  test.each<[string, ApiWafProtectionProps]>([
    ['omitted', { omittedRules: [ApiWafRule.ALLOW_LIST] }], ['counted', { countedRules: [ApiWafRule.ALLOW_LIST] }],
  ])('may be inside an allow list that is %s, which exempts nobody', (_, more) => {
    expect(build('203.0.113.0/24', '203.0.113.7/32')).toThrow('narrow the one or the other');
    expect(build('203.0.113.0/24', '203.0.113.7/32', more)).not.toThrow();
  });
});
