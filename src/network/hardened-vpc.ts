import { Fn, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { admit, gatewayEndpoint, interfaceEndpoints } from './endpoints';
import { flowLogRole } from './flow-log-role';
import { enforces } from './intentions';
import { LambdaRedisSecurityGroups } from './security-groups';
import { pinFeatureFlags } from '../private/feature-flags';
import { keyHere, stackKey } from '../private/keys';
import { requireKind } from '../private/kinds';
import { logGroup } from '../private/log-groups';
import { reject, requireBetween, requireKnown } from '../private/validation';
import { warn } from '../private/warnings';

/**
 * Properties of a HardenedVpc.
 */
export interface HardenedVpcProps {
  /**
   * The address range: `ec2.IpAddresses.cidr('10.1.0.0/16')`, or a pool of Amazon VPC IPAM. A change replaces the VPC.
   *
   * It is divided evenly among three subnets in each zone, those of `reservedAzs` included, and must leave each of them at
   * least a /28.
   *
   * @default - 10.0.0.0/16, nine subnets of 4,096 addresses
   */
  readonly ipAddresses?: ec2.IIpAddresses;

  /**
   * The number of Availability Zones, 1 to 6. A change replaces subnets, which fails while functions use them; raising it
   * replaces none when `reservedAzs` is lowered by as much.
   *
   * In a stack without a Region of its own the first zones of the Region are used: in a Region that offers fewer the
   * deployment fails.
   *
   * @default 3
   */
  readonly maxAzs?: number;

  /**
   * The number of Availability Zones for which addresses are kept free, so that `maxAzs` can be raised later. Up to 6
   * together with `maxAzs`.
   *
   * @default 0
   */
  readonly reservedAzs?: number;

  /**
   * The number of NAT gateways, 0 to `maxAzs`. About 36.50 USD a month each in us-east-1, public address included, and
   * 0.045 USD a gigabyte.
   *
   * One is cheaper, but when its zone fails, functions in the other zones cannot reach the Internet either. With none,
   * `interfaceEndpoints` must be true.
   *
   * @default - one per zone
   */
  readonly natGateways?: number;

  /**
   * Whether Secrets Manager, KMS, CloudWatch Logs and STS are reached inside the VPC. About 7.30 USD a month per service
   * and zone in us-east-1 (88 USD for four services in three zones), and 0.01 USD a gigabyte.
   *
   * The names of these services then lead to the endpoints in the whole VPC. The Lambda security group and the security
   * groups of functions in this VPC may connect to them; for everything else call `allowEndpointsFrom`.
   *
   * @default false
   */
  readonly interfaceEndpoints?: boolean;

  /**
   * Whether VPC endpoints give access to resources of this account only, in addition to serving its principals only.
   * Then functions cannot reach buckets of AWS or of partners, such as those with layers of container images.
   *
   * @default false
   */
  readonly restrictEndpointsToOwnResources?: boolean;

  /**
   * Whether the outbound rules of the Lambda security group allow HTTPS and Redis only, instead of everything.
   *
   * @default false - all outbound traffic is allowed, for AWS services and third parties
   */
  readonly restrictLambdaEgress?: boolean;

  /**
   * How long flow logs are retained. About 0.50 USD a gigabyte.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly flowLogRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the flow logs. It must be in the Region of the VPC.
   *
   * @default - the key that the logs and functions of the stack share, rotated every 365 days and retained; 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * A VPC with public subnets for NAT gateways and private subnets for functions and Redis, in three Availability Zones.
 *
 * Its default security group is closed, all its traffic is logged, S3 and DynamoDB are reached without leaving the AWS
 * network, and VPC endpoints serve principals of this account and AWS services only.
 *
 * By default it costs about 110 USD a month in us-east-1 (three NAT gateways with their public addresses), 36.50 USD with one,
 * plus traffic and flow logs.
 */
export class HardenedVpc extends Construct {
  /**
   * The HardenedVpc that created this VPC, if one did: so a construct that is given the VPC finds its groups and subnets.
   *
   * @param vpc The VPC.
   */
  public static of(vpc: ec2.IVpc): HardenedVpc | undefined {
    const parent = vpc.node.scope;
    return parent instanceof HardenedVpc ? parent : undefined;
  }

  /** The VPC. */
  public readonly vpc: ec2.Vpc;

  /** For functions: no inbound rule; all outbound traffic, or HTTPS and Redis with `restrictLambdaEgress`. */
  public readonly lambdaSecurityGroup: ec2.SecurityGroup;

  /** For ElastiCache: port 6379 from the Lambda security group, and no outbound traffic. */
  public readonly redisSecurityGroup: ec2.SecurityGroup;

  /** The private subnets for functions: with a route to the Internet through NAT if there is one. */
  public readonly lambdaSubnets: ec2.SubnetSelection = { subnetGroupName: 'Lambda' };

  /** The private subnets for Redis: without a route to the Internet. */
  public readonly redisSubnets: ec2.SubnetSelection = { subnetGroupName: 'Redis' };

  /** The log group of the flow logs. */
  public readonly flowLogGroup: logs.LogGroup;

  /**
   * The gateway endpoint of S3. Its `addToPolicy` allows more than principals of this account and AWS services, such as what
   * pulls images from Amazon ECR or packages from the repositories of Amazon Linux.
   */
  public readonly s3Endpoint: ec2.GatewayVpcEndpoint;

  /** The gateway endpoint of DynamoDB. */
  public readonly dynamoDbEndpoint: ec2.GatewayVpcEndpoint;

  /** The interface endpoints; none without `interfaceEndpoints`. */
  public readonly interfaceEndpoints: ec2.InterfaceVpcEndpoint[] = [];

  constructor(scope: Construct, id: string, props: HardenedVpcProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    const ipAddresses = props.ipAddresses ?? ec2.IpAddresses.cidr('10.0.0.0/16');
    const zones = { max: props.maxAzs ?? 3, reserved: props.reservedAzs ?? 0 };
    const natGateways = props.natGateways ?? zones.max;
    const ownResourcesOnly = props.restrictEndpointsToOwnResources ?? false;
    this.validate(props, ipAddresses, zones, natGateways);

    this.vpc = this.createVpc(ipAddresses, zones, natGateways);
    enforces(this, 'NET-01', 'NET-02');

    const key = props.encryptionKey ? keyHere(this, 'encryptionKey', props.encryptionKey) : stackKey(this);
    this.flowLogGroup = this.logTraffic(props.flowLogRetention ?? logs.RetentionDays.ONE_MONTH, key);

    const groups = new LambdaRedisSecurityGroups(this, 'SecurityGroups', {
      vpc: this.vpc,
      restrictLambdaEgress: props.restrictLambdaEgress ?? false,
    });
    this.lambdaSecurityGroup = groups.lambda;
    this.redisSecurityGroup = groups.redis;

    const { S3, DYNAMODB } = ec2.GatewayVpcEndpointAwsService;
    this.s3Endpoint = gatewayEndpoint(this.vpc, 'S3Endpoint', S3, ownResourcesOnly);
    this.dynamoDbEndpoint = gatewayEndpoint(this.vpc, 'DynamoDbEndpoint', DYNAMODB, ownResourcesOnly);
    if (props.interfaceEndpoints ?? false) {
      this.interfaceEndpoints = interfaceEndpoints(this.vpc, this.lambdaSubnets, ownResourcesOnly);
      this.allowEndpointsFrom(this.lambdaSecurityGroup);
    }
    enforces(this, 'NET-06', 'NET-07');
  }

  /**
   * Allows connections to the interface endpoints, for what is not a function of this VPC. Without it Secrets Manager, KMS,
   * CloudWatch Logs and STS time out, as their names lead to the endpoints in the whole VPC. It does nothing without endpoints.
   *
   * @param other What may connect: an instance, a service of containers, a security group.
   */
  public allowEndpointsFrom(other: ec2.IConnectable): void {
    requireKind(this, 'other', other, 'ec2.IConnectable');
    this.interfaceEndpoints.forEach((endpoint) => admit(endpoint, other));
  }

  private validate(props: HardenedVpcProps, ipAddresses: ec2.IIpAddresses, zones: Zones, natGateways: number) {
    requireKind(this, 'ipAddresses', ipAddresses, 'ec2.IIpAddresses');
    const why = 'it decides how many subnets there are';
    requireKnown(this, 'maxAzs', zones.max, why);
    requireKnown(this, 'reservedAzs', zones.reserved, why);
    requireKnown(this, 'natGateways', natGateways, 'it decides how many NAT gateways there are');
    requireBetween(this, 'maxAzs', zones.max, 1, 6);
    requireBetween(this, 'reservedAzs', zones.reserved, 0, 6 - zones.max);
    requireBetween(this, 'natGateways', natGateways, 0, zones.max);
    if (natGateways === 0 && !props.interfaceEndpoints) {
      reject(this, 'ConflictingProps', 'natGateways', 'is 0, so functions reach AWS services only through endpoints: '
        + 'set interfaceEndpoints to true, or natGateways to 1 or more');
    }
    const cidr = ipAddresses.allocateVpcCidr().cidrBlock;
    if (cidr === undefined || Token.isUnresolved(cidr)) {
      return;
    }
    const subnets = (zones.max + zones.reserved) * 3;
    const prefix = Number(cidr.split('/')[1]);
    const subnetBits = Math.ceil(Math.log2(subnets));
    if (!(prefix >= 16 && prefix + subnetBits <= 28)) {
      reject(this, 'OutOfRange', 'ipAddresses',
        `must be between a /16 and a /${28 - subnetBits}, so that each of ${subnets} subnets gets at least a /28, `
        + `got ${cidr}`);
    }
  }

  private createVpc(ipAddresses: ec2.IIpAddresses, zones: Zones, natGateways: number): ec2.Vpc {
    const privateType = natGateways > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
    return new ec2.Vpc(this, 'Default', {
      ipAddresses,
      availabilityZones: this.chooseZones(zones.max),
      reservedAzs: zones.reserved,
      natGateways,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'Lambda', subnetType: privateType },
        { name: 'Redis', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
  }

  /** The CDK knows two zones only of a stack without a Region; the deployment knows them all. */
  private chooseZones(maxAzs: number): string[] {
    const stack = Stack.of(this);
    if (Token.isUnresolved(stack.region) || Token.isUnresolved(stack.account)) {
      return Array.from({ length: maxAzs }, (_, index) => Fn.select(index, Fn.getAzs()));
    }
    const zones = stack.availabilityZones.slice(0, maxAzs);
    if (zones.length < maxAzs) {
      warn(this, 'fewer-zones',
        `maxAzs is ${maxAzs}, but ${stack.region} offers ${zones.length} Availability Zones to this account: ${zones.length} are used.`);
    }
    return zones;
  }

  private logTraffic(retention: logs.RetentionDays, encryptionKey: kms.IKey): logs.LogGroup {
    const group = logGroup(this, 'FlowLogGroup', { retention, encryptionKey });
    this.vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(group, flowLogRole(this, 'FlowLogRole')),
      trafficType: ec2.FlowLogTrafficType.ALL,
    });
    enforces(this, 'NET-03');
    enforces(group, 'NET-08');
    return group;
  }
}

interface Zones {
  readonly max: number;
  readonly reserved: number;
}
