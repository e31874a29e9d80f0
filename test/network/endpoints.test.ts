import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HardenedVpc, HardenedVpcProps, SecureLambda } from '../../src';
import { synth, warningIds } from '../support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const withProps = (props: HardenedVpcProps = {}) => synth((stack) => new HardenedVpc(stack, 'Network', props));

test('the endpoint of S3 can be opened to more', () => {
  const template = synth((stack) => new HardenedVpc(stack, 'Network').s3Endpoint.addToPolicy(new iam.PolicyStatement({
    principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: ['arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*'],
  })));
  const [{ Properties }] = Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
    .filter((one) => JSON.stringify(one).includes('starport'));
  expect(Properties.PolicyDocument.Statement).toHaveLength(3);
});

describe('interface endpoints', () => {
  const rulesTo443 = (template: Template) => Object.values(template.findResources('AWS::EC2::SecurityGroupIngress',
    { Properties: { FromPort: 443 } }))
    .map(({ Properties }) => JSON.stringify(Properties.SourceSecurityGroupId));

  test('admit the Lambda security group, and are there to be seen', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new HardenedVpc(stack, 'Network', { interfaceEndpoints: true });
    expect(network.interfaceEndpoints).toHaveLength(4);
    expect(new HardenedVpc(stack, 'Other').interfaceEndpoints).toEqual([]);
    expect(rulesTo443(Template.fromStack(stack))).toEqual(Array(4).fill(expect.stringContaining('SecurityGroupsLambda')));
  });

  test('admit what is asked, whose own outbound rule is added where it needs one', () => {
    const stack = new Stack(new App(), 'Stack');
    const network = new HardenedVpc(stack, 'Network', { interfaceEndpoints: true });
    network.allowEndpointsFrom(new ec2.SecurityGroup(stack, 'Host', { vpc: network.vpc, allowAllOutbound: false }));
    const template = Template.fromStack(stack);
    expect(rulesTo443(template).filter((source) => source.includes('Host'))).toHaveLength(4);
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupEgress', { FromPort: 443, DestinationSecurityGroupId: Match.anyValue() }, 4);
    expect(warningIds(stack)).toEqual([]);
  });

  test('admit the groups of a function, also of another stack, which then depends on the network and not the reverse', () => {
    const app = new App();
    const [base, service] = [new Stack(app, 'Base'), new Stack(app, 'Service')];
    const network = new HardenedVpc(base, 'Network', { interfaceEndpoints: true });
    const group = new ec2.SecurityGroup(service, 'Own', { vpc: network.vpc });
    new SecureLambda(service, 'Fn', { code, vpc: network.vpc, securityGroups: [group] });
    app.synth();
    expect(base.dependencies).toEqual([]);
    expect(rulesTo443(Template.fromStack(service)).filter((source) => source.includes('Own'))).toHaveLength(4);
  });

  test('need nothing for a function with the Lambda security group, nor without endpoints', () => {
    const template = synth((stack) => {
      const network = new HardenedVpc(stack, 'Network');
      network.allowEndpointsFrom(new ec2.SecurityGroup(stack, 'Host', { vpc: network.vpc }));
      new SecureLambda(stack, 'Fn', { code, vpc: network.vpc });
    });
    expect(rulesTo443(template)).toEqual([]);
  });

  test('say what they expect of JavaScript', () => {
    expect(() => synth((stack) => new HardenedVpc(stack, 'Network', { interfaceEndpoints: true }).allowEndpointsFrom('sg-1' as never)))
      .toThrow(/other must be of the type ec2.IConnectable, got "sg-1" \(at Stack\/Network\)/);
  });
});

test('flow logs of this account alone may be delivered by the role', () => {
  const template = withProps();
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [Match.objectLike({
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' },
                ':vpc-flow-log/*']],
            },
          },
        },
      })],
    },
  });
});

describe('zones can be added', () => {
  /** The subnets by their logical ids, with what a change of replaces them. */
  const subnets = (props: HardenedVpcProps) => Object.entries(withProps(props).findResources('AWS::EC2::Subnet'))
    .map(([id, { Properties }]) => `${id} ${Properties.CidrBlock}`);

  test('without replacing a subnet, where addresses are reserved', () => {
    const before = subnets({ maxAzs: 2, reservedAzs: 1 });
    const after = subnets({ maxAzs: 3 });
    expect([before.length, after.length]).toEqual([6, 9]);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  test('at the price of every subnet, where none are', () => {
    const after = subnets({ maxAzs: 3 });
    expect(subnets({ maxAzs: 2 }).filter((subnet) => after.includes(subnet))).toEqual([]);
  });
});
