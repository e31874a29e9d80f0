import { Duration, Tokenization } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { reject, requireBetween, requireDistinct, requireDuration, requireKnown, requireList, requireMatch } from '../private/validation';
import { warn } from '../private/warnings';

/** As browsers send it: lower case, no slash at its end, no default port. */
const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/[a-z0-9._~[\]:-]+)$/;
const HEADER = /^(\*|[\w!#$%&^`|~.+-]+)$/;
const METHOD = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY)$/;

/** Throws for what browsers would not take, and for what would open the API to every page. */
export function requireCors(scope: Construct, cors: apigateway.CorsOptions): void {
  requireOrigins(scope, cors.allowOrigins);
  requireNames(scope, 'cors.allowHeaders', cors.allowHeaders, HEADER, 'must hold names of headers, or *');
  requireNames(scope, 'cors.exposeHeaders', cors.exposeHeaders, HEADER, 'must hold names of headers, or *');
  requireNames(scope, 'cors.allowMethods', cors.allowMethods, METHOD,
    'must hold GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, or ANY alone');
  if (cors.statusCode !== undefined) {
    requireBetween(scope, 'cors.statusCode', cors.statusCode, 200, 299);
  }
  if (cors.allowMethods?.includes('ANY') && cors.allowMethods.length > 1) {
    reject(scope, 'ConflictingProps', 'cors.allowMethods', `must hold ANY alone, got ${cors.allowMethods.join(', ')}`);
  }
  if (cors.maxAge !== undefined && cors.disableCache) {
    reject(scope, 'ConflictingProps', 'cors.maxAge', 'must not be set together with cors.disableCache');
  }
  if (cors.maxAge !== undefined) {
    requireDuration(scope, 'cors.maxAge', cors.maxAge, 'second', Duration.seconds(0), Duration.days(1));
  }
  requireNamedWithCredentials(scope, cors);
}

function requireOrigins(scope: Construct, origins: string[]): void {
  requireNames(scope, 'cors.allowOrigins', origins, ORIGIN,
    'must hold origins as browsers send them, such as https://app.example.com, in lower case and without a path, or * alone');
  if (origins.length === 0) {
    reject(scope, 'MissingProp', 'cors.allowOrigins', 'must name the origins whose pages may read responses, such as https://app.example.com');
  }
  if (origins.includes('*') && origins.length > 1) {
    reject(scope, 'ConflictingProps', 'cors.allowOrigins', `must hold * alone, got ${origins.join(', ')}`);
  }
  if (origins[0] === '*') {
    warn(scope, 'any-origin', 'cors.allowOrigins is *, so the pages of every website may call the API from a browser and read its '
      + 'responses: name the origins.');
  }
}

function requireNames(scope: Construct, prop: string, names: string[] | undefined, pattern: RegExp, rule: string): void {
  if (names === undefined) {
    return;
  }
  requireKnown(scope, prop, names, 'its elements are part of what is created');
  requireList(scope, prop, names);
  names.forEach((name) => requireMatch(scope, prop, name, pattern, rule));
  requireDistinct(scope, prop, names);
}

/** Browsers reject every response with credentials whose origin is *, and take * in the other headers for a name. */
function requireNamedWithCredentials(scope: Construct, cors: apigateway.CorsOptions): void {
  if (!cors.allowCredentials) {
    return;
  }
  for (const prop of ['allowOrigins', 'allowHeaders', 'exposeHeaders'] as const) {
    if (cors[prop]?.includes('*')) {
      reject(scope, 'ConflictingProps', `cors.${prop}`,
        'must not be * together with cors.allowCredentials: browsers reject it; name each one');
    }
  }
}

const quoted = (value: string): string => `'${value}'`;

/**
 * What a page may read of a response that API Gateway creates: static text, so the first origin only. To repeat the Origin of the
 * request instead would let the pages of every website read it.
 */
export const errorHeaders = (
  { allowOrigins: [origin], allowCredentials, exposeHeaders }: apigateway.CorsOptions,
): Record<string, string> => ({
  'Access-Control-Allow-Origin': quoted(origin),
  ...origin === '*' ? {} : { Vary: quoted('Origin') },
  ...allowCredentials ? { 'Access-Control-Allow-Credentials': quoted('true') } : {},
  ...exposeHeaders ? { 'Access-Control-Expose-Headers': quoted(exposeHeaders.join(',')) } : {},
});

/** The response to a preflight request. */
export function preflightHeaders(cors: apigateway.CorsOptions): Record<string, string> {
  const { allowMethods = ['ANY'], allowHeaders = apigateway.Cors.DEFAULT_HEADERS, maxAge, disableCache } = cors;
  const age = disableCache ? '-1' : maxAge && Tokenization.stringifyNumber(maxAge.toSeconds());
  return {
    ...errorHeaders(cors),
    'Access-Control-Allow-Methods': quoted((allowMethods.includes('ANY') ? apigateway.Cors.ALL_METHODS : allowMethods).join(',')),
    'Access-Control-Allow-Headers': quoted(allowHeaders.join(',')),
    ...age === undefined ? {} : { 'Access-Control-Max-Age': quoted(age) },
  };
}

/** Responds to each of several origins with its own name, and to any other with the first. */
export function originTemplate({ allowOrigins: [, ...others] }: apigateway.CorsOptions): string | undefined {
  if (others.length === 0) {
    return undefined;
  }
  // HTTP/2 has names in lower case; $input.params(name) would take a query parameter, too
  const origin = '#set($headers = $input.params().header)#set($origin = $headers.get("Origin"))'
    + '#if(!$origin || $origin == "")#set($origin = $headers.get("origin"))#end';
  const isOneOf = others.map((other) => `$origin == "${other}"`).join(' || ');
  return `${origin}#if(${isOneOf})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`;
}
