import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Suite } from './suite';
import { ApiResponse, call } from '../../examples/omnitrack/demo/http';
import { expectEqual } from '../../examples/omnitrack/demo/proofs';
import { HardenedApi } from '../../src';
import { SECURITY_HEADERS } from '../../src/middleware';

const APP = 'https://app.example.com';

function template(): { readonly resources: any; readonly api: string } {
  const stack = new Stack(new App(), 'Cors');
  const handler = new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200, body: "ran" })'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_22_X,
  });
  const api = new HardenedApi(stack, 'Api', { cors: { allowOrigins: [APP], allowCredentials: true } });
  api.addRoute('GET', '/orders/{id}', handler);
  const { Resources } = Template.fromStack(stack).toJSON();
  return { resources: Resources, api: stack.getLogicalId(api.restApi.node.defaultChild as never) };
}

/** The emulator cuts the quote off that ends a header of a mock, which one of them has. */
const withoutEnd = (value: unknown) => String(value).replace(/'$/, '');

/** The security headers that a response lacks. */
const lacks = ({ headers }: ApiResponse) => Object.entries(SECURITY_HEADERS)
  .filter(([name, value]) => withoutEnd(headers[name.toLowerCase()]) !== withoutEnd(value)).map(([name]) => name);

/** What a browser gets of an API with `cors`: before a request, and where API Gateway rejects it. */
export async function checkCors({ stacks, claims, aws }: Suite): Promise<void> {
  const { resources, api } = template();
  const { outputs: { Api } } = await stacks.must(resources, { Api: { Ref: api } });
  const send = (method: string, path: string, origin: string, signed = false) =>
    call(aws.port, Api, 'prod', { method, path, headers: { 'origin': origin, 'access-control-request-method': 'GET' }, signed });

  await claims.check('a preflight needs no credentials, runs nothing, and has the origin and the security headers', async () => {
    const response = await send('OPTIONS', '/orders/7', APP);
    expectEqual([response.status, response.body, lacks(response)], [204, '', []], 'response');
    expectEqual([response.headers['access-control-allow-origin'], response.headers['access-control-allow-credentials'],
      response.headers.vary], [APP, 'true', 'Origin'], 'headers');
  });
  await claims.check('a request without credentials is rejected, with an error that pages of the origin can read', async () => {
    const response = await send('GET', '/orders/7', APP);
    expectEqual([response.status, response.headers['access-control-allow-origin'], response.headers.vary, lacks(response)],
      [403, APP, 'Origin', []], 'response');
  });
  await claims.check('a signed request runs the function, whose own code sends the headers', async () => {
    const response = await send('GET', '/orders/7', APP, true);
    expectEqual([response.status, response.body, response.headers['access-control-allow-origin']], [200, 'ran', undefined], 'response');
  });
}
