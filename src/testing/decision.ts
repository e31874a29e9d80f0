import { Caller } from './caller';
import { Match, Request } from './matching';
import { named } from './policy';

/** What AWS decides about a request, and why. */
export interface Decision {
  readonly allowed: boolean;
  readonly decision: 'ALLOW' | 'EXPLICIT_DENY' | 'IMPLICIT_DENY';
  /** The statements that decided, or what an allowed request lacks. */
  readonly because: readonly string[];
  /** All of it in one text, for the message of a failed test. */
  toString(): string;
}

/** The decision that statements make; without any the request is denied for reasons. */
export function decisionOf(request: Request, { name }: Caller, deciding: readonly Match[], reasons: readonly string[]): Decision {
  const { action, resource } = request;
  const effects = deciding.map(({ statement }) => statement.Effect);
  const allowed = reasons.length === 0 && !effects.includes('Deny');
  const decision = allowed ? 'ALLOW' : effects.includes('Deny') ? 'EXPLICIT_DENY' : 'IMPLICIT_DENY';
  const because = [...new Set([...deciding.map(({ policy, statement }) => named(policy, statement)), ...reasons])];
  const why = because.join('; ') || 'policies that are not in the template';
  const text = `${decision}: ${action} on ${resource} by ${name}, because of ${why}`;
  return { allowed, decision, because, toString: () => text };
}
