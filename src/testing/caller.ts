import { Policy } from './policy';

/** Who makes a request, with everything that is attached to it. */
export interface Caller {
  /** As a reader of a decision calls it. */
  readonly name: string;
  readonly kind: 'role' | 'user' | 'account' | 'service' | 'federated';
  /** Services have none. */
  readonly account?: string;
  /** The ARN of the role, user or root user; the name of a service or identity provider. */
  readonly arn: string;
  /** The ARN of the role's session, where its name is known. */
  readonly sessionArn?: string;
  readonly roleId?: string;
  readonly tags?: Record<string, string>;
  /** Absent where it is not known, as in another account: they are taken to allow everything, so that the resource decides. */
  readonly identityPolicies?: readonly Policy[];
  readonly boundary?: Policy;
}

/** By what a statement of a resource policy is about a caller. What AWS makes of it depends on that. */
export type Grant = 'anyone' | 'session' | 'identity' | 'account' | 'service';

const ACCOUNT = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;

/** An entry of the kind AWS. */
function grantTo(entry: string, { kind, account, arn, sessionArn }: Caller): Grant | undefined {
  if (entry === '*') {
    return 'anyone';
  }
  if (/[*?]/.test(entry)) {
    throw new Error(`AWS rejects wildcards in the principal ${entry}`);
  }
  const [, wholeAccount] = ACCOUNT.exec(entry) ?? [];
  if (wholeAccount !== undefined) {
    return wholeAccount === account ? 'account' : undefined;
  }
  const own = kind === 'role' || kind === 'user';
  return own && entry === arn ? 'identity' : sessionArn !== undefined && entry === sessionArn ? 'session' : undefined;
}

const KINDS: Record<string, Caller['kind']> = { Service: 'service', Federated: 'federated' };
const ORDER: Grant[] = ['anyone', 'session', 'service', 'identity', 'account'];

/** By what a Principal element names the caller, the closest first; undefined when it does not. */
export function grantsOf(element: '*' | Record<string, string | string[]>, caller: Caller): Grant[] {
  if (element === '*') {
    return ['anyone'];
  }
  const found = Object.entries(element).flatMap(([kind, entries]) => [entries].flat().map((entry) =>
    kind === 'AWS' ? grantTo(entry, caller) : caller.kind === KINDS[kind] && entry === caller.arn ? 'service' as const : undefined));
  return ORDER.filter((grant) => found.includes(grant));
}

/**
 * Whether a Deny with NotPrincipal leaves the caller out. AWS looks at the account, then at the role and its session, so both must be
 * there; a caller with a permissions boundary is always denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isExempt(element: '*' | Record<string, string | string[]>, caller: Caller): boolean {
  const grants = grantsOf(element, caller);
  const itself = caller.kind === 'account' || grants.includes('identity') || grants.includes('session');
  return grants.includes('anyone') || grants.includes('service')
    || (caller.boundary === undefined && grants.includes('account') && itself);
}
