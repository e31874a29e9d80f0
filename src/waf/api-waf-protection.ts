import { Aws, Fn, IResource, Names, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { enforces } from './controls';
import { buildRules, visibility } from './rule-list';
import { ApiWafRule, RESPONSE_BODIES } from './rules';
import { answerFilteredRequestsInJson } from './waf-filtered-response';
import { logGroup } from '../private/encryption';
import { pinFeatureFlags } from '../private/feature-flags';
import { reject, requireMatch, requireSameRegion } from '../private/validation';

/**
 * Properties of ApiWafProtection.
 */
export interface ApiWafProtectionProps {
  /**
   * The name of the web ACL and its metrics: 1 to 128 letters, digits, hyphens and underscores. A change replaces the web ACL.
   *
   * @default - CloudFormation makes a unique one
   */
  readonly webAclName?: string;

  /**
   * The requests that one address may send in 5 minutes, 10 to 2,000,000,000. More are answered with 429.
   *
   * AWS WAF counts about every 10 seconds, so a short burst passes before the rule acts.
   *
   * @default 2000
   */
  readonly rateLimit?: number;

  /**
   * The countries whose requests are refused, as ISO 3166-1 alpha-2 codes; at most 50. An empty list leaves the rule out.
   *
   * @default ['CN', 'RU', 'KP']
   */
  readonly blockedCountries?: string[];

  /**
   * Ranges of addresses that are refused, such as `203.0.113.0/24`.
   *
   * @default - none
   */
  readonly blockedCidrs?: string[];

  /**
   * Ranges of addresses that are exempt from every rule, such as an office whose traffic is blocked by mistake.
   *
   * @default - none
   */
  readonly allowedCidrs?: string[];

  /**
   * Rules that count what they would have refused, and let it pass: for the first weeks, or while one is tuned.
   *
   * @default - none: every rule acts
   */
  readonly countedRules?: ApiWafRule[];

  /**
   * Rules that are left out.
   *
   * @default - none
   */
  readonly omittedRules?: ApiWafRule[];

  /**
   * Rules inside the AWS managed groups that count instead of block, by their AWS names, such as `SizeRestrictions_BODY`,
   * which refuses bodies over 8 KB.
   *
   * @default - none
   */
  readonly countedManagedRules?: string[];

  /**
   * How long the log of inspected requests is kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the log. It must be in the Region of the web ACL.
   *
   * @default - CloudWatch Logs encrypts with a key of its own
   */
  readonly encryptionKey?: kms.IKey;
}

/** The headers whose values are credentials. */
const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'x-amz-security-token', 'x-api-key'];

/**
 * A regional web ACL for REST APIs, Application Load Balancers, AppSync and Cognito: address lists, a geographic block, a rate
 * limit, a check of the User-Agent, and the AWS managed Common, Known Bad Inputs and SQL injection rules.
 *
 * It costs 5 USD a month, 1 USD for each rule (11 USD for the six default ones), and 0.60 USD for a million requests. It uses about
 * 1,106 of the 1,500 capacity units that this price includes. HTTP APIs and WebSocket APIs cannot have a web ACL; CloudFront needs
 * one of its own scope.
 */
export class ApiWafProtection extends Construct {
  /** The ARN of the web ACL, for resources that this class has no method for. */
  public readonly webAclArn: string;

  /** The log of inspected requests. Its name begins with `aws-waf-logs-`, as AWS WAF demands. */
  public readonly logGroup: logs.LogGroup;

  private readonly metricName: string;

  constructor(scope: Construct, id: string, props: ApiWafProtectionProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    this.metricName = props.webAclName ?? Names.uniqueResourceName(this, { maxLength: 128, separator: '-' });
    requireMatch(this, 'webAclName', this.metricName, /^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, hyphens and underscores');

    const webAcl = new wafv2.CfnWebACL(this, 'Resource', {
      name: props.webAclName,
      description: 'Refuses abusive and malicious requests',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: buildRules(this, props),
      customResponseBodies: RESPONSE_BODIES,
      visibilityConfig: visibility(this.metricName),
      // redaction of the log leaves sampled requests as they were; this covers both
      dataProtectionConfig: {
        dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: CREDENTIAL_HEADERS } }],
      },
    });
    this.webAclArn = webAcl.attrArn;
    enforces(this, 'WAF-08');

    this.logGroup = this.logRequests(props.logRetention ?? logs.RetentionDays.THREE_MONTHS, props.encryptionKey);
  }

  /** Protects a stage of a REST API, and lets the API answer refused requests in JSON with security headers. */
  public protectApi(stage: apigateway.IStage): void {
    if (stage.restApi === undefined) {
      reject(this, 'stage must be a stage of a REST API, got one of an HTTP or WebSocket API, which cannot have a web ACL: '
        + `use a REST API, or put CloudFront in front of ${stage.node.path}`);
    }
    const stack = Stack.of(stage);
    const arn = stack.formatArn({
      service: 'apigateway', account: '', resource: '/restapis', resourceName: `${stage.restApi.restApiId}/stages/${stage.stageName}`,
    });
    this.associate(stage, arn);
    answerFilteredRequestsInJson(stage.restApi);
  }

  /** Protects an Application Load Balancer. */
  public protectLoadBalancer(loadBalancer: elbv2.IApplicationLoadBalancer): void {
    this.associate(loadBalancer, loadBalancer.loadBalancerArn);
  }

  /** Protects an AppSync GraphQL API. */
  public protectGraphqlApi(api: appsync.IGraphqlApi): void {
    this.associate(api, api.arn);
  }

  /** Protects the public operations and the managed login of a Cognito user pool. AWS WAF sees no user names there. */
  public protectUserPool(userPool: cognito.IUserPool): void {
    this.associate(userPool, userPool.userPoolArn);
  }

  /** The requests that the web ACL refused, or one rule of it. The sum over 5 minutes, unless told otherwise. */
  public metricBlockedRequests(rule?: ApiWafRule, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('BlockedRequests', rule, options);
  }

  /** The requests that the web ACL let pass. The sum over 5 minutes, unless told otherwise. */
  public metricAllowedRequests(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('AllowedRequests', undefined, options);
  }

  /** The requests that counting rules would have refused, or one of them. The sum over 5 minutes, unless told otherwise. */
  public metricCountedRequests(rule?: ApiWafRule, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('CountedRequests', rule, options);
  }

  private metric(metricName: string, rule: ApiWafRule | undefined, options: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/WAFV2',
      metricName,
      // without the Region a regional web ACL has no such metric
      dimensionsMap: { WebACL: this.metricName, Rule: rule ?? 'ALL', Region: Stack.of(this).region },
      statistic: 'Sum',
      ...options,
    }).attachTo(this);
  }

  private logRequests(retention: logs.RetentionDays, encryptionKey?: kms.IKey): logs.LogGroup {
    // the log group must be named aws-waf-logs-*; the stack's own id keeps a retained one from blocking the next deployment
    const stackId = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
    const name = `aws-waf-logs-${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}-${stackId}`;
    const group = logGroup(this, 'LogGroup', { logGroupName: name, retention, encryptionKey });

    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAclArn,
      // AWS WAF takes the ARN without the :* that CloudFormation gives it
      logDestinationConfigs: [Stack.of(this).formatArn({ service: 'logs', resource: `log-group:${group.logGroupName}` })],
      redactedFields: CREDENTIAL_HEADERS.map((header) => ({ singleHeader: { Name: header } })),
    });
    enforces(this, 'WAF-07');
    return group;
  }

  /** The association stands beside the resource: its stack then depends on the web ACL's, and never the other way round. */
  private associate(resource: IResource, resourceArn: string): void {
    requireSameRegion(this, 'the protected resource', resource);
    if (resource.node.tryFindChild('WebAclAssociation')) {
      reject(this, `${resource.node.path} has a web ACL already, and a resource can have one only`);
    }
    new wafv2.CfnWebACLAssociation(resource as unknown as Construct, 'WebAclAssociation', { resourceArn, webAclArn: this.webAclArn });
  }
}
