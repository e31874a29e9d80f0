/** Templates written by hand, as small as a rule needs them. */
import { Policies, policiesOf, PoliciesOptions } from '../../src/testing';

export const OWN = '111122223333';
export const OTHER = '444455556666';

type Resources = Record<string, { Type: string; Properties?: object; Condition?: string }>;

export const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
export const allow = (Action: string | string[], Resource: unknown = '*', more: object = {}) =>
  ({ Effect: 'Allow', Action, Resource, ...more });
export const deny = (Action: string | string[], Resource: unknown = '*', more: object = {}) =>
  ({ Effect: 'Deny', Action, Resource, ...more });

/** A role with statements of its own. */
export const role = (statements: object[], more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: statements.length > 0 ? [{ PolicyName: 'own', PolicyDocument: document(...statements) }] : [], ...more },
});

export const policies = (Resources: Resources, options?: PoliciesOptions): Policies => policiesOf({ Resources }, options);

/** The decision about one request of a role that has these statements. */
export const decided = (statements: object[], action: string, resource: string, context = {}) =>
  policies({ Role: role(statements) }).can('Role', action, resource, context).decision;
