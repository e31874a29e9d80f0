import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { ManagedGroup } from './managed-rules';
import { SECURITY_HEADERS, SecurityHeaderName } from '../middleware/headers/security-headers';

/** The rules of ApiWafProtection, in the order in which they are evaluated. */
export enum ApiWafRule {
  /** Allows the addresses of `allowedCidrs`, before every other rule. */
  ALLOW_LIST = 'AllowListRule',
  /** Blocks the addresses of `blockedCidrs`. */
  BLOCK_LIST = 'BlockListRule',
  /** Blocks the countries of `blockedCountries`. */
  GEO_BLOCK = 'GeoBlockRule',
  /** Blocks an address that sends more than `rateLimit` requests in 5 minutes. */
  RATE_LIMIT = 'RateLimitRule',
  /** Blocks a missing User-Agent, or one that does not begin with a product name. */
  USER_AGENT = 'UserAgentRule',
  /** The AWS managed Common rule set: cross-site scripting, path traversal, file inclusion, size limits. */
  COMMON = 'CommonRuleSet',
  /** The AWS managed Known Bad Inputs rule set: Log4Shell and other exploits. */
  KNOWN_BAD_INPUTS = 'KnownBadInputsRuleSet',
  /** The AWS managed SQL database rule set. */
  SQL_INJECTION = 'SqlInjectionRuleSet',
}

/** A rule before it has a place and a metric: what it looks for, and what happens then. */
export interface RuleBody {
  readonly statement: wafv2.CfnWebACL.StatementProperty;
  readonly action?: wafv2.CfnWebACL.RuleActionProperty;
  readonly overrideAction?: wafv2.CfnWebACL.OverrideActionProperty;
}

/** The JSON responses of our own rules, by the key under which a rule names them. */
export const RESPONSE_BODIES: Record<string, wafv2.CfnWebACL.CustomResponseBodyProperty> = {
  Forbidden: { contentType: 'APPLICATION_JSON', content: JSON.stringify({ message: 'Forbidden' }) },
  TooManyRequests: { contentType: 'APPLICATION_JSON', content: JSON.stringify({ message: 'Too Many Requests' }) },
};

/** Requests are counted over this many seconds. */
const RATE_WINDOW_SECONDS = 300;

/**
 * AWS WAF takes at most 10 headers a response, of 255 characters each. What is omitted means nothing on a blocked request's JSON: it
 * opens no window, embeds nothing, and Permissions-Policy is longer.
 */
const ON_A_BLOCK: readonly SecurityHeaderName[] = [
  'Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options', 'X-XSS-Protection', 'Content-Security-Policy',
  'Referrer-Policy', 'Cache-Control', 'Cross-Origin-Resource-Policy', 'X-Permitted-Cross-Domain-Policies',
];

const responseHeaders = ON_A_BLOCK.map((name) => ({ name, value: SECURITY_HEADERS[name] as string }));

const FORBIDDEN = { block: { customResponse: { responseCode: 403, customResponseBodyKey: 'Forbidden', responseHeaders } } };

const TOO_MANY = {
  block: {
    customResponse: {
      responseCode: 429,
      customResponseBodyKey: 'TooManyRequests',
      responseHeaders: [...responseHeaders, { name: 'Retry-After', value: String(RATE_WINDOW_SECONDS) }],
    },
  },
};

const fromAnyOf = (ipSetArns: string[]): wafv2.CfnWebACL.StatementProperty => {
  const statements = ipSetArns.map((arn) => ({ ipSetReferenceStatement: { arn } }));
  return statements.length === 1 ? statements[0] : { orStatement: { statements } };
};

export const allowList = (ipSetArns: string[]): RuleBody => ({ statement: fromAnyOf(ipSetArns), action: { allow: {} } });

export const blockList = (ipSetArns: string[]): RuleBody => ({ statement: fromAnyOf(ipSetArns), action: FORBIDDEN });

export const geoBlock = (countryCodes: string[]): RuleBody => ({ statement: { geoMatchStatement: { countryCodes } }, action: FORBIDDEN });

export const rateLimit = (limit: number): RuleBody => ({
  statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: RATE_WINDOW_SECONDS } },
  action: TOO_MANY,
});

/** RFC 9110, 10.1.5: a User-Agent begins with a product name. A header that is not there matches no pattern. */
export const userAgent = (): RuleBody => ({
  statement: {
    notStatement: {
      statement: {
        regexMatchStatement: {
          fieldToMatch: { singleHeader: { Name: 'user-agent' } },
          regexString: "^[!#$%&'*+.^_`|~-]*[0-9A-Za-z]",
          textTransformations: [{ priority: 0, type: 'NONE' }],
        },
      },
    },
  },
  action: FORBIDDEN,
});

/** A managed group has no action of its own: its rules act, unless they are overridden to count. */
export const managedGroup = (name: ManagedGroup, counted: string[]): RuleBody => ({
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.length > 0 ? counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) : undefined,
    },
  },
  overrideAction: { none: {} },
});

/** The rule, counting what it would have done. */
export function counting(body: RuleBody): RuleBody {
  return body.overrideAction
    ? { ...body, overrideAction: { count: {} } }
    : { ...body, action: { count: {} } };
}
