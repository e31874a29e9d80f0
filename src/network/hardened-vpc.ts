import { Annotations, Fn, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { enforces } from './controls';
import { LambdaRedisSecurityGroups } from './security-groups';
import { logGroup } from '../private/encryption';
import { pinFeatureFlags } from '../private/feature-flags';
import { reject, requireBetween } from '../private/validation';

/**
 * Properties of a HardenedVpc.
 */
export interface HardenedVpcProps {
  /**
   * The address range: `ec2.IpAddresses.cidr('10.1.0.0/16')`, or a pool of Amazon VPC IPAM.
   *
   * It is divided evenly among three subnets in each zone, and must leave each of them at least a /28.
   *
   * @default - 10.0.0.0/16, nine subnets of 4,096 addresses
   */
  readonly ipAddresses?: ec2.IIpAddresses;

  /**
   * The number of Availability Zones, 1 to 6.
   *
   * In a stack without a Region of its own the first zones of the Region are taken at deployment: a Region that offers
   * fewer fails then.
   *
   * @default 3
   */
  readonly maxAzs?: number;

  /**
   * The number of NAT gateways, 0 to `maxAzs`. About 33 USD a month each in us-east-1, and 0.045 USD a gigabyte.
   *
   * One is cheaper, but its zone takes the other zones' way out with it. None needs `interfaceEndpoints: true`.
   *
   * @default - one per zone
   */
  readonly natGateways?: number;

  /**
   * Whether Secrets Manager, KMS, CloudWatch Logs and STS are reached inside the VPC. About 7.30 USD a month per service
   * and zone in us-east-1 (88 USD for four services in three zones), and 0.01 USD a gigabyte.
   *
   * @default false
   */
  readonly interfaceEndpoints?: boolean;

  /**
   * Whether the Lambda security group permits HTTPS and Redis only to go out, instead of everything.
   *
   * @default false - everything may go out, as AWS services and third parties are called
   */
  readonly restrictLambdaEgress?: boolean;

  /**
   * How long flow logs are kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly flowLogRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the flow logs. It must be in the Region of the VPC.
   *
   * @default - CloudWatch Logs encrypts with a key of its own
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * A VPC with public subnets for NAT gateways and private ones for functions and Redis, in three Availability Zones.
 *
 * Its default security group is closed, all its traffic is logged, S3 and DynamoDB are reached without leaving the AWS
 * network. As it comes it costs about 99 USD a month in us-east-1 (three NAT gateways); `natGateways: 1` costs 33 USD.
 *
 * Changing `ipAddresses` or lowering `maxAzs` replaces subnets, which fails while functions use them.
 */
export class HardenedVpc extends Construct {
  /** The HardenedVpc that made this VPC, if one did: so a construct that is given the VPC finds its groups and subnets. */
  public static of(vpc: ec2.IVpc): HardenedVpc | undefined {
    const parent = vpc.node.scope;
    return parent instanceof HardenedVpc ? parent : undefined;
  }

  /** The VPC. */
  public readonly vpc: ec2.Vpc;

  /** For functions: no inbound; outbound everything, or HTTPS and Redis with `restrictLambdaEgress`. */
  public readonly lambdaSecurityGroup: ec2.SecurityGroup;

  /** For ElastiCache: port 6379 from the Lambda security group, and nothing out. */
  public readonly redisSecurityGroup: ec2.SecurityGroup;

  /** The private subnets for functions: with a way out through NAT if there is one. */
  public readonly lambdaSubnets: ec2.SubnetSelection = { subnetGroupName: 'Lambda' };

  /** The private subnets for Redis: without any way out. */
  public readonly redisSubnets: ec2.SubnetSelection = { subnetGroupName: 'Redis' };

  /** Where the flow logs go. */
  public readonly flowLogGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: HardenedVpcProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    const ipAddresses = props.ipAddresses ?? ec2.IpAddresses.cidr('10.0.0.0/16');
    const maxAzs = props.maxAzs ?? 3;
    const natGateways = props.natGateways ?? maxAzs;
    const interfaceEndpoints = props.interfaceEndpoints ?? false;
    this.validate(ipAddresses, maxAzs, natGateways, interfaceEndpoints);

    this.vpc = this.createVpc(ipAddresses, maxAzs, natGateways);
    enforces(this, 'NET-01', 'NET-02');

    this.flowLogGroup = this.logTraffic(props.flowLogRetention ?? logs.RetentionDays.ONE_MONTH, props.encryptionKey);

    const groups = new LambdaRedisSecurityGroups(this, 'SecurityGroups', {
      vpc: this.vpc,
      restrictLambdaEgress: props.restrictLambdaEgress ?? false,
    });
    this.lambdaSecurityGroup = groups.lambda;
    this.redisSecurityGroup = groups.redis;

    this.addGatewayEndpoints();
    if (interfaceEndpoints) {
      this.addInterfaceEndpoints();
    }
  }

  private validate(ipAddresses: ec2.IIpAddresses, maxAzs: number, natGateways: number, interfaceEndpoints: boolean) {
    requireBetween(this, 'maxAzs', maxAzs, 1, 6);
    requireBetween(this, 'natGateways', natGateways, 0, maxAzs);
    if (natGateways === 0 && !interfaceEndpoints) {
      reject(this, 'natGateways is 0, so functions reach AWS services only through endpoints: set interfaceEndpoints: true, or natGateways to 1 or more');
    }
    const cidr = ipAddresses.allocateVpcCidr().cidrBlock;
    if (cidr === undefined || Token.isUnresolved(cidr)) {
      return;
    }
    const prefix = Number(cidr.split('/')[1]);
    const subnetBits = Math.ceil(Math.log2(maxAzs * 3));
    if (!(prefix >= 16 && prefix + subnetBits <= 28)) {
      reject(this, `ipAddresses must be between a /16 and a /${28 - subnetBits}, so that each of ${maxAzs * 3} subnets gets at least a /28, got ${cidr}`);
    }
  }

  private createVpc(ipAddresses: ec2.IIpAddresses, maxAzs: number, natGateways: number): ec2.Vpc {
    const privateType = natGateways > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
    return new ec2.Vpc(this, 'Vpc', {
      ipAddresses,
      availabilityZones: this.chooseZones(maxAzs),
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
      Annotations.of(this).addWarningV2('cdk-hardened:fewer-zones',
        `maxAzs is ${maxAzs}, but ${stack.region} offers ${zones.length} Availability Zones to this account: ${zones.length} are used.`);
    }
    return zones;
  }

  private logTraffic(retention: logs.RetentionDays, encryptionKey?: kms.IKey): logs.LogGroup {
    const group = logGroup(this, 'FlowLogGroup', { retention, encryptionKey });
    const role = new iam.Role(this, 'FlowLogRole', { assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') });
    this.vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(group, role),
      trafficType: ec2.FlowLogTrafficType.ALL,
    });
    enforces(this, 'NET-03');
    return group;
  }

  private addGatewayEndpoints() {
    this.vpc.addGatewayEndpoint('S3Endpoint', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    this.vpc.addGatewayEndpoint('DynamoDbEndpoint', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB });
    enforces(this, 'NET-06');
  }

  private addInterfaceEndpoints() {
    const services = {
      SecretsManagerEndpoint: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      KmsEndpoint: ec2.InterfaceVpcEndpointAwsService.KMS,
      CloudWatchLogsEndpoint: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      StsEndpoint: ec2.InterfaceVpcEndpointAwsService.STS,
    };
    for (const [id, service] of Object.entries(services)) {
      const endpoint = this.vpc.addInterfaceEndpoint(id, { service, subnets: this.lambdaSubnets, open: false });
      endpoint.connections.allowDefaultPortFrom(this.lambdaSecurityGroup);
    }
  }
}
