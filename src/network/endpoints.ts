import { Aws } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';

const INTERFACES = {
  SecretsManagerEndpoint: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  KmsEndpoint: ec2.InterfaceVpcEndpointAwsService.KMS,
  CloudWatchLogsEndpoint: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  StsEndpoint: ec2.InterfaceVpcEndpointAwsService.STS,
};

/** A gateway endpoint, which costs nothing. */
export const gatewayEndpoint = (
  vpc: ec2.Vpc, id: string, service: ec2.GatewayVpcEndpointAwsService, ownResourcesOnly: boolean,
): ec2.GatewayVpcEndpoint => restricted(vpc.addGatewayEndpoint(id, { service }), ownResourcesOnly);

/** Interface endpoints. Their private names serve the whole VPC: whoever their security groups do not admit times out. */
export function interfaceEndpoints(vpc: ec2.Vpc, subnets: ec2.SubnetSelection, ownResourcesOnly: boolean): ec2.InterfaceVpcEndpoint[] {
  return Object.entries(INTERFACES).map(([id, service]) =>
    restricted(vpc.addInterfaceEndpoint(id, { service, subnets, open: false }), ownResourcesOnly));
}

/**
 * Requests with credentials of other accounts, and those without any, find no way through the endpoint. AWS services do: a custom
 * resource in the VPC, for one, responds to CloudFormation with a URL that the service has signed.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
function restricted<Endpoint extends ec2.VpcEndpoint>(endpoint: Endpoint, ownResourcesOnly: boolean): Endpoint {
  const allow = (statement: { readonly sid: string; readonly conditions: Record<string, Record<string, string>> }) =>
    endpoint.addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['*'], resources: ['*'], ...statement }));
  allow({
    sid: 'ThisAccount',
    conditions: {
      StringEquals: {
        'aws:PrincipalAccount': Aws.ACCOUNT_ID,
        ...ownResourcesOnly ? { 'aws:ResourceAccount': Aws.ACCOUNT_ID } : {},
      },
    },
  });
  allow({ sid: 'AwsServices', conditions: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } });
  return endpoint;
}

/** Lets the groups of `other` connect. The rules are in their stack, which depends on that of the endpoint, and not the reverse. */
export function admit(endpoint: ec2.InterfaceVpcEndpoint, other: ec2.IConnectable): void {
  const https = ec2.Port.tcp(443);
  for (const group of endpoint.connections.securityGroups) {
    for (const peer of other.connections.securityGroups) {
      group.addIngressRule(peer, https, 'HTTPS to the endpoint', true);
      if (!peer.allowAllOutbound) {
        peer.addEgressRule(group, https, 'HTTPS to the endpoint');
      }
    }
  }
}
