import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { wholeApp } from '../private/at-synth';
import { warn } from '../private/warnings';

/** A stage that a user adds has no permission to invoke the functions of the routes. */
export function warnOfOtherStages(api: apigateway.RestApi, own: ReadonlySet<IConstruct>): void {
  const others = wholeApp(api).filter((one: IConstruct): one is apigateway.CfnStage => one instanceof apigateway.CfnStage
    && one.restApiId === api.restApiId && one !== api.deploymentStage.node.defaultChild && !own.has(one));
  for (const stage of others) {
    warn(stage, 'stage-without-permission', 'The functions of addRoute allow the stages of the HardenedApi only: '
      + 'requests to this one get the status 500. Add it with addStage, or allow it with addPermission of each function.');
  }
}
