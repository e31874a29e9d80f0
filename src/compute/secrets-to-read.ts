import * as iam from 'aws-cdk-lib/aws-iam';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { IManagedSecrets, ManagedSecret } from '../secrets';

/** One of the secrets, as a function knows it. */
interface SecretToRead {
  /** The variable in which the function finds the ARN. */
  readonly variable: string;
  readonly of: (secrets: IManagedSecrets) => ISecret;
  readonly grantRead: (secrets: IManagedSecrets, grantee: iam.IGrantable) => iam.Grant;
}

const SECRETS: Record<ManagedSecret, SecretToRead> = {
  [ManagedSecret.CREDENTIALS]: {
    variable: 'SECRETS_ARN',
    of: (secrets) => secrets.credentials,
    grantRead: (secrets, grantee) => secrets.grantReadCredentials(grantee),
  },
  [ManagedSecret.API_SECRET]: {
    variable: 'API_SECRET_ARN',
    of: (secrets) => secrets.apiSecret,
    grantRead: (secrets, grantee) => secrets.grantReadApiSecret(grantee),
  },
};

/** The secrets that a function reads, of those that it is given: all of them, unless some are chosen. */
export const chosenSecrets = (chosen: ManagedSecret[] = Object.values(ManagedSecret)): SecretToRead[] =>
  chosen.map((name) => SECRETS[name]);
