import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { grantSecretRead } from './secret-access';

/**
 * What is needed to use secrets that exist already.
 */
export interface ManagedSecretsAttributes {
  /** The whole ARN of the secret with the credentials, with the six characters at its end. */
  readonly credentialsSecretArn: string;

  /** The whole ARN of the generated secret, with the six characters at its end. */
  readonly apiSecretArn: string;

  /**
   * The key of both.
   *
   * @default - the AWS managed key of Secrets Manager, for which nothing needs to be granted
   */
  readonly encryptionKey?: kms.IKey;
}

/** The secrets of another stack or app. */
export class ImportedSecrets extends Construct {
  public readonly credentials: secretsmanager.ISecret;
  public readonly apiSecret: secretsmanager.ISecret;
  private readonly key?: kms.IKey;

  constructor(scope: Construct, id: string, attributes: ManagedSecretsAttributes) {
    super(scope, id);
    this.key = attributes.encryptionKey;
    this.credentials = secretsmanager.Secret.fromSecretCompleteArn(this, 'Credentials', attributes.credentialsSecretArn);
    this.apiSecret = secretsmanager.Secret.fromSecretCompleteArn(this, 'ApiSecret', attributes.apiSecretArn);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantSecretRead(grantee, this.key, this.credentials).combine(grantSecretRead(grantee, this.key, this.apiSecret));
  }
}
