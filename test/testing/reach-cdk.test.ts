import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { IConstruct } from 'constructs';
import { Reach, reachOf } from '../../src/testing';

/** A web service as the constructs of the CDK make it: a load balancer, tasks, a function and a database. */
class Shop extends Stack {
  public readonly vpc = new ec2.Vpc(this, 'Vpc', {
    maxAzs: 2,
    restrictDefaultSecurityGroup: true,
    gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    subnetConfiguration: [
      { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
      { name: 'App', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ],
  });

  public readonly balancer = new elb.ApplicationLoadBalancer(this, 'Balancer', { vpc: this.vpc, internetFacing: true });
  public readonly service = new ecs.FargateService(this, 'Service', {
    cluster: new ecs.Cluster(this, 'Cluster', { vpc: this.vpc }), taskDefinition: this.tasks(), desiredCount: 1,
  });

  public readonly database = new rds.DatabaseInstance(this, 'Database', {
    vpc: this.vpc, vpcSubnets: { subnetGroupName: 'Data' }, engine: rds.DatabaseInstanceEngine.POSTGRES,
  });

  public readonly fn = new lambda.Function(this, 'Fn', {
    code: lambda.Code.fromInline('-'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    vpc: this.vpc,
    allowAllOutbound: false,
  });

  public readonly kms = this.vpc.addInterfaceEndpoint('Kms', { service: ec2.InterfaceVpcEndpointAwsService.KMS });

  constructor() {
    super(new App(), 'Shop');
    this.balancer.addListener('Web', { port: 80 }).addTargets('Tasks', { port: 8080, targets: [this.service] });
    this.database.connections.allowDefaultPortFrom(this.service);
  }

  private tasks(): ecs.TaskDefinition {
    const definition = new ecs.FargateTaskDefinition(this, 'Tasks');
    definition.addContainer('App', { image: ecs.ContainerImage.fromRegistry('nginx'), portMappings: [{ containerPort: 8080 }] });
    return definition;
  }
}

const shop = new Shop();
const reach: Reach = reachOf(Template.fromStack(shop));
const idOf = (construct: IConstruct) => shop.getLogicalId((construct.node.defaultChild ?? construct) as CfnElement);
const tasks = shop.getLogicalId(shop.service.node.findChild('Service') as CfnElement);
const [balancer, database, fn] = [shop.balancer, shop.database, shop.fn].map(idOf);
const asked = (from: string, to: string | object, port: number) => reach.canConnect({ from, to, port }).allowed;

test('the Internet reaches the load balancer, and nothing behind it', () => {
  expect(reach.fromInternet()).toEqual([{ from: 'the Internet', to: balancer, ports: 'tcp 80' }]);
  const tiers = [[balancer, 80], [tasks, 8080], [database, 5432]] as const;
  expect(tiers.map(([to, port]) => asked('internet', to, port))).toEqual([true, false, false]);
});

test('each tier reaches the next one only', () => {
  expect([asked(balancer, tasks, 8080), asked(balancer, tasks, 80), asked(balancer, database, 5432)]).toEqual([true, false, false]);
  expect([asked(tasks, database, 5432), asked(tasks, database, 22), asked(tasks, balancer, 8080)]).toEqual([true, false, false]);
  expect(reach.whoReaches(database)).toEqual([{ from: tasks, to: database, ports: 'tcp 5432' }]);
});

test('private subnets have a way out through NAT, isolated ones and closed groups have none', () => {
  expect([asked(tasks, 'internet', 443), asked(database, 'internet', 443), asked(fn, 'internet', 443)]).toEqual([true, false, false]);
  const [data] = shop.vpc.selectSubnets({ subnetGroupName: 'Data' }).subnets.map(idOf);
  const [app] = shop.vpc.selectSubnets({ subnetGroupName: 'App' }).subnets.map(idOf);
  expect([asked(data, 'internet', 443), asked(app, 'internet', 443)]).toEqual([false, true]);
});

test('endpoints are reached by the whole VPC, with an outbound rule', () => {
  const service = (name: string) => [tasks, fn].map((from) => asked(from, { service: name }, 443));
  expect([service('kms'), service('s3'), service('sqs')]).toEqual([[true, false], [true, false], [true, false]]);
  expect(asked(tasks, idOf(shop.kms), 443)).toBe(true);
});
