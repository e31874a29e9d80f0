import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ApiWafProtection, ApiWafProtectionProps, ApiWafRule } from '../../src';
import { BUILDERS } from '../support/evidence';
import { ENV, only, stackWith, synth } from '../support/synth';

const withProps = (props?: ApiWafProtectionProps, id = 'Waf') => synth((stack) => new ApiWafProtection(stack, id, props));
const webAclOf = (props?: ApiWafProtectionProps, id?: string) => only(withProps(props, id), 'AWS::WAFv2::WebACL').Properties;

test('is regional, allows what no rule blocks, and matches the User-Agent as it was sent', () => {
  expect(webAclOf()).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  const { Statement } = webAclOf().Rules.find(({ Name }: { Name: string }) => Name === 'UserAgentRule');
  expect(Statement.NotStatement.Statement.RegexMatchStatement.TextTransformations).toEqual([{ Priority: 0, Type: 'NONE' }]);
});

test('responds with a body that it has, in JSON, and says when to come back', () => {
  const { CustomResponseBodies: bodies, Rules } = webAclOf();
  const responses = Rules.flatMap(({ Action }: any) => Action?.Block?.CustomResponse ?? []);
  expect(responses.map((one: any) => [one.ResponseCode, bodies[one.CustomResponseBodyKey]?.ContentType])).toEqual([
    [403, 'APPLICATION_JSON'], [429, 'APPLICATION_JSON'], [403, 'APPLICATION_JSON'],
  ]);
  expect(responses.map(({ ResponseHeaders }: any) => ResponseHeaders.find(({ Name }: any) => Name === 'Retry-After')?.Value))
    .toEqual([undefined, '300', undefined]);
});

describe('the name of metrics and log', () => {
  test('is made of the path, within what AWS WAF and CloudWatch Logs take', () => {
    expect(webAclOf().VisibilityConfig.MetricName).toMatch(/^Stack-Waf/);
    expect(webAclOf({}, 'W'.repeat(150)).VisibilityConfig.MetricName).toMatch(/^[\w-]{1,128}$/);
  });

  test('ends in the part of the stack id that a new stack has anew', () => {
    const [, parts] = only(withProps(), 'AWS::Logs::LogGroup').Properties.LogGroupName['Fn::Join'];
    const afterSlash = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    const upToHyphen = { 'Fn::Select': [0, { 'Fn::Split': ['-', afterSlash] }] };
    expect(parts).toEqual([expect.stringMatching(/^aws-waf-logs-Stack-Waf.*-$/), upToHyphen]);
  });

  test.each(['All-requests', 'Default_Actions'])('may be %s, which only begins as a reserved one', (webAclName) => {
    expect(webAclOf({ webAclName }).Name).toBe(webAclName);
  });
});

test('allowed requests have a metric', () => {
  const waf = new ApiWafProtection(new Stack(), 'Waf');
  expect(waf.metricAllowedRequests()).toMatchObject({ metricName: 'AllowedRequests', statistic: 'Sum' });
});

test('an API with another gateway response of its own gets that for blocked requests, too', () => {
  const template = synth((stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET');
    api.addGatewayResponse('NotFound', { type: apigateway.ResponseType.RESOURCE_NOT_FOUND });
    new ApiWafProtection(stack, 'Waf').protectApi(api.deploymentStage);
  });
  template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', { ResponseType: 'WAF_FILTERED' });
});

test.each<[string, ApiWafProtectionProps, string]>([
  ['WAF-02', { blockedCountries: [] }, 'blockedCountries is empty.'],
  ['WAF-03', { omittedRules: [ApiWafRule.USER_AGENT] }, 'omittedRules omits UserAgentRule.'],
  ['WAF-05', { countedRules: [ApiWafRule.KNOWN_BAD_INPUTS] }, 'countedRules lets KnownBadInputsRuleSet count and block nothing.'],
  ['WAF-04', { countedManagedRules: ['GenericRFI_BODY', 'GenericLFI_BODY'] },
    'countedManagedRules lets GenericRFI_BODY, GenericLFI_BODY count and block nothing.'],
  ['WAF-01', { rateLimit: 20_001 }, 'rateLimit is 20001, above 20000, which stops no attack.'],
])('the warning of %s names the prop and what it holds: %j', (id, props, reason) => {
  const warnings = Annotations.fromStack(stackWith((stack) => BUILDERS.ApiWafProtection(stack, props)))
    .findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));
  expect(warnings).toEqual([expect.stringMatching(new RegExp(`^${id} is not enforced .*: ${reason}`))]);
});

test('the highest rate limit that is one does not warn', () => {
  const stack = stackWith((scope) => BUILDERS.ApiWafProtection(scope, { rateLimit: 20_000 }));
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
});

test.each<[string, ApiWafProtectionProps, string]>([
  ['an allow list that is not there', { omittedRules: [ApiWafRule.ALLOW_LIST] },
    'omittedRules must name rules that are there, got AllowListRule, which allowedCidrs would create'],
  ['a list of countries that is empty', { countedRules: [ApiWafRule.GEO_BLOCK], blockedCountries: [] },
    'countedRules must name rules that are there, got GeoBlockRule, which blockedCountries would create'],
  ['a text for countries', { blockedCountries: 'KP' as never }, 'blockedCountries must be a list, got "KP"'],
  ['a text for counted rules', { countedRules: 'CommonRuleSet' as never }, 'countedRules must be a list, got "CommonRuleSet"'],
  ['a text for managed rules', { countedManagedRules: 'SQLi_BODY' as never }, 'countedManagedRules must be a list, got "SQLi_BODY"'],
  ['a managed rule twice', { countedManagedRules: ['SQLi_BODY', 'SQLi_BODY'] }, 'countedManagedRules must name each element once'],
  ['a text for a key', { encryptionKey: 'key' as never }, 'encryptionKey must be of the type kms.IKey, got "key"'],
])('%s is rejected', (_, props, message) => {
  expect(() => withProps(props)).toThrow(message);
});

test('a resource of another Region is rejected', () => {
  const elsewhere = cognito.UserPool.fromUserPoolArn(new Stack(), 'Pool', 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/p');
  const waf = () => synth((stack) => new ApiWafProtection(stack, 'Waf').protectUserPool(elsewhere), { env: ENV });
  expect(waf).toThrow('userPool must be in the Region of its stack, eu-west-1, got one in us-east-1');
});
