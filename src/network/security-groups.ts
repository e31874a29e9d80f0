import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { enforces } from './controls';

/**
 * Properties of LambdaRedisSecurityGroups.
 */
export interface LambdaRedisSecurityGroupsProps {
  /** The VPC of both groups. It may be an imported one. */
  readonly vpc: ec2.IVpc;

  /**
   * Whether the Lambda security group permits HTTPS and Redis only to go out, instead of everything.
   *
   * @default false - everything may go out, as AWS services and third parties are called
   */
  readonly restrictLambdaEgress?: boolean;
}

/**
 * The pair of security groups that lets functions reach Redis and nothing reach the functions. HardenedVpc makes one;
 * make your own to put functions into a VPC that exists already.
 *
 * Security groups cost nothing.
 */
export class LambdaRedisSecurityGroups extends Construct {
  /** For functions: no inbound; outbound everything, or HTTPS and Redis with `restrictLambdaEgress`. */
  public readonly lambda: ec2.SecurityGroup;

  /** For ElastiCache: port 6379 from the Lambda security group, and nothing out. */
  public readonly redis: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: LambdaRedisSecurityGroupsProps) {
    super(scope, id);
    const restrictLambdaEgress = props.restrictLambdaEgress ?? false;

    this.lambda = new ec2.SecurityGroup(this, 'Lambda', {
      vpc: props.vpc,
      description: 'Functions: nothing comes in',
      allowAllOutbound: !restrictLambdaEgress,
    });
    enforces(this, 'NET-04');

    this.redis = new ec2.SecurityGroup(this, 'Redis', {
      vpc: props.vpc,
      description: 'Redis: port 6379 from functions, nothing goes out',
      allowAllOutbound: false,
    });
    this.redis.addIngressRule(this.lambda, ec2.Port.tcp(6379), 'Redis from functions');
    if (restrictLambdaEgress) {
      this.lambda.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS to AWS services and third parties');
      this.lambda.addEgressRule(this.redis, ec2.Port.tcp(6379), 'Redis');
    }
    enforces(this, 'NET-05');
  }
}
