import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/**
 * One line of JSON for a request: who, from where, what, the response, and who rejected it.
 *
 * API Gateway escapes nothing here, so there is no field that a caller writes: no path, no User-Agent (the log of the web ACL has
 * it), and no error message, which repeats a malformed Authorization header.
 */
export function accessLogFormat(): apigateway.AccessLogFormat {
  const field = apigateway.AccessLogField;
  return apigateway.AccessLogFormat.custom(JSON.stringify({
    requestId: field.contextRequestId(),
    extendedRequestId: field.contextExtendedRequestId(),
    requestTimeEpoch: field.contextRequestTimeEpoch(),
    sourceIp: field.contextIdentitySourceIp(),
    userArn: field.contextIdentityUserArn(),
    subject: field.contextAuthorizerClaims('sub'),
    httpMethod: field.contextHttpMethod(),
    resourcePath: field.contextResourcePath(),
    protocol: field.contextProtocol(),
    status: field.contextStatus(),
    responseLength: field.contextResponseLength(),
    responseLatency: field.contextResponseLatency(),
    integrationLatency: field.contextIntegrationLatency(),
    errorType: field.contextErrorResponseType(),
    authorizeStatus: field.contextAuthorizeStatus(),
    wafStatus: field.contextWafStatus(),
    wafResponseCode: field.contextWafResponseCode(),
    tlsVersion: '$context.tlsVersion',
    cipherSuite: '$context.cipherSuite',
    xrayTraceId: field.contextXrayTraceId(),
  }));
}
