import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LambdaRedisSecurityGroups } from '../../src';
import { synth } from '../support/synth';

test('let everything out of functions, unless that is restricted', () => {
  const egress = (restrictLambdaEgress?: boolean) => Object.values(synth((stack) => new LambdaRedisSecurityGroups(stack, 'Groups', {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }), restrictLambdaEgress,
  })).findResources('AWS::EC2::SecurityGroup')).map(({ Properties }) => Properties.SecurityGroupEgress[0]);
  expect(egress()[0]).toMatchObject({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' });
  expect(egress(true)[0]).toMatchObject({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 });
});

test('stand in an imported VPC', () => {
  const template = synth((stack) => new LambdaRedisSecurityGroups(stack, 'Groups', {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] }),
  }));
  template.resourcePropertiesCountIs('AWS::EC2::SecurityGroup', { VpcId: 'vpc-1' }, 2);
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 6379 });
});
