import { Duration, Fn, SecretValue, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { IManagedSecrets } from './i-managed-secrets';
import { ImportedSecrets, ManagedSecretsAttributes } from './imported-secrets';
import { enforces, relaxes, retains } from './intentions';
import { rotationFunction, scheduleErrors, scheduleRotation } from './rotation';
import { createSecret } from './secret';
import { grantSecretRead } from './secret-access';
import { setDisposable } from '../private/disposable';
import { pinFeatureFlags } from '../private/feature-flags';
import { customerManagedKey, keyHere } from '../private/keys';
import { requireKind } from '../private/kinds';
import { known, reject, requireDistinct, requireList, requireMatch, shown } from '../private/validation';
import { warn } from '../private/warnings';

/**
 * Properties of ManagedSecrets.
 */
export interface ManagedSecretsProps {
  /**
   * The credentials that people put in by hand, as keys of one JSON secret.
   *
   * The list is a declaration: adding, renaming or removing a name changes no stored value.
   *
   * @default ['bedrockApiKey', 'slackWebhookUrl', 'teamsWebhookUrl', 'externalApiKey']
   */
  readonly credentialNames?: string[];

  /**
   * The name of the secret with the credentials, such as `omnitrack/api-keys`. It should not end in a hyphen and six
   * characters. A change creates a new, empty secret; the old one is retained, with its values.
   *
   * @default - CloudFormation generates a unique one
   */
  readonly credentialsSecretName?: string;

  /**
   * The name of the generated secret. It should not end in a hyphen and six characters. A change creates a new one, with a
   * new value; the old one is retained.
   *
   * @default - CloudFormation generates a unique one
   */
  readonly apiSecretName?: string;

  /**
   * The key that encrypts both secrets. It must be in their Region. Changing it changes no value.
   *
   * @default - a new key, rotated every 365 days and retained; 1 USD a month, and 1 more for each of its first two rotations
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The time between two rotations of the generated secret, 4 hours to 1000 days, in whole hours. A change does not rotate
   * immediately.
   *
   * @default Duration.days(90)
   */
  readonly rotateAfter?: Duration;

  /**
   * Whether the generated secret is rotated on a schedule.
   *
   * @default true
   */
  readonly rotateApiSecret?: boolean;

  /**
   * Whether the secrets and their key may be deleted with their stack, as in environments that are made to be thrown away. Secrets
   * Manager keeps a deleted secret, and its name, for 30 days.
   *
   * @default - the context `cdk-hardened:disposable`, and false without it
   */
  readonly disposable?: boolean;
}

/**
 * Two secrets under one customer managed key: a JSON one with the credentials that people put in by hand, and a generated
 * one of 32 characters that is rotated. They are apart so that updating one can never overwrite the other.
 *
 * The JSON secret has no value after the first deployment: `aws secretsmanager update-secret` gives it one, and no later
 * deployment changes it. Both cost 0.80 USD a month, the key 1 USD (up to 3 after two rotations), and 10,000 reads 0.05 USD, and
 * 0.03 USD for the key.
 */
export class ManagedSecrets extends Construct implements IManagedSecrets {
  /**
   * Imports secrets that another stack or app has created.
   *
   * @param scope The construct in which the import stands.
   * @param id The id of the import.
   * @param attributes The ARNs of the secrets, and their key.
   */
  public static fromManagedSecretsAttributes(scope: Construct, id: string, attributes: ManagedSecretsAttributes): IManagedSecrets {
    return new ImportedSecrets(scope, id, attributes);
  }

  public readonly credentials: secretsmanager.ISecret;
  public readonly apiSecret: secretsmanager.ISecret;

  /** The key of both secrets. */
  public readonly key: kms.IKey;

  private readonly credentialNames: string[];

  constructor(scope: Construct, id: string, props: ManagedSecretsProps = {}) {
    super(scope, id);
    pinFeatureFlags(this);
    setDisposable(this, props.disposable);
    this.credentialNames = props.credentialNames ?? ['bedrockApiKey', 'slackWebhookUrl', 'teamsWebhookUrl', 'externalApiKey'];
    const rotateAfter = props.rotateAfter ?? Duration.days(90);
    this.validate(props);

    this.key = props.encryptionKey ? keyHere(this, 'encryptionKey', props.encryptionKey) : customerManagedKey(this, 'Key', 'Secrets');
    enforces(this, 'SEC-01', 'SEC-06');

    this.credentials = createSecret(this, 'Credentials', this.key, {
      secretName: props.credentialsSecretName,
      description: `Put in by hand, as JSON: ${this.namesAsText()}`,
    });
    this.apiSecret = createSecret(this, 'ApiSecret', this.key, {
      secretName: props.apiSecretName,
      description: 'Generated: 32 letters and digits',
      // never change this: Secrets Manager would generate a new value
      generateSecretString: { passwordLength: 32, excludePunctuation: true },
    });
    enforces(this, 'SEC-02', 'SEC-04');
    retains(this, 'SEC-03');

    if (props.rotateApiSecret ?? true) {
      this.schedule('ApiSecretRotation', this.apiSecret, rotationFunction(this, 'RotationFunction', this.key), rotateAfter);
      enforces(this, 'SEC-05');
    } else {
      relaxes(this, 'SEC-05', 'rotateApiSecret is false, so nothing rotates the secret.');
    }
  }

  /**
   * A credential for the props that take a `SecretValue`. CloudFormation reads it during a deployment; the template never holds it.
   *
   * A deployment before somebody has put the credentials in fails, so it cannot be the one that creates the secret: deploy these
   * secrets first, put the values in, then deploy what uses them.
   *
   * @param name One of `credentialNames`.
   */
  public credentialValue(name: string): SecretValue {
    if (!Token.isUnresolved(this.credentialNames) && !this.credentialNames.includes(name)) {
      reject(this, 'UnknownValue', 'name',
        `must be one of credentialNames (${this.credentialNames.join(', ')}), got ${shown(name)}`);
    }
    return SecretValue.secretsManager(this.credentials.secretArn, { jsonField: name });
  }

  /**
   * Allows reading both secrets. It changes the grantee's policy and nothing else. An error when the grantee has no policy, or
   * belongs to another account.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grantReadCredentials(grantee).combine(this.grantReadApiSecret(grantee));
  }

  /**
   * Allows reading the credentials only.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  public grantReadCredentials(grantee: iam.IGrantable): iam.Grant {
    return grantSecretRead(this, grantee, this.key, this.credentials);
  }

  /**
   * Allows reading the generated secret only.
   *
   * @param grantee Who may read: a function, a role, a user.
   */
  public grantReadApiSecret(grantee: iam.IGrantable): iam.Grant {
    return grantSecretRead(this, grantee, this.key, this.apiSecret);
  }

  /**
   * Puts a secret of yours on a schedule: `handler` implements the four steps of a rotation (createSecret, setSecret, testSecret,
   * finishSecret), and is allowed what they need. The key is the secret's own where it is known, and otherwise this one.
   *
   * The first rotation comes when the schedule says. The secret then denies its deletion to the account's principals, as with the
   * CDK's own schedules. An error when the secret has a schedule already, or the handler is an import
   * without its role.
   *
   * @param id The id of the schedule.
   * @param secret The secret, which may be imported, by its name too.
   * @param handler The function, which may be in another stack: the schedule is then in that one.
   * @param rotateAfter The time between two rotations, 4 hours to 1000 days, in whole hours; by default 90 days.
   */
  public addRotation(
    id: string, secret: secretsmanager.ISecret, handler: lambda.IFunction, rotateAfter: Duration = Duration.days(90),
  ): void {
    requireKind(this, 'secret', secret, 'secretsmanager.ISecret');
    requireKind(this, 'handler', handler, 'lambda.IFunction');
    this.schedule(id, secret, handler, rotateAfter);
    secret.denyAccountRootDelete();
  }

  private schedule(id: string, secret: secretsmanager.ISecret, handler: lambda.IFunction, after: Duration): void {
    scheduleRotation(this, id, { secret, key: this.key, handler, after });
    this.node.addValidation({ validate: () => scheduleErrors(this, secret) });
  }

  private namesAsText(): string {
    return Token.isUnresolved(this.credentialNames) ? Fn.join(', ', this.credentialNames) : this.credentialNames.join(', ');
  }

  private validate(props: ManagedSecretsProps): void {
    requireList(this, 'credentialNames', this.credentialNames);
    for (const name of known(this.credentialNames)) {
      requireMatch(this, 'credentialNames', name, /^[A-Za-z_][\w.-]{0,127}$/,
        'must hold names that can be JSON keys: a letter or underscore, then letters, digits, underscores, hyphens and dots');
    }
    requireDistinct(this, 'credentialNames', this.credentialNames);
    for (const prop of ['credentialsSecretName', 'apiSecretName'] as const) {
      const name = props[prop];
      if (name !== undefined) {
        requireMatch(this, prop, name, /^[\w/+=.@-]{1,512}$/, 'must be 1 to 512 letters, digits and /_+=.@-');
        this.warnOfAmbiguousName(prop, name);
      }
    }
    if (props.apiSecretName !== undefined && props.apiSecretName === props.credentialsSecretName) {
      reject(this, 'DuplicateValue', 'apiSecretName',
        `must differ from credentialsSecretName, got ${shown(props.apiSecretName)} for both`);
    }
    if (props.rotateAfter !== undefined && props.rotateApiSecret === false) {
      reject(this, 'ConflictingProps', 'rotateAfter',
        `is ${props.rotateAfter.toHumanString()}, but rotateApiSecret is false: remove one of them`);
    }
  }

  /** Secrets Manager adds a hyphen and six characters to the name in the ARN, and then looks for either form. */
  private warnOfAmbiguousName(prop: string, name: string): void {
    if (/-[0-9A-Za-z]{6}$/.test(name)) {
      warn(this, 'secret-name',
        `${prop} ends in a hyphen and six characters, got ${shown(name)}: `
        + 'a search by a part of the ARN can find another secret. Choose another end.');
    }
  }
}
