import { InvokeCommand } from '@aws-sdk/client-lambda';
import { att, lambda, ref, role } from './resources';
import { Suite } from './suite';
import { expectEqual, expectTrue } from '../../examples/omnitrack/demo/proofs';

/** Attributes and inline code. */
export async function checkTemplates({ stacks, claims, clients: { lambda: client } }: Suite): Promise<void> {
  await claims.check(
    'VPCs, subnets and endpoints have their attributes [CloudFormation: Return values of AWS::EC2::VPC, Subnet, VPCEndpoint]',
    async () => {
      const { outputs } = await stacks.must(
        {
          Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
          Subnet: {
            Type: 'AWS::EC2::Subnet',
            Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' },
          },
          Endpoint: {
            Type: 'AWS::EC2::VPCEndpoint',
            Properties: {
              VpcId: ref('Vpc'),
              ServiceName: 'com.amazonaws.us-east-1.kms',
              VpcEndpointType: 'Interface',
              SubnetIds: [ref('Subnet')],
            },
          },
        },
        {
          Vpc: att('Vpc', 'CidrBlock'),
          Subnet: att('Subnet', 'CidrBlock'),
          Zone: att('Subnet', 'AvailabilityZone'),
          Interface: { 'Fn::Select': [0, att('Endpoint', 'NetworkInterfaceIds')] },
          Dns: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Endpoint', 'DnsEntries')] }] }] },
        },
      );
      expectEqual([outputs.Vpc, outputs.Subnet, outputs.Zone], ['10.0.0.0/16', '10.0.0.0/24', 'us-east-1a'], 'attributes');
      expectTrue(/^eni-/.test(outputs.Interface) && /\.kms\.us-east-1\.vpce\.amazonaws\.com$/.test(outputs.Dns), JSON.stringify(outputs));
    },
  );
  const invoke = async (handler: string) => {
    const { outputs } = await stacks.must(
      { Role: role(), Function: lambda('exports.handler = async () => "inline"', { Handler: handler }) },
      { Name: ref('Function') },
    );
    const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName: outputs.Name }));
    return { payload: Buffer.from(Payload ?? []).toString(), failed: FunctionError !== undefined };
  };
  await claims.check('inline code is in the file index [CloudFormation: AWS::Lambda::Function Code]', async () =>
    expectEqual(await invoke('index.handler'), { payload: '"inline"', failed: false }, 'index'),
  );
  await claims.check('inline code is in no file that the handler names [CloudFormation: AWS::Lambda::Function Code]', async () =>
    expectEqual((await invoke('app.handler')).failed, true, 'failed'),
  );
}
