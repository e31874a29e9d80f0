import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ApiWafRule } from './rules';

/**
 * Properties of ApiWafProtection.
 */
export interface ApiWafProtectionProps {
  /**
   * The name of the web ACL and its metrics: 1 to 128 letters, digits, hyphens and underscores. A change replaces the web ACL.
   *
   * @default - CloudFormation generates a unique one
   */
  readonly webAclName?: string;

  /**
   * The requests that one address may send in 5 minutes, 10 to 2,000,000,000. Further requests get the status 429.
   *
   * AWS WAF checks about every 10 seconds, so a short burst passes before the rule acts. More than 20,000 warns (WAF-01).
   *
   * @default 2000
   */
  readonly rateLimit?: number;

  /**
   * The countries whose requests are blocked, as ISO 3166-1 alpha-2 codes; at most 50. An empty list omits the rule.
   *
   * @default ['CN', 'RU', 'KP']
   */
  readonly blockedCountries?: string[];

  /**
   * Ranges of addresses that are blocked, such as `203.0.113.0/24`. Where the list is a token, its ranges are IPv4.
   *
   * @default - none
   */
  readonly blockedCidrs?: string[];

  /**
   * Ranges of addresses that are exempt from every rule, such as an office whose traffic is blocked by mistake. Where the list is a
   * token, its ranges are IPv4.
   *
   * @default - none
   */
  readonly allowedCidrs?: string[];

  /**
   * Rules that count the requests that they would have blocked, and let them pass: for the first weeks, or during tuning.
   *
   * @default - none: every rule acts
   */
  readonly countedRules?: ApiWafRule[];

  /**
   * Rules that are omitted.
   *
   * @default - none
   */
  readonly omittedRules?: ApiWafRule[];

  /**
   * Rules inside the AWS managed groups that count instead of block, by their AWS names, such as `SizeRestrictions_BODY`,
   * which blocks bodies over 8 KB. A name that is not known here warns, as AWS WAF ignores one that it does not know.
   *
   * @default - none
   */
  readonly countedManagedRules?: string[];

  /**
   * How long the log of inspected requests is retained. About 0.50 USD a gigabyte.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The key that encrypts the log. It must be in the Region of the web ACL.
   *
   * @default - the key that the logs and functions of the stack share, rotated every 365 days and retained; 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;
}
