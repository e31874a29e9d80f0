import { BlockList, isIP } from 'net';
import { Token } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { known, reject, requireDistinct, requireList, shown } from '../private/validation';

/** AWS WAF takes 10,000 ranges a set, and no range of all addresses. */
const MAX_RANGES = 10_000;

/**
 * The IP sets of a list of ranges, one for each version of IP that it has, as ARNs.
 *
 * A range that is a token counts as IPv4, and so do those of a list that is one.
 */
export function ipSets(scope: Construct, id: string, prop: string, cidrs: string[]): string[] {
  requireList(scope, prop, cidrs);
  known(cidrs).forEach((cidr) => requireCidr(scope, prop, cidr));
  requireDistinct(scope, prop, cidrs);
  const isV6 = (cidr: string) => !Token.isUnresolved(cidr) && cidr.includes(':');
  const versions = Token.isUnresolved(cidrs) ? { IPV4: cidrs } : { IPV4: cidrs.filter((cidr) => !isV6(cidr)), IPV6: cidrs.filter(isV6) };
  return Object.entries(versions).filter(([, addresses]) => addresses.length > 0).map(([ipAddressVersion, addresses]) => {
    if (addresses.length > MAX_RANGES) {
      reject(scope, 'OutOfRange', prop, `must hold at most ${MAX_RANGES} ${ipAddressVersion} ranges, got ${addresses.length}`);
    }
    return new wafv2.CfnIPSet(scope, `${id}${ipAddressVersion}`, { scope: 'REGIONAL', ipAddressVersion, addresses }).attrArn;
  });
}

function requireCidr(scope: Construct, prop: string, cidr: string): void {
  const [address, ...more] = cidr.split('/');
  const prefix = more.join('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (address.includes('%') || !/^[1-9]\d{0,2}$/.test(prefix) || Number(prefix) > bits) {
    const remedy = bits > 0 && prefix === '' ? `: write ${address}/${bits} for one address` : '';
    reject(scope, 'InvalidFormat', prop, 'must hold ranges such as 203.0.113.0/24 or 2001:db8::/32, and not all addresses (/0), '
      + `got ${shown(cidr)}${remedy}`);
  }
}

/** Throws for a range that would be blocked and is exempt from every rule: the allow list comes first. */
export function requireApart(scope: Construct, allowed: string[], blocked: string[]): void {
  for (const exempt of known(allowed)) {
    const [address, prefix] = exempt.split('/');
    const version = (text: string) => text.includes(':') ? 'ipv6' as const : 'ipv4' as const;
    const list = new BlockList();
    list.addSubnet(address, Number(prefix), version(address));
    const inside = known(blocked).find((cidr) => {
      const [start, length] = cidr.split('/');
      return Number(length) >= Number(prefix) && list.check(start, version(start));
    });
    if (inside) {
      reject(scope, 'ConflictingProps', 'blockedCidrs',
        `has ${inside}, which allowedCidrs exempts with ${exempt}: narrow the one or the other`);
    }
  }
}
