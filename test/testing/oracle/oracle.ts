import { runSimulation } from '@cloud-copilot/iam-simulate';
import { Case, OWN, ROLE, SESSION } from './requests';

/** The oracle drops this family of keys; it keeps tags of the principal. */
const kept = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value ?? null).replaceAll('kms:EncryptionContext:', 'aws:PrincipalTag/context-')) as T;

const DECISIONS = { Allowed: 'ALLOW', ExplicitlyDenied: 'EXPLICIT_DENY', ImplicitlyDenied: 'IMPLICIT_DENY' };

/** What AWS puts into every request, which the oracle leaves to its caller. */
function derived({ caller, account }: Case): Record<string, string> {
  const all = { 'aws:ResourceAccount': account };
  return caller === 'service' ? { ...all, 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': 'logs.amazonaws.com' }
    : { ...all, 'aws:PrincipalArn': ROLE, 'aws:PrincipalAccount': OWN, 'aws:PrincipalIsAWSService': 'false' };
}

/** What the oracle decides. */
export async function oracle(one: Case): Promise<string> {
  const context = Object.entries({ ...one.context, ...derived(one) }).filter(([, value]) => value !== undefined);
  const result = await runSimulation({
    request: {
      principal: one.caller === 'service' ? 'logs.amazonaws.com' : SESSION,
      action: one.action,
      resource: { resource: one.resource, accountId: one.account },
      contextVariables: kept(Object.fromEntries(context) as Record<string, string>),
    },
    identityPolicies: one.caller === 'service' ? [] : [{ name: 'own', policy: kept(one.identity) }],
    permissionBoundaryPolicies: one.boundary && one.caller !== 'service' ? [{ name: 'boundary', policy: kept(one.boundary) }] : undefined,
    vpcEndpointPolicies: one.endpoint ? [{ name: 'endpoint', policy: kept(one.endpoint) }] : undefined,
    resourcePolicy: one.onResource ? kept(one.onResource) : undefined,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, {});
  if (result.resultType === 'error') {
    return `error: ${JSON.stringify(result.errors)}`;
  }
  return DECISIONS[result.overallResult];
}
