import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { requireKind } from './kinds';
import { reject } from './validation';
import { warn } from './warnings';

/** What a grantee's own policy gets. */
export interface Permission {
  readonly actions: string[];
  readonly resourceArns: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
}

/**
 * Adds the permissions to the grantee's policy, and to no other, or throws.
 *
 * What is granted belongs to the account of `scope`, and its policies let IAM policies of that account decide.
 */
export function grantTo(scope: IConstruct, grantee: iam.IGrantable, permissions: Permission[]): iam.Grant {
  requireGrantable(scope, grantee);
  const granted = permissions.map((permission) => iam.Grant.addToPrincipal({ grantee, ...permission }))
    .reduce((all, grant) => all.combine(grant));
  if (!granted.success) {
    reject(scope, 'CannotGrant', 'grantee',
      'must be a role, user or group, as its own policy gets the permission, and this principal has none: '
      + `got ${grantee.grantPrincipal}. For another account or a service, grant to a role that it assumes`);
  }
  if (isImmutable(grantee.grantPrincipal)) {
    const statements = granted.principalStatements.map((statement) => statement.toStatementJson());
    warn(scope, 'immutable-role', 'The policies of an imported role that is not mutable are managed '
      + `elsewhere. They must have: ${JSON.stringify(Stack.of(scope).resolve(statements))}`);
  }
  return granted;
}

function requireGrantable(scope: IConstruct, grantee: iam.IGrantable): void {
  requireKind(scope, 'grantee', grantee, 'iam.IGrantable');
  const principal = grantee.grantPrincipal;
  if (principal instanceof iam.UnknownPrincipal) {
    reject(scope, 'CannotGrant', 'grantee',
      'is an import whose role is not known: import it with its role, such as by Function.fromFunctionAttributes');
  }
  const here = Stack.of(scope).account;
  const there = principal.principalAccount;
  if (there === undefined || Token.isUnresolved(there)) {
    return;
  }
  if (Token.isUnresolved(here)) {
    warn(scope, 'grantee-account',
      `The grantee is of the account ${there}, and that of the stack is not known here: in another account nothing is granted. `
      + 'Set the env of the stack.');
  } else if (there !== here) {
    reject(scope, 'WrongEnvironment', 'grantee',
      `must be of the account ${here}, got one of ${there}, whose policies cannot give access alone: `
      + `grant to a role in ${here} that the other account may assume`);
  }
}

/** A role that was imported as one not to change: the CDK lets every grant succeed and writes nothing. */
const isImmutable = (principal: iam.IPrincipal): boolean => 'addGrantsToResources' in principal;

/** The permission to use a key through one service only. The Region is that of the key. */
export const throughService = (
  key: kms.IKey, service: string, actions: string[], conditions: Record<string, Record<string, unknown>> = {},
): Permission => ({
  actions,
  resourceArns: [key.keyArn],
  conditions: { ...conditions, StringEquals: { 'kms:ViaService': `${service}.${key.env.region}.amazonaws.com` } },
});

interface KeyOptions {
  readonly conditions?: Record<string, Record<string, unknown>>;
  /** Keys with which something is still encrypted: they decrypt, too. */
  readonly previous?: kms.IKey[];
}

/**
 * The key, such that the CDK's own grants on what it encrypts (`table.grantReadData`, an event source, a rotation) permit it
 * as ours do: through one service only, without an edit of the key's policy, and with an error where nothing can be granted.
 */
function keyThrough(scope: IConstruct, key: kms.IKey, service: string, { conditions, previous = [] }: KeyOptions): kms.IKey {
  const grant = (grantee: iam.IGrantable, ...actions: string[]) => grantTo(scope, behindService(grantee), [
    throughService(key, service, actions, conditions),
    ...previous.filter(() => actions.includes('kms:Decrypt')).map((one) => throughService(one, service, ['kms:Decrypt'], conditions)),
  ]);
  const allows = (...actions: string[]) => ({ value: (grantee: iam.IGrantable) => grant(grantee, ...actions) });
  return Object.create(key, {
    grant: { value: grant },
    grantDecrypt: allows('kms:Decrypt'),
    grantEncrypt: allows(...ENCRYPT),
    grantEncryptDecrypt: allows('kms:Decrypt', ...ENCRYPT),
  }) as kms.IKey;
}

/** The CDK's secrets grant their key to a principal through the service, which stands for another and has no policy of its own. */
const behindService = (grantee: iam.IGrantable): iam.IGrantable => grantee instanceof kms.ViaServicePrincipal
  ? { grantPrincipal: (grantee as unknown as { readonly basePrincipal: iam.IPrincipal }).basePrincipal }
  : grantee;

const ENCRYPT = ['kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

/** Replaces the key by which an L2 grants. Its template keeps the ARN of the key. */
export function grantKeyThrough(
  resource: IConstruct & { readonly encryptionKey?: kms.IKey }, key: kms.IKey, service: string, options: KeyOptions = {},
): void {
  (resource as { encryptionKey?: kms.IKey }).encryptionKey = keyThrough(resource, key, service, options);
}
