import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { HardenedVpc } from 'cdk-hardened';

export interface NetworkStackProps extends StackProps {
  readonly encryptionKey: kms.IKey;
}

/** The VPC. It changes least, and everything that runs stands in it. */
export class NetworkStack extends Stack {
  public readonly network: HardenedVpc;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    this.network = new HardenedVpc(this, 'Network', { encryptionKey: props.encryptionKey });

    new CfnOutput(this, 'VpcId', { value: this.network.vpc.vpcId });
    new CfnOutput(this, 'LambdaSecurityGroupId', { value: this.network.lambdaSecurityGroup.securityGroupId });
    new CfnOutput(this, 'RedisSecurityGroupId', { value: this.network.redisSecurityGroup.securityGroupId });
    new CfnOutput(this, 'FlowLogGroupName', { value: this.network.flowLogGroup.logGroupName });
  }
}
