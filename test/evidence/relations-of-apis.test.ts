import { CATALOGUE, ControlId } from '../../src/catalogue';
import { faults, isAbout, recognizes, Resources, sourceOf } from '../../src/evidence';

type Template = Record<string, { Type: string; Properties: Record<string, unknown> }>;
const one = (type: string, Properties: Record<string, unknown> = {}) => ({ Type: `AWS::${type}`, Properties });
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const appOf = (template: Template) => new Resources([sourceOf('T', { Resources: template })]);

/** What relations find wrong with the first resource by a control, or nothing where the control is not about it. */
function faultsOf(id: ControlId, template: Template): string[] | undefined {
  const all = appOf(template);
  const [first] = all.all;
  const clauses = CATALOGUE[id].evidence.filter((clause) => isAbout(clause, first, all));
  return clauses.length === 0 ? undefined : clauses.flatMap(({ conditions }) =>
    faults(conditions.filter((condition) => condition.is === 'relation'), first, all));
}

const responseOf = (ResponseType: string) => one('ApiGateway::GatewayResponse', { RestApiId: ref('Api'), ResponseType });
const api = (...types: string[]) => ({
  Api: one('ApiGateway::RestApi'), ...Object.fromEntries(types.map((type) => [type, responseOf(type)])),
});
const method = (validator: Record<string, unknown>) => ({
  Method: one('ApiGateway::Method', { RequestParameters: {}, RequestValidatorId: ref('Validator') }),
  Validator: one('ApiGateway::RequestValidator', validator),
});
const named = (id: unknown, name: unknown) => ({
  'Fn::Join': ['', ['API-Gateway-Execution-Logs_', id, ...typeof name === 'string' ? [`/${name}`] : ['/', name]]],
});
const stage = (LogGroupName: unknown, more: Record<string, unknown> = {}, StageName: unknown = 'prod') => ({
  Stage: one('ApiGateway::Stage', { RestApiId: ref('Api'), StageName }),
  Api: one('ApiGateway::RestApi'),
  Other: one('ApiGateway::RestApi'),
  Group: one('Logs::LogGroup', { LogGroupName, ...more }),
});
const WEEK = { RetentionInDays: 7 };
const FOREVER = ['API Gateway creates its execution log, and keeps its logs forever'];

const acl = (properties: Record<string, unknown>, more: Template = {}) => ({
  Acl: one('WAFv2::WebACL', { DataProtectionConfig: protecting(NAMES), ...properties }), ...protection, ...more,
});
const protection = { Association: one('WAFv2::WebACLAssociation', { WebACLArn: arn('Acl') }) };
const NAMES = ['authorization', 'cookie', 'X-Amz-Security-Token', 'x-amz-signature'];
const protecting = (names: string[]) => ({ DataProtections: [{ Field: { FieldKeys: names } }] });
const log = (...headers: string[]) => ({
  Logging: one('WAFv2::LoggingConfiguration', {
    ResourceArn: arn('Acl'), RedactedFields: headers.map((Name) => ({ SingleHeader: { Name } })), LogDestinationConfigs: [arn('Group')],
  }),
});
const byUserAgent = (Action: object, Name = 'User-Agent') => acl({
  Rules: [{ Action, Statement: { NotStatement: { Statement: { RegexMatchStatement: { FieldToMatch: { SingleHeader: { Name } } } } } } }],
});
const NO_USER_AGENT = ['none of its rules blocks by User-Agent'];

test.each<[ControlId, string, Template, string[] | undefined]>([
  ['API-05', 'both defaults', api('DEFAULT_4XX', 'DEFAULT_5XX', 'UNAUTHORIZED'), []],
  ['API-05', 'one default', api('DEFAULT_4XX'), ['it has no gateway response DEFAULT_5XX']],
  ['API-05', 'no default', api(), ['it has no gateway response DEFAULT_4XX and DEFAULT_5XX']],
  ['API-06', 'a validator of both', method({ ValidateRequestBody: true, ValidateRequestParameters: 'true' }), []],
  ['API-06', 'a validator of bodies', method({ ValidateRequestBody: true }), ['its validator Validator does not validate both']],
  ['API-06', 'a validator of parameters', method({ ValidateRequestParameters: true }), ['its validator Validator does not validate both']],
  ['API-06', 'nothing to validate', { Method: one('ApiGateway::Method') }, undefined],
  ['API-08', 'a group of its own', stage(named(ref('Api'), 'prod'), WEEK), []],
  ['API-08', 'a group by a name that is a reference', stage(named(ref('Api'), ref('Name')), WEEK, ref('Name')), []],
  ['API-08', 'a group without an end', stage(named(ref('Api'), 'prod')), ['Group keeps logs forever']],
  ['API-08', 'the group of another stage', stage(named(ref('Api'), 'test'), WEEK), FOREVER],
  ['API-08', 'the group of another API', stage(named(ref('Other'), 'prod'), WEEK), FOREVER],
  ['API-08', 'a group of another kind', stage({ 'Fn::Join': ['', ['access_', ref('Api'), '/prod']] }, WEEK), FOREVER],
  ['WAF-12', 'an association', acl({}), []],
  ['WAF-12', 'CloudFront, which names it itself', { Acl: one('WAFv2::WebACL', { Scope: 'CLOUDFRONT' }) }, []],
  ['WAF-12', 'nothing to protect', { Acl: one('WAFv2::WebACL') }, ['nothing in this app is associated with it, so it inspects no request']],
  ['WAF-03', 'a rule that blocks', byUserAgent({ Block: {} }), []],
  ['WAF-03', 'a rule that counts', byUserAgent({ Count: {} }), NO_USER_AGENT],
  ['WAF-03', 'a rule for another header', byUserAgent({ Block: {} }, 'Host'), NO_USER_AGENT],
  ['WAF-03', 'a managed rule', acl({ Rules: [{ OverrideAction: { None: {} }, Statement: {} }] }), NO_USER_AGENT],
  ['WAF-03', 'no rule', acl({}), NO_USER_AGENT],
  ['WAF-07', 'a log without credentials', acl({}, log('Authorization', 'cookie')), []],
  ['WAF-07', 'no log', acl({}), ['it has no log']],
  ['WAF-07', 'a log with a cookie', acl({}, log('authorization')), ['its log does not redact the header cookie']],
  ['WAF-07', 'a log with all', acl({}, log()), ['its log does not redact the header authorization and cookie']],
  ['WAF-07', 'samples with all', acl({ DataProtectionConfig: undefined }, log('authorization', 'cookie')),
    ['its DataProtectionConfig does not protect authorization, cookie, x-amz-security-token, x-amz-signature']],
  ...NAMES.map((name): [ControlId, string, Template, string[]] => [
    'WAF-07', `samples with ${name}`,
    acl({ DataProtectionConfig: protecting(NAMES.filter((other) => other !== name)) }, log('authorization', 'cookie')),
    [`its DataProtectionConfig does not protect ${name.toLowerCase()}`],
  ]),
])('%s, of what has %s', (id, _, template, expected) => expect(faultsOf(id, template)).toEqual(expected));

const group = (more: Template, properties: Record<string, unknown> = {}) => ({ Group: one('Logs::LogGroup', properties), ...more });

test.each<[ControlId, string, boolean, Template]>([
  ['API-09', 'an access log', true, group({ Stage: one('ApiGateway::Stage', { AccessLogSetting: { DestinationArn: arn('Group') } }) })],
  ['API-09', 'an execution log', true, group({}, { LogGroupName: 'API-Gateway-Execution-Logs_abc/prod' })],
  ['API-09', 'another log', false, group({ Stage: one('ApiGateway::Stage') })],
  ['WAF-11', 'a log of requests', true, group(log())],
  ['WAF-11', 'another log', false, group({ Logging: one('WAFv2::LoggingConfiguration', { LogDestinationConfigs: [arn('Other')] }) })],
  ['NET-08', 'a flow log by name', true, group({ Log: one('EC2::FlowLog', { LogGroupName: ref('Group') }) })],
  ['NET-08', 'a flow log by ARN', true, group({ Log: one('EC2::FlowLog', { LogDestination: arn('Group') }) })],
  ['NET-08', 'another log', false, group({ Log: one('EC2::FlowLog', { LogGroupName: ref('Other') }) })],
])('%s is about %s: %s', (id, _, expected, template) => {
  const all = appOf(template);
  expect(CATALOGUE[id].evidence.some((clause) => recognizes(clause, all.all[0], all))).toBe(expected);
});
