import { Annotations, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { errorHeaders, originTemplate, preflightHeaders } from './cors';
import { wholeApp } from '../private/at-synth';
import { gatewayResponseHeaders, gatewayResponsesOf } from '../private/gateway-responses';
import { warn } from '../private/warnings';

const { NONE } = apigateway.AuthorizationType;

const methodsOf = (api: apigateway.RestApi): apigateway.CfnMethod[] => wholeApp(api)
  .filter((one): one is apigateway.CfnMethod => one instanceof apigateway.CfnMethod && one.restApiId === api.restApiId);

const integrationOf = (method: apigateway.CfnMethod): apigateway.CfnMethod.IntegrationProperty =>
  Stack.of(method).resolve(method.integration) ?? {};

/** Whether a method runs something, be it a function or another service: a mock responds by itself. */
export const runsSomething = (method: apigateway.Method): boolean =>
  integrationOf(method.node.defaultChild as apigateway.CfnMethod).type !== 'MOCK';

/**
 * Opens the preflights that a user added by the L2, which gives them the authorization of the API: browsers send no credentials with
 * them, so each would be rejected. One that runs something stays closed, as its author may have asked for that.
 */
export function openPreflights(api: apigateway.RestApi, isMeant: (method: IConstruct) => boolean): void {
  const closed = methodsOf(api).filter((method) => method.httpMethod === 'OPTIONS' && method.authorizationType !== NONE);
  for (const method of closed.filter(({ node }) => !isMeant(node.scope!))) {
    if (integrationOf(method).type === 'MOCK') {
      method.authorizationType = NONE;
      method.authorizerId = undefined;
      method.apiKeyRequired = false;
      Annotations.of(method).addInfo('This preflight requires no authorization, as browsers send no credentials with it; nothing runs.');
    } else {
      warn(method, 'closed-preflight', 'This OPTIONS method requires authorization, and the preflight requests of browsers have no '
        + 'credentials: each gets the status 403. Remove the method and set cors of the HardenedApi, or add it with addRoute.');
    }
  }
}

/** Adds a preflight to every resource that has a method and no preflight yet. */
export function addPreflights(api: apigateway.RestApi, cors: apigateway.CorsOptions): void {
  const served = new Set(methodsOf(api).filter(({ httpMethod }) => httpMethod === 'OPTIONS').map(({ resourceId }) => resourceId));
  for (const { resource } of [...api.methods]) {
    if (!served.has(resource.resourceId)) {
      served.add(resource.resourceId);
      addPreflight(resource, cors);
    }
  }
}

function addPreflight(resource: apigateway.IResource, cors: apigateway.CorsOptions): void {
  const statusCode = String(cors.statusCode ?? 204);
  const template = originTemplate(cors);
  const headers = Object.entries({ ...gatewayResponseHeaders(), ...preflightHeaders(cors) })
    .map(([name, value]) => [`method.response.header.${name}`, value] as const);
  const integration = new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{ statusCode: 200 }' },
    integrationResponses: [{
      statusCode,
      responseParameters: Object.fromEntries(headers),
      responseTemplates: template === undefined ? undefined : { 'application/json': template },
    }],
  });
  resource.addMethod('OPTIONS', integration, {
    authorizationType: NONE,
    authorizer: undefined,
    apiKeyRequired: false,
    methodResponses: [{ statusCode, responseParameters: Object.fromEntries(headers.map(([name]) => [name, true])) }],
  });
}

/** Lets pages read the errors that API Gateway creates, those of users' own gateway responses included. */
export function addErrorHeaders(api: apigateway.RestApi, cors: apigateway.CorsOptions): void {
  const headers = Object.entries(errorHeaders(cors)).map(([name, value]) => [`gatewayresponse.header.${name}`, value]);
  for (const response of gatewayResponsesOf(api)) {
    response.responseParameters = { ...Object.fromEntries(headers), ...Stack.of(response).resolve(response.responseParameters) };
  }
}
