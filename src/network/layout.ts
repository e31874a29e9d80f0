import { Fn, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { HardenedVpcProps } from './hardened-vpc-props';
import { requireKind } from '../private/kinds';
import { known, reject, requireBetween, requireDistinct, requireKnown, requireList, shown } from '../private/validation';
import { warn } from '../private/warnings';

/** How many zones and NAT gateways a VPC has, and whether it has public subnets. */
export interface Layout {
  readonly max: number;
  readonly reserved: number;
  readonly names?: string[];
  readonly natGateways: number;
  readonly isolated: boolean;
}

export function layoutOf({ maxAzs, reservedAzs = 0, availabilityZones: names, natGateways, isolated = false }: HardenedVpcProps): Layout {
  const max = maxAzs ?? (Array.isArray(names) ? names.length : 3);
  return { max, reserved: reservedAzs, names, natGateways: natGateways ?? (isolated ? 0 : max), isolated };
}

/** Public subnets for NAT gateways, unless there is no way to the Internet, and two private ones in each zone. */
export function subnetsOf({ natGateways, isolated }: Layout): ec2.SubnetConfiguration[] {
  const privateType = natGateways > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
  return [
    ...isolated ? [] : [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false }],
    { name: 'Lambda', subnetType: privateType },
    { name: 'Redis', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  ];
}

/** The CDK knows two zones only of a stack without a Region; the deployment knows them all. */
export function zonesOf(scope: Construct, { max, names }: Layout): string[] {
  if (names !== undefined) {
    return names;
  }
  const stack = Stack.of(scope);
  if (Token.isUnresolved(stack.region) || Token.isUnresolved(stack.account)) {
    return Array.from({ length: max }, (_, index) => Fn.select(index, Fn.getAzs()));
  }
  const zones = stack.availabilityZones.slice(0, max);
  if (zones.length < max) {
    warn(scope, 'fewer-zones',
      `maxAzs is ${max}, but ${stack.region} offers ${zones.length} Availability Zones to this account: ${zones.length} are used.`);
  }
  return zones;
}

/** Throws for what EC2 would reject, and for a VPC whose functions could reach nothing. */
export function requireLayout(scope: Construct, props: HardenedVpcProps, layout: Layout, ipAddresses: ec2.IIpAddresses): void {
  requireKind(scope, 'ipAddresses', ipAddresses, 'ec2.IIpAddresses');
  const why = 'it decides how many subnets there are';
  requireKnown(scope, 'maxAzs', layout.max, why);
  requireKnown(scope, 'reservedAzs', layout.reserved, why);
  requireKnown(scope, 'natGateways', layout.natGateways, 'it decides how many NAT gateways there are');
  requireNames(scope, props);
  requireBetween(scope, 'maxAzs', layout.max, 1, 6);
  requireBetween(scope, 'reservedAzs', layout.reserved, 0, 6 - layout.max);
  requireBetween(scope, 'natGateways', layout.natGateways, 0, layout.max);
  requireWayOut(scope, props, layout);
  requireRoom(scope, layout, ipAddresses);
}

function requireNames(scope: Construct, { availabilityZones, maxAzs }: HardenedVpcProps): void {
  if (availabilityZones === undefined) {
    return;
  }
  requireList(scope, 'availabilityZones', availabilityZones);
  requireKnown(scope, 'availabilityZones', availabilityZones, 'it decides how many subnets there are');
  requireDistinct(scope, 'availabilityZones', availabilityZones);
  if (availabilityZones.length < 1 || availabilityZones.length > 6) {
    reject(scope, 'OutOfRange', 'availabilityZones', `must have 1 to 6 elements, got ${availabilityZones.length}`);
  }
  if (maxAzs !== undefined) {
    reject(scope, 'ConflictingProps', 'maxAzs', 'and availabilityZones both say which zones there are: remove one of them');
  }
  const { region } = Stack.of(scope);
  const foreign = known(availabilityZones).find((zone) => !Token.isUnresolved(region) && !zone.startsWith(region));
  if (foreign !== undefined) {
    reject(scope, 'WrongEnvironment', 'availabilityZones',
      `must be zones of the Region of the stack, ${region}, got ${shown(foreign)}`);
  }
}

function requireWayOut(scope: Construct, props: HardenedVpcProps, { natGateways, isolated }: Layout): void {
  if (isolated && natGateways > 0) {
    reject(scope, 'ConflictingProps', 'natGateways',
      `must be 0 when isolated is true, got ${natGateways}: there is no way to the Internet`);
  }
  if (natGateways === 0 && !props.interfaceEndpoints) {
    const [prop, value, remedy] = isolated ? ['isolated', true, 'isolated to false'] : ['natGateways', 0, 'natGateways to 1 or more'];
    reject(scope, 'ConflictingProps', String(prop), `is ${value}, so functions reach AWS services only through endpoints: `
      + `set interfaceEndpoints to true, or ${remedy}`);
  }
}

function requireRoom(scope: Construct, { max, reserved, isolated }: Layout, ipAddresses: ec2.IIpAddresses): void {
  const cidr = ipAddresses.allocateVpcCidr().cidrBlock;
  if (cidr === undefined || Token.isUnresolved(cidr)) {
    return;
  }
  const subnets = (max + reserved) * (isolated ? 2 : 3);
  const prefix = Number(cidr.split('/')[1]);
  const subnetBits = Math.ceil(Math.log2(subnets));
  if (!(prefix >= 16 && prefix + subnetBits <= 28)) {
    reject(scope, 'OutOfRange', 'ipAddresses',
      `must be between a /16 and a /${28 - subnetBits}, so that each of ${subnets} subnets gets at least a /28, got ${cidr}`);
  }
}
