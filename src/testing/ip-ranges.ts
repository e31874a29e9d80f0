interface Address { readonly bits: 32 | 128; readonly value: bigint }

function ipv4(text: string): Address | undefined {
  const parts = text.split('.');
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return valid ? { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) } : undefined;
}

function ipv6(text: string): Address | undefined {
  const [head, tail, ...more] = text.split('::');
  const groups = (part: string | undefined) => part ? part.split(':') : [];
  const [before, after] = [groups(head), groups(tail)];
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(Math.max(gap, 0)).fill('0'), ...after];
  const valid = more.length === 0 && all.length === 8 && (tail === undefined || gap > 0) && all.every((one) => /^[0-9a-f]{1,4}$/i.test(one));
  return valid ? { bits: 128, value: all.reduce((sum, one) => sum * 65536n + BigInt(`0x${one}`), 0n) } : undefined;
}

const addressOf = (text: string): Address | undefined => text.includes(':') ? ipv6(text) : ipv4(text);

/** Whether an address, or a whole range, is in a range; one without a prefix is one address. */
export function isInRange(range: string, text: string): boolean {
  const [[network, length], [address, own]] = [range.split('/'), text.split('/')];
  const [from, at] = [addressOf(network), addressOf(address)];
  if (from === undefined || at === undefined || from.bits !== at.bits) {
    return false;
  }
  const prefix = Number(length ?? from.bits);
  const size = 2n ** BigInt(Math.max(from.bits - prefix, 0));
  return prefix <= from.bits && Number(own ?? at.bits) >= prefix && from.value / size === at.value / size;
}
