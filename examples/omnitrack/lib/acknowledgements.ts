import { Validations } from 'aws-cdk-lib';
import { ACCEPTED_FINDINGS } from './findings';
import { Omnitrack } from './omnitrack';

/** Tells cdk-nag what is accepted, and why. */
export function acknowledgeFindings(app: Omnitrack): void {
  for (const { where, nag, reason } of ACCEPTED_FINDINGS) {
    for (const construct of where(app)) {
      for (const id of nag?.(app) ?? []) {
        // what acknowledge() records; itself it refuses ids with an ARN of tokens in them, for their "::"
        construct.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason });
      }
    }
  }
}
