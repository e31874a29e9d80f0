import { AspectPriority, Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HardenedApi } from '../../src';
import { stackWith, synth } from '../support/synth';

const handlerIn = (stack: Stack) => new lambda.Function(stack, 'Handler', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const stackOf = (change: (api: HardenedApi, stack: Stack) => void) => stackWith((stack) => {
  const api = new HardenedApi(stack, 'Api');
  api.addRoute('GET', '/', handlerIn(stack));
  change(api, stack);
});

describe('a deployment', () => {
  const deploymentOf = (change: (api: HardenedApi, stack: Stack) => void = () => {}) => {
    const template = Template.fromStack(stackOf(change));
    const [id] = Object.keys(template.findResources('AWS::ApiGateway::Deployment')).filter((key) => key.startsWith('Api'));
    return id;
  };
  const override = (idStart: string, path: string, value: unknown) => ({ node }: HardenedApi) => {
    const found = node.findAll().find((one) => one instanceof CfnResource && one.node.path.includes(idStart)) as CfnResource;
    found.addPropertyOverride(path, value);
  };

  test('is the same for the same API', () => {
    expect(deploymentOf()).toBe(deploymentOf());
  });

  test.each<[string, (api: HardenedApi, stack: Stack) => void]>([
    ['a method', ({ restApi }) => restApi.root.addMethod('PUT', new apigateway.MockIntegration())],
    ['an override of a method', override('Default/GET', 'OperationName', 'x')],
    ['an override of a gateway response', override('Default4xx', 'StatusCode', '499')],
    ['an override of a validator', (api, stack) => {
      api.addRoute('POST', '/x', stack.node.findChild('Handler') as lambda.Function);
      override('Validator', 'ValidateRequestBody', false)(api);
    }],
  ])('is another one after a change of %s', (_, change) => {
    expect(deploymentOf(change)).not.toBe(deploymentOf());
  });

  test('is another one after a change that an aspect makes, even a late one', () => {
    const late = ({ restApi }: HardenedApi) => Aspects.of(restApi).add({
      visit: (node) => node instanceof apigateway.CfnGatewayResponse && node.addPropertyOverride('StatusCode', '499'),
    }, { priority: AspectPriority.READONLY - 1 });
    expect(deploymentOf(late)).not.toBe(deploymentOf());
  });

  test('that an aspect makes waits for the gateway responses, too', () => {
    const template = Template.fromStack(stackOf((api, stack) => Aspects.of(api).add({
      visit: (node) => node === api && new apigateway.Deployment(stack, 'Mine', { api: api.restApi }),
    })));
    const [, { DependsOn }] = Object.entries(template.findResources('AWS::ApiGateway::Deployment')).find(([id]) => id.startsWith('Mine'))!;
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching('Default4xx')]));
  });

  test('is another one after a change of the authorizer, without a feature flag', () => {
    const of = (identitySource: string) => {
      const template = synth((stack) => {
        const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Auth', {
          cognitoUserPools: [new cognito.UserPool(stack, 'Pool')], identitySource,
        });
        new HardenedApi(stack, 'Api', { authorizer }).addRoute('GET', '/', handlerIn(stack));
      });
      return Object.keys(template.findResources('AWS::ApiGateway::Deployment'))[0];
    };
    const [one, two] = ['method.request.header.Authorization', 'method.request.header.X-Token'].map(of);
    expect(one).not.toBe(two);
  });

  test('made by hand waits for the gateway responses, and changes with them', () => {
    const build = (status: string) => {
      const template = Template.fromStack(stackOf((api, stack) => {
        override('Default4xx', 'StatusCode', status)(api);
        const deployment = new apigateway.Deployment(stack, 'Mine', { api: api.restApi });
        new apigateway.Stage(stack, 'Second', { deployment, stageName: 'second' });
      }));
      return Object.entries(template.findResources('AWS::ApiGateway::Deployment')).find(([id]) => id.startsWith('Mine'))!;
    };
    const [id, { DependsOn }] = build('400');
    expect(DependsOn.filter((one: string) => /Default4xx|Default5xx|WafFiltered/.test(one))).toHaveLength(3);
    expect(build('499')[0]).not.toBe(id);
  });

  test('is the same whatever other APIs of the app are like, and theirs wait for nothing of ours', () => {
    const template = Template.fromStack(stackOf((_, stack) => {
      const pools = { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] };
      const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Auth', pools);
      new apigateway.RestApi(stack, 'Other').root.addMethod('GET', new apigateway.MockIntegration(), { authorizer });
    }));
    const deployments = Object.entries(template.findResources('AWS::ApiGateway::Deployment'));
    const [[ours]] = deployments.filter(([, { Properties }]) => Properties.RestApiId.Ref.startsWith('Api'));
    const [[, theirs]] = deployments.filter(([, { Properties }]) => Properties.RestApiId.Ref.startsWith('Other'));
    expect(ours).toBe(deploymentOf());
    expect(theirs.DependsOn.filter((id: string) => /Default4xx|WafFiltered/.test(id))).toEqual([]);
  });
});
