import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { relaxes } from './intentions';
import { HardenedRouteOptions } from './route-options';
import { requireKind } from '../private/kinds';
import { reject, requireDistinct } from '../private/validation';

const { COGNITO, IAM, NONE } = apigateway.AuthorizationType;

/** Throws for what is no authorizer, and for one whose methods would be open as it does not say how it authorizes. */
export function requireAuthorizer(scope: Construct, authorizer: apigateway.IAuthorizer): void {
  requireKind(scope, 'authorizer', authorizer, 'apigateway.IAuthorizer');
  if (authorizer.authorizationType === undefined || authorizer.authorizationType === NONE) {
    reject(scope, 'MissingProp', 'authorizer.authorizationType', 'must be COGNITO or CUSTOM: without it every method would be open');
  }
}

/** Throws where two options of a route decide its authorization. */
export function requireOneAuthorization(scope: Construct, ofApi: apigateway.IAuthorizer | undefined, options: HardenedRouteOptions): void {
  const { anonymous, authorizer, authorizationScopes, iamAuthorization } = options;
  if (authorizer) {
    requireAuthorizer(scope, authorizer);
  }
  const given = Object.entries({ anonymous, authorizer, iamAuthorization }).filter(([, value]) => value).map(([name]) => name);
  if (given.length > 1) {
    reject(scope, 'ConflictingProps', given[0], `must not be set together with ${given[1]}: a route has one authorization`);
  }
  if (authorizationScopes === undefined) {
    return;
  }
  requireDistinct(scope, 'authorizationScopes', authorizationScopes);
  if (anonymous || iamAuthorization || (authorizer ?? ofApi)?.authorizationType !== COGNITO) {
    reject(scope, 'ConflictingProps', 'authorizationScopes',
      'need a Cognito authorizer of the route or the API: other authorizers do not look at them');
  }
}

const isOpen = (method: string, { anonymous, authorizer, iamAuthorization }: HardenedRouteOptions): boolean =>
  anonymous ?? (method === 'OPTIONS' && !authorizer && !iamAuthorization);

/** Who may call a method. */
export function authorizationOf(
  method: string, ofApi: apigateway.IAuthorizer | undefined, options: HardenedRouteOptions,
): apigateway.MethodOptions {
  if (isOpen(method, options)) {
    return { authorizationType: NONE, authorizer: undefined };
  }
  const authorizer = options.authorizer ?? (options.iamAuthorization ? undefined : ofApi);
  if (authorizer) {
    return { authorizer, authorizationType: authorizer.authorizationType, authorizationScopes: options.authorizationScopes };
  }
  // without an authorizer of its own the L2 takes that of the API, also beside the type IAM
  return { authorizer: { authorizerId: '', authorizationType: IAM }, authorizationType: IAM };
}

/** Records a method that anyone may call, and what runs then. A preflight that API Gateway responds to itself runs nothing. */
export function recordAnonymous(added: apigateway.Method, path: string, options: HardenedRouteOptions, runs: boolean): void {
  const [method, key] = [added.httpMethod, options.apiKeyRequired ? ' who has an API key, which is no authorization,' : ''];
  if (!isOpen(method, options) || (method === 'OPTIONS' && !runs)) {
    return;
  }
  relaxes(added, 'API-01', method === 'OPTIONS'
    ? `preflight requests have no credentials, so anyone${key} can call OPTIONS ${path} and what it runs: cors of HardenedApi runs nothing.`
    : `anonymous is true, so anyone${key} can call ${method} ${path}.`);
}
