import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { gatewayResponseHeaders } from '../private/gateway-responses';

/** A body with nothing but what API Gateway itself says, and the id that a user can quote. */
const MESSAGE_AND_REQUEST_ID = '{"message":$context.error.messageString,"requestId":"$context.requestId"}';

/** Which parameter was wrong, too. */
const VALIDATION = '{"message":$context.error.messageString,"details":"$context.error.validationErrorString",'
  + '"requestId":"$context.requestId"}';

/** Adds the security headers to every error that API Gateway creates. Types that are not named inherit from the two defaults. */
export function addGatewayResponses(api: apigateway.RestApi): void {
  const responses: [string, apigateway.ResponseType, string, string?][] = [
    ['Default4xx', apigateway.ResponseType.DEFAULT_4XX, MESSAGE_AND_REQUEST_ID],
    ['Default5xx', apigateway.ResponseType.DEFAULT_5XX, MESSAGE_AND_REQUEST_ID],
    ['BadRequestBody', apigateway.ResponseType.BAD_REQUEST_BODY, VALIDATION, '400'],
    ['BadRequestParameters', apigateway.ResponseType.BAD_REQUEST_PARAMETERS, VALIDATION, '400'],
    ['WafFiltered', apigateway.ResponseType.WAF_FILTERED, MESSAGE_AND_REQUEST_ID, '403'],
  ];
  for (const [id, type, template, statusCode] of responses) {
    api.addGatewayResponse(id, {
      type, statusCode, responseHeaders: gatewayResponseHeaders(), templates: { 'application/json': template },
    });
  }
}
