import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/**
 * Options of a route.
 */
export interface HardenedRouteOptions {
  /**
   * The JSON schema (draft 4) that a body must match, whatever its content type; otherwise the response is 400. Not for GET and
   * HEAD, whose requests have no body.
   *
   * @default - any body
   */
  readonly bodySchema?: apigateway.JsonSchema;

  /**
   * The names of query parameters without which the response is 400.
   *
   * @default - none
   */
  readonly requiredQueryParameters?: string[];

  /**
   * The names of query parameters that a request may have. Only an integration that maps or caches them must have them declared.
   *
   * @default - none is declared
   */
  readonly optionalQueryParameters?: string[];

  /**
   * The names of headers without which the response is 400.
   *
   * @default - none
   */
  readonly requiredHeaders?: string[];

  /**
   * The names of headers that a request may have. Only an integration that maps or caches them must have them declared.
   *
   * @default - none is declared
   */
  readonly optionalHeaders?: string[];

  /**
   * The responses that the method declares. An integration that is no proxy needs one for each of its own responses.
   *
   * @default - none
   */
  readonly methodResponses?: apigateway.MethodResponse[];

  /**
   * Whether anyone may call the route, without authorization: for a health check, for example. An OPTIONS route is open by default,
   * as the preflight requests of browsers have no credentials; false keeps it closed.
   *
   * @default - false, and true for OPTIONS
   */
  readonly anonymous?: boolean;

  /**
   * The authorizer of this route, instead of that of the API.
   *
   * @default - the authorizer of the API, or IAM
   */
  readonly authorizer?: apigateway.IAuthorizer;

  /**
   * The scopes of which an access token must have at least one. Cognito authorizers only. Without scopes an ID token is accepted,
   * with them an access token.
   *
   * @default - no scope is needed
   */
  readonly authorizationScopes?: string[];

  /**
   * Whether IAM authorizes this route in an API that has an authorizer: for another service, for example.
   *
   * @default false
   */
  readonly iamAuthorization?: boolean;

  /**
   * Whether a request needs an API key, which a usage plan counts. A key is no authorization: it identifies a client, it does not
   * expire, and clients cannot hide it. The route keeps its authorization.
   *
   * @default false
   */
  readonly apiKeyRequired?: boolean;
}

/**
 * Options of a route to a function.
 */
export interface HardenedFunctionRouteOptions extends HardenedRouteOptions {
  /**
   * Further options of the integration, such as `contentHandling` or `timeout`. What only an integration without proxy has is an
   * error. A timeout above 29 seconds needs a raised quota.
   *
   * @default - 29 seconds
   */
  readonly integrationOptions?: apigateway.IntegrationOptions;
}
