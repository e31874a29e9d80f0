import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { Decided, otherOptions, OWN_PROP } from '../private/other-options';
import { known, reject, requireKnown, requireMatch } from '../private/validation';

const DECIDED: Decided<apigateway.RestApiProps> = {
  restApiName: OWN_PROP,
  cloudWatchRole: OWN_PROP,
  cloudWatchRoleRemovalPolicy: 'the role is retained, as other APIs log through it',
  deploy: 'it is true: a stage without the settings of the construct would have no logs and limits',
  defaultMethodOptions: 'use authorizer of the construct (API-01)',
  defaultCorsPreflightOptions: 'use cors of the construct, which adds the headers to errors, too',
  domainName: 'use addDomainName of the construct (API-02)',
  cloneFrom: 'methods of another API would not be judged (API-01)',
};

/** What a user adds to the options of the API. */
export function restApiOptions(scope: Construct, given: apigateway.RestApiProps | undefined): apigateway.RestApiProps {
  const { endpointTypes, endpointConfiguration, ...others } = otherOptions(scope, 'restApiOptions', given, DECIDED) ?? {};
  for (const mediaType of known(others.binaryMediaTypes)) {
    requireMatch(scope, 'restApiOptions.binaryMediaTypes', mediaType, /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/,
      'must hold media types without parameters, such as image/png or */*');
  }
  return { ...others, endpointConfiguration: endpoint(scope, endpointTypes, endpointConfiguration) };
}

/** One endpoint: regional, unless the user says otherwise. */
function endpoint(
  scope: Construct, endpointTypes?: apigateway.EndpointType[], configuration?: apigateway.EndpointConfiguration,
): apigateway.EndpointConfiguration {
  if (endpointTypes && configuration) {
    reject(scope, 'ConflictingProps', 'restApiOptions.endpointTypes',
      'must not be set together with restApiOptions.endpointConfiguration');
  }
  const { types, vpcEndpoints = [] } = configuration ?? { types: endpointTypes ?? [apigateway.EndpointType.REGIONAL] };
  for (const value of [types, ...types]) {
    requireKnown(scope, 'restApiOptions.endpointTypes', value, 'it decides on the TLS policy and the resource policy');
  }
  if (types.length !== 1) {
    reject(scope, 'OutOfRange', 'restApiOptions.endpointTypes', `must be one type, got ${types.length}: ${types.join(', ')}`);
  }
  if (vpcEndpoints.length > 0 && types[0] !== apigateway.EndpointType.PRIVATE) {
    reject(scope, 'ConflictingProps', 'restApiOptions.endpointConfiguration.vpcEndpoints',
      `need the type PRIVATE, got ${types[0]}`);
  }
  return configuration ?? { types };
}
