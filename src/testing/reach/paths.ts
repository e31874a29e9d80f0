import { Range } from '../ip-ranges';
import { Host, isAt, isPublic, samplesOf, SOMEWHERE } from './addresses';
import { allOf, Answer, anyOf, no, open, yes } from './answers';
import { Site } from './interfaces';
import { isSameVpc, Network } from './network';
import { Crossing, crosses } from './network-acls';
import { Packet } from './packet';
import { Route, routesTo } from './routes';
import { allows, Direction, Peer } from './security-groups';

/** What decides about one packet, on each way that it may go. */
export class Paths {
  constructor(private readonly network: Network, private readonly packet: Packet) {}

  /** From one interface to another: inside of their VPC, or over the Internet where the other has a public address. */
  public between(from: Site, to: Site): Answer {
    const inside = this.inside(from, to);
    const overInternet = to.isPublic && (from.subnet !== undefined || to.subnet !== undefined);
    return inside.holds || !overInternet ? inside
      : anyOf([inside, allOf([this.outward(from, SOMEWHERE, to.name), this.inward(to, SOMEWHERE, from.name)])]);
  }

  /** From an interface to addresses, some of which may be in its own VPC. */
  public toRanges(from: Site, ranges: readonly Range[] | 'internet', name: string): Answer {
    return this.facing(from, ranges, name, (other) => this.inside(from, other), (host) => this.outward(from, host, name));
  }

  public fromRanges(ranges: readonly Range[] | 'internet', to: Site, name: string): Answer {
    return this.facing(to, ranges, name, (other) => this.inside(other, to), (host) => this.inward(to, host, name));
  }

  private facing(
    site: Site, ranges: readonly Range[] | 'internet', name: string, within: (other: Site) => Answer, beyond: (host: Host) => Answer,
  ): Answer {
    const { cuts, internet } = this.network;
    const all = ranges === 'internet' ? internet : ranges.flatMap((range) => samplesOf(range, cuts));
    const hosts = all.filter(({ bits }) => site.hosts.some((own) => own.bits === bits));
    const own = this.network.rangesOf(site.vpc);
    const inVpc = (host: Host) => anyOf(this.network.subnetsAt(site.vpc, host).map((subnet) =>
      within({ name, vpc: site.vpc, subnet, isPublic: false, hosts: [host] })));
    return anyOf(hosts.map((host) => {
      if (own?.some((range) => isAt(range, host))) {
        return ranges === 'internet' ? no() : inVpc(host);
      }
      const unclear = own === undefined && !isPublic(host);
      return unclear ? allOf([open(`the address range of the VPC of ${site.name} is not known`), inVpc(host)]) : beyond(host);
    }), hosts.length > 0 ? undefined : `${site.name} and ${name} have no addresses of one family`);
  }

  /** Between interfaces of one VPC, by their private addresses. */
  private inside(from: Site, to: Site): Answer {
    const pairs = from.hosts.flatMap((one) => to.hosts.filter(({ bits }) => bits === one.bits).map((other) => [one, other] as const));
    return anyOf(pairs.map(([one, other]) => {
      const groups = allOf([
        this.allowed(from, 'Egress', { name: to.name, host: other, groups: to.groups ?? [] }),
        this.allowed(to, 'Ingress', { name: from.name, host: one, groups: from.groups ?? [] }),
      ]);
      return groups.holds === false ? groups : allOf([groups, this.local(from, to, other), this.uncrossed(from, to) ? yes()
        : crosses([...this.crossing(from, true, other), ...this.crossing(to, false, one)], this.packet)]);
    }), pairs.length > 0 ? undefined : `${from.name} and ${to.name} have no addresses of one family`);
  }

  /** Network ACLs stand between subnets; a group alone may be in the same one. */
  private uncrossed(from: Site, to: Site): boolean {
    return from.subnet === undefined || to.subnet === undefined || from.subnet.id === to.subnet.id;
  }

  private local(from: Site, to: Site, host: Host): Answer {
    const same = isSameVpc(from.vpc, to.vpc);
    const routes = from.subnet ? routesTo(host, this.network.table(from.subnet)) : [];
    if (same === undefined) {
      return open(`whether ${from.name} and ${to.name} are in one VPC is not known`);
    } else if (same) {
      // what is more specific than the local route takes the traffic of a subnet through an appliance
      const own = this.network.rangesOf(from.vpc) ?? [];
      const detour = routes.find(({ ranges }) => ranges.some((range) => typeof range === 'string' || own.some((local) =>
        range.prefix > local.prefix && range.bits === local.bits && range.first >= local.first && range.last <= local.last)));
      return detour ? open(`${detour.name} leads to what the template does not describe`) : yes('the local route of the VPC');
    }
    const elsewhere = from.subnet ? routes.find(({ target }) => target === 'elsewhere')?.name : this.network.links[0];
    return elsewhere ? open(`${elsewhere} leads to what the template does not describe`)
      : no(`${from.name} and ${to.name} are in different VPCs without a route between them`);
  }

  public allowed({ groups }: Site, direction: Direction, peer: Peer): Answer {
    return groups === undefined ? yes() : allows(groups, direction, this.packet, peer);
  }

  private crossing({ subnet }: Site, outward: boolean, other: Host): Crossing[] {
    return subnet ? [{ acl: this.network.acl(subnet), outward, other }] : [];
  }

  /** From an interface to what is outside of its VPC. */
  public outward(from: Site, host: Host, name: string): Answer {
    const egress = this.allowed(from, 'Egress', { name, host, groups: [] });
    return allOf([egress, ...from.subnet ? [this.routed(from, host, name), crosses(this.crossing(from, true, host), this.packet)] : []]);
  }

  private routed(from: Site, host: Host, name: string): Answer {
    const table = this.network.table(from.subnet!);
    const answers = routesTo(host, table).map((route) => this.through(route, from, host));
    return table.routes === undefined ? open(table.name) : answers.length === 0 ? no(`no route of ${table.name} leads to ${name}`)
      : answers.every(({ holds }) => holds === answers[0].holds) ? answers[0]
        : open(`which route of ${table.name} leads to ${name} depends on an address that is not known`);
  }

  private through({ name, target, natSubnet }: Route, from: Site, host: Host): Answer {
    if (target === 'elsewhere' || target === 'nothing') {
      return target === 'nothing' ? no(`${name} leads to nothing`) : open(`${name} leads to what the template does not describe`);
    } else if (!isPublic(host)) {
      return no('private addresses are not reached over the Internet');
    } else if (target !== 'NAT gateway') {
      return host.bits === 128 || from.isPublic ? yes(name) : no(`${from.name} has no public address for the Internet gateway of ${name}`);
    } else if (natSubnet === undefined) {
      return open(`the NAT gateway of ${name} is in no template`);
    }
    const subnet = this.network.subnet(natSubnet);
    const nat: Site = { name: `the NAT gateway of ${name}`, subnet, isPublic: true, hosts: this.network.hostsIn(subnet, false) };
    const entered = from.subnet!.id === subnet.id ? [] : from.hosts.filter(({ bits }) => bits === 32).slice(0, 1)
      .flatMap((one) => this.crossing(nat, false, one));
    const beyond = this.network.table(subnet).routes === undefined ? open(this.network.table(subnet).name)
      : anyOf(routesTo(host, this.network.table(subnet)).map((route) => route.target === 'internet gateway' ? yes(name) : no()),
        `${nat.name} is in a subnet without a route to an Internet gateway`);
    return allOf([beyond, crosses([...entered, ...this.crossing(nat, true, host)], this.packet)].map((one) => one.holds ? yes(name) : one));
  }

  /** From what is outside of the VPC of an interface. */
  public inward(to: Site, host: Host, name: string): Answer {
    const ingress = this.allowed(to, 'Ingress', { name, host, groups: [] });
    return allOf([ingress, ...to.subnet ? [this.entered(to, host, name), crosses(this.crossing(to, false, host), this.packet)] : []]);
  }

  /** An Internet gateway leads to public addresses of subnets that have a route back to it. */
  private entered(to: Site, host: Host, name: string): Answer {
    const table = this.network.table(to.subnet!);
    if (host.bits === 32 && !to.isPublic && isPublic(host)) {
      return no(`${to.name} has no public address`);
    } else if (table.routes === undefined) {
      return open(table.name);
    }
    const routes = routesTo(host, table);
    const elsewhere = routes.find(({ target }) => target === 'elsewhere');
    const gateway = isPublic(host) ? routes.find(({ target }) => target === 'internet gateway') : undefined;
    return elsewhere ? open(`${elsewhere.name} leads to what the template does not describe`) : gateway ? yes(gateway.name)
      : no(`${table.name} has no route to ${isPublic(host) ? 'an Internet gateway' : name}`);
  }
}
