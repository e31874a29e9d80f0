import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/**
 * Properties of a HardenedVpc.
 */
export interface HardenedVpcProps {
  /**
   * The address range: `ec2.IpAddresses.cidr('10.1.0.0/16')`, or a pool of Amazon VPC IPAM. A change replaces the VPC.
   *
   * It is divided evenly among three subnets in each zone (two when `isolated` is true), those of `reservedAzs` included, and must
   * leave each of them at least a /28.
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
   * The Availability Zones by their names, 1 to 6, such as `us-east-1a`, instead of the first `maxAzs` ones of the Region: where a
   * zone lacks what the VPC needs, or the synthesis has no credentials to look zones up. A change replaces subnets.
   *
   * @default - the first `maxAzs` zones of the Region
   */
  readonly availabilityZones?: string[];

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
   * @default - one per zone; none when `isolated` is true
   */
  readonly natGateways?: number;

  /**
   * Whether there is no way to the Internet at all: no public subnets, no Internet gateway, no NAT gateways. AWS services are reached
   * through endpoints, so `interfaceEndpoints` must be true. A change replaces subnets.
   *
   * @default false
   */
  readonly isolated?: boolean;

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
