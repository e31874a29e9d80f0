import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct, IConstruct } from 'constructs';
import { HardenedFunctionRouteOptions, HardenedRouteOptions } from './route-options';
import { Decided, otherOptions } from '../private/other-options';
import { reject, requireDistinct, requireKnown, requireMatch, shown } from '../private/validation';
import { warn } from '../private/warnings';

const METHOD = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY)$/;
const STATIC_PART = /^[\w:.$-]+$/;
const VARIABLE_PART = /^\{[\w:.$-]+\+?\}$/;
const PARAMETER = /^[\w.$-]+$/;

const isVariable = (part: string): boolean => part.startsWith('{');

/** Throws for a route that API Gateway would reject, and for one that it would never call. */
export function validateRoute(
  scope: IConstruct, root: apigateway.IResource, method: string, path: string, options: HardenedRouteOptions,
): void {
  requireKnown(scope, 'method', method, 'it decides which method is created');
  requireKnown(scope, 'path', path, 'it decides which resources are created');
  requireMatch(scope, 'method', method, METHOD, 'must be GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY');
  requirePath(scope, path);
  requireFreePlace(scope, root, method, path);
  requireParameters(scope, options);
  if (options.bodySchema && (method === 'GET' || method === 'HEAD')) {
    reject(scope, 'ConflictingProps', 'bodySchema',
      `needs a method with a body, got ${method} ${path}: without a body every request would be rejected`);
  }
}

/** The path of a grant or a route. */
export function requirePath(scope: IConstruct, path: string): void {
  const parts = path.split('/').slice(1);
  const isGreedy = (part: string) => part.endsWith('+}');
  const isValid = path === '/' || (path.startsWith('/') && parts.every((part) => STATIC_PART.test(part) || VARIABLE_PART.test(part)));
  if (!isValid) {
    reject(scope, 'InvalidFormat', 'path',
      'must be a slash, or parts that each begin with one and hold letters, digits and _-.:$, or one variable in braces, '
      + `such as "/orders/{id}", got ${shown(path)}`);
  }
  if (parts.slice(0, -1).some(isGreedy)) {
    reject(scope, 'InvalidFormat', 'path', `must have a greedy variable, such as {proxy+}, at its end only, got ${shown(path)}`);
  }
  requireDistinct(scope, 'path', parts.filter(isVariable));
  if (path === '/ping' || path === '/sping') {
    warn(scope, 'reserved-path',
      `path is ${path}, which API Gateway uses for its own health checks of custom domains: choose another one.`);
  }
}

/** A resource has one child that is a variable, whatever its name, and a method once. */
function requireFreePlace(scope: IConstruct, root: apigateway.IResource, method: string, path: string): void {
  let resource: apigateway.IResource | undefined = root;
  for (const part of path.split('/').filter(Boolean)) {
    const sibling = isVariable(part) ? variableBelow(resource) : undefined;
    if (sibling !== undefined && sibling !== part) {
      reject(scope, 'ConflictingRoute', 'path',
        `must use ${sibling} in place of ${part}, as another route has it there and API Gateway allows one variable, `
        + `got ${shown(path)}`);
    }
    resource = resource.getResource(part);
    if (resource === undefined) {
      return;
    }
  }
  if (resource.node.tryFindChild(method) instanceof apigateway.Method) {
    reject(scope, 'AlreadyExists', 'method and path', `must be new, got ${method} ${path} again`);
  }
}

const variableBelow = (resource: apigateway.IResource): string | undefined => resource.node.children
  .filter((child): child is apigateway.Resource => child instanceof apigateway.Resource)
  .map((child) => child.path.slice(child.path.lastIndexOf('/') + 1))
  .find(isVariable);

function requireParameters(scope: IConstruct, options: HardenedRouteOptions): void {
  for (const prop of ['requiredQueryParameters', 'optionalQueryParameters', 'requiredHeaders', 'optionalHeaders'] as const) {
    const names = options[prop] ?? [];
    requireKnown(scope, prop, names, 'the names are part of what is created');
    for (const name of names) {
      requireKnown(scope, prop, name, 'the names are part of what is created');
      requireMatch(scope, prop, name, PARAMETER, 'must hold names of letters, digits and _-.$');
    }
    requireDistinct(scope, prop, names);
  }
  const pairs = [['requiredQueryParameters', 'optionalQueryParameters'], ['requiredHeaders', 'optionalHeaders']] as const;
  for (const [required, optional] of pairs) {
    const both = (options[required] ?? []).find((name) => options[optional]?.includes(name));
    if (both !== undefined) {
      reject(scope, 'DuplicateValue', optional, `must name none of ${required}, got ${shown(both)}`);
    }
  }
}

/** What a proxy integration does not have: API Gateway passes request and response on as they are. */
const OF_OTHER_INTEGRATIONS = 'a function gets the whole request; use addIntegration to map requests and responses';
const DECIDED: Decided<apigateway.IntegrationOptions> = {
  requestParameters: OF_OTHER_INTEGRATIONS,
  requestTemplates: OF_OTHER_INTEGRATIONS,
  integrationResponses: OF_OTHER_INTEGRATIONS,
  passthroughBehavior: OF_OTHER_INTEGRATIONS,
  connectionType: 'a function needs no VPC link',
  vpcLink: 'a function needs no VPC link',
};

/** What a user adds to the integration of a function. */
export const integrationOptions = (
  scope: IConstruct, { integrationOptions: given }: HardenedFunctionRouteOptions,
): apigateway.IntegrationOptions | undefined => otherOptions(scope, 'integrationOptions', given, DECIDED);

/** An integration maps variables of the path only where its method declares them. */
export const pathParameters = (path: string): Record<string, boolean> => Object.fromEntries(path.split('/').filter(isVariable)
  .map((part) => [`method.request.path.${part.replace(/[{}+]/g, '')}`, true]));

/** Warns of a target behind the API that is called without TLS. One behind a VPC link stays in its network. */
export function warnOfClearText(method: apigateway.Method): void {
  const { integration } = method.node.defaultChild as apigateway.CfnMethod;
  const { uri, connectionType } = Stack.of(method).resolve(integration) as apigateway.CfnMethod.IntegrationProperty;
  if (typeof uri === 'string' && uri.startsWith('http://') && connectionType !== 'VPC_LINK') {
    warn(method, 'clear-text-integration', `The integration calls ${uri} without encryption: use an https address or a VPC link.`);
  }
}

/** What a method declares of its requests and responses. A body is validated whatever its content type, or none. */
export function declarations(
  resource: apigateway.IResource, method: string, restApi: apigateway.RestApi, options: HardenedRouteOptions,
): apigateway.MethodOptions {
  const declared = (kind: 'querystring' | 'header', names: string[] | undefined, required: boolean) =>
    (names ?? []).map((name) => [`method.request.${kind}.${name}`, required]);
  const model = options.bodySchema && new apigateway.Model(resource as unknown as Construct, `${method}Body`, {
    restApi,
    schema: options.bodySchema,
    contentType: 'application/json',
  });
  return {
    apiKeyRequired: options.apiKeyRequired,
    methodResponses: options.methodResponses,
    requestParameters: Object.fromEntries([
      ...declared('querystring', options.requiredQueryParameters, true),
      ...declared('querystring', options.optionalQueryParameters, false),
      ...declared('header', options.requiredHeaders, true),
      ...declared('header', options.optionalHeaders, false),
    ]),
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html: a content type
    // without a model is not validated, and $default is the model of all that have none
    requestModels: model && { '$default': model, 'application/json': model },
  };
}
