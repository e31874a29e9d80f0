import { Range, rangeOf } from '../ip-ranges';

/** An address, or one that is not known: then it may be said to be public. */
export interface Host { readonly bits: 32 | 128; readonly value?: bigint; readonly isPublic?: boolean }

const ranges = (...texts: string[]) => texts.map((text) => rangeOf(text)!);
const includes = (range: Range, { bits, first, last }: Range) => range.bits === bits && range.first <= first && last <= range.last;

/** Nothing has an address there: this host, loopback, multicast, reserved. The CDK writes a rule that allows nothing with one of them. */
const NOWHERE = ranges('0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/128', '::1/128', 'ff00::/8');
/** Nobody reaches these over the Internet: private, link-local, shared and benchmarking addresses, and all of IPv6 that is not global. */
const PRIVATE = ranges('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10', '198.18.0.0/15');
const SPECIAL = [...NOWHERE, ...PRIVATE];
const GLOBAL = ranges('0.0.0.0/0', '2000::/3');

/** Some address of the Internet, nobody knows which. */
export const SOMEWHERE: Host = { bits: 32, isPublic: true };

const asRange = ({ bits, value }: Host): Range => ({ bits, first: value!, last: value!, prefix: bits });

/** Whether an address is in a range; undefined where that depends on an address that is not known. */
export function isAt(range: Range, host: Host): boolean | undefined {
  if (range.bits !== host.bits) {
    return false;
  } else if (range.prefix === 0 || host.value !== undefined) {
    return range.prefix === 0 || includes(range, asRange(host));
  }
  return (host.isPublic ? SPECIAL : NOWHERE).some((one) => includes(one, range)) ? false : undefined;
}

export const isPublic = (host: Host): boolean => host.value === undefined ? host.isPublic === true
  : GLOBAL.some((range) => isAt(range, host)) && !SPECIAL.some((range) => isAt(range, host));

/**
 * Addresses of a range that stand for all of it: whatever rules are about these ranges (`cuts`) treats each other address as one of them.
 */
export function samplesOf(range: Range, cuts: readonly Range[]): Host[] {
  const edges = [...cuts, ...SPECIAL].filter(({ bits }) => bits === range.bits).flatMap(({ first, last }) => [first, last + 1n]);
  const inside = edges.filter((value) => value > range.first && value <= range.last);
  return [...new Set([range.first, ...inside])].map((value) => ({ bits: range.bits, value }));
}

/** Addresses that stand for the Internet. */
export const publicSamples = (cuts: readonly Range[]): Host[] => GLOBAL.flatMap((range) => samplesOf(range, cuts)).filter(isPublic);
