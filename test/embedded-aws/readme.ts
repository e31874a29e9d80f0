import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, paginateListStackResources, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { Suite } from './suite';
import { cdk } from '../../examples/omnitrack/demo/cdk';
import { call } from '../../examples/omnitrack/demo/http';
import { expectEqual } from '../../examples/omnitrack/demo/proofs';
import { SECURITY_HEADERS } from '../../src/middleware';

const ROOT = join(__dirname, '..', '..');
async function resourcesOf(client: CloudFormationClient): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: 'Orders' })) {
    resources.push(...page.StackResourceSummaries ?? []);
  }
  return resources;
}

const onlyApi = async (client: CloudFormationClient) =>
  (await resourcesOf(client)).find((resource) => resource.ResourceType === 'AWS::ApiGateway::RestApi')!.PhysicalResourceId!;

/** The first example of the README, as a reader would deploy it with the CDK CLI: inline code behind our layer, in a VPC, behind an API. */
export async function checkReadme({ claims, clients: { apigateway, cloudformation }, aws }: Suite): Promise<void> {
  const [, example] = /```ts[^\n]*\n([^]*?)\n```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const directory = mkdtempSync(join(ROOT, '.cache', 'readme-'));
  const log = aws.logFile.replace('embedded-aws', 'cdk');
  const run = (...args: string[]) => cdk([...args, '--output', join(directory, 'cdk.out')], aws.environment, log, () => undefined);
  const app = `${join(ROOT, 'node_modules', '.bin', 'tsx')} --tsconfig ${join(ROOT, 'tsconfig.dev.json')} ${join(directory, 'app.ts')}`;
  const deploy = async (code: string) => {
    writeFileSync(join(directory, 'app.ts'), code);
    await run('deploy', '--app', app, '--all', '--require-approval', 'never');
  };
  try {
    // what other claims have allowed: an account that has never had an API allows API Gateway no logs
    await apigateway.send(new UpdateAccountCommand({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: '' }] }));
    await run('bootstrap', '--app', '', `aws://${aws.environment.CDK_DEFAULT_ACCOUNT}/${aws.environment.CDK_DEFAULT_REGION}`);
    await claims.check('an account that has never had an API allows API Gateway no logs', async () => {
      expectEqual((await apigateway.send(new GetAccountCommand({}))).cloudwatchRoleArn ?? '', '', 'role');
    });
    await claims.check("the README's first example deploys there, and its inline code responds through the layer with the headers",
      async () => {
        await deploy(example);
        const api = await onlyApi(cloudformation);
        const response = await call(aws.port, api, 'prod', { path: '/orders' });
        const expected = Object.entries(SECURITY_HEADERS).map(([name, value]) => [name.toLowerCase(), value]);
        expectEqual([response.status, expected.map(([name]) => [name, response.headers[name]])], [200, expected], 'response');
      });
    await claims.check("the README's first example is updated to interface endpoints", async () => {
      await deploy(example.replace("new HardenedVpc(stack, 'Network')", "new HardenedVpc(stack, 'Network', { interfaceEndpoints: true })"));
      const endpoints = (await resourcesOf(cloudformation)).filter((resource) => resource.ResourceType === 'AWS::EC2::VPCEndpoint');
      expectEqual(endpoints.length > 2, true, 'endpoints');
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
