import { App, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ApiWafProtection, ApiWafProtectionProps, ApiWafRule } from '../../src';
import { COUNTRY_CODES } from '../../src/waf/country-codes';
import { BUILDERS } from '../support/evidence';
import { ENV, only, relaxed, stackWith, synth, warningIds } from '../support/synth';

const withProps = (props?: ApiWafProtectionProps) => synth((stack) => new ApiWafProtection(stack, 'Waf', props));
const rulesOf = (template: Template): any[] => only(template, 'AWS::WAFv2::WebACL').Properties.Rules;
const rule = (name: string, props?: ApiWafProtectionProps) => rulesOf(withProps(props)).find((found) => found.Name === name);

describe('a bare ApiWafProtection', () => {
  test('has the rules of the document, in an order that puts the cheap and sure ones first', () => {
    expect(rulesOf(withProps()).map(({ Name, Priority }) => [Name, Priority])).toEqual([
      ['GeoBlockRule', 0], ['RateLimitRule', 10], ['UserAgentRule', 20], ['CommonRuleSet', 30], ['KnownBadInputsRuleSet', 40],
      ['SqlInjectionRuleSet', 50],
    ]);
  });

  test('blocks China, Russia and North Korea', () => {
    expect(rule('GeoBlockRule').Statement.GeoMatchStatement.CountryCodes).toEqual(['CN', 'RU', 'KP']);
  });

  test('responds to more than 2000 requests in 5 minutes from one address with 429, in JSON', () => {
    expect(rule('RateLimitRule')).toMatchObject({
      Statement: { RateBasedStatement: { Limit: 2000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
      Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'TooManyRequests' } } },
    });
    const bodies = only(withProps(), 'AWS::WAFv2::WebACL').Properties.CustomResponseBodies;
    expect(bodies.TooManyRequests.ContentType).toBe('APPLICATION_JSON');
    expect(JSON.parse(bodies.TooManyRequests.Content)).toEqual({ message: 'Too Many Requests' });
    expect(JSON.parse(bodies.Forbidden.Content)).toEqual({ message: 'Forbidden' });
  });

  test('puts security headers on its own responses, within what AWS WAF takes', () => {
    const own = rulesOf(withProps()).filter((found) => found.Action);
    expect(own).toHaveLength(3);
    for (const { Action: { Block: { CustomResponse: { ResponseHeaders } } } } of own) {
      expect(ResponseHeaders).toContainEqual({ Name: 'X-Content-Type-Options', Value: 'nosniff' });
      expect(ResponseHeaders.length).toBeLessThanOrEqual(10);
      expect(Math.max(...ResponseHeaders.map((header: any) => header.Value.length))).toBeLessThanOrEqual(255);
    }
  });

  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64)', true], ['curl/8.5.0', true], ['_bot/1', true], ['okhttp/4', true],
    ['', false], ['   ', false], ['-', false], ['(compatible)', false], ['"quoted"', false], ['<script>', false],
  ])('takes the User-Agent %j for valid: %s', (value, valid) => {
    const { Statement, Action } = rule('UserAgentRule');
    const pattern = Statement.NotStatement.Statement.RegexMatchStatement;
    expect(pattern.FieldToMatch).toEqual({ SingleHeader: { Name: 'user-agent' } });
    expect(new RegExp(pattern.RegexString).test(value)).toBe(valid);
    expect(Action.Block.CustomResponse.ResponseCode).toBe(403);
  });

  test('lets the managed groups act with their own actions', () => {
    for (const [name, group] of [['CommonRuleSet', 'Common'], ['KnownBadInputsRuleSet', 'KnownBadInputs'],
      ['SqlInjectionRuleSet', 'SQLi']]) {
      const found = rule(name);
      expect(found.OverrideAction).toEqual({ None: {} });
      expect(found.Action).toBeUndefined();
      expect(found.Statement.ManagedRuleGroupStatement).toEqual({ VendorName: 'AWS', Name: `AWSManagedRules${group}RuleSet` });
    }
  });

  test('measures and samples every rule under its name', () => {
    for (const { Name, VisibilityConfig } of rulesOf(withProps())) {
      expect(VisibilityConfig).toEqual({ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: Name });
    }
  });

  test('logs to a group named as AWS WAF demands, whose ARN ends without a star', () => {
    const template = withProps();
    const group = only(template, 'AWS::Logs::LogGroup');
    expect(group.Properties.LogGroupName['Fn::Join'][1][0]).toMatch(/^aws-waf-logs-/);
    expect(group.DeletionPolicy).toBe('RetainExceptOnCreate');
    const [destination] = only(template, 'AWS::WAFv2::LoggingConfiguration').Properties.LogDestinationConfigs;
    expect(destination['Fn::Join'][1]).toEqual([
      'arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:',
      { Ref: expect.stringMatching('WafLogGroup') },
    ]);
  });

  test('keeps credentials out of logs and samples', () => {
    const template = withProps();
    const headers = ['authorization', 'cookie', 'proxy-authorization', 'x-amz-security-token', 'x-api-key'];
    const queryArguments = [
      'X-Amz-Credential', 'X-Amz-Security-Token', 'X-Amz-Signature', 'access_token', 'client_secret', 'code', 'id_token', 'refresh_token',
      'x-amz-credential', 'x-amz-security-token', 'x-amz-signature',
    ];
    expect(only(template, 'AWS::WAFv2::LoggingConfiguration').Properties.RedactedFields)
      .toEqual(headers.map((Name) => ({ SingleHeader: { Name } })));
    expect(only(template, 'AWS::WAFv2::WebACL').Properties.DataProtectionConfig.DataProtections).toEqual([
      { Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: headers } },
      { Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_QUERY_ARGUMENT', FieldKeys: queryArguments } },
    ]);
  });

  test('spends no account-wide log resource policy, and has no physical name', () => {
    const template = withProps();
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
    expect(only(template, 'AWS::WAFv2::WebACL').Properties.Name).toBeUndefined();
  });

  test('warns that it protects nothing, and of nothing else', () => {
    expect(warningIds(stackWith((stack) => new ApiWafProtection(stack, 'Waf')))).toEqual(['cdk-hardened:WAF-12']);
  });
});

describe('the props of ApiWafProtection', () => {
  test('webAclName names the web ACL and its metric', () => {
    expect(only(withProps({ webAclName: 'omnitrack-api-protection' }), 'AWS::WAFv2::WebACL').Properties)
      .toMatchObject({ Name: 'omnitrack-api-protection', VisibilityConfig: { MetricName: 'omnitrack-api-protection' } });
  });

  test('rateLimit changes the limit', () => {
    expect(rule('RateLimitRule', { rateLimit: 100 }).Statement.RateBasedStatement.Limit).toBe(100);
  });

  test('lists come first, in a set for each version of IP', () => {
    const template = withProps({ allowedCidrs: ['192.0.2.0/24', '2001:db8::/32'], blockedCidrs: ['203.0.113.7/32'] });
    expect(rulesOf(template).map(({ Name }) => Name).slice(0, 3)).toEqual(['AllowListRule', 'BlockListRule', 'GeoBlockRule']);
    template.resourceCountIs('AWS::WAFv2::IPSet', 3);
    template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'], Scope: 'REGIONAL' });
    const [allow, block] = rulesOf(template);
    expect(allow.Action).toEqual({ Allow: {} });
    expect(allow.Statement.OrStatement.Statements).toHaveLength(2);
    expect(block.Statement.IPSetReferenceStatement.Arn).toBeDefined();
    expect(block.Action.Block.CustomResponse.ResponseCode).toBe(403);
  });

  test('countedRules count, own rules and managed groups', () => {
    const counted = [ApiWafRule.RATE_LIMIT, ApiWafRule.COMMON];
    expect(rule('RateLimitRule', { countedRules: counted }).Action).toEqual({ Count: {} });
    expect(rule('CommonRuleSet', { countedRules: counted }).OverrideAction).toEqual({ Count: {} });
    expect(rule('SqlInjectionRuleSet', { countedRules: counted }).OverrideAction).toEqual({ None: {} });
  });

  test('omittedRules are left out', () => {
    const names = rulesOf(withProps({ omittedRules: [ApiWafRule.USER_AGENT, ApiWafRule.SQL_INJECTION] })).map(({ Name }) => Name);
    expect(names).toEqual(['GeoBlockRule', 'RateLimitRule', 'CommonRuleSet', 'KnownBadInputsRuleSet']);
  });

  test('countedManagedRules count inside their own group only', () => {
    const props = { countedManagedRules: ['SizeRestrictions_BODY'] };
    expect(rule('CommonRuleSet', props).Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([{
      Name: 'SizeRestrictions_BODY',
      ActionToUse: { Count: {} },
    }]);
    expect(rule('SqlInjectionRuleSet', props).Statement.ManagedRuleGroupStatement.RuleActionOverrides).toBeUndefined();
  });

  test('logRetention and encryptionKey decide on the log', () => {
    const template = synth((stack) => new ApiWafProtection(stack, 'Waf',
      { logRetention: logs.RetentionDays.ONE_YEAR, encryptionKey: new kms.Key(stack, 'Key') }));
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.anyValue() });
  });

  test.each<[string[], ApiWafProtectionProps]>([
    [['WAF-01'], { omittedRules: [ApiWafRule.RATE_LIMIT] }],
    [['WAF-02'], { blockedCountries: [] }],
    [['WAF-02'], { countedRules: [ApiWafRule.GEO_BLOCK] }],
    [['WAF-03'], { omittedRules: [ApiWafRule.USER_AGENT] }],
    [['WAF-04'], { countedManagedRules: ['SizeRestrictions_BODY', 'GenericRFI_BODY'] }],
    [['WAF-05'], { countedRules: [ApiWafRule.KNOWN_BAD_INPUTS] }],
    [['WAF-06'], { omittedRules: [ApiWafRule.SQL_INJECTION] }],
    [['WAF-09'], { allowedCidrs: ['192.0.2.0/24'] }],
  ])('what relaxes %s warns under its id', (ids, props) => {
    expect(relaxed(stackWith((stack) => BUILDERS.ApiWafProtection(stack, props)))).toEqual(ids);
  });

  test('tokens pass', () => {
    const template = withProps({
      rateLimit: Token.asNumber({ Ref: 'Limit' }),
      blockedCountries: [Token.asString({ Ref: 'Country' })],
      blockedCidrs: [Token.asString({ Ref: 'Cidr' })],
    });
    expect(rulesOf(template).find(({ Name }) => Name === 'RateLimitRule').Statement.RateBasedStatement.Limit).toEqual({ Ref: 'Limit' });
    template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV4', Addresses: [{ Ref: 'Cidr' }] });
  });

  test.each<[string, ApiWafProtectionProps, string | RegExp]>([
    ['a limit below what AWS WAF takes', { rateLimit: 5 },
      'rateLimit must be a whole number between 10 and 2000000000, got 5 (at Stack/Waf)'],
    ['a fraction of a limit', { rateLimit: 100.5 }, /rateLimit must be a whole number/],
    ['codes that are not ISO 3166', { blockedCountries: ['CN', 'UK', 'cn'] },
      /blockedCountries must hold ISO 3166-1 alpha-2 codes.*got "UK", "cn" \(at Stack\/Waf\)/],
    ['a single address without its prefix', { blockedCidrs: ['203.0.113.7'] },
      /blockedCidrs must hold ranges.*got "203.0.113.7": write 203.0.113.7\/32 for one address/],
    ['a range of everything', { allowedCidrs: ['0.0.0.0/0'] }, /allowedCidrs must hold ranges.*not all addresses/],
    ['a range that is none', { allowedCidrs: ['300.1.1.1/8'] }, /allowedCidrs/],
    ['a managed rule that AWS does not know', { countedManagedRules: ['SizeRestrictions_Body'] },
      /got "SizeRestrictions_Body": did you mean SizeRestrictions_BODY\?/],
    ['a name that AWS WAF rejects', { webAclName: 'my acl' }, /webAclName must be 1 to 128 letters.*got "my acl"/],
  ])('%s is rejected', (_, props, message) => {
    expect(() => withProps(props)).toThrow(message);
  });

  test('more countries than a rule takes are rejected', () => {
    const codes = [...COUNTRY_CODES].slice(0, 51);
    expect(() => withProps({ blockedCountries: codes })).toThrow(/at most 50 codes, got 51/);
  });
});

describe('protects', () => {
  const associations = (template: Template) => Object.values(template.findResources('AWS::WAFv2::WebACLAssociation'));

  test('the stage of a REST API, which then responds to blocked requests in JSON', () => {
    const template = synth((stack) => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET');
      new ApiWafProtection(stack, 'Waf').protectApi(api.deploymentStage);
    });
    const [association] = associations(template);
    expect(association.Properties.ResourceArn['Fn::Join'][1]).toEqual([
      'arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/restapis/', { Ref: expect.stringMatching('Api') },
      '/stages/', { Ref: expect.stringMatching('Stage') },
    ]);
    template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseType: 'WAF_FILTERED',
      StatusCode: '403',
      ResponseTemplates: { 'application/json': '{"message":"Forbidden"}' },
      ResponseParameters: Match.objectLike({ 'gatewayresponse.header.X-Frame-Options': "'DENY'" }),
    });
  });

  test('a stage of an imported API, with a warning about its answers', () => {
    const stack = stackWith((scope) => {
      const restApi = apigateway.RestApi.fromRestApiAttributes(scope, 'Api', { restApiId: 'abc', rootResourceId: 'def' });
      const stage = apigateway.Stage.fromStageAttributes(scope, 'Stage', { restApi, stageName: 'prod' });
      new ApiWafProtection(scope, 'Waf').protectApi(stage);
    });
    expect(associations(Template.fromStack(stack))[0].Properties.ResourceArn['Fn::Join'][1].at(-1)).toBe('::/restapis/abc/stages/prod');
    expect(warningIds(stack)).toContain('cdk-hardened:imported-api-waf-response');
  });

  test('load balancers, GraphQL APIs and user pools', () => {
    const template = synth((stack) => {
      const waf = new ApiWafProtection(stack, 'Waf');
      waf.protectLoadBalancer(new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: new ec2.Vpc(stack, 'Vpc') }));
      waf.protectGraphqlApi(appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Graph', { graphqlApiId: 'graph' }));
      waf.protectUserPool(new cognito.UserPool(stack, 'Pool'));
    });
    expect(associations(template).map(({ Properties }) => JSON.stringify(Properties.ResourceArn)).join()).toMatch(/Balancer.*graph.*Pool/);
  });

  test('no HTTP API, and says what to do', () => {
    expect(() => synth((stack) => {
      const stage = new apigatewayv2.HttpApi(stack, 'Http').defaultStage;
      new ApiWafProtection(stack, 'Waf').protectApi(stage as any);
    })).toThrow(/stage must be a stage of a REST API.*use a REST API, or put CloudFront in front of Stack\/Http.*\(at Stack\/Waf\)/);
  });

  test('no resource twice', () => {
    expect(() => synth((stack) => {
      const pool = new cognito.UserPool(stack, 'Pool');
      new ApiWafProtection(stack, 'One').protectUserPool(pool);
      new ApiWafProtection(stack, 'Two').protectUserPool(pool);
    })).toThrow(/Stack\/Pool has a web ACL already.*\(at Stack\/Two\)/);
  });

  test('no resource twice, though it is another import of it', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1';
    expect(() => synth((stack) => {
      for (const id of ['One', 'Two']) {
        new ApiWafProtection(stack,
          `Waf${id}`).protectLoadBalancer(elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, id, {
          loadBalancerArn: arn, securityGroupId: 'sg-1',
        }));
      }
    })).toThrow(/Stack\/Two has a web ACL already \(Stack\/One\/WebAclAssociation\)/);
  });

  test('no resource of another Region', () => {
    const app = new App();
    const pool = cognito.UserPool.fromUserPoolArn(new Stack(app, 'Other', { env: { ...ENV, region: 'us-east-1' } }), 'Pool',
      'arn:aws:cognito-idp:us-east-1:111122223333:userpool/p');
    const waf = new ApiWafProtection(new Stack(app, 'Stack', { env: ENV }), 'Waf');
    expect(() => waf.protectUserPool(pool)).toThrow(/must be in the Region of its stack, eu-west-1, got one in us-east-1/);
  });
});

test('metrics name web ACL, rule and Region, without which CloudWatch finds nothing', () => {
  const stack = stackWith(() => {}, { env: ENV });
  const waf = new ApiWafProtection(stack, 'Waf', { webAclName: 'acl' });
  expect(waf.metricBlockedRequests(ApiWafRule.RATE_LIMIT).toMetricConfig().metricStat).toMatchObject({
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    dimensions: [{ name: 'Region', value: 'eu-west-1' }, { name: 'Rule', value: 'RateLimitRule' }, { name: 'WebACL', value: 'acl' }],
    statistic: 'Sum',
  });
  expect(waf.metricAllowedRequests().dimensions).toMatchObject({ Rule: 'ALL' });
  expect(waf.metricCountedRequests(ApiWafRule.COMMON).metricName).toBe('CountedRequests');
});

test('two web ACLs stand in one stack, with metrics of their own', () => {
  const template = synth((stack) => {
    new ApiWafProtection(stack, 'One');
    new ApiWafProtection(stack, 'Two');
  });
  const names = Object.values(template.findResources('AWS::WAFv2::WebACL')).map(({ Properties }) => Properties.VisibilityConfig.MetricName);
  expect(new Set(names).size).toBe(2);
});
