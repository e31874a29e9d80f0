import { valueAt } from './paths';
import { nameOf } from './policies';
import type { Resource, Resources } from './resources';

/** The inbound or outbound rules of a group: its own, and those that are resources of their own. */
export function rulesOf(group: Resource, all: Resources, direction: 'Ingress' | 'Egress'): Record<string, unknown>[] {
  const own = valueAt(group.properties, `SecurityGroup${direction}`) ?? [];
  return [
    // what is behind a condition of the template counts as one rule
    ...(Array.isArray(own) ? own : [own]) as Record<string, unknown>[],
    ...all.referring(`AWS::EC2::SecurityGroup${direction}`, 'GroupId', group).map(({ properties }) => properties),
  ];
}

export const ruleInWords = ({ IpProtocol, FromPort, CidrIp, CidrIpv6, SourceSecurityGroupId }: Record<string, unknown>): string => {
  const from = CidrIp ?? CidrIpv6 ?? (SourceSecurityGroupId ? 'a security group' : 'a prefix list');
  return `port ${FromPort ?? 'any'} (${String(IpProtocol) === '-1' ? 'any protocol' : String(IpProtocol)}) from ${JSON.stringify(from)}`;
};

/** What is wrong with a group that is to have no inbound rule. */
export const inboundFault = (group: Resource, all: Resources): string | undefined => {
  const [rule] = rulesOf(group, all, 'Ingress');
  return rule && `${nameOf(group)} admits ${ruleInWords(rule)}`;
};
