import * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** The headers whose values are credentials. */
const HEADERS = ['authorization', 'cookie', 'proxy-authorization', 'x-amz-security-token', 'x-api-key'];

/**
 * The query arguments whose values are credentials: those of presigned requests, as AWS writes them, and those of OAuth 2.0. No page
 * says whether AWS WAF compares their names without case here, so lower case is listed as well.
 */
const QUERY_ARGUMENTS = [
  'X-Amz-Credential', 'X-Amz-Security-Token', 'X-Amz-Signature', 'access_token', 'client_secret', 'code', 'id_token', 'refresh_token',
  'x-amz-credential', 'x-amz-security-token', 'x-amz-signature',
];

const substitute = (fieldType: string, fieldKeys: string[]): wafv2.CfnWebACL.DataProtectProperty =>
  ({ action: 'SUBSTITUTION', field: { fieldType, fieldKeys } });

/** Keeps credentials out of logs and samples. */
export const dataProtection = (): wafv2.CfnWebACL.DataProtectionConfigProperty => ({
  dataProtections: [substitute('SINGLE_HEADER', HEADERS), substitute('SINGLE_QUERY_ARGUMENT', QUERY_ARGUMENTS)],
});

/** What the log alone redacts, in the casing of CloudFormation, which the CDK passes through. It knows no query arguments. */
export const REDACTED_FIELDS = HEADERS.map((header) => ({ singleHeader: { Name: header } }));
