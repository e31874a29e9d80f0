import { ControlId } from '../../src/catalogue';
import { Reference } from '../../src/evidence';

/** When this was last held against the pages that `pageOf` in src/evidence/frameworks.ts links to. Read them again once a year. */
export const READ_ON = '2026-11-25';

/** What AWS's page says of a control of Security Hub. */
export interface SecurityHubControl {
  readonly title: string;
  /** Whether it is in the AWS Foundational Security Best Practices: `FSBP`, otherwise `SecurityHub`. */
  readonly fsbp: boolean;
  /** The types of the resources that it checks. */
  readonly types: readonly string[];
  /** By which resource a template shows it, where it holds none of that type. */
  readonly shownBy?: string;
  /** The related requirements: of NIST SP 800-53 revision 5, and of the CIS AWS Foundations Benchmark 3.0.0. */
  readonly nist: readonly string[];
  readonly cis?: string;
}

const ON_LOGGING = ['AC-4(26)', 'AU-10', 'AU-12', 'AU-2', 'AU-3', 'AU-6(3)', 'AU-6(4)', 'CA-7', 'SC-7(9)', 'SI-7(8)'];
const ON_REACH = [
  'AC-21', 'AC-3', 'AC-3(7)', 'AC-4', 'AC-4(21)', 'AC-6', 'SC-7', 'SC-7(11)', 'SC-7(16)', 'SC-7(20)', 'SC-7(21)', 'SC-7(3)', 'SC-7(4)',
  'SC-7(9)',
];
const ON_GROUPS = ['AC-4', 'AC-4(21)', 'SC-7', 'SC-7(11)', 'SC-7(16)', 'SC-7(21)', 'SC-7(4)', 'SC-7(5)'];
const ON_TRANSPORT = [
  'AC-17(2)', 'AC-4', 'IA-5(1)', 'SC-12(3)', 'SC-13', 'SC-23', 'SC-23(3)', 'SC-7(4)', 'SC-8', 'SC-8(1)', 'SC-8(2)', 'SI-7(6)',
];
const ON_DECRYPTION = ['AC-2', 'AC-2(1)', 'AC-3', 'AC-3(15)', 'AC-3(7)', 'AC-5', 'AC-6', 'AC-6(3)'];

type More = Pick<SecurityHubControl, 'shownBy' | 'cis'>;
const inFsbp = (title: string, types: string[], nist: string[], more: More = {}): SecurityHubControl =>
  ({ title, fsbp: true, types, nist, ...more });
const inOthers = (...[title, types, nist, more]: Parameters<typeof inFsbp>): SecurityHubControl =>
  ({ ...inFsbp(title, types, nist, more), fsbp: false });

export const SECURITY_HUB: Readonly<Record<string, SecurityHubControl>> = {
  'APIGateway.1': inFsbp('API Gateway REST and WebSocket API execution logging should be enabled',
    ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'], ON_LOGGING),
  'APIGateway.3': inFsbp('API Gateway REST API stages should have AWS X-Ray tracing enabled', ['AWS::ApiGateway::Stage'], ['CA-7']),
  'APIGateway.4': inFsbp('API Gateway should be associated with a WAF Web ACL',
    ['AWS::ApiGateway::Stage'], ['AC-4(21)'], { shownBy: 'AWS::WAFv2::WebACLAssociation' }),
  'DynamoDB.2': inFsbp('DynamoDB tables should have point-in-time recovery enabled',
    ['AWS::DynamoDB::Table'], ['CP-10', 'CP-6(2)', 'CP-9', 'SC-5(2)', 'SI-12', 'SI-13(5)']),
  'DynamoDB.6': inFsbp('DynamoDB tables should have deletion protection enabled',
    ['AWS::DynamoDB::Table'], ['CA-9(1)', 'CM-2', 'CM-2(2)', 'CM-3', 'SC-5(2)']),
  // no template has the default group, which AWS creates with the VPC
  'EC2.2': inFsbp('VPC default security groups should not allow inbound or outbound traffic',
    ['AWS::EC2::SecurityGroup'], ON_GROUPS, { shownBy: 'AWS::EC2::VPC', cis: '5.4' }),
  'EC2.6': inFsbp('VPC flow logging should be enabled in all VPCs',
    ['AWS::EC2::VPC'], ['AC-4(26)', 'AU-12', 'AU-2', 'AU-3', 'AU-6(3)', 'AU-6(4)', 'CA-7', 'SI-7(8)'], { cis: '3.7' }),
  'EC2.15': inFsbp('Amazon EC2 subnets should not automatically assign public IP addresses', ['AWS::EC2::Subnet'], ON_REACH),
  'EC2.18': inFsbp('Security groups should only allow unrestricted incoming traffic for authorized ports',
    ['AWS::EC2::SecurityGroup'], ON_GROUPS),
  'EC2.19': inFsbp('Security groups should not allow unrestricted access to ports with high risk',
    ['AWS::EC2::SecurityGroup'], [...ON_GROUPS, 'CA-9(1)', 'CM-2', 'CM-2(2)', 'CM-7']),
  // AWS Config's name of what CloudFormation calls AWS::IAM::ManagedPolicy
  'KMS.1': inFsbp('IAM customer managed policies should not allow decryption actions on all KMS keys',
    ['AWS::IAM::Policy'], ON_DECRYPTION, { shownBy: 'AWS::IAM::ManagedPolicy' }),
  'KMS.2': inFsbp('IAM principals should not have IAM inline policies that allow decryption actions on all KMS keys',
    ['AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User'], ON_DECRYPTION),
  'KMS.3': inFsbp('AWS KMS keys should not be deleted unintentionally', ['AWS::KMS::Key'], ['SC-12', 'SC-12(2)']),
  'KMS.4': inOthers('AWS KMS key rotation should be enabled', ['AWS::KMS::Key'], ['SC-12', 'SC-12(2)', 'SC-28(3)'], { cis: '3.6' }),
  'Lambda.3': inOthers('Lambda functions should be in a VPC', ['AWS::Lambda::Function'], ON_REACH),
  'Lambda.7': inOthers('Lambda functions should have AWS X-Ray active tracing enabled', ['AWS::Lambda::Function'], ['CA-7']),
  'S3.5': inFsbp('S3 general purpose buckets should require requests to use SSL',
    ['AWS::S3::Bucket'], ON_TRANSPORT, { cis: '2.1.1' }),
  'S3.8': inFsbp('S3 general purpose buckets should block public access', ['AWS::S3::Bucket'], ON_REACH, { cis: '2.1.4' }),
  'S3.9': inFsbp('S3 general purpose buckets should have server access logging enabled',
    ['AWS::S3::Bucket'], [...ON_LOGGING, 'AC-2(4)', 'AC-6(9)', 'SI-3(8)', 'SI-4(20)']),
  'S3.12': inFsbp('ACLs should not be used to manage user access to S3 general purpose buckets',
    ['AWS::S3::Bucket'], ['AC-2(1)', 'AC-3', 'AC-3(15)', 'AC-3(7)', 'AC-6']),
  'S3.14': inOthers('S3 general purpose buckets should have versioning enabled',
    ['AWS::S3::Bucket'], ['AU-9(2)', 'CP-10', 'CP-6', 'CP-6(1)', 'CP-6(2)', 'CP-9', 'SC-5(2)', 'SI-12', 'SI-13(5)']),
  'SecretsManager.1': inFsbp('Secrets Manager secrets should have automatic rotation enabled',
    ['AWS::SecretsManager::Secret'], ['AC-2(1)', 'AC-3(15)']),
  'SecretsManager.4': inFsbp('Secrets Manager secrets should be rotated within a specified number of days',
    ['AWS::SecretsManager::Secret'], ['AC-2(1)', 'AC-3(15)']),
  'WAF.11': inOthers('AWS WAF web ACL logging should be enabled', ['AWS::WAFv2::WebACL'], [...ON_LOGGING, 'SC-7(10)']),
};

const ACCESS = 'AC-3 asks to enforce who may reach information and system resources';
const FLOW = 'AC-4 asks to control the flow of information between systems';
const BOUNDARY = 'SC-7 asks to monitor and control communication at the external interfaces of the system';
const DENIAL_OF_SERVICE = 'SC-5 asks to limit the effects of denial-of-service events';
const TRANSMISSION = 'SC-8 asks to protect the confidentiality and integrity of what is transmitted';
const INPUT = 'SI-10 asks to check the validity of inputs';
const RATE_LIMITING = 'Its prevention is a limit on how often a client can interact with the API within a timeframe';
const INJECTION = 'Its list has SQL injection and, since 2021, cross-site scripting';

/**
 * What neither the installed cdk-nag nor Security Hub's related requirements map, by control: what the page of the rule says, for which
 * the reference stands there.
 */
export const READINGS: { readonly [Id in ControlId]?: { readonly [Rule in Reference]?: string } } = {
  'NET-07': { 'NIST-800-53r5 AC-4': FLOW, 'NIST-800-53r5 SC-7': BOUNDARY },
  'DATA-04': { 'NIST-800-53r5 AU-12': 'AU-12 asks to generate audit records of the events that are to be logged: here every change' },
  'SEC-02': { 'NIST-800-53r5 IA-5': 'IA-5 asks to protect the content of authenticators from modification' },
  'SEC-03': { 'NIST-800-53r5 SI-12': 'SI-12 asks to manage and retain information within the system' },
  'SEC-04': { 'NIST-800-53r5 AC-3': ACCESS },
  'WAF-01': { 'NIST-800-53r5 SC-5': DENIAL_OF_SERVICE, 'OWASP API4:2023': RATE_LIMITING },
  'WAF-02': { 'NIST-800-53r5 AC-4': FLOW },
  'WAF-03': { 'NIST-800-53r5 SC-7': BOUNDARY },
  'WAF-04': { 'NIST-800-53r5 SI-10': INPUT, 'OWASP A03:2021': INJECTION },
  'WAF-05': { 'NIST-800-53r5 SI-10': INPUT },
  'WAF-06': { 'NIST-800-53r5 SI-10': INPUT, 'OWASP A03:2021': INJECTION },
  'WAF-08': { 'NIST-800-53r5 SI-4': 'SI-4 asks to monitor the system to detect attacks and indicators of potential attacks' },
  'WAF-09': { 'NIST-800-53r5 SC-7': BOUNDARY },
  'WAF-10': { 'NIST-800-53r5 AC-4': FLOW },
  'WAF-12': { 'AwsSolutions-APIG3': 'cdk-nag looks at the stage, which the association of the web ACL names' },
  'FN-07': {
    'NIST-800-53r5 SC-8': `${TRANSMISSION}: Strict-Transport-Security keeps browsers from clear text`,
    'OWASP A05:2021': 'Its list has a server that does not send security headers or directives',
  },
  'API-01': { 'NIST-800-53r5 AC-3': ACCESS },
  'API-02': { 'NIST-800-53r5 SC-8': TRANSMISSION },
  'API-04': { 'NIST-800-53r5 SC-5': DENIAL_OF_SERVICE, 'OWASP API4:2023': RATE_LIMITING },
  'API-05': { 'OWASP API8:2023': 'Its list has security directives that are not sent to clients' },
  'API-06': {
    'AwsSolutions-APIG2': 'cdk-nag looks at the API, for a validator of bodies and parameters that its methods share',
    'NIST-800-53r5 SI-10': INPUT,
  },
};
