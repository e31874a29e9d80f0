import { nameOf, relation, Resource, Resources, SAID_ELSEWHERE } from '../evidence';

export const HAS_DEFAULT_RESPONSES = relation('has gateway responses for all errors', SAID_ELSEWHERE, (api, all) => {
  const types = all.referring('AWS::ApiGateway::GatewayResponse', 'RestApiId', api).map(({ properties }) => properties.ResponseType);
  const missing = ['DEFAULT_4XX', 'DEFAULT_5XX'].filter((type) => !types.includes(type));
  return missing.length > 0 ? `it has no gateway response ${missing.join(' and ')}` : undefined;
});

export const VALIDATES_BOTH = relation('has a validator of bodies and parameters', SAID_ELSEWHERE, (method, all) => {
  const [validator] = all.targets(method.properties.RequestValidatorId, method)
    .filter(({ type }) => type === 'AWS::ApiGateway::RequestValidator');
  const isTrue = (name: string) => String(validator.properties[name]) === 'true';
  return validator && !(isTrue('ValidateRequestBody') && isTrue('ValidateRequestParameters'))
    ? `its validator ${nameOf(validator)} does not validate both` : undefined;
});

const EXECUTION_LOG = 'API-Gateway-Execution-Logs_';

const isExecutionLog = ({ properties }: Resource): boolean => JSON.stringify(properties.LogGroupName ?? '').includes(EXECUTION_LOG);

/** API Gateway creates the group by itself where nobody has: with logs that are kept forever. */
export const EXECUTION_LOG_IS_DELETED = relation('has an execution log whose logs are retained for a set time', SAID_ELSEWHERE,
  (stage, all) => {
    const [api] = all.targets(stage.properties.RestApiId, stage);
    const groups = all.ofType('AWS::Logs::LogGroup').filter((group) =>
      isExecutionLog(group) && api && all.refers(group.properties.LogGroupName, group, api) && isOf(group, stage));
    return groups.length === 0 ? 'API Gateway creates its execution log, and keeps its logs forever'
      : groups.every(({ properties }) => properties.RetentionInDays === undefined) ? `${nameOf(groups[0])} keeps logs forever` : undefined;
  });

/** The name of the group ends with that of the stage. */
function isOf(group: Resource, { properties: { StageName } }: Resource): boolean {
  return typeof StageName !== 'string' || JSON.stringify(group.properties.LogGroupName).includes(`/${StageName}"`);
}

const receivesAccessLog = (group: Resource, all: Resources): boolean => all.ofType('AWS::ApiGateway::Stage')
  .some((stage) => all.refers(stage.properties.AccessLogSetting?.DestinationArn, stage, group));

export const IS_A_LOG_OF_AN_API = relation('is a log of an API', SAID_ELSEWHERE, (group, all) =>
  isExecutionLog(group) || receivesAccessLog(group, all) ? undefined : 'no API logs there');
