import { Template } from 'aws-cdk-lib/assertions';
import { Context, Decision, policiesOf, PoliciesOptions, Reference } from '../../src/testing';

/** A statement as a template has it, for tests of what is written rather than of what it means. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** All statements of the roles and policies of a template whose logical ids begin like that. */
export function identityStatements(template: Template, idStart: string): Statement[] {
  const own = (type: string) => Object.entries(template.findResources(type))
    .filter(([id]) => id.startsWith(idStart))
    .map(([, resource]) => resource.Properties);
  return [
    ...own('AWS::IAM::Role').flatMap((role) => role.Policies ?? []).flatMap((policy: any) => policy.PolicyDocument.Statement),
    ...own('AWS::IAM::Policy').flatMap((policy) => policy.PolicyDocument.Statement),
  ];
}

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
/** What the CDK attaches to the role of a plain function. */
const managedPolicies = { AWSLambdaBasicExecutionRole: { Statement: { Effect: 'Allow', Action: LOGS, Resource: '*' } } };

/** Imported keys as the CDK and the console create them: they leave it to the IAM policies of the account. */
export const leftToIam = (...keyArns: string[]) => Object.fromEntries(keyArns.map((arn) => [arn, {
  Statement: { Effect: 'Allow', Principal: { AWS: { Ref: 'AWS::AccountId' } }, Action: 'kms:*', Resource: '*' },
}]));

/** What AWS decides about a request, as the principal is bound already. */
export type Ask = (action: string, resource: string | Reference, context?: Context) => Decision['decision'];

/** The decisions about requests of the role whose logical id begins like that. */
export function requestsOf(template: Template, idStart: string, options: PoliciesOptions = {}): Ask {
  const policies = policiesOf(template, { managedPolicies, ...options });
  const role = Object.keys(template.findResources('AWS::IAM::Role')).find((id) => id.startsWith(idStart))!;
  return (action, resource, context) => policies.can(role, action, resource, context).decision;
}

/** The decisions about requests of someone in an account whose own policies allow everything: those of the resource decide. */
export function requestsFrom(account: string, template: Template, options: PoliciesOptions = {}): Ask {
  const policies = policiesOf(template, options);
  return (action, resource, context) => policies.can({ account }, action, resource, context).decision;
}
