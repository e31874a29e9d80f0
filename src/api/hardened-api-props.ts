import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/**
 * Properties of a HardenedApi.
 */
export interface HardenedApiProps {
  /**
   * The name of the API, as the console and its metrics show it.
   *
   * @default - the id of the construct
   */
  readonly restApiName?: string;

  /**
   * The name of the stage, which is in every URL: letters, digits, hyphens and underscores. A change replaces the stage, and the
   * log group of errors inside API Gateway with it, whose name has the stage in it; the old group is retained. To change the name
   * back, deploy with `cdk deploy --import-existing-resources`, which adopts the group that is there.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * The authorizer of all methods, instead of IAM: a Cognito or Lambda authorizer. A change takes effect with the deployment.
   *
   * @default - IAM: requests are signed, and the caller needs execute-api:Invoke
   */
  readonly authorizer?: apigateway.IAuthorizer;

  /**
   * The steady-state requests a second that the stage accepts, over all clients, 1 or more. Above the quota of the account (10,000
   * by default) it has no effect.
   *
   * @default 500
   */
  readonly throttlingRateLimit?: number;

  /**
   * The burst limit: how many requests are accepted at once, 1 or more. Above the quota of the account (5,000 by default) it has no
   * effect.
   *
   * @default 1000
   */
  readonly throttlingBurstLimit?: number;

  /**
   * Whether each method has metrics of its own, beside those of the stage. About 1.50 USD a month for each method that is called.
   *
   * @default false
   */
  readonly detailedMetrics?: boolean;

  /**
   * Whether the API allows API Gateway to write logs in this account and Region, without which a stage with logs cannot be created.
   *
   * There is one such setting for an account and Region, which any number of stacks may make: the last one to be deployed wins, and
   * each of them works. The role and the setting are retained when the stack is deleted, as other APIs may log through them. Set it
   * to false where the setting is managed elsewhere.
   *
   * @default true
   */
  readonly cloudWatchRole?: boolean;

  /**
   * How long the access log is retained. About 0.50 USD a gigabyte.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the logs. It must be in the Region of the API.
   *
   * @default - the key that the logs and functions of the stack share, rotated every 365 days and retained; 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The origins whose pages may call the API from a browser, and what they may send and read. Every resource gets a preflight, which
   * runs nothing and is open, and every error that API Gateway creates has the headers: those are static, so of several origins the
   * first one only can read errors. The responses of functions and other integrations need `Access-Control-Allow-Origin` from their
   * own code.
   *
   * @default - pages of other origins cannot call the API
   */
  readonly cors?: apigateway.CorsOptions;

  /**
   * Whether the Host header of a request must be the name that TLS was negotiated for. AWS advises BASIC first and STRICT later for
   * an API that has traffic already, as STRICT rejects clients and proxies that send another Host; BASIC warns.
   *
   * @default EndpointAccessMode.STRICT
   */
  readonly endpointAccessMode?: apigateway.EndpointAccessMode;

  /**
   * Further options of the API, such as `binaryMediaTypes`, `policy`, `endpointConfiguration` with a private endpoint, `description`,
   * or `deployOptions` with `methodOptions`. What the construct decides is an error.
   *
   * A private endpoint needs `vpcEndpoints`, or a policy of yours. With `vpcEndpoints` the construct denies requests from elsewhere,
   * and what IAM authorizes still needs a permission of the caller.
   *
   * @default - a regional endpoint, text only, no compression, no resource policy
   */
  readonly restApiOptions?: apigateway.RestApiProps;
}
