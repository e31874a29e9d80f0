import { Aws, Fn, IResource, Names, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { ApiWafProtectionProps } from './api-waf-protection-props';
import { dataProtection, REDACTED_FIELDS } from './credentials';
import { enforces } from './intentions';
import { buildRules, visibility } from './rule-list';
import { ApiWafRule, RESPONSE_BODIES } from './rules';
import { respondToFilteredRequestsInJson } from './waf-filtered-response';
import { wholeApp } from '../private/at-synth';
import { pinFeatureFlags } from '../private/feature-flags';
import { keyHere, stackKey } from '../private/keys';
import { Kind, requireKind } from '../private/kinds';
import { logGroup } from '../private/log-groups';
import { reject, requireMatch, requireSameRegion } from '../private/validation';

/**
 * A regional web ACL for REST APIs, Application Load Balancers, AppSync and Cognito: address lists, a geographic restriction, a rate
 * limit, a check of the User-Agent, and the AWS managed Common, Known Bad Inputs and SQL injection rules.
 *
 * It costs 5 USD a month and 1 USD for each rule (11 USD with the six default ones), 0.60 USD for a million requests, and 0.50 USD for
 * a gigabyte of its log, which holds every request. It uses about 1,106 of the 1,500 capacity units that this price includes. HTTP
 * APIs and WebSocket APIs cannot have a web ACL; CloudFront needs one of its own scope.
 */
export class ApiWafProtection extends Construct {
  /** The ARN of the web ACL, for resources that this class has no method for. */
  public readonly webAclArn: string;

  /** The log of inspected requests. Its name begins with `aws-waf-logs-`, as AWS WAF requires. */
  public readonly logGroup: logs.LogGroup;

  private readonly metricName: string;

  constructor(scope: Construct, id: string, props: ApiWafProtectionProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    this.metricName = props.webAclName ?? Names.uniqueResourceName(this, { maxLength: 128, separator: '-' });
    requireMatch(this, 'webAclName', this.metricName, /^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, hyphens and underscores');
    requireMatch(this, 'webAclName', this.metricName, /^(?!(All|Default_Action)$)/, 'must not be a name that AWS WAF reserves');

    const webAcl = new wafv2.CfnWebACL(this, 'Default', {
      name: props.webAclName,
      description: 'Blocks abusive and malicious requests',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: buildRules(this, props),
      customResponseBodies: RESPONSE_BODIES,
      visibilityConfig: visibility(this.metricName),
      // redaction of the log leaves sampled requests as they were; this covers both
      dataProtectionConfig: dataProtection(),
    });
    this.webAclArn = webAcl.attrArn;
    enforces(this, 'WAF-08', 'WAF-12');

    const key = props.encryptionKey ? keyHere(this, 'encryptionKey', props.encryptionKey) : stackKey(this);
    this.logGroup = this.logRequests(props.logRetention ?? logs.RetentionDays.THREE_MONTHS, key);
  }

  /**
   * Protects a stage of a REST API. Its responses to blocked requests are then JSON with security headers.
   *
   * @param stage The stage, of a REST API.
   */
  public protectApi(stage: apigateway.IStage): void {
    requireKind(this, 'stage', stage, 'apigateway.IStage');
    if (stage.restApi === undefined) {
      reject(this, 'WrongType', 'stage', 'must be a stage of a REST API, got one of an HTTP or WebSocket API, which cannot have a web ACL: '
        + `use a REST API, or put CloudFront in front of ${stage.node.path}`);
    }
    const arn = Stack.of(stage).formatArn({
      service: 'apigateway', account: '', resource: '/restapis', resourceName: `${stage.restApi.restApiId}/stages/${stage.stageName}`,
    });
    this.associate('stage', stage, arn);
    respondToFilteredRequestsInJson(stage.restApi);
  }

  /**
   * Protects an Application Load Balancer.
   *
   * @param loadBalancer The load balancer.
   */
  public protectLoadBalancer(loadBalancer: elbv2.IApplicationLoadBalancer): void {
    this.protect('loadBalancer', loadBalancer, 'elasticloadbalancingv2.IApplicationLoadBalancer', () => loadBalancer.loadBalancerArn);
  }

  /**
   * Protects an AppSync GraphQL API.
   *
   * @param api The API.
   */
  public protectGraphqlApi(api: appsync.IGraphqlApi): void {
    this.protect('api', api, 'appsync.IGraphqlApi', () => api.arn);
  }

  /**
   * Protects the public operations and the managed login of a Cognito user pool. AWS WAF sees no user names there.
   *
   * @param userPool The user pool.
   */
  public protectUserPool(userPool: cognito.IUserPool): void {
    this.protect('userPool', userPool, 'cognito.IUserPool', () => userPool.userPoolArn);
  }

  /**
   * The requests that the web ACL blocked, or one rule of it. By default the sum over 5 minutes.
   *
   * @param rule The rule, by default the whole web ACL.
   * @param options Period, statistic and the like.
   */
  public metricBlockedRequests(rule?: ApiWafRule, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('BlockedRequests', rule, options);
  }

  /**
   * The requests that the web ACL allowed. By default the sum over 5 minutes.
   *
   * @param options Period, statistic and the like.
   */
  public metricAllowedRequests(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('AllowedRequests', undefined, options);
  }

  /**
   * The requests that counting rules would have blocked, or one of them. By default the sum over 5 minutes.
   *
   * @param rule The rule, by default the whole web ACL.
   * @param options Period, statistic and the like.
   */
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

  private logRequests(retention: logs.RetentionDays, encryptionKey: kms.IKey): logs.LogGroup {
    // the log group must be named aws-waf-logs-*; the stack's own id keeps a retained one from blocking the next deployment
    const stackId = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
    const name = `aws-waf-logs-${Names.uniqueResourceName(this, { separator: '-' })}-${stackId}`;
    const group = logGroup(this, 'LogGroup', { logGroupName: name, retention, encryptionKey });

    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAclArn,
      // AWS WAF takes the ARN without the :* that CloudFormation gives it
      logDestinationConfigs: [Stack.of(this).formatArn({ service: 'logs', resource: `log-group:${group.logGroupName}` })],
      redactedFields: REDACTED_FIELDS,
    });
    enforces(this, 'WAF-07', 'WAF-11');
    return group;
  }

  private protect(prop: string, resource: IResource, kind: Kind, arn: () => string): void {
    requireKind(this, prop, resource, kind);
    this.associate(prop, resource, arn());
  }

  /** The association stands beside the resource: its stack then depends on the web ACL's, and never the other way round. */
  private associate(prop: string, resource: IResource, resourceArn: string): void {
    requireSameRegion(this, prop, resource);
    const arnOf = (one: IConstruct, arn: string) => JSON.stringify(Stack.of(one).resolve(arn));
    const existing = wholeApp(this).find((one) => one instanceof wafv2.CfnWebACLAssociation
      && arnOf(one, one.resourceArn) === arnOf(resource, resourceArn));
    if (existing) {
      reject(this, 'AlreadyExists', prop, `${resource.node.path} has a web ACL already (${existing.node.path}), `
        + 'and a resource can have one only');
    }
    new wafv2.CfnWebACLAssociation(resource as unknown as Construct, 'WebAclAssociation', { resourceArn, webAclArn: this.webAclArn });
  }
}
