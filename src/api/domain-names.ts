import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { HardenedDomainOptions } from './hardened-domain-options';
import { reject, requireMatch } from '../private/validation';

const { EDGE, PRIVATE, REGIONAL } = apigateway.EndpointType;
const { STRICT } = apigateway.EndpointAccessMode;

/** TLS 1.2 or newer. An enhanced policy and client certificates exclude each other. */
function tlsOf(type: apigateway.EndpointType, { mtls }: HardenedDomainOptions): Partial<apigateway.DomainNameOptions> {
  if (type === EDGE) {
    return { securityPolicy: apigateway.SecurityPolicy.TLS12_PFS_2025_EDGE, endpointAccessMode: STRICT };
  }
  return mtls ? { securityPolicy: apigateway.SecurityPolicy.TLS_1_2, mtls }
    : { securityPolicy: apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09, endpointAccessMode: STRICT };
}

/** A domain name for a stage of the API. */
export function createDomainName(
  scope: Construct, id: string, stage: apigateway.Stage, type: apigateway.EndpointType, options: HardenedDomainOptions,
): apigateway.DomainName {
  requireMatch(scope, 'domainName', options.domainName, /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
    'must be a domain name in lower case, such as api.example.com');
  if (type === PRIVATE) {
    reject(scope, 'ConflictingProps', 'addDomainName', 'needs a regional or edge-optimized API: that of a private one is CfnDomainNameV2');
  }
  if (options.mtls && type !== REGIONAL) {
    reject(scope, 'ConflictingProps', 'mtls', `needs the endpoint type REGIONAL, got ${type}`);
  }
  if (options.mtls && options.executeApiEndpoint) {
    reject(scope, 'ConflictingProps', 'executeApiEndpoint',
      'must not be true with mtls: clients without a certificate would use that address');
  }
  const { domainName, certificate, basePath } = options;
  const created = new apigateway.DomainName(scope, id, { domainName, certificate, endpointType: type, ...tlsOf(type, options) });
  created.addBasePathMapping(stage.restApi, { basePath, stage });
  return created;
}
