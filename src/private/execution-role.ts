import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** What the Lambda service does with a function's network interfaces, with the permissions of the function's role. */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];

/** A role for one function: its log group and, in a VPC, its network interfaces. The CDK adds what tracing needs. */
export function executionRole(scope: Construct, id: string, logGroup: logs.ILogGroup, inVpc: boolean): iam.Role {
  const role = new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  // the policy to which grants are added: a function depends on it, so it is deleted after the function and its network interfaces
  role.addToPolicy(new iam.PolicyStatement({
    sid: 'WriteOwnLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn],
  }));
  (inVpc ? networkInterfaces() : []).forEach((statement) => role.addToPolicy(statement));
  return role;
}

/**
 * The Lambda service creates and deletes the interfaces with the role's permissions, which AWS requires on all resources. A call
 * of the function's own code carries `lambda:SourceFunctionArn`, one of the service does not; whose ARN it is does not matter, so
 * that a function of another Region with this role is denied as well.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function networkInterfaces(): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ sid: 'ServiceManagesInterfaces', actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'] }),
    new iam.PolicyStatement({
      sid: 'CodeDoesNot',
      effect: iam.Effect.DENY,
      actions: [...NETWORK_INTERFACE_ACTIONS, 'ec2:DetachNetworkInterface'],
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  ];
}
