import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { IManagedSecrets } from './i-managed-secrets';
import { grantSecretRead } from './secret-access';
import { keyOf } from '../private/keys';
import { reject, requireMatch } from '../private/validation';

/**
 * What is needed to use secrets that exist already.
 */
export interface ManagedSecretsAttributes {
  /** The complete ARN of the secret with the credentials, with the six characters at its end. */
  readonly credentialsSecretArn: string;

  /** The complete ARN of the generated secret, with the six characters at its end. */
  readonly apiSecretArn: string;

  /**
   * The key of both. Its Region decides where it may be used.
   *
   * @default - the AWS managed key of Secrets Manager, for which nothing needs to be granted
   */
  readonly encryptionKey?: kms.IKey;
}

/** The secrets of another stack or app. */
export class ImportedSecrets extends Construct implements IManagedSecrets {
  public readonly credentials: secretsmanager.ISecret;
  public readonly apiSecret: secretsmanager.ISecret;
  private readonly key?: kms.IKey;

  constructor(scope: Construct, id: string, attributes: ManagedSecretsAttributes) {
    super(scope, id);
    for (const prop of ['credentialsSecretArn', 'apiSecretArn'] as const) {
      requireMatch(this, prop, attributes[prop], /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:\S+-\w{6}$/,
        'must be a complete ARN of a secret, with the six characters at its end');
    }
    this.key = attributes.encryptionKey && keyOf(this, 'encryptionKey', attributes.encryptionKey);
    requireOnePlace(this, [attributes.credentialsSecretArn, attributes.apiSecretArn, ...this.key ? [this.key.keyArn] : []]);
    this.credentials = secretsmanager.Secret.fromSecretCompleteArn(this, 'Credentials', attributes.credentialsSecretArn);
    this.apiSecret = secretsmanager.Secret.fromSecretCompleteArn(this, 'ApiSecret', attributes.apiSecretArn);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grantReadCredentials(grantee).combine(this.grantReadApiSecret(grantee));
  }

  public grantReadCredentials(grantee: iam.IGrantable): iam.Grant {
    return grantSecretRead(this, grantee, this.key, this.credentials);
  }

  public grantReadApiSecret(grantee: iam.IGrantable): iam.Grant {
    return grantSecretRead(this, grantee, this.key, this.apiSecret);
  }
}

/** Throws when secrets and key are in different Regions, or in another account than the stack: its IAM policies decide nothing there. */
function requireOnePlace(scope: Construct, arns: string[]): void {
  const stack = Stack.of(scope);
  const places = arns.map((arn) => stack.splitArn(arn, ArnFormat.COLON_RESOURCE_NAME));
  const regions = new Set(places.map(({ region }) => region).filter((region) => !Token.isUnresolved(region)));
  if (regions.size > 1) {
    reject(scope, 'WrongEnvironment', 'credentialsSecretArn, apiSecretArn and encryptionKey',
      `must be in one Region, got ${[...regions].join(' and ')}`);
  }
  const account = places.map((place) => place.account!).find((one) => !Token.isUnresolved(one) && one !== stack.account);
  if (account !== undefined && !Token.isUnresolved(stack.account)) {
    reject(scope, 'WrongEnvironment', 'credentialsSecretArn, apiSecretArn and encryptionKey',
      `must be of the account ${stack.account}, got ${account}: `
      + 'grant to a role there that this account may assume');
  }
}
