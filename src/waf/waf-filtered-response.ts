import { Annotations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { gatewayResponseHeaders } from '../private/gateway-response-headers';

/** What AWS managed rules block has no body of its own: API Gateway answers it, with this gateway response. */
export function answerFilteredRequestsInJson(api: apigateway.IRestApi): void {
  const answered = api.node.children.some((child) => child instanceof apigateway.GatewayResponse
    && (child.node.defaultChild as apigateway.CfnGatewayResponse).responseType === 'WAF_FILTERED');
  if (answered) {
    return;
  }
  if (!(api.node.defaultChild instanceof apigateway.CfnRestApi)) {
    Annotations.of(api).addWarningV2('cdk-hardened:imported-api-waf-response',
      'The answers of an imported API cannot be changed from here: give it a WAF_FILTERED gateway response, so that requests that AWS managed rules '
      + 'refuse are answered with the security headers.');
    return;
  }
  (api as apigateway.RestApi).addGatewayResponse('WafFiltered', {
    type: apigateway.ResponseType.WAF_FILTERED,
    statusCode: '403',
    responseHeaders: gatewayResponseHeaders(),
    templates: { 'application/json': '{"message":"Forbidden"}' },
  });
}
