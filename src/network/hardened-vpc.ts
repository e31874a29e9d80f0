import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { admit, gatewayEndpoint, interfaceEndpoints } from './endpoints';
import { flowLogRole } from './flow-log-role';
import { HardenedVpcProps } from './hardened-vpc-props';
import { enforces } from './intentions';
import { Layout, layoutOf, requireLayout, subnetsOf, zonesOf } from './layout';
import { LambdaRedisSecurityGroups } from './security-groups';
import { pinFeatureFlags } from '../private/feature-flags';
import { keyHere, stackKey } from '../private/keys';
import { requireKind } from '../private/kinds';
import { logGroup } from '../private/log-groups';

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
    const layout = layoutOf(props);
    const ownResourcesOnly = props.restrictEndpointsToOwnResources ?? false;
    requireLayout(this, props, layout, ipAddresses);

    this.vpc = this.createVpc(ipAddresses, layout);
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

  private createVpc(ipAddresses: ec2.IIpAddresses, layout: Layout): ec2.Vpc {
    return new ec2.Vpc(this, 'Default', {
      ipAddresses,
      availabilityZones: zonesOf(this, layout),
      reservedAzs: layout.reserved,
      natGateways: layout.natGateways,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: subnetsOf(layout),
    });
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
