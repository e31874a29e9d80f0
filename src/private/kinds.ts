import { IConstruct } from 'constructs';
import { reject, shown } from './validation';

/** What a prop takes, by members that only such objects have. JavaScript passes anything. */
const KINDS = {
  'ec2.IVpc': ['vpcId', 'selectSubnets'],
  'ec2.ISecurityGroup': ['securityGroupId'],
  'ec2.IConnectable': ['connections'],
  'ec2.IIpAddresses': ['allocateVpcCidr'],
  'kms.IKey': ['keyArn', 'addToResourcePolicy'],
  's3.IBucket': ['bucketArn', 'arnForObjects'],
  'iam.IGrantable': ['grantPrincipal'],
  'lambda.Code': ['bind', 'bindToResource'],
  'lambda.IFunction': ['functionArn', 'addPermission'],
  'lambda.Runtime': ['name', 'supportsInlineCode'],
  'secretsmanager.ISecret': ['secretArn'],
  'IManagedSecrets': ['credentials', 'apiSecret'],
  'apigateway.IAuthorizer': ['authorizerId'],
  'apigateway.Integration': ['bind', 'props'],
  'apigateway.IStage': ['stageName'],
  'elasticloadbalancingv2.IApplicationLoadBalancer': ['loadBalancerArn'],
  'appsync.IGraphqlApi': ['arn', 'apiId'],
  'cognito.IUserPool': ['userPoolArn'],
} as const;

export type Kind = keyof typeof KINDS;

const isKind = (value: unknown, kind: Kind): value is object =>
  typeof value === 'object' && value !== null && KINDS[kind].every((member) => member in value);

/** Throws when the value is something else, and says which of its properties was meant, where one fits. */
export function requireKind(scope: IConstruct, prop: string, value: unknown, kind: Kind): void {
  if (isKind(value, kind)) {
    return;
  }
  const meant = typeof value === 'object' && value !== null
    ? Object.keys(value).find((name) => isKind((value as Record<string, unknown>)[name], kind))
    : undefined;
  reject(scope, 'WrongType', prop, `must be of the type ${kind}, got ${shown(value)}${meant ? `: use its property ${meant}` : ''}`);
}
