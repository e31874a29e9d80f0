import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { mistake } from '../private/errors';
import { warn } from '../private/warnings';

/** TLS 1.2 and 1.3. The names of an edge-optimized endpoint differ, as CloudFront negotiates there. */
const TLS_1_2 = 'SecurityPolicy_TLS13_1_2_2021_06';
const TLS_1_2_EDGE = apigateway.SecurityPolicy.TLS12_PFS_2025_EDGE;

/** The L2 has no props for it. STRICT rejects requests whose Host is not the name that TLS was negotiated for. */
export function requireTls12(
  scope: Construct, { node }: apigateway.RestApi, [type]: apigateway.EndpointType[], mode = apigateway.EndpointAccessMode.STRICT,
): void {
  const api = node.defaultChild as apigateway.CfnRestApi;
  api.addPropertyOverride('SecurityPolicy', type === apigateway.EndpointType.EDGE ? TLS_1_2_EDGE : TLS_1_2);
  api.addPropertyOverride('EndpointAccessMode', mode);
  if (mode === apigateway.EndpointAccessMode.BASIC) {
    warn(scope, 'basic-access-mode', 'endpointAccessMode is BASIC, so requests are accepted whose Host header is not the name that TLS '
      + 'was negotiated for: change it to STRICT once the access log shows that no client sends such requests.');
  }
}

/** A private API without a resource policy rejects every request. */
export const policyErrors = (owner: Construct, api: apigateway.RestApi): string[] =>
  Stack.of(api).resolve((api.node.defaultChild as apigateway.CfnRestApi).policy) === undefined
    ? [mistake(owner.node.path, 'restApiOptions', 'must have endpointConfiguration.vpcEndpoints or a policy with the endpoint type '
      + 'PRIVATE: a private API without a resource policy rejects every request')] : [];

const INVOKE = ['execute-api:Invoke'];
const ALL = 'execute-api:/*';

/**
 * Lets requests in through the endpoints only. What a statement allows to everybody needs no permission of the caller, also where IAM
 * authorizes: so the account is allowed, whose own policies decide then, and everybody only for methods that IAM does not authorize.
 */
export function admitEndpoints(api: apigateway.RestApi, endpointIds: string[]): void {
  const conditions = { StringEquals: { 'aws:SourceVpce': endpointIds } };
  const methods = api.methods.map(({ node, httpMethod, resource: { path } }) =>
    ({ isIam: (node.defaultChild as apigateway.CfnMethod).authorizationType === 'AWS_IAM', httpMethod, path }));
  api.addToResourcePolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: INVOKE,
    resources: [ALL],
    conditions: { StringNotEquals: { 'aws:SourceVpce': endpointIds } },
  }));
  if (methods.some(({ isIam }) => isIam)) {
    api.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.AccountRootPrincipal()], actions: INVOKE, resources: [ALL], conditions,
    }));
  }
  const resources = [...new Set(withoutIam(methods))];
  if (resources.length > 0) {
    api.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: INVOKE, resources, conditions }));
  }
}

interface Called { readonly isIam: boolean; readonly httpMethod: string; readonly path: string }

/** As few as can be: a resource policy has 8,192 bytes. */
function withoutIam(methods: Called[]): string[] {
  const areOpen = (some: Called[]) => some.every(({ isIam }) => !isIam);
  if (areOpen(methods)) {
    return [ALL];
  }
  const preflights = areOpen(methods.filter(({ httpMethod }) => httpMethod === 'OPTIONS'));
  return methods.filter(({ isIam }) => !isIam).map(({ httpMethod, path }) => httpMethod === 'OPTIONS' && preflights
    ? 'execute-api:/*/OPTIONS/*'
    : `execute-api:/*/${httpMethod === 'ANY' ? '*' : httpMethod}${path.replace(/\{[^}]*\}/g, '*')}`);
}
