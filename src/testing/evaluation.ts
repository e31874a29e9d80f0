import { Caller, Grant, grantsOf, isExempt } from './caller';
import { Decision, decisionOf } from './decision';
import { denials, Match, matchesOf, permissions, Request } from './matching';
import { named, Policy } from './policy';

/** The policies on the resource's side of a request. */
export interface ResourceSide {
  readonly policies: readonly Policy[];
  readonly account?: string;
  /** Keys and roles let nobody in whom their own policy does not let in, or leave to the IAM policies of the account. */
  readonly mandatory: boolean;
  /** The policy of the endpoint through which the request goes, if it does. */
  readonly endpoint?: Policy;
}

interface Granted extends Match { readonly grants: Grant[] }

/** The statements of resource policies that are about the request and about its caller. */
function aboutCaller(policies: readonly Policy[], request: Request, caller: Caller): Granted[] {
  return matchesOf(policies, request).map((match) => {
    const { statement: { Principal, NotPrincipal }, policy } = match;
    if (NotPrincipal !== undefined) {
      return { ...match, grants: isExempt(NotPrincipal, caller) ? [] : ['anyone' as const] };
    }
    try {
      return { ...match, grants: Principal === undefined ? [] : grantsOf(Principal, caller) };
    } catch (error) {
      throw new Error(`${named(policy, match.statement)}: ${(error as Error).message}`);
    }
  }).filter(({ grants }) => grants.length > 0);
}

/** What the caller's own side says: undefined where its policies allow, else why they do not. */
function ownSide({ name, identityPolicies, boundary }: Caller, identity: Match[], limit: Match[], request: Request): string | undefined {
  if (boundary !== undefined && permissions(limit).length === 0) {
    return `the permissions boundary of ${name} (${boundary.source}) does not allow ${request.action}`;
  }
  return identityPolicies === undefined || permissions(identity).length > 0 ? undefined
    : `no identity policy of ${name} allows ${request.action} on ${request.resource}`;
}

/**
 * Whether a resource policy of the caller's own account is enough without its identity policies. What is granted to the session itself
 * or to everyone is not limited by the boundary; what is granted to the role is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function isEnough({ grants }: Granted, { kind, boundary }: Caller, limit: Match[]): boolean {
  const direct = grants.includes('anyone') || grants.includes('session') || grants.includes('service');
  const withinBoundary = boundary === undefined || kind === 'user' || permissions(limit).length > 0;
  return direct || (grants.includes('identity') && withinBoundary);
}

/** The decision of AWS, as it documents it for one account and across accounts. */
export function evaluate(request: Request, caller: Caller, resource: ResourceSide): Decision {
  const identity = matchesOf(caller.identityPolicies ?? [], request);
  const limit = matchesOf(caller.boundary ? [caller.boundary] : [], request);
  const onResource = aboutCaller(resource.policies, request, caller);
  const onEndpoint = aboutCaller(resource.endpoint ? [resource.endpoint] : [], request, caller);
  const denied = denials([...identity, ...limit, ...onResource, ...onEndpoint]);
  const decide = (matches: Match[], ...reasons: string[]) => decisionOf(request, caller, matches, reasons);
  if (denied.length > 0) {
    return decide(denied);
  }
  if (resource.endpoint && permissions(onEndpoint).length === 0) {
    return decide([], `the policy of the endpoint (${resource.endpoint.source}) does not allow it`);
  }
  const refused = ownSide(caller, identity, limit, request);
  const granted = permissions(onResource);
  const none = resource.policies.length === 0 ? 'the resource has no policy' : `no policy of the resource allows it to ${caller.name}`;
  const all = [...permissions(identity), ...permissions(limit), ...granted, ...permissions(onEndpoint)];
  if (caller.account !== resource.account || caller.kind === 'service' || caller.kind === 'federated') {
    const reasons = [refused, granted.length > 0 ? undefined : none].filter((reason) => reason !== undefined);
    return reasons.length > 0 ? decide([], ...reasons) : decide(all);
  }
  const enough = granted.filter((grant) => isEnough(grant, caller, limit));
  if (enough.length > 0) {
    return decide([...enough, ...permissions(onEndpoint)]);
  }
  if (refused !== undefined) {
    return decide([], refused, ...(resource.mandatory && granted.length === 0 ? [none] : []));
  }
  return resource.mandatory && granted.length === 0 ? decide([], none) : decide(all);
}
