import { arnOfResource, refTo } from './physical-names';
import { Policy, policyOf } from './policy';
import { Located, Stack } from './stack';
import { resourcesOf } from './stacks';

/** A role or user, wherever it is defined. */
export interface Identity {
  readonly kind: 'role' | 'user';
  readonly name: string;
  readonly account: string;
  /** Where the template defines it. */
  readonly located?: Located;
}

/** Documents of managed policies that no template has, by their names or ARNs. */
export type ManagedPolicies = Record<string, object>;

const sourceOf = ({ id, resource }: Located, part?: string) => `${resource.Type} ${id}${part === undefined ? '' : ` (${part})`}`;
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
const property = ({ stack, resource }: Located, name: string): unknown => stack.resolve(resource.Properties?.[name]);

/** A managed policy by its ARN, from a template or from what the caller gave. */
function managedPolicy(arn: string, of: string, stacks: readonly Stack[], given: ManagedPolicies): Policy {
  const own = resourcesOf(stacks, 'AWS::IAM::ManagedPolicy').find((located) => arnOfResource(located) === arn);
  if (own) {
    return policyOf(own.resource.Properties?.PolicyDocument, sourceOf(own), own.stack);
  }
  const document = Object.entries(given).find(([name]) => name === arn || arn.endsWith(`/${name}`))?.[1];
  if (document === undefined) {
    throw new Error(`${of} has the policy ${arn}, which is in no template: give its document in managedPolicies`);
  }
  return policyOf(document, arn, stacks[0]);
}

/** The policies that a role or user has inside its own resource. */
function inside(located: Located): Policy[] {
  const policies = located.resource.Properties?.Policies as { PolicyName?: unknown; PolicyDocument: unknown }[] | undefined;
  return (located.stack.resolve(policies ?? []) as { PolicyName?: string; PolicyDocument: unknown }[])
    .map(({ PolicyName, PolicyDocument }) => policyOf(PolicyDocument, sourceOf(located, PolicyName), located.stack));
}

const ATTACHED = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy'];

/** The policies that say themselves to whom they are attached. */
function attached({ kind, name, account }: Identity, stacks: readonly Stack[]): Policy[] {
  const names = kind === 'role' ? ['Roles', 'RoleName'] : ['Users', 'UserName'];
  return resourcesOf(stacks, ...ATTACHED)
    .filter((located) => located.stack.account === account && names.some((one) => texts(property(located, one)).includes(name)))
    .map((located) => policyOf(located.resource.Properties?.PolicyDocument, sourceOf(located), located.stack));
}

/** Everything that a role or user may do by its own policies. */
export function identityPolicies(identity: Identity, stacks: readonly Stack[], given: ManagedPolicies): Policy[] {
  const { located, name } = identity;
  if (located && property(located, 'Groups') !== undefined) {
    throw new Error(`${name} is in groups, whose policies are not read: attach them to the user`);
  }
  const managed = located ? texts(property(located, 'ManagedPolicyArns')) : [];
  return [
    ...located ? inside(located) : [],
    ...attached(identity, stacks),
    ...managed.map((arn) => managedPolicy(arn, name, stacks, given)),
  ];
}

/** The permissions boundary of a role or user. */
export function boundaryOf(located: Located, stacks: readonly Stack[], given: ManagedPolicies): Policy | undefined {
  const arn = property(located, 'PermissionsBoundary');
  return arn === undefined ? undefined : managedPolicy(String(arn), refTo(located), stacks, given);
}
