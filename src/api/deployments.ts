import { Lazy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { atSynth, wholeApp } from '../private/at-synth';
import { gatewayResponsesOf } from '../private/gateway-responses';

/** What a deployment is a snapshot of. */
const DEPLOYED = [
  apigateway.CfnMethod, apigateway.CfnResource, apigateway.CfnModel, apigateway.CfnAuthorizer, apigateway.CfnGatewayResponse,
  apigateway.CfnRequestValidator,
] as const;

/** The L2 of an authorizer knows its API only in the end, hence the resolution; the others hold the same token. */
function isOf(api: apigateway.RestApi): (one: IConstruct) => boolean {
  const idOf = (one: IConstruct, restApiId: unknown) => JSON.stringify(Stack.of(one).resolve(restApiId));
  const ofAuthorizers = idOf(api, api.restApiId);
  return (one) => {
    const { restApiId } = one as apigateway.CfnMethod;
    return restApiId === api.restApiId || (one instanceof apigateway.CfnAuthorizer && idOf(one, restApiId) === ofAuthorizers);
  };
}

/**
 * Makes every change of the API take effect with the deployment that brings it, an override of a property included: the CDK alone
 * would keep the old snapshot for many of them. A deployment that a user creates waits for the gateway responses, too.
 */
export function redeployOnEveryChange(owner: IConstruct, api: apigateway.RestApi): void {
  let snapshot: unknown;
  const produce = () => snapshot ?? snapshotOf(api);
  api.latestDeployment!.addToLogicalId(Lazy.any({ produce }));
  atSynth(owner, () => {
    snapshot = snapshotOf(api);
    const own = (one: IConstruct): one is apigateway.Deployment => one instanceof apigateway.Deployment
      && one.api.restApiId === api.restApiId;
    for (const deployment of wholeApp(owner).filter(own).filter((one) => one !== api.latestDeployment)) {
      deployment.addToLogicalId(Lazy.any({ produce }));
      deployment.node.addDependency(...gatewayResponsesOf(api));
    }
  });
}

function snapshotOf(api: apigateway.RestApi): unknown[] {
  const parts = wholeApp(api).filter((one) => DEPLOYED.some((Part) => one instanceof Part)).filter(isOf(api)) as apigateway.CfnMethod[];
  return parts.sort((a, b) => a.node.path < b.node.path ? -1 : 1).map((part) => Stack.of(part).resolve(part._toCloudFormation()));
}
