import { Host } from './addresses';

export type Protocol = 'tcp' | 'udp' | 'icmp';

/** What opens a connection; of ICMP it is an echo request. */
export interface Packet { readonly protocol: Protocol; readonly port: number }

export const describe = ({ protocol, port }: Packet) => protocol === 'icmp' ? 'an ICMP echo' : `${protocol} ${port}`;

const NAMES: Record<string, Protocol> = { 6: 'tcp', tcp: 'tcp', 17: 'udp', udp: 'udp', 1: 'icmp', icmp: 'icmp' };

/** Whether a rule of this protocol is about the packet. Protocol 58 is the ICMP of IPv6. */
export function isOf(protocol: string, packet: Packet, { bits }: Host): boolean {
  const own = packet.protocol === 'icmp' && bits === 128 ? ['58', 'icmpv6'].includes(protocol) : NAMES[protocol] === packet.protocol;
  return protocol === '-1' || protocol === 'all' || own;
}

/** The type of an echo request, and that of its reply. */
export const echo = ({ bits }: Host, reply: boolean) => bits === 128 ? reply ? 129 : 128 : reply ? 0 : 8;
