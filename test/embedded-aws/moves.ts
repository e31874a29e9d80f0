import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { join } from 'path';
import { paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { Suite } from './suite';
import { cdk } from '../../examples/omnitrack/demo/cdk';
import { call } from '../../examples/omnitrack/demo/http';
import { expectEqual } from '../../examples/omnitrack/demo/proofs';
import { SECURITY_HEADERS } from '../../src/middleware';

const ROOT = join(__dirname, '..', '..');
const STACK = 'Items';

/** An application of the CDK's constructs is deployed and used, and ours with the same ids over it. */
export async function checkMoves({ claims, clients: { cloudformation, dynamodb }, aws }: Suite): Promise<void> {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const directory = mkdtempSync(join(ROOT, '.cache', 'moves-'));
  const [tsx, config, file] = ['node_modules/.bin/tsx', 'tsconfig.dev.json', 'test/moves/app.ts'].map((path) => join(ROOT, path));
  const app = `${tsx} --tsconfig ${config} ${file}`;
  const deploy = (moved: boolean) => cdk(
    ['deploy', '--app', app, '--all', '--require-approval', 'never', '--output', join(directory, 'cdk.out')],
    { ...aws.environment, MOVED: String(moved) }, aws.logFile.replace('embedded-aws', 'cdk'), () => undefined);
  const physicalIds = async (): Promise<Record<string, string>> => {
    const ids: Record<string, string> = {};
    for await (const page of paginateListStackResources({ client: cloudformation }, { StackName: STACK })) {
      for (const { ResourceType, LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (/::(Table|RestApi|Stage|Function|Resource|Role)$/.test(ResourceType!)) {
          ids[LogicalResourceId!] = PhysicalResourceId!;
        }
      }
    }
    return ids;
  };
  try {
    await deploy(false);
    const before = await physicalIds();
    const [api] = Object.entries(before).filter(([id]) => /^Api[0-9A-F]{8}$/.test(id)).map(([, physicalId]) => physicalId);
    const created = await call(aws.port, api, 'prod', { method: 'POST', path: '/items', body: '{"itemId":"first"}' });
    expectEqual(created.status, 201, 'status of a request before the move');

    await deploy(true);
    const after = await physicalIds();
    await claims.check('an application that moves keeps its table, functions, roles, API, stage and paths', async () => {
      expectEqual(Object.entries(before).filter(([id, physicalId]) => after[id] !== physicalId), [], 'what has another physical id');
    });
    await claims.check('its items are there, at the same URL, with the security headers', async () => {
      const response = await call(aws.port, api, 'prod', { path: '/items/first' });
      const headers = Object.entries(SECURITY_HEADERS).filter(([name, value]) => response.headers[name.toLowerCase()] !== value);
      expectEqual([response.status, response.body, headers], [200, '{"itemId":"first"}', []], 'response');
    });
    await claims.check('it writes to the table, which is under a key of its own by now and protected', async () => {
      const written = await call(aws.port, api, 'prod', { method: 'POST', path: '/items', body: '{"itemId":"second"}' });
      const listed = await call(aws.port, api, 'prod', { path: '/items' });
      const [TableName] = Object.entries(after).filter(([id]) => id.startsWith('Items')).map(([, physicalId]) => physicalId);
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      expectEqual([written.status, listed.body, Table!.SSEDescription?.SSEType, Table!.DeletionProtectionEnabled],
        [201, '["first","second"]', 'KMS', true], 'table');
    });
    await claims.check('it denies what it allowed before: a request that is not signed', async () => {
      expectEqual((await call(aws.port, api, 'prod', { path: '/items', signed: false })).status, 403, 'status');
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
