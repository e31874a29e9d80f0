import { Annotations, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { API_CONTROLS, enforces, relaxes } from './controls';
import { wholeApp } from '../private/at-synth';

/** Looks at the methods and stages that the API has in the end, whoever created them. */
export function inspectApi(owner: IConstruct, api: apigateway.RestApi, anonymous: ReadonlySet<IConstruct>): void {
  const open = methodsOf(api).filter(isOpen);
  for (const method of open) {
    const at = `${method.httpMethod} ${pathOf(api, method)}`;
    relaxes(method, 'API-01', anonymous.has(method)
      ? `anonymous is true, so anyone can call ${at}.`
      : `the method was created with the authorization type NONE, so anyone can call ${at}. Use addRoute, or set an authorizationType.`);
  }
  if (open.length === 0) {
    enforces(owner, 'API-01');
  }
  for (const stage of stagesOf(api)) {
    inspectStage(stage);
  }
}

/** Methods by the API's own resources, and those by the L1 with its id. */
const methodsOf = (api: apigateway.RestApi) => wholeApp(api)
  .filter((one): one is apigateway.CfnMethod => one instanceof apigateway.CfnMethod && one.restApiId === api.restApiId);

/** A preflight request has no credentials: browsers send none. */
function isOpen(method: apigateway.CfnMethod): boolean {
  const { authorizationType = 'NONE', integration } = Stack.of(method).resolve({
    authorizationType: method.authorizationType, integration: method.integration,
  });
  return authorizationType === 'NONE' && !(method.httpMethod === 'OPTIONS' && integration?.type === 'MOCK');
}

const pathOf = (api: apigateway.RestApi, method: apigateway.CfnMethod): string =>
  api.methods.find(({ node }) => node.defaultChild === method)?.resource.path ?? `of ${method.node.path}`;

const stagesOf = (api: apigateway.RestApi) => wholeApp(api)
  .filter((one): one is apigateway.CfnStage => one instanceof apigateway.CfnStage && one.restApiId === api.restApiId)
  .filter((stage) => stage !== api.deploymentStage.node.defaultChild);

/** A stage beside ours has what its author gave it. */
function inspectStage(stage: apigateway.CfnStage): void {
  const { accessLogSetting, methodSettings = [], tracingEnabled } = Stack.of(stage).resolve({
    accessLogSetting: stage.accessLogSetting, methodSettings: stage.methodSettings, tracingEnabled: stage.tracingEnabled,
  });
  const all = methodSettings.find(({ resourcePath, httpMethod }: apigateway.CfnStage.MethodSettingProperty) =>
    resourcePath === '/*' && httpMethod === '*');
  const missing: [keyof typeof API_CONTROLS.controls, boolean, string][] = [
    ['API-03', accessLogSetting?.destinationArn === undefined, 'an accessLogDestination'],
    ['API-04', all?.throttlingRateLimit === undefined || all?.throttlingBurstLimit === undefined,
      'a throttlingRateLimit and throttlingBurstLimit'],
    ['API-07', tracingEnabled !== true, 'tracingEnabled'],
    ['API-08', !['ERROR', 'INFO'].includes(all?.loggingLevel), 'a loggingLevel'],
  ];
  for (const [control, isMissing, what] of missing) {
    if (isMissing) {
      relaxes(stage, control, `the stage was created beside that of the HardenedApi, without ${what}.`);
    }
  }
  Annotations.of(stage).addWarningV2('cdk-hardened:stage-without-permission',
    'The functions of addRoute allow the stage of the HardenedApi only: requests to '
    + 'this one get the status 500, unless addPermission of each function allows it.');
}
