export interface Address { readonly bits: 32 | 128; readonly value: bigint }

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

/** The addresses of a range; one without a prefix is one address. */
export interface Range { readonly bits: 32 | 128; readonly first: bigint; readonly last: bigint; readonly prefix: number }

export function rangeOf(text: string): Range | undefined {
  const [network, length] = text.split('/');
  const address = addressOf(network);
  const prefix = Number(length ?? address?.bits);
  if (address === undefined || !(prefix >= 0 && prefix <= address.bits)) {
    return undefined;
  }
  const size = 2n ** BigInt(address.bits - prefix);
  const first = address.value / size * size;
  return { bits: address.bits, first, last: first + size - 1n, prefix };
}

/** Whether an address, or a whole range, is in a range. */
export function isInRange(range: string, text: string): boolean {
  const [whole, part] = [rangeOf(range), rangeOf(text)];
  return whole !== undefined && whole.bits === part?.bits && whole.first <= part.first && part.last <= whole.last;
}
