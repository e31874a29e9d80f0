import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** What the Lambda service does with a function's network interfaces, in the name of the function's role. */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];

/** A role for one function: its log group and, in a VPC, its network interfaces. The CDK adds what tracing needs. */
export function executionRole(scope: Construct, id: string, logGroup: logs.ILogGroup, inVpc: boolean): iam.Role {
  const statements = [
    new iam.PolicyStatement({ sid: 'WriteOwnLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
    ...inVpc ? networkInterfaces(scope) : [],
  ];
  return new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    // inside the role, so that they go after the function and its network interfaces, and not before
    inlinePolicies: { Runtime: new iam.PolicyDocument({ statements }) },
  });
}

/**
 * The Lambda service creates and deletes the interfaces with the role's permissions, and looks for all of them when the
 * function is made. A call of the function's own code carries `lambda:SourceFunctionArn`, one of the service does not.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function networkInterfaces(scope: Construct): iam.PolicyStatement[] {
  const anyFunction = Stack.of(scope).formatArn({
    service: 'lambda', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [
    new iam.PolicyStatement({ sid: 'ServiceManagesInterfaces', actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'] }),
    new iam.PolicyStatement({
      sid: 'CodeDoesNot',
      effect: iam.Effect.DENY,
      actions: [...NETWORK_INTERFACE_ACTIONS, 'ec2:DetachNetworkInterface'],
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': anyFunction } },
    }),
  ];
}
