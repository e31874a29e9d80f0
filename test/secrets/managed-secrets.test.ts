import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ManagedSecrets, ManagedSecretsProps } from '../../src';
import { policiesOf } from '../../src/testing';
import { identityStatements, leftToIam, requestsFrom, requestsOf } from '../support/iam';
import { ENV, only, refOf, relaxed, stackWith, synth, warningIds } from '../support/synth';

const withProps = (props?: ManagedSecretsProps) => synth((stack) => new ManagedSecrets(stack, 'Secrets', props));
const credentials = (template: Template) => only(template, 'AWS::SecretsManager::Secret', 'SecretsCredentials');
const apiSecret = (template: Template) => only(template, 'AWS::SecretsManager::Secret', 'SecretsApiSecret');

describe('bare ManagedSecrets', () => {
  test('put no value for the credentials into the template', () => {
    const { Properties } = credentials(withProps());
    expect(Properties).not.toHaveProperty('SecretString');
    expect(Properties).not.toHaveProperty('GenerateSecretString');
    expect(Properties.Description).toBe('Put in by hand, as JSON: bedrockApiKey, slackWebhookUrl, teamsWebhookUrl, externalApiKey');
  });

  test('generate 32 letters and digits in a secret of its own', () => {
    expect(apiSecret(withProps()).Properties.GenerateSecretString).toEqual({ PasswordLength: 32, ExcludePunctuation: true });
  });

  test('keep both secrets when the stack goes', () => {
    for (const secret of [credentials(withProps()), apiSecret(withProps())]) {
      expect([secret.DeletionPolicy, secret.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    }
  });

  test('encrypt both with one customer managed key', () => {
    const template = withProps();
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.resourcePropertiesCountIs('AWS::SecretsManager::Secret',
      { KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('SecretsKey'), 'Arn'] } }, 2);
  });

  test('deny other accounts, and reject policies that make them public', () => {
    const template = withProps();
    template.resourcePropertiesCountIs('AWS::SecretsManager::ResourcePolicy', { BlockPublicPolicy: true }, 2);
    for (const id of ['SecretsCredentials', 'SecretsApiSecret']) {
      const secret = refOf(template, 'AWS::SecretsManager::Secret', id);
      const ask = (account: string, context = {}) => requestsFrom(account, template)('secretsmanager:GetSecretValue', secret, context);
      expect(ask('999999999999')).toBe('EXPLICIT_DENY');
      expect(ask('111122223333', { 'aws:PrincipalAccount': undefined })).toBe('EXPLICIT_DENY');
      expect(ask('111122223333')).toBe('ALLOW');
      const service = policiesOf(template).can({ service: 'lambda.amazonaws.com' }, 'secretsmanager:GetSecretValue', secret);
      expect(service.decision).toBe('IMPLICIT_DENY');
    }
  });

  test('rotate the generated secret every 90 days, and not with a deploy', () => {
    const template = withProps();
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 1);
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      SecretId: { Ref: Match.stringLikeRegexp('SecretsApiSecret') },
      RotationRules: { ScheduleExpression: 'rate(90 days)' },
      RotateImmediatelyOnUpdate: false,
    });
  });

  test('let Secrets Manager alone call the rotation function, for this account and secret', () => {
    const template = withProps();
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { Ref: Match.stringLikeRegexp('SecretsApiSecret') },
    });
  });

  test('give the rotation function the generated secret and no other', () => {
    const template = withProps();
    const ask = requestsOf(template, 'SecretsRotationFunctionRole');
    const ref = (id: string) => refOf(template, 'AWS::SecretsManager::Secret', id);
    expect(ask('secretsmanager:PutSecretValue', ref('SecretsApiSecret'))).toBe('ALLOW');
    expect(ask('secretsmanager:GetSecretValue', ref('SecretsCredentials'))).toBe('IMPLICIT_DENY');
  });

  test('warn of nothing', () => {
    expect(warningIds(stackWith((stack) => new ManagedSecrets(stack, 'Secrets')))).toEqual([]);
  });
});

describe('a later deploy leaves the values alone:', () => {
  const changes: [string, ManagedSecretsProps][] = [
    ['a credential is added', { credentialNames: ['bedrockApiKey', 'slackWebhookUrl', 'teamsWebhookUrl', 'externalApiKey', 'more'] }],
    ['a credential is renamed', { credentialNames: ['bedrockKey', 'slackWebhookUrl', 'teamsWebhookUrl', 'externalApiKey'] }],
    ['all credentials are removed', { credentialNames: [] }],
    ['the schedule changes', { rotateAfter: Duration.days(30) }],
    ['the rotation ends', { rotateApiSecret: false }],
  ];

  test.each(changes)('%s', (_, props) => {
    const [before, after] = [withProps(), withProps(props)];
    const valueOf = ({ Properties: { SecretString, GenerateSecretString, Name } }: Record<string, any>) =>
      ({ SecretString, GenerateSecretString, Name });
    expect(valueOf(credentials(after))).toEqual(valueOf(credentials(before)));
    expect(valueOf(apiSecret(after))).toEqual(valueOf(apiSecret(before)));
    const ids = (template: Template) => Object.keys(template.findResources('AWS::SecretsManager::Secret'));
    expect(ids(after)).toEqual(ids(before));
  });

  test('the key changes', () => {
    const after = synth((stack) => new ManagedSecrets(stack, 'Secrets', { encryptionKey: new kms.Key(stack, 'Other') }));
    expect(apiSecret(after).Properties.GenerateSecretString).toEqual(apiSecret(withProps()).Properties.GenerateSecretString);
    expect(credentials(after).Properties).not.toHaveProperty('SecretString');
  });
});

describe('grants', () => {
  const granted = (grant: (secrets: ManagedSecrets, role: iam.Role) => void) => {
    const template = synth((stack) => grant(new ManagedSecrets(stack, 'Secrets'),
      new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() })));
    const ask = requestsOf(template, 'Reader');
    const secret = (id: string) => refOf(template, 'AWS::SecretsManager::Secret', `Secrets${id}`);
    const key = { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::KMS::Key'))[0], 'Arn'] };
    const service = { 'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.amazonaws.com']] };
    return {
      template,
      mayRead: (id: string) => ask('secretsmanager:GetSecretValue', secret(id)) === 'ALLOW',
      mayDecrypt: (id: string | undefined, viaService: string | object = service, action = 'kms:Decrypt') => ask(action, key, {
        'kms:ViaService': viaService, 'kms:EncryptionContext:SecretARN': id === undefined ? undefined : secret(id),
      }) === 'ALLOW',
    };
  };

  test('grantRead permits both secrets, and the key for them only', () => {
    const { mayRead, mayDecrypt } = granted((secrets, role) => secrets.grantRead(role));
    expect([mayRead('Credentials'), mayRead('ApiSecret')]).toEqual([true, true]);
    expect([mayDecrypt('Credentials'), mayDecrypt('ApiSecret')]).toEqual([true, true]);
    expect(mayDecrypt(undefined)).toBe(false);
    expect(mayDecrypt('Credentials', 's3.eu-west-1.amazonaws.com')).toBe(false);
  });

  test('grantRead allows no other use of the key, and no change of a secret', () => {
    const { template, mayDecrypt } = granted((secrets, role) => secrets.grantRead(role));
    for (const action of ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:CreateGrant', 'kms:PutKeyPolicy', 'kms:DescribeKey']) {
      expect([action, mayDecrypt('Credentials', undefined, action)]).toEqual([action, false]);
    }
    const allowed = identityStatements(template, 'Reader').flatMap(({ Action }) => Action);
    expect([...new Set(allowed)].sort()).toEqual(['kms:Decrypt', 'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']);
  });

  test('grantReadApiSecret permits one secret, and its encryption context only', () => {
    const { mayRead, mayDecrypt } = granted((secrets, role) => secrets.grantReadApiSecret(role));
    expect([mayRead('Credentials'), mayRead('ApiSecret')]).toEqual([false, true]);
    expect([mayDecrypt('Credentials'), mayDecrypt('ApiSecret')]).toEqual([false, true]);
  });

  test('edit neither key nor secret policy', () => {
    const before = withProps();
    const { template } = granted((secrets, role) => secrets.grantRead(role));
    for (const type of ['AWS::KMS::Key', 'AWS::SecretsManager::ResourcePolicy']) {
      expect(template.findResources(type)).toEqual(before.findResources(type));
    }
  });
});

describe('the props of ManagedSecrets', () => {
  test('names are physical names only when given', () => {
    withProps().resourcePropertiesCountIs('AWS::SecretsManager::Secret', { Name: Match.anyValue() }, 0);
    const template = withProps({ credentialsSecretName: 'omnitrack/api-keys', apiSecretName: 'omnitrack/signing' });
    expect([credentials(template).Properties.Name, apiSecret(template).Properties.Name]).toEqual(['omnitrack/api-keys',
      'omnitrack/signing']);
  });

  test('rotateAfter in hours and in one day', () => {
    withProps({ rotateAfter: Duration.hours(6) }).hasResourceProperties('AWS::SecretsManager::RotationSchedule',
      { RotationRules: { ScheduleExpression: 'rate(6 hours)' } });
    withProps({ rotateAfter: Duration.days(1) }).hasResourceProperties('AWS::SecretsManager::RotationSchedule',
      { RotationRules: { ScheduleExpression: 'rate(1 day)' } });
  });

  test('rotateApiSecret: false warns, and makes no function', () => {
    const stack = stackWith((scope) => new ManagedSecrets(scope, 'Secrets', { rotateApiSecret: false }));
    expect(relaxed(stack)).toEqual(['SEC-05']);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('a name that ends like an ARN warns', () => {
    expect(warningIds(stackWith((stack) => new ManagedSecrets(stack, 'Secrets',
      { apiSecretName: 'omnitrack/api-secret' })))).toEqual(['cdk-hardened:secret-name']);
  });

  test('tokens pass', () => {
    const template = withProps({
      credentialsSecretName: Token.asString({ Ref: 'Name' }),
      rotateAfter: Duration.days(Token.asNumber({ Ref: 'Days' })),
    });
    expect(credentials(template).Properties.Name).toEqual({ Ref: 'Name' });
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', { RotationRules: { AutomaticallyAfterDays: { Ref: 'Days' } } });
  });

  test.each<[string, ManagedSecretsProps, RegExp]>([
    ['a name that is no JSON key', { credentialNames: ['slack webhook'] },
      /credentialNames must hold names that can be JSON keys.*got "slack webhook" \(at Stack\/Secrets\)/],
    ['a name twice', { credentialNames: ['a', 'a'] }, /credentialNames must name each element once, got "a" twice/],
    ['a secret name with a space', { credentialsSecretName: 'api keys' }, /credentialsSecretName must be 1 to 512 letters.*got "api keys"/],
    ['a rotation too often', { rotateAfter: Duration.hours(1) },
      /rotateAfter must be a whole number of hours between 4 hours and 1000 days, got 1 hour/],
    ['a schedule without rotation', { rotateAfter: Duration.days(30), rotateApiSecret: false },
      /rotateAfter is 30 days, but rotateApiSecret is false/],
  ])('%s is rejected', (_, props, message) => {
    expect(() => withProps(props)).toThrow(message);
  });

  test('a key of another Region is rejected', () => {
    expect(() => synth((stack) => new ManagedSecrets(stack, 'Secrets', {
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/k'),
    }), { env: ENV })).toThrow(/encryptionKey must be in the Region of its stack/);
  });
});

test('credentialValue is a dynamic reference, for declared credentials only', () => {
  const stack = stackWith(() => {});
  const secrets = new ManagedSecrets(stack, 'Secrets');
  const value = stack.resolve(secrets.credentialValue('slackWebhookUrl').unsafeUnwrap());
  expect(JSON.stringify(value)).toContain(':SecretString:slackWebhookUrl::');
  expect(() => secrets.credentialValue('slackUrl')).toThrow(/name must be one of credentialNames .*slackWebhookUrl.*got "slackUrl"/);
});

test('addRotation puts another secret on a schedule, with what its function needs', () => {
  const template = synth((stack) => {
    const secrets = new ManagedSecrets(stack, 'Secrets');
    const handler = new lambda.Function(stack, 'Rotate', {
      code: lambda.Code.fromInline('x'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
    });
    secrets.addRotation('OtherRotation', new secretsmanager.Secret(stack, 'Other', { encryptionKey: secrets.key }), handler,
      Duration.days(7));
  });
  template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
    SecretId: { Ref: Match.stringLikeRegexp('^Other') },
    RotationRules: { ScheduleExpression: 'rate(7 days)' },
  });
  const other = { Ref: Object.keys(template.findResources('AWS::SecretsManager::Secret')).find((id) => id.startsWith('Other')) };
  const ask = requestsOf(template, 'Rotate');
  expect(ask('secretsmanager:UpdateSecretVersionStage', other)).toBe('ALLOW');
  expect(ask('secretsmanager:UpdateSecretVersionStage', refOf(template, 'AWS::SecretsManager::Secret', 'SecretsCredentials')))
    .toBe('IMPLICIT_DENY');
});

describe('imported secrets', () => {
  const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`;

  test.each([true, false])('can be granted, with a key: %s', (withKey) => {
    const template = synth((stack) => {
      const secrets = ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
        credentialsSecretArn: arn('keys'),
        apiSecretArn: arn('api'),
        encryptionKey: withKey ? kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k') : undefined,
      });
      secrets.grantRead(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
    }, { env: ENV });
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/k';
    const ask = requestsOf(template, 'Reader', { resourcePolicies: leftToIam(key) });
    const decrypt = (secret: string) => ask('kms:Decrypt', key, {
      'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com', 'kms:EncryptionContext:SecretARN': secret,
    });
    expect(ask('secretsmanager:GetSecretValue', arn('keys'))).toBe('ALLOW');
    expect(ask('secretsmanager:GetSecretValue', arn('others'))).toBe('IMPLICIT_DENY');
    expect([decrypt(arn('keys')), decrypt(arn('others'))]).toEqual([withKey ? 'ALLOW' : 'IMPLICIT_DENY', 'IMPLICIT_DENY']);
  });
});

test('two pairs of secrets stand in one stack', () => {
  const template = synth((stack) => {
    new ManagedSecrets(stack, 'One');
    new ManagedSecrets(stack, 'Two');
  });
  template.resourceCountIs('AWS::SecretsManager::Secret', 4);
});

test('disposable deletes the secrets and their key with the stack, and warns of it', () => {
  const build = (stack: Stack) => new ManagedSecrets(stack, 'Secrets', { disposable: true });
  const template = synth(build);
  for (const type of ['AWS::SecretsManager::Secret', 'AWS::SecretsManager::ResourcePolicy', 'AWS::KMS::Key', 'AWS::Logs::LogGroup']) {
    expect(new Set(Object.values(template.findResources(type)).map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['Delete']));
  }
  expect(relaxed(stackWith(build))).toEqual(['SEC-03']);
});
