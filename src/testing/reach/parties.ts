import { Range, rangeOf } from '../ip-ranges';
import { arnOfResource, isUnknown, refTo } from '../physical-names';
import { Reference } from '../principals';
import { Located } from '../stack';
import { inAnyOf, resourcesOf } from '../stacks';
import { INTERFACE_TYPES, Site, sitesOf } from './interfaces';
import { Network } from './network';
import { nameOf } from './reading';
import { Group } from './security-groups';

/**
 * An end of a connection: the logical id of a resource with interfaces in a VPC, of a security group or of a subnet (`Stack/LogicalId`
 * where several stacks have it); a reference to it; the id of a security group that is in no template; an address or a range;
 * `internet`, which is any public address; or, to connect to, an AWS service such as `{ service: 'secretsmanager' }`.
 */
export type Party = string | Reference | { readonly service: string };

/** What a test means by one. */
export interface End {
  readonly name: string;
  /** Its interfaces in VPCs. */
  readonly sites: readonly Site[];
  /** Addresses, wherever they are. */
  readonly ranges?: readonly Range[] | 'internet';
  readonly service?: string;
  /** A function outside of VPCs: it calls from an address of AWS, and has none to connect to. */
  readonly outside?: boolean;
}

const ACCEPTED = `the logical id of a security group, a subnet or a resource (${INTERFACE_TYPES.join(', ')}), a reference to one, `
  + 'an address or range, internet, or { service } to connect to';

/** A group for itself stands for whatever has it. */
const groupEnd = (group: Group, network: Network): End => ({
  name: group.name,
  sites: [{ name: group.name, vpc: group.vpc, groups: [group], isPublic: true, hosts: network.hostsOf(group.vpc) }],
});

function locatedEnd(located: Located, network: Network): End {
  const { id, resource: { Type, Properties } } = located;
  const name = nameOf(located);
  if (Type === 'AWS::EC2::SecurityGroup') {
    return groupEnd(network.groups.of(refTo(located)), network);
  } else if (Type === 'AWS::EC2::Subnet') {
    const subnet = network.subnet(refTo(located));
    // something in it, behind groups that let everything through
    return { name, sites: [{ name, vpc: subnet.vpc, subnet, isPublic: true, hosts: network.hostsIn(subnet, true) }] };
  } else if (!INTERFACE_TYPES.includes(Type)) {
    throw new Error(`${id} is a ${Type}, which has no connections. An end of a connection is ${ACCEPTED}`);
  } else if (Type === 'AWS::EC2::VPCEndpoint' && Properties?.VpcEndpointType !== 'Interface') {
    throw new Error(`${id} is a gateway endpoint, which is a route: connect to { service: 's3' } or { service: 'dynamodb' }`);
  }
  const sites = sitesOf(located, network);
  return { name, sites: sites ?? [], outside: sites === undefined };
}

/** What references lead to, by the text that they stand for. */
function byText(text: string, network: Network): Located | undefined {
  const [, marked] = /^‹(\S+) \(/.exec(text) ?? [];
  return resourcesOf(network.stacks, 'AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet', ...INTERFACE_TYPES).find((one) =>
    [refTo(one), arnOfResource(one)].includes(text) || marked === `${one.stack.name}/${one.id}`);
}

export function endOf(party: Party, network: Network): End {
  const scope = inAnyOf(network.stacks);
  if (typeof party === 'object' && 'service' in party) {
    const service = String(party.service);
    if (!/^[a-z0-9.-]+$/.test(service)) {
      throw new Error(`service must be the last part of the name of an endpoint, such as secretsmanager or ecr.api, got ${service}`);
    }
    return { name: service, sites: [], service };
  }
  const text = typeof party === 'string' ? party : String(scope.resolve(party));
  const range = rangeOf(text);
  if (text === 'internet' || range) {
    return { name: text === 'internet' ? 'the Internet' : text, sites: [], ranges: range ? [range] : 'internet' };
  }
  const located = (typeof party === 'string' ? scope.locate(party) : undefined) ?? byText(text, network);
  if (located) {
    return locatedEnd(located, network);
  } else if (network.groups.find(text) || (/^sg-/.test(text) && !isUnknown(text))) {
    return groupEnd(network.groups.of(text), network);
  }
  const ids = network.stacks.flatMap(({ template }) => Object.keys(template.Resources!));
  throw new Error(`${text} is no end of a connection, which is ${ACCEPTED}; resources: ${ids.join(', ')}`);
}
