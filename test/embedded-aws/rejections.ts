import { API_REJECTIONS } from './rejected-apis';
import { FUNCTION_REJECTIONS } from './rejected-functions';
import { RESOURCE_REJECTIONS } from './rejected-resources';
import { allow, api, att, lambda, policy, ref, role, subnet, vpc } from './resources';
import { rejected } from './stacks';
import { Suite } from './suite';

const code = 'exports.handler = async () => ({ statusCode: 200, body: "" })';

/** Each is rejected in an account that has never seen an API; what is right is accepted. */
export async function checkRejections({ stacks, claims }: Suite): Promise<void> {
  for (const { claim, page, resources, says } of [...FUNCTION_REJECTIONS, ...API_REJECTIONS, ...RESOURCE_REJECTIONS]) {
    await claims.check(`rejects ${claim} [${page}]`, async () => rejected(await stacks.create(resources), says));
  }
  await claims.check('accepts a function in a VPC whose role may manage interfaces [Lambda: access to resources in a VPC]', async () => {
    const interfaces = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'];
    await stacks.must({
      Role: role({ Policies: [{ PolicyName: 'Interfaces', PolicyDocument: policy(allow(interfaces, '*')) }] }),
      Vpc: vpc,
      Subnet: subnet,
      Function: lambda(code, { VpcConfig: { SubnetIds: [ref('Subnet')], SecurityGroupIds: [] } }),
    });
  });
  await claims.check("accepts logs where API Gateway can assume the account's role [API Gateway: Set up CloudWatch logging]", async () => {
    const { Stage, ...others } = api(code);
    const MethodSettings = [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }];
    await stacks.must({
      Logs: role({}, 'apigateway.amazonaws.com'),
      Account: { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: att('Logs', 'Arn') } },
      ...others,
      Stage: { ...Stage, Properties: { ...Stage.Properties, MethodSettings }, DependsOn: ['Account'] },
    });
  });
}
