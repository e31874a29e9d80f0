import { api, ref } from './resources';
import { succeeded } from './stacks';
import { Suite } from './suite';
import { call } from '../../examples/omnitrack/demo/http';
import { expectEqual, expectTrue } from '../../examples/omnitrack/demo/proofs';

const OUTPUTS = { Api: ref('Api') };
const echo = 'exports.handler = async () => ({ statusCode: 200, body: "ran" })';

/** How an API validates requests, and responds when its function does not. */
export async function checkApis({ stacks, claims, aws }: Suite): Promise<void> {
  const post = (id: string, body: string, type?: string) =>
    call(aws.port, id, 'prod', {
      method: 'POST',
      path: '/',
      body,
      headers: type === undefined ? {} : { 'content-type': type },
      signed: false,
    });

  const models = {
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: ref('Api'), ValidateRequestBody: true } },
    Model: {
      Type: 'AWS::ApiGateway::Model',
      Properties: { RestApiId: ref('Api'), ContentType: 'application/json', Name: 'Order', Schema: { type: 'object', required: ['id'] } },
    },
  };
  const validated = async (RequestModels: object) =>
    (await stacks.must({ ...api(echo, { RequestModels, RequestValidatorId: ref('Validator') }), ...models }, OUTPUTS)).outputs.Api;
  const page = '[API Gateway: Request validation for REST APIs]';

  const json = await validated({ 'application/json': ref('Model') });
  await claims.check(`validates a body by the model of its content type ${page}`, async () =>
    expectEqual([(await post(json, '{}')).status, (await post(json, '{"id":1}')).status], [400, 200], 'statuses'),
  );
  await claims.check(`validates a body without a content type as JSON ${page}`, async () =>
    expectEqual((await post(json, '{}', '')).status, 400, 'status'),
  );
  await claims.check(`validates nothing where no model is for the content type ${page}`, async () =>
    expectEqual((await post(json, '{}', 'text/plain')).status, 200, 'status'),
  );
  const rest = await validated({ $default: ref('Model') });
  await claims.check(`validates every other content type by the model of $default ${page}`, async () =>
    expectEqual(
      [
        (await post(rest, '{}', 'text/plain')).status,
        (await post(rest, '{}', 'application/xml; charset=utf-8')).status,
        (await post(rest, '{"id":1}', 'text/plain')).status,
      ],
      [400, 400, 200],
      'statuses',
    ),
  );

  await claims.check('serves a changed method with the next deployment only [API Gateway: Deploy REST APIs]', async () => {
    const stack = await stacks.must(api(echo), OUTPUTS);
    const closed = api(echo, { AuthorizationType: 'AWS_IAM' });
    const before = (await post(stack.outputs.Api, '{}')).status;
    succeeded(await stacks.update(stack.name, closed, OUTPUTS));
    const changed = (await post(stack.outputs.Api, '{}')).status;
    const { Deployment, Stage, ...others } = closed;
    const Another = { ...Stage, Properties: { ...Stage.Properties, DeploymentId: ref('Next') } };
    succeeded(await stacks.update(stack.name, { ...others, Deployment, Next: Deployment, Stage: Another }, OUTPUTS));
    expectEqual([before, changed, (await post(stack.outputs.Api, '{}')).status], [200, 200, 403], 'statuses');
  });

  const response = {
    GatewayResponse: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: {
        RestApiId: ref('Api'),
        ResponseType: 'DEFAULT_5XX',
        ResponseParameters: { 'gatewayresponse.header.X-Content-Type-Options': "'nosniff'" },
      },
    },
  };
  const failing = async (code: string, permission?: object) => {
    const { Deployment, ...resources } = api(code, {}, permission);
    const template = { ...resources, ...response, Deployment: { ...Deployment, DependsOn: ['Method', 'GatewayResponse'] } };
    return post((await stacks.must(template, OUTPUTS)).outputs.Api, '{}');
  };
  const failures: [string, string][] = [
    ['a function that throws', 'exports.handler = async () => { throw new Error("password=hunter2") }'],
    ['a function that cannot be loaded', 'throw new Error("password=hunter2")'],
    ['a function whose response is a string', 'exports.handler = async () => "hunter2"'],
    ['a function whose response has no status', 'exports.handler = async () => ({ body: "hunter2" })'],
    ['a function whose response has unknown fields', 'exports.handler = async () => ({ statusCode: 200, body: "hunter2", more: 1 })'],
    ['a function whose body is an object', 'exports.handler = async () => ({ statusCode: 200, body: { hunter2: 1 } })'],
  ];
  for (const [what, code] of failures) {
    await claims.check(
      `responds for ${what} with 502, the headers of DEFAULT_5XX and no text of the error [API Gateway: Handle Lambda errors]`,
      async () => {
        const { status, headers, body } = await failing(code);
        expectEqual(
          [status, headers['x-content-type-options'], JSON.parse(body)],
          [502, 'nosniff', { message: 'Internal server error' }],
          'response',
        );
        expectTrue(!body.includes('hunter2'), 'the body has the text');
      },
    );
  }
  await claims.check(
    'responds with 500 where the policy of the function does not allow the method [Lambda: Invoking with API Gateway]',
    async () => {
      const other = await failing(echo, { SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:*:*:${Api}/other-stage/*' } });
      expectEqual([other.status, other.headers['x-content-type-options']], [500, 'nosniff'], 'response');
    },
  );
}
