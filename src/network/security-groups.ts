import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { enforces } from './intentions';
import { requireKind } from '../private/kinds';

/**
 * Properties of LambdaRedisSecurityGroups.
 */
export interface LambdaRedisSecurityGroupsProps {
  /** The VPC of both groups. It may be an imported one. */
  readonly vpc: ec2.IVpc;

  /**
   * Whether the outbound rules of the Lambda security group allow HTTPS and Redis only, instead of everything.
   *
   * @default false - all outbound traffic is allowed, for AWS services and third parties
   */
  readonly restrictLambdaEgress?: boolean;
}

/**
 * The pair of security groups that lets functions reach Redis and nothing reach the functions. HardenedVpc creates one;
 * create your own to put functions into a VPC that exists already.
 *
 * Security groups cost nothing.
 */
export class LambdaRedisSecurityGroups extends Construct {
  /** For functions: no inbound rule; all outbound traffic, or HTTPS and Redis with `restrictLambdaEgress`. */
  public readonly lambda: ec2.SecurityGroup;

  /** For ElastiCache: port 6379 from the Lambda security group, and no outbound traffic. */
  public readonly redis: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: LambdaRedisSecurityGroupsProps) {
    super(scope, id);
    requireKind(this, 'vpc', props.vpc, 'ec2.IVpc');
    const restrictLambdaEgress = props.restrictLambdaEgress ?? false;

    this.lambda = new ec2.SecurityGroup(this, 'Lambda', {
      vpc: props.vpc,
      description: 'Functions: no inbound traffic',
      allowAllOutbound: !restrictLambdaEgress,
    });
    enforces(this.lambda, 'NET-04');

    this.redis = new ec2.SecurityGroup(this, 'Redis', {
      vpc: props.vpc,
      description: 'Redis: port 6379 from functions, no outbound traffic',
      allowAllOutbound: false,
    });
    this.redis.addIngressRule(this.lambda, ec2.Port.tcp(6379), 'Redis from functions');
    if (restrictLambdaEgress) {
      this.lambda.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS to AWS services and third parties');
      this.lambda.addEgressRule(this.redis, ec2.Port.tcp(6379), 'Redis');
    }
    enforces(this.redis, 'NET-05');
  }
}
