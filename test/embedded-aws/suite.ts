import { Resources, Stacks } from './stacks';
import { EmbeddedAws } from '../../embedded-aws/embedded-aws';
import { Clients } from '../../examples/omnitrack/demo/clients';
import { Claims } from '../../scripts/claims';

/** One emulator that runs, and what is claimed of it. */
export interface Suite {
  readonly aws: EmbeddedAws;
  readonly clients: Clients;
  readonly stacks: Stacks;
  readonly claims: Claims;
}

/** A template that CloudFormation rolls back on AWS. */
export interface Rejection {
  readonly claim: string;
  /** The page of AWS's documentation. */
  readonly page: string;
  readonly resources: Resources;
  readonly says: RegExp;
}
