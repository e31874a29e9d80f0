import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';

/** One of the two secrets of ManagedSecrets. */
export enum ManagedSecret {
  /** The credentials that people put in by hand. */
  CREDENTIALS = 'credentials',
  /** The generated secret. */
  API_SECRET = 'apiSecret',
}

/** The two secrets, created here or imported: what a function needs to know and to be granted. */
export interface IManagedSecrets extends IConstruct {
  /** The credentials that people put in by hand, as JSON. It has no value until they do. */
  readonly credentials: secretsmanager.ISecret;

  /** The generated secret: 32 letters and digits. */
  readonly apiSecret: secretsmanager.ISecret;

  /**
   * Allows reading both secrets. It changes the grantee's policy and nothing else. An error when the grantee has no policy, or
   * belongs to another account.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  grantRead(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows reading the credentials only.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  grantReadCredentials(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows reading the generated secret only.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  grantReadApiSecret(grantee: iam.IGrantable): iam.Grant;
}
