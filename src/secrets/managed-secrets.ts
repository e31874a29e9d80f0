import { Annotations, Aws, Duration, RemovalPolicy, SecretValue, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { enforces, relaxes } from './controls';
import { ImportedSecrets, ManagedSecretsAttributes } from './imported-secrets';
import { rotationFunction, scheduleRotation } from './rotation';
import { grantSecretRead } from './secret-access';
import { customerManagedKey } from '../private/encryption';
import { pinFeatureFlags } from '../private/feature-flags';
import { reject, requireMatch, requireSameRegion } from '../private/validation';

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
   * characters. A change makes a new, empty secret; the old one stays, with its values.
   *
   * @default - CloudFormation makes a unique one
   */
  readonly credentialsSecretName?: string;

  /**
   * The name of the generated secret. It should not end in a hyphen and six characters. A change makes a new one, with a new value;
   * the old one stays.
   *
   * @default - CloudFormation makes a unique one
   */
  readonly apiSecretName?: string;

  /**
   * The key that encrypts both secrets. It must be in their Region. Changing it changes no value.
   *
   * @default - a new key, rotated every 365 days and retained; 1 USD a month
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The time between two rotations of the generated secret, 4 hours to 999 days. A change rotates nothing at once.
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
}

/** The two secrets, made here or imported: what a function needs to be told and granted. */
export interface IManagedSecrets extends IConstruct {
  /** The credentials that people put in by hand, as JSON. It has no value until they do. */
  readonly credentials: secretsmanager.ISecret;

  /** The generated secret: 32 letters and digits. */
  readonly apiSecret: secretsmanager.ISecret;

  /** Permits to read both secrets. It edits the grantee's policy and nothing else. */
  grantRead(grantee: iam.IGrantable): iam.Grant;
}

/**
 * Two secrets under one customer managed key: a JSON one with the credentials that people put in by hand, and a generated
 * one of 32 characters that is rotated. They are apart so that neither update can lose the other.
 *
 * The JSON secret has no value after the first deploy: `aws secretsmanager update-secret` gives it one, and no later deploy
 * touches it. It costs 0.80 USD a month for the secrets, 1 USD for the key, and 0.05 USD for 10,000 reads.
 */
export class ManagedSecrets extends Construct implements IManagedSecrets {
  /** Imports secrets that another stack or app has made. */
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
    this.credentialNames = props.credentialNames ?? ['bedrockApiKey', 'slackWebhookUrl', 'teamsWebhookUrl', 'externalApiKey'];
    const rotateAfter = props.rotateAfter ?? Duration.days(90);
    this.validate(props);

    this.key = props.encryptionKey ?? customerManagedKey(this, 'Key', 'Secrets');
    enforces(this, 'SEC-01', 'SEC-06');

    this.credentials = this.createSecret('Credentials', {
      secretName: props.credentialsSecretName,
      description: `Put in by hand, as JSON: ${this.credentialNames.join(', ')}`,
    });
    this.apiSecret = this.createSecret('ApiSecret', {
      secretName: props.apiSecretName,
      description: 'Generated: 32 letters and digits',
      // never change this: Secrets Manager would make a new value
      generateSecretString: { passwordLength: 32, excludePunctuation: true },
    });
    enforces(this, 'SEC-02', 'SEC-03', 'SEC-04');

    if (props.rotateApiSecret ?? true) {
      scheduleRotation(this, 'ApiSecretRotation', this.apiSecret, this.key, rotationFunction(this, 'RotationFunction', this.key), rotateAfter);
      enforces(this, 'SEC-05');
    } else {
      relaxes(this, 'SEC-05', 'rotateApiSecret is false: rotate the secret by hand.');
    }
  }

  /** A credential for the props that take a `SecretValue`. CloudFormation puts it in while it deploys; the template never holds it. */
  public credentialValue(name: string): SecretValue {
    if (!this.credentialNames.includes(name)) {
      reject(this, `credential must be one of credentialNames (${this.credentialNames.join(', ')}), got ${JSON.stringify(name)}`);
    }
    return SecretValue.secretsManager(this.credentials.secretArn, { jsonField: name });
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grantReadCredentials(grantee).combine(this.grantReadApiSecret(grantee));
  }

  /** Permits to read the credentials only. */
  public grantReadCredentials(grantee: iam.IGrantable): iam.Grant {
    return grantSecretRead(grantee, this.key, this.credentials);
  }

  /** Permits to read the generated secret only. */
  public grantReadApiSecret(grantee: iam.IGrantable): iam.Grant {
    return grantSecretRead(grantee, this.key, this.apiSecret);
  }

  /**
   * Puts a secret of yours, under this key, on a schedule of its own: `handler` takes the four steps of a rotation
   * (createSecret, setSecret, testSecret, finishSecret), and is permitted what they need.
   *
   * The first rotation comes when the schedule says. The time between two is 4 hours to 999 days.
   */
  public addRotation(id: string, secret: secretsmanager.ISecret, handler: lambda.IFunction, rotateAfter: Duration = Duration.days(90)): void {
    scheduleRotation(this, id, secret, this.key, handler, rotateAfter);
  }

  private validate(props: ManagedSecretsProps): void {
    for (const name of this.credentialNames) {
      requireMatch(this, 'credentialNames', name, /^[A-Za-z_][\w.-]{0,127}$/,
        'must hold names that can be JSON keys: a letter or underscore, then letters, digits, underscores, hyphens and dots');
    }
    const twice = this.credentialNames.find((name, index) => this.credentialNames.indexOf(name) !== index);
    if (twice !== undefined) {
      reject(this, `credentialNames must hold each name once, got ${JSON.stringify(twice)} twice`);
    }
    for (const prop of ['credentialsSecretName', 'apiSecretName'] as const) {
      const name = props[prop];
      if (name !== undefined) {
        requireMatch(this, prop, name, /^[\w/+=.@-]{1,512}$/, 'must be 1 to 512 letters, digits and /_+=.@-');
        this.warnOfAmbiguousName(prop, name);
      }
    }
    if (props.encryptionKey) {
      requireSameRegion(this, 'encryptionKey', props.encryptionKey);
    }
    if (props.rotateAfter !== undefined && props.rotateApiSecret === false) {
      reject(this, `rotateAfter is ${props.rotateAfter.toHumanString()}, but rotateApiSecret is false: leave one of them out`);
    }
  }

  /** Secrets Manager adds a hyphen and six characters to the name in the ARN, and then looks for either form. */
  private warnOfAmbiguousName(prop: string, name: string): void {
    if (!Token.isUnresolved(name) && /-[0-9A-Za-z]{6}$/.test(name)) {
      Annotations.of(this).addWarningV2('cdk-hardened:secret-name',
        `${prop} ends in a hyphen and six characters, got ${JSON.stringify(name)}: a search by a part of the ARN can find another secret. Choose another end.`);
    }
  }

  private createSecret(id: string, props: secretsmanager.SecretProps): secretsmanager.Secret {
    const secret = new secretsmanager.Secret(this, id, { ...props, encryptionKey: this.key, removalPolicy: RemovalPolicy.RETAIN });
    if (props.generateSecretString === undefined) {
      // a secret without a value in the template: what people put in is never compared with anything
      (secret.node.defaultChild as secretsmanager.CfnSecret).generateSecretString = undefined;
    }
    new secretsmanager.CfnResourcePolicy(secret, 'AccountOnly', {
      secretId: secret.secretArn,
      blockPublicPolicy: true,
      resourcePolicy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          sid: 'ThisAccountOnly',
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['secretsmanager:*'],
          resources: ['*'],
          conditions: {
            StringNotEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
            // AWS's own services act for this account and carry no account of their own
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        })],
      }),
    });
    return secret;
  }
}
