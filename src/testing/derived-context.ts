import { Caller } from './caller';

/** Where a request is made, and to whom. */
export interface Destination {
  readonly action: string;
  readonly region: string;
  readonly account: string;
  readonly now: Date;
}

/** The keys of the caller. A service calls without an account; a request of a role carries the ARN of the role, not of its session. */
function ofCaller({ kind, arn, account, roleId, sessionArn, tags = {} }: Caller): Record<string, unknown> {
  if (kind === 'service') {
    return { 'aws:PrincipalIsAWSService': true, 'aws:PrincipalServiceName': arn, 'aws:PrincipalServiceNamesList': [arn] };
  }
  if (kind === 'federated') {
    return { 'aws:PrincipalIsAWSService': false, 'aws:FederatedProvider': arn };
  }
  const session = sessionArn?.split('/').at(-1) ?? 'session';
  return {
    'aws:PrincipalIsAWSService': false,
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': { role: 'AssumedRole', user: 'User', account: 'Account' }[kind],
    'aws:userid': roleId === undefined ? undefined : `${roleId}:${session}`,
    'aws:username': kind === 'user' ? arn.split('/').at(-1) : undefined,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}

/**
 * The keys that AWS puts into every request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function derivedContext(caller: Caller, { action, region, account, now }: Destination): Record<string, unknown> {
  return {
    ...ofCaller(caller),
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': Math.floor(now.getTime() / 1000),
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': account,
    'aws:SecureTransport': true,
    'aws:ViaAWSService': false,
    ...action.toLowerCase().startsWith('kms:') && caller.account !== undefined ? { 'kms:CallerAccount': caller.account } : {},
  };
}
