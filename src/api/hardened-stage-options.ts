import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/**
 * Options of a further stage of a HardenedApi.
 */
export interface HardenedStageOptions {
  /**
   * The steady-state requests a second that the stage accepts, over all clients, 1 or more.
   *
   * @default - as the first stage
   */
  readonly throttlingRateLimit?: number;

  /**
   * The burst limit: how many requests are accepted at once, 1 or more.
   *
   * @default - as the first stage
   */
  readonly throttlingBurstLimit?: number;

  /**
   * Further options of the stage, such as `variables` or `methodOptions`. What the construct decides is an error.
   *
   * @default - none
   */
  readonly stageOptions?: apigateway.StageOptions;
}
