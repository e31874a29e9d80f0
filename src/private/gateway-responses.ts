import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { wholeApp } from './at-synth';
import { mistake } from './errors';
import { SECURITY_HEADERS } from '../middleware/headers/security-headers';

/** The security headers as gateway responses take them: static text in single quotes. */
export function gatewayResponseHeaders(): Record<string, string> {
  return Object.fromEntries(Object.entries(SECURITY_HEADERS).map(([name, value]) => [name, `'${value}'`]));
}

/** All gateway responses of an API, ours and its users'. */
export const gatewayResponsesOf = (api: apigateway.IRestApi): apigateway.CfnGatewayResponse[] =>
  wholeApp(api).filter((one): one is apigateway.CfnGatewayResponse => one instanceof apigateway.CfnGatewayResponse
    && one.restApiId === api.restApiId);

/** An API has one gateway response of a type: of two, the one that is deployed last wins. */
export function gatewayResponseErrors(owner: IConstruct, api: apigateway.IRestApi): string[] {
  const byType = new Map<string, string[]>();
  for (const response of gatewayResponsesOf(api)) {
    const type = Stack.of(response).resolve(response.responseType);
    byType.set(type, [...byType.get(type) ?? [], response.node.path]);
  }
  return [...byType].filter(([, paths]) => paths.length > 1).map(([type, paths]) =>
    mistake(owner.node.path, 'an API', `must have one gateway response of a type, got ${type} at ${paths.join(' and ')}: `
      + 'change the first one\'s CfnGatewayResponse instead of adding another'));
}
