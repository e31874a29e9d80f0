import { Stack, StackOptions, TemplateSource } from '../stack';
import { resourcesOf, stacksOf } from '../stacks';
import { isPublic, samplesOf, SOMEWHERE } from './addresses';
import { Answer, anyOf, no, yes } from './answers';
import { INTERFACE_TYPES } from './interfaces';
import { Network } from './network';
import { describe, Packet, Protocol } from './packet';
import { End, endOf, Party } from './parties';
import { Paths } from './paths';
import { nameOf } from './reading';
import { toService } from './services';

export interface ReachOptions extends StackOptions {
  /** The ranges of prefix lists that no template has, such as those of AWS, by their ids. */
  readonly prefixLists?: Record<string, readonly string[]>;
}

/** A connection that a test asks about. */
export interface ConnectionRequest {
  readonly from: Party;
  readonly to: Party;
  /**
   * The port that listens.
   *
   * @default - 443 of an AWS service
   */
  readonly port?: number;
  /**
   * Of ICMP it is an echo request.
   *
   * @default 'tcp'
   */
  readonly protocol?: Protocol;
}

/** Whether a connection can be opened, and why. */
export interface Connectivity {
  readonly allowed: boolean;
  readonly decision: 'ALLOW' | 'DENY';
  /** The rules, routes and network ACLs that decided, or what is lacking. */
  readonly because: readonly string[];
  /** All of it in one text, for the message of a failed test. */
  toString(): string;
}

/** Ports at which one may connect to another. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  /** Such as `tcp 443` or `udp 0-65535`. */
  readonly ports: string;
  /** Why it cannot be decided, where that is so. */
  readonly unknown?: readonly string[];
}

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp', 'icmp'];

/** Who can open a connection to whom in templates. */
export class Reach {
  private readonly network: Network;

  constructor(private readonly stacks: readonly Stack[], { prefixLists = {} }: ReachOptions) {
    this.network = new Network(stacks, prefixLists);
  }

  /**
   * Whether one end can open a connection to the other: from one of its subnets and addresses to one of the other's, at least. What that
   * depends on and no template says is an error.
   */
  public canConnect({ from, to, port, protocol = 'tcp' }: ConnectionRequest): Connectivity {
    const [source, target] = [from, to].map((party) => endOf(party, this.network));
    const listening = port ?? (target.service ? 443 : protocol === 'icmp' ? 0 : undefined);
    if (!PROTOCOLS.includes(protocol) || listening === undefined || !Number.isInteger(listening) || listening < 0 || listening > 65535) {
      throw new Error(`A connection has a port from 0 to 65535 and is tcp, udp or icmp, got ${protocol} ${listening}`);
    }
    const { holds, because } = this.decide(source, target, { protocol, port: listening });
    const text = `${describe({ protocol, port: listening })} from ${source.name} to ${target.name}`;
    if (holds === undefined) {
      throw new Error(`Nobody can say without more templates or values whether there is ${text}: ${because.join('; ')}`);
    }
    const decision = holds ? 'ALLOW' : 'DENY';
    return { allowed: holds, decision, because, toString: () => `${decision}: ${text}, because of ${because.join('; ')}` };
  }

  /** All that the Internet can connect to, among the resources of the templates. */
  public fromInternet(): Connection[] {
    const internet = endOf('internet', this.network);
    return this.resources().flatMap((target) => this.connections(internet, target));
  }

  /**
   * Everything that can connect to a target: resources of the templates, security groups that none of them has, addresses of VPCs
   * (behind groups of their own) and the Internet.
   */
  public whoReaches(target: Party): Connection[] {
    const to = endOf(target, this.network);
    const ranges = this.network.vpcs.flatMap(({ id, name }): End[] =>
      [{ name: `addresses of ${name}`, sites: [], ranges: this.network.rangesOf(id) ?? [] }]);
    return [endOf('internet', this.network), ...ranges, ...this.resources()]
      .filter(({ name }) => name !== to.name)
      .flatMap((from) => this.connections(from, to));
  }

  /** Resources with interfaces, and groups that none of them has. */
  private resources(): End[] {
    const found = resourcesOf(this.stacks, ...INTERFACE_TYPES)
      .filter(({ resource: { Type, Properties } }) => Type !== 'AWS::EC2::VPCEndpoint' || Properties?.VpcEndpointType === 'Interface')
      .map((one) => endOf(nameIn(one, this.stacks), this.network));
    const used = new Set(found.flatMap(({ sites }) => sites).flatMap(({ groups = [] }) => groups).map(({ id }) => id));
    return [...found, ...this.network.groups.all.filter(({ id }) => !used.has(id)).map(({ id }) => endOf(id, this.network))];
  }

  private connections(from: End, to: End): Connection[] {
    return PROTOCOLS.flatMap((protocol) => {
      const ports = protocol === 'icmp' ? [0] : this.network.ports;
      const answers = ports.map((port) => this.decide(from, to, { protocol, port }));
      return ports.flatMap((port, index): Connection[] => {
        const { holds, because } = answers[index];
        const unknown = holds === undefined ? { unknown: because } : {};
        if (holds === false || (index > 0 && answers[index - 1].holds === holds)) {
          return [];
        }
        const end = answers.findIndex((one, other) => other > index && one.holds !== holds);
        const last = end < 0 ? 65535 : ports[end] - 1;
        const text = protocol === 'icmp' ? 'icmp' : `${protocol} ${port === last ? port : `${port}-${last}`}`;
        return [{ from: from.name, to: to.name, ports: text, ...unknown }];
      });
    });
  }

  private decide(from: End, to: End, packet: Packet): Answer {
    const paths = new Paths(this.network, packet);
    if (from.service || (from.ranges && (to.ranges || to.service))) {
      throw new Error(`${from.name} to ${to.name} is not in the templates: one end must be, and a service is what one connects to`);
    } else if (to.outside) {
      return no(`${to.name} is in no VPC, so it has no address to connect to`);
    } else if (from.outside) {
      return this.fromOutside(from, to, paths);
    } else if (from.ranges) {
      return anywhere(to.sites.map((site) => [place(site), paths.fromRanges(from.ranges!, site, from.name)]));
    }
    return anywhere(from.sites.flatMap((site): Placed[] => to.service
      ? [[place(site), toService(site, to.service, this.network, packet)]]
      : to.ranges ? [[place(site), paths.toRanges(site, to.ranges, to.name)]]
        : to.sites.map((other) => [`${place(site)} to ${place(other)}`, paths.between(site, other)])));
  }

  /** A function outside of VPCs calls from addresses of AWS, and reaches what is public. */
  private fromOutside(from: End, { sites, ranges, service }: End, paths: Paths): Answer {
    const reached = service || ranges === 'internet' || ranges?.some((range) => samplesOf(range, this.network.cuts).some(isPublic));
    return sites.length > 0 ? anyOf(sites.map((site) => paths.inward(site, SOMEWHERE, from.name)))
      : reached ? yes(`${from.name} is in no VPC`) : no(`${from.name} is in no VPC, and private addresses are not reached from outside`);
  }
}

type Placed = readonly [where: string, answer: Answer];
const place = ({ name, subnet }: { readonly name: string; readonly subnet?: { readonly name: string } }) => subnet?.name ?? name;
const nameIn = (one: Parameters<typeof nameOf>[0], stacks: readonly Stack[]) => stacks.length > 1 ? `${one.stack.name}/${one.id}` : one.id;

/** One place is enough; of the others the reasons are told. */
function anywhere(placed: readonly Placed[]): Answer {
  const whole = anyOf(placed.map(([, answer]) => answer));
  const lacking = whole.holds ? placed.filter(([, { holds }]) => !holds) : [];
  const exceptions = lacking.map(([where, { because }]) => `but not from ${where}: ${because.join('; ')}`);
  return { ...whole, because: [...whole.because, ...exceptions] };
}

/**
 * Who can open a connection to whom: by security groups, routes, network ACLs and endpoints.
 *
 * @param templates an object, or what turns into one with toJSON(), such as `Template` of aws-cdk-lib/assertions; several by the names
 *   of their stacks
 */
export const reachOf = (templates: TemplateSource | Record<string, TemplateSource>, options: ReachOptions = {}): Reach =>
  new Reach(stacksOf(templates, options), options);
