import type { Resource, Resources } from './resources';

/** A statement of a policy, with its references as the template has them. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Placed { readonly statement: Statement; readonly of: Resource }

const list = <Element>(value: Element | readonly Element[] | undefined): readonly Element[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Element];

/** The statements of a policy document. */
export const statementsOf = (document: unknown): readonly Statement[] =>
  list((document as { Statement?: Statement | Statement[] } | undefined)?.Statement);

/** The actions of a statement. */
export const actionsOf = ({ Action }: Statement): readonly string[] => list(Action).map(String);

/** The keys of the statement's conditions under an operator whose name begins like that, with their values. */
export const conditionsOf = ({ Condition = {} }: Statement, operator: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(Condition).filter(([name]) => name.startsWith(operator)).flatMap(([, keys]) => Object.entries(keys)));

/** What a request must have for the statement to apply: a negated condition, or one on what may be absent, demands no value. */
export const requiredValues = ({ Condition = {} }: Statement): Record<string, unknown> => Object.fromEntries(Object.entries(Condition)
  .filter(([name]) => /^((StringEquals|StringLike|StringEqualsIgnoreCase|ArnEquals|ArnLike|Bool)|ForAnyValue:String(Equals|Like))$/.test(name))
  .flatMap(([, keys]) => Object.entries(keys)));

/** Whether the statement speaks of everybody. */
export const isForEverybody = ({ Principal }: Statement): boolean => {
  const principals = Principal === '*' ? ['*'] : list((Principal as { AWS?: string | string[] } | undefined)?.AWS);
  return principals.includes('*');
};

/** The documents with the permissions of roles, users and groups, by the property that holds them. */
const IDENTITY_POLICIES = [
  'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
];
const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

const known = new WeakMap<Resources, readonly Placed[]>();

/** Every statement of the app that gives a role, user or group permissions. */
function identityStatements(all: Resources): readonly Placed[] {
  const found = known.get(all) ?? [
    ...IDENTITY_POLICIES.flatMap((type) => all.ofType(type)).flatMap((of) => placed(of.properties.PolicyDocument, of)),
    ...IDENTITIES.flatMap((type) => all.ofType(type)).flatMap((of) => inlineOf(of).flatMap((document) => placed(document, of))),
  ];
  known.set(all, found);
  return found;
}

const placed = (document: unknown, of: Resource): Placed[] => statementsOf(document).map((statement) => ({ statement, of }));

const inlineOf = ({ properties }: Resource): unknown[] =>
  list<{ PolicyDocument: unknown }>(properties.Policies).map(({ PolicyDocument }) => PolicyDocument);

/** The statements of a role: its own, and those of the policies of this app that are attached to it. */
export const statementsOfRole = (role: Resource, all: Resources): readonly Statement[] => identityStatements(all)
  .filter(({ of }) => of === role || all.refers([of.properties.Roles, of.properties.RoleName], of, role))
  .map(({ statement }) => statement);

/** Whether a policy that AWS manages is attached to the role. */
export const hasAwsManagedPolicy = ({ properties }: Resource): boolean =>
  JSON.stringify(properties.ManagedPolicyArns ?? []).includes(':iam::aws:policy/');

/** The statements that allow roles, users or groups of the app to use the key: those that name it, and those that name all keys. */
export const allowancesOf = (key: Resource, all: Resources): readonly Placed[] => identityStatements(all).filter(({ statement, of }) =>
  statement.Effect === 'Allow'
  && actionsOf(statement).some((action) => action.startsWith('kms:'))
  && (isAboutAllKeys(statement) || all.refers(statement.Resource, of, key)));

const isAboutAllKeys = ({ Resource: resource }: Statement): boolean =>
  list(resource).includes('*') || JSON.stringify(resource ?? '').includes(':key/*');

/** Where something stands, for people. */
export const nameOf = ({ path, logicalId }: Resource): string => path ?? logicalId;
