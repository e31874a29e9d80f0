import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LambdaRedisSecurityGroups } from '../../src';
import { synth } from '../support/synth';

test('stand in an imported VPC', () => {
  const template = synth((stack) => new LambdaRedisSecurityGroups(stack, 'Groups', {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] }),
  }));
  template.resourcePropertiesCountIs('AWS::EC2::SecurityGroup', { VpcId: 'vpc-1' }, 2);
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 6379 });
});
