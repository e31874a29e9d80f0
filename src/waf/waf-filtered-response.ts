import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { gatewayResponseErrors, gatewayResponseHeaders, gatewayResponsesOf } from '../private/gateway-responses';
import { warn } from '../private/warnings';

/** What AWS managed rules block has no body of its own: API Gateway responds, with this gateway response. */
export function respondToFilteredRequestsInJson(api: apigateway.IRestApi): void {
  if (gatewayResponsesOf(api).some(({ responseType }) => responseType === 'WAF_FILTERED')) {
    return;
  }
  if (!(api.node.defaultChild instanceof apigateway.CfnRestApi)) {
    warn(api, 'imported-api-waf-response',
      'The responses of an imported API cannot be changed from here: add a WAF_FILTERED gateway response, so that responses to requests '
      + 'that AWS managed rules block have the security headers.');
    return;
  }
  (api as apigateway.RestApi).addGatewayResponse('WafFiltered', {
    type: apigateway.ResponseType.WAF_FILTERED,
    statusCode: '403',
    responseHeaders: gatewayResponseHeaders(),
    templates: { 'application/json': '{"message":"Forbidden"}' },
  });
  api.node.addValidation({ validate: () => gatewayResponseErrors(api, api) });
}
