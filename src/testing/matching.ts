import { conditionsHold, VERSION_WITH_VARIABLES } from './conditions';
import { isUnknown } from './physical-names';
import { named, Policy, Statement } from './policy';
import { withValues } from './policy-variables';
import { RequestContext } from './request-context';
import { matches, matchesAction } from './wildcards';

/** What is asked of a policy, whoever asks. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export const listOf = (value: string | string[]): string[] => Array.isArray(value) ? value : [value];

const actionMatches = ({ Action, NotAction }: Statement, { action }: Request): boolean =>
  Action !== undefined ? listOf(Action).some((pattern) => matchesAction(pattern, action))
    : !listOf(NotAction!).some((pattern) => matchesAction(pattern, action));

/** A `*` may match colons too, as AWS documents it for the end of an ARN's segment. */
function matchesResource(pattern: string, { resource, context }: Request, version: string): boolean {
  const text = version === VERSION_WITH_VARIABLES ? withValues(pattern, context) : pattern;
  if (text === undefined) {
    return false; // a variable without a value
  }
  if (isUnknown(resource) && text.startsWith('arn:') && text.includes('*')) {
    throw new Error(`whether ${resource} is one of ${text} is only known once it is deployed: ask about its ARN as text`);
  }
  return matches(text, resource);
}

function resourceMatches({ Resource, NotResource }: Statement, request: Request, version: string): boolean {
  const some = (patterns: string | string[]) => listOf(patterns).some((pattern) => matchesResource(pattern, request, version));
  // trust policies have neither
  return Resource !== undefined ? some(Resource) : NotResource === undefined || !some(NotResource);
}

function applies(statement: Statement, policy: Policy, request: Request): boolean {
  try {
    return actionMatches(statement, request) && resourceMatches(statement, request, policy.version)
      && conditionsHold(statement.Condition ?? {}, request.context, policy.version);
  } catch (error) {
    throw new Error(`${named(policy, statement)}: ${(error as Error).message}`);
  }
}

/** A statement that is about the request, in its policy. */
export interface Match { readonly policy: Policy; readonly statement: Statement }

/** All statements of policies that are about the request, whoever makes it. */
export const matchesOf = (policies: readonly Policy[], request: Request): Match[] => policies.flatMap((policy) =>
  policy.statements.filter((statement) => applies(statement, policy, request)).map((statement) => ({ policy, statement })));

export const denials = (found: readonly Match[]): Match[] => found.filter(({ statement }) => statement.Effect === 'Deny');
export const permissions = <T extends Match>(found: readonly T[]): T[] => found.filter(({ statement }) => statement.Effect === 'Allow');
