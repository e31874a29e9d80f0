import { Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log';
import { logGroup } from '../private/log-groups';
import { Decided, otherOptions, OWN_PROP } from '../private/other-options';
import { reject, requireAtLeast, requireMatch, shown } from '../private/validation';
import { warn } from '../private/warnings';

/** The default quotas of an account and Region, which AWS raises on request. */
const QUOTAS = { throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 } as const;

export type Throttling = { readonly [limit in keyof typeof QUOTAS]: number };

const ERRORS_ONLY = 'errors are logged, without data: at other levels the log has headers and bodies (API-08)';
const DECIDED: Decided<apigateway.StageOptions> = {
  stageName: 'use stageName of the construct',
  accessLogDestination: 'it is accessLogGroup of the construct (API-03)',
  accessLogFormat: 'no field of it may be one that a caller writes (API-03)',
  tracingEnabled: 'it is true (API-07)',
  loggingLevel: ERRORS_ONLY,
  dataTraceEnabled: ERRORS_ONLY,
  metricsEnabled: 'use detailedMetrics of the construct',
  throttlingRateLimit: OWN_PROP,
  throttlingBurstLimit: OWN_PROP,
  cacheDataEncrypted: 'it is true wherever there is a cache',
};

const DECIDED_FOR_METHODS: Decided<apigateway.MethodDeploymentOptions> = {
  loggingLevel: ERRORS_ONLY, dataTraceEnabled: ERRORS_ONLY, cacheDataEncrypted: 'it is true wherever there is a cache',
};

/** What all stages of an API have in common. */
export interface StageDefaults {
  readonly throttling: Throttling;
  readonly detailedMetrics: boolean;
  readonly logRetention: logs.RetentionDays;
  readonly encryptionKey: kms.IKey;
}

/** Throws for a name that API Gateway does not take. */
export const requireStageName = (scope: Construct, stageName: string): void =>
  requireMatch(scope, 'stageName', stageName, /^(?!test-invoke-stage$)[\w-]{1,128}$/,
    'must be 1 to 128 letters, digits, hyphens and underscores, and not test-invoke-stage');

/** Throws for limits below 1, and warns of those above the quota of a new account. */
export function requireThrottling(scope: Construct, throttling: Throttling): void {
  for (const prop of ['throttlingRateLimit', 'throttlingBurstLimit'] as const) {
    requireAtLeast(scope, prop, throttling[prop], 1);
    if (!Token.isUnresolved(throttling[prop]) && throttling[prop] > QUOTAS[prop]) {
      warn(scope, 'above-quota', `${prop} is ${throttling[prop]}, above the default quota of an account, `
        + `${QUOTAS[prop]}: it has no effect unless AWS has raised yours.`);
    }
  }
}

/** Logs, throttling and traces of a stage, with what a user adds. */
export function stageOptions(
  scope: Construct, prop: string, given: apigateway.StageOptions | undefined, accessLogGroup: logs.ILogGroup,
  { throttling, detailedMetrics }: Pick<StageDefaults, 'throttling' | 'detailedMetrics'>,
): apigateway.StageOptions {
  // settings of a method replace all of those that the stage has for every method
  const ofEveryMethod: apigateway.MethodDeploymentOptions = {
    ...throttling, loggingLevel: apigateway.MethodLoggingLevel.ERROR, dataTraceEnabled: false, metricsEnabled: detailedMetrics,
  };
  const cached = (options: apigateway.MethodDeploymentOptions) => options.cachingEnabled ? { cacheDataEncrypted: true } : {};
  const others = otherOptions(scope, prop, given, DECIDED) ?? {};
  const methodOptions = Object.entries(others.methodOptions ?? {}).map(([path, options]) => {
    otherOptions(scope, `${prop}.methodOptions["${path}"]`, options, DECIDED_FOR_METHODS);
    return [path, { ...ofEveryMethod, ...options, ...cached(options) }] as const;
  });
  return {
    ...others,
    ...cached(others),
    methodOptions: methodOptions.length > 0 ? Object.fromEntries(methodOptions) : undefined,
    accessLogDestination: new apigateway.LogGroupLogDestination(accessLogGroup),
    accessLogFormat: accessLogFormat(),
    tracingEnabled: true,
    ...ofEveryMethod,
  };
}

export const accessLogGroup = (scope: Construct, { logRetention, encryptionKey }: StageDefaults): logs.LogGroup =>
  logGroup(scope, 'AccessLogGroup', { retention: logRetention, encryptionKey });

/** API Gateway would create this group by itself, with logs that are kept forever and without a key. */
export function keepExecutionLog(scope: Construct, stage: apigateway.Stage, stageName: string, encryptionKey: kms.IKey): void {
  stage.node.addDependency(logGroup(scope, 'ExecutionLogGroup', {
    logGroupName: `API-Gateway-Execution-Logs_${stage.restApi.restApiId}/${stageName}`,
    retention: logs.RetentionDays.THREE_MONTHS,
    encryptionKey,
  }));
}

/** A further stage of the latest deployment, with logs of its own. */
export function createStage(
  scope: Construct, api: apigateway.RestApi, stageName: string, given: apigateway.StageOptions | undefined, defaults: StageDefaults,
): apigateway.Stage {
  if (scope.node.tryFindChild(stageName) || (api.deploymentStage.node.defaultChild as apigateway.CfnStage).stageName === stageName) {
    reject(scope, 'AlreadyExists', 'stageName', `must be new, got ${shown(stageName)} again`);
  }
  const parts = new Construct(scope, stageName);
  const stage = new apigateway.Stage(parts, 'Default', {
    ...stageOptions(scope, 'stageOptions', given, accessLogGroup(parts, defaults), defaults),
    deployment: api.latestDeployment!,
    stageName,
  });
  keepExecutionLog(parts, stage, stageName, defaults.encryptionKey);
  return stage;
}
