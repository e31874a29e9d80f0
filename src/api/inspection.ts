import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { enforces, relaxes } from './controls';
import { wholeApp } from '../private/at-synth';
import { gatewayResponseHeaders, gatewayResponsesOf } from '../private/gateway-responses';

/** What only the complete API shows, whoever created its parts. */
const INSPECTED = ['API-01', 'API-02', 'API-03', 'API-04', 'API-05', 'API-07', 'API-08'] as const;

interface Finding {
  readonly at: IConstruct;
  readonly control: typeof INSPECTED[number];
  readonly reason: string;
}

/** Records which controls hold of the methods, stages and gateway responses that the API has in the end. */
export function inspectApi(owner: IConstruct, api: apigateway.RestApi, anonymous: ReadonlySet<IConstruct>): void {
  const all = wholeApp(api);
  const found = [...openMethods(all, api, anonymous), ...weakStages(all, api), ...bareErrors(api), ...oldTls(api)];
  found.forEach(({ at, control, reason }) => relaxes(at, control, reason));
  enforces(owner, ...INSPECTED.filter((id) => !found.some(({ control }) => control === id)));
  for (const stage of stagesOf(all, api).filter((one) => !isOwn(api, one))) {
    Annotations.of(stage).addWarningV2('cdk-hardened:stage-without-permission', 'The functions of addRoute allow the stage of the '
      + 'HardenedApi only: requests to this one get the status 500, unless addPermission of each function allows it.');
  }
}

/** The properties of a resource as its template will have them, overrides included. */
function rendered(resource: CfnResource): Record<string, any> {
  const { Resources } = Stack.of(resource).resolve((resource as unknown as { _toCloudFormation(): object })._toCloudFormation());
  return (Object.values(Resources)[0] as { Properties?: object }).Properties ?? {};
}

function openMethods(all: IConstruct[], api: apigateway.RestApi, anonymous: ReadonlySet<IConstruct>): Finding[] {
  const methods = all.filter((one): one is apigateway.CfnMethod => one instanceof apigateway.CfnMethod && one.restApiId === api.restApiId);
  return methods.filter(isOpen).map((method) => {
    const path = api.methods.find(({ node }) => node.defaultChild === method)?.resource.path ?? `of ${method.node.path}`;
    const call = `anyone can call ${method.httpMethod} ${path}.`;
    const reason = anonymous.has(method)
      ? `anonymous is true, so ${call}`
      : `the method was created with the authorization type NONE, so ${call} Use addRoute, or set an authorizationType.`;
    return { at: method, control: 'API-01', reason };
  });
}

/** A preflight request has no credentials: browsers send none. */
function isOpen(method: apigateway.CfnMethod): boolean {
  const { AuthorizationType = 'NONE', HttpMethod, Integration } = rendered(method);
  return AuthorizationType === 'NONE' && !(HttpMethod === 'OPTIONS' && Integration?.Type === 'MOCK');
}

const stagesOf = (all: IConstruct[], api: apigateway.RestApi) =>
  all.filter((one): one is apigateway.CfnStage => one instanceof apigateway.CfnStage && one.restApiId === api.restApiId);

const isOwn = (api: apigateway.RestApi, stage: apigateway.CfnStage): boolean => stage === api.deploymentStage.node.defaultChild;

const weakStages = (all: IConstruct[], api: apigateway.RestApi): Finding[] => stagesOf(all, api).flatMap((stage) => {
  const why = isOwn(api, stage) ? 'the stage was changed after the HardenedApi created it'
    : 'the stage was created beside that of the HardenedApi';
  return lacksOf(stage).map(([control, what]): Finding => ({ at: stage, control, reason: `${why}, ${what}.` }));
});

function lacksOf(stage: apigateway.CfnStage): [Finding['control'], string][] {
  const { AccessLogSetting, MethodSettings = [], TracingEnabled } = rendered(stage);
  const all = MethodSettings.find(({ ResourcePath, HttpMethod }: Record<string, string>) => ResourcePath === '/*' && HttpMethod === '*');
  const isThrottled = all?.ThrottlingRateLimit !== undefined && all?.ThrottlingBurstLimit !== undefined;
  const lacks: [Finding['control'], boolean, string][] = [
    ['API-03', AccessLogSetting?.DestinationArn === undefined, 'without an accessLogDestination'],
    ['API-04', !isThrottled, 'without a throttlingRateLimit and throttlingBurstLimit'],
    ['API-07', TracingEnabled !== true, 'without tracingEnabled'],
    ['API-08', !['ERROR', 'INFO'].includes(all?.LoggingLevel), 'without a loggingLevel'],
    ['API-08', all?.DataTraceEnabled === true, 'with dataTraceEnabled, which logs bodies and headers'],
  ];
  return lacks.filter(([, isLacking]) => isLacking).map(([control, , what]) => [control, what]);
}

/** A gateway response of a type of its own inherits nothing from the defaults, the headers included. */
const bareErrors = (api: apigateway.RestApi): Finding[] => gatewayResponsesOf(api).flatMap((response): Finding[] => {
  const { ResponseType, ResponseParameters = {} } = rendered(response);
  const missing = Object.keys(gatewayResponseHeaders()).filter((name) => !(`gatewayresponse.header.${name}` in ResponseParameters));
  return missing.length === 0 ? [] : [{
    at: response, control: 'API-05', reason: `the gateway response ${ResponseType} has no ${missing.join(', ')}.`,
  }];
});

function oldTls(api: apigateway.RestApi): Finding[] {
  const resource = api.node.defaultChild as CfnResource;
  const { SecurityPolicy } = rendered(resource);
  return String(SecurityPolicy).startsWith('SecurityPolicy_TLS13_') ? [] : [{
    at: resource, control: 'API-02', reason: `the SecurityPolicy of the API was overridden, and is ${SecurityPolicy ?? 'TLS_1_0'} now.`,
  }];
}
