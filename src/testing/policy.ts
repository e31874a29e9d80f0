import { checkOperators, ConditionBlock } from './conditions';
import { Stack } from './stack';

/** Who a statement of a resource policy is about: everyone, or principals by their kind. */
export type PrincipalElement = '*' | Record<string, string | string[]>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: ConditionBlock;
}

/** A policy without references, and where it stands. */
export interface Policy {
  readonly source: string;
  readonly version: string;
  readonly statements: readonly Statement[];
}

export interface PolicyDocument { readonly Version?: string; readonly Statement: unknown }

/** How a reader finds the statement again. */
export function named({ source, statements }: Policy, statement: Statement): string {
  const sid = statement.Sid ? ` (${statement.Sid})` : '';
  return `statement ${statements.indexOf(statement) + 1}${sid} of ${source}`;
}

function check(statement: Statement): void {
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw new Error(`Effect must be Allow or Deny, got ${String(statement.Effect)}`);
  }
  if (statement.Action === undefined && statement.NotAction === undefined) {
    throw new Error('a statement needs Action or NotAction');
  }
  if (statement.NotPrincipal !== undefined && statement.Effect === 'Allow') {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    throw new Error('AWS does not support NotPrincipal with Allow');
  }
  checkOperators(statement.Condition ?? {});
}

/** A policy as IAM reads it, or an error that says in which one the fault is. */
export function policyOf(document: unknown, source: string, stack: Stack): Policy {
  const resolved = stack.resolve(typeof document === 'string' ? JSON.parse(document) : document) as PolicyDocument;
  const statements = [resolved.Statement].flat() as Statement[];
  const policy = { source, version: resolved.Version ?? '2008-10-17', statements };
  for (const statement of statements) {
    try {
      check(statement);
    } catch (error) {
      throw new Error(`${named(policy, statement)}: ${(error as Error).message}`);
    }
  }
  return policy;
}
