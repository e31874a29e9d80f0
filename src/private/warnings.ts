import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Every warning that is about no control, by its id behind `cdk-hardened:`, with when it comes. A control warns under its own id. */
export const WARNINGS = {
  'above-quota': 'a limit of HardenedApi is above the default quota of an account, and has no effect unless AWS has raised it',
  'any-origin': 'cors of HardenedApi allows the pages of every website to read responses',
  'basic-access-mode': 'the API accepts requests whose Host header is not the name that TLS was negotiated for',
  'clear-text-integration': 'an integration of a HardenedApi calls its target by http://, so requests are not encrypted behind the API',
  'closed-preflight': 'an OPTIONS method that runs something requires authorization, which preflight requests cannot have',
  'fewer-zones': 'the Region offers fewer Availability Zones to the account than HardenedVpc is to use',
  'grantee-account': 'a grantee has a known account, and the stack has none: in another account nothing is granted',
  'immutable-role': 'a grantee is an imported role whose policies are managed elsewhere',
  'imported-api-waf-response': 'a web ACL protects an imported API, whose gateway responses cannot be changed from here',
  'imported-key-logs': 'a log group has an imported key, whose policy must allow CloudWatch Logs to use it',
  'reserved-path': 'a route has a path that API Gateway uses itself',
  'secret-name': 'the name of a secret ends like the suffix that Secrets Manager adds to its ARN',
  'stage-without-permission': 'a stage that was added to a HardenedApi may not invoke the functions of its routes',
  'unknown-managed-rule': 'a rule of a managed group is counted by a name that is not known here',
} as const;

export type WarningId = keyof typeof WARNINGS;

/** Warns under an id that users acknowledge. */
export function warn(construct: IConstruct, id: WarningId, message: string): void {
  Annotations.of(construct).addWarningV2(`cdk-hardened:${id}`, message);
}
