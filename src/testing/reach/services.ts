import { resourcesOf } from '../stacks';
import { SOMEWHERE } from './addresses';
import { allOf, Answer, anyOf, yes } from './answers';
import { Site, sitesOf } from './interfaces';
import { Network } from './network';
import { crosses } from './network-acls';
import { Packet } from './packet';
import { Paths } from './paths';
import { nameOf, property, setting } from './reading';
import { serviceOf } from './routes';

/** Whether an interface reaches an AWS service: where its name leads to an endpoint in the whole VPC, there is no other way. */
export function toService(from: Site, service: string, network: Network, packet: Packet): Answer {
  const paths = new Paths(network, packet);
  const endpoints = resourcesOf(network.stacks, 'AWS::EC2::VPCEndpoint').filter((one) => property(one, 'VpcEndpointType') === 'Interface'
    && property(one, 'VpcId') === from.vpc && serviceOf(one) === service);
  const hasName = endpoints.filter((one) => setting(one, one.resource.Properties?.PrivateDnsEnabled) === 'true');
  const through = (found: typeof endpoints) => found.flatMap((one) => sitesOf(one, network)!.map((site) => {
    const answer = paths.between(from, site);
    return answer.holds ? { ...answer, because: [...answer.because, `the endpoint ${nameOf(one)}`] } : answer;
  }));
  return hasName.length > 0 ? anyOf(through(hasName)) : anyOf([gatewayOf(from, service, network, packet)
    ?? paths.outward(from, SOMEWHERE, service), ...through(endpoints)]);
}

/** By the gateway endpoint of the route table, if there is one. */
function gatewayOf(from: Site, service: string, network: Network, packet: Packet): Answer | undefined {
  const { subnet } = from;
  const table = subnet && network.table(subnet);
  if (subnet === undefined || !table?.services.includes(service)) {
    return undefined;
  }
  return allOf([
    new Paths(network, packet).allowed(from, 'Egress', { name: service, host: SOMEWHERE, groups: [] }),
    crosses([{ acl: network.acl(subnet), outward: true, other: SOMEWHERE }], packet),
    yes(`the gateway endpoint of ${service} in ${table.name}`),
  ]);
}
