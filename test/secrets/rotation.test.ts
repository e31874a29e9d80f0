import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ManagedSecrets, ManagedSecretsAttributes } from '../../src';
import { identityStatements, leftToIam, requestsOf } from '../support/iam';
import { ENV, only, synth, synthErrors } from '../support/synth';

const handlerIn = (stack: Stack) => new lambda.Function(stack, 'Rotate', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const bare = (stack: Stack) => new ManagedSecrets(stack, 'Secrets', { rotateApiSecret: false });
const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:legacy';
const OTHER_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/other';

/** What the handler may do, and which secrets may make Secrets Manager call it. */
const after = (secretIn: (stack: Stack, secrets: ManagedSecrets) => secretsmanager.ISecret) => {
  const template = synth((stack) => {
    const secrets = bare(stack);
    secrets.addRotation('Rotation', secretIn(stack, secrets), handlerIn(stack), Duration.days(7));
  }, { env: ENV });
  const ask = requestsOf(template, 'Rotate', { resourcePolicies: leftToIam(OTHER_KEY) });
  return {
    template,
    statements: identityStatements(template, 'Rotate'),
    may: (...request: Parameters<typeof ask>) => ask(...request) === 'ALLOW',
    source: only(template, 'AWS::Lambda::Permission').Properties.SourceArn,
  };
};
const through = (secret: string) => ({
  'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com', 'kms:EncryptionContext:SecretARN': secret,
});

test('a secret by its name is matched with the six characters that Secrets Manager adds', () => {
  const { may, source } = after((stack) => secretsmanager.Secret.fromSecretNameV2(stack, 'Legacy', 'legacy'));
  const partial = ['arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:eu-west-1:111122223333:secret:legacy'];
  const found = { 'Fn::Join': ['', [...partial.slice(0, 2), ':secretsmanager:eu-west-1:111122223333:secret:legacy-AbCdEf']] };
  expect(may('secretsmanager:PutSecretValue', found)).toBe(true);
  expect(may('secretsmanager:PutSecretValue', { 'Fn::Join': ['', [...partial, '-other-AbCdEf']] })).toBe(false);
  expect(source['Fn::Join'][1].at(-1)).toBe(':secretsmanager:eu-west-1:111122223333:secret:legacy-??????');
});

test('a secret under another key is given that key, and not the one of these secrets', () => {
  const key = OTHER_KEY;
  const { may, statements } = after((stack) => secretsmanager.Secret.fromSecretAttributes(stack, 'Legacy', {
    secretCompleteArn: `${ARN}-AbCdEf`, encryptionKey: kms.Key.fromKeyArn(stack, 'Other', key),
  }));
  expect([may('kms:Decrypt', key, through(`${ARN}-AbCdEf`)), may('kms:GenerateDataKey', key, through(`${ARN}-AbCdEf`))]).toEqual([true,
    true]);
  expect([may('kms:Decrypt', key, through(`${ARN}-another`)), may('kms:Decrypt', key)]).toEqual([false, false]);
  expect(JSON.stringify(statements)).not.toContain('SecretsKey');
});

test('an imported secret without a key is given the one of these secrets', () => {
  const { statements } = after((stack) => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Legacy', `${ARN}-AbCdEf`));
  expect(JSON.stringify(statements)).toContain('SecretsKey');
});

test('a secret of the app without a key needs none', () => {
  const { statements } = after((stack) => new secretsmanager.Secret(stack, 'Plain'));
  expect(JSON.stringify(statements)).not.toContain('kms:');
});

test('a handler of another stack makes no cycle: the schedule is in its stack', () => {
  const app = new App();
  const [data, functions] = [new Stack(app, 'Data'), new Stack(app, 'Functions')];
  const secrets = bare(data);
  const handler = handlerIn(functions);
  secrets.addRotation('Rotation', new secretsmanager.Secret(data, 'Legacy', { encryptionKey: secrets.key }), handler);
  secrets.addRotation('Another', new secretsmanager.Secret(data, 'Other', { encryptionKey: secrets.key }), handler);
  app.synth();
  expect([data.dependencies, functions.dependencies.map(({ node }) => node.id)]).toEqual([[], ['Data']]);
  Template.fromStack(functions).resourceCountIs('AWS::SecretsManager::RotationSchedule', 2);
  Template.fromStack(data).resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
});

test('an imported handler needs its role', () => {
  const attributes = { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:rotate' };
  const build = (fn: (stack: Stack) => lambda.IFunction) => synth((stack) =>
    bare(stack).addRotation('Rotation', new secretsmanager.Secret(stack, 'Legacy'), fn(stack)), { env: ENV });
  expect(() => build((stack) => lambda.Function.fromFunctionArn(stack, 'Fn', attributes.functionArn))).toThrow(/whose role is not known/);
  const template = build((stack) => lambda.Function.fromFunctionAttributes(stack, 'Fn', {
    ...attributes, role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/rotate'),
  }));
  expect(only(template, 'AWS::IAM::Policy').Properties.Roles).toEqual(['rotate']);
  expect(only(template, 'AWS::SecretsManager::RotationSchedule').Properties.RotationLambdaARN).toBe(attributes.functionArn);
});

describe('a secret with a schedule', () => {
  test('gets no second one', () => {
    expect(() => synth((stack) => {
      const secrets = new ManagedSecrets(stack, 'Secrets');
      secrets.addRotation('Mine', secrets.apiSecret, handlerIn(stack));
    })).toThrow(/secret Stack\/Secrets\/ApiSecret must have one rotation schedule, and has Stack\/Secrets\/ApiSecret\/ApiSecretRotation\/Resource: remove one/);
  });

  test('gets none from the CDK after ours', () => {
    expect(synthErrors((stack) => new ManagedSecrets(stack, 'Secrets').apiSecret.addRotationSchedule('Theirs',
      { rotationLambda: handlerIn(stack) })))
      .toMatch(/secret Stack\/Secrets\/ApiSecret must have one rotation schedule, and has .*set rotateApiSecret to false \(at Stack\/Secrets\)/);
  });

  test('gets none by its name or through an attachment', () => {
    expect(() => synth((stack) => {
      const secrets = new ManagedSecrets(stack, 'Secrets', { apiSecretName: 'signing' });
      secrets.addRotation('Again', secretsmanager.Secret.fromSecretNameV2(stack, 'Twin', 'signing'), handlerIn(stack));
    }, { env: ENV })).toThrow(/must have one rotation schedule, and has Stack\/Secrets\/ApiSecret\/ApiSecretRotation\/Resource/);
    expect(synthErrors((stack) => {
      const secrets = bare(stack);
      secrets.addRotation('Ours', secrets.credentials, handlerIn(stack));
      const database = new rds.DatabaseInstance(stack, 'Database', {
        vpc: new ec2.Vpc(stack, 'Vpc'),
        engine: rds.DatabaseInstanceEngine.MYSQL,
        credentials: rds.Credentials.fromSecret(secrets.credentials),
      });
      database.secret!.addRotationSchedule('Theirs', { hostedRotation: secretsmanager.HostedRotation.mysqlSingleUser() });
    })).toMatch(/secret Stack\/Secrets\/Credentials must have one rotation schedule, and has (?=.*Theirs)(?=.*\/Ours\/Resource).* and .*: remove one/);
  });

  test('gets none from us after that of the CDK', () => {
    expect(() => synth((stack) => {
      const [secret, handler] = [new secretsmanager.Secret(stack, 'Legacy'), handlerIn(stack)];
      secret.addRotationSchedule('Theirs', { rotationLambda: handler });
      bare(stack).addRotation('Ours', secret, handler);
    })).toThrow(/must have one rotation schedule/);
  });
});

test.each([
  [Duration.minutes(250), /rotateAfter must be a whole number of hours between 4 hours and 1000 days, got 4 hours 10 minutes/],
  [Duration.days(1001), /rotateAfter must be a whole number of hours/],
])('%s is rejected, with the construct in the message', (after_, message) => {
  expect(() => synth((stack) => new ManagedSecrets(stack, 'Secrets', { rotateAfter: after_ }))).toThrow(message);
  expect(() => synth((stack) => bare(stack).addRotation('R', new secretsmanager.Secret(stack, 'S'), handlerIn(stack),
    after_))).toThrow(message);
});

test('a secret of another Region is rejected', () => {
  const secret = `${ARN.replace('eu-west-1', 'us-east-1')}-AbCdEf`;
  expect(() => synth((stack) => bare(stack).addRotation('R', secretsmanager.Secret.fromSecretCompleteArn(stack, 'S', secret),
    handlerIn(stack)),
  { env: ENV })).toThrow(/secret must be in the Region of its stack, eu-west-1, got one in us-east-1/);
});

test.each<[string, Partial<ManagedSecretsAttributes>, RegExp]>([
  ['two Regions', { apiSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:api-AbCdEf' },
    /must be in one Region, got eu-west-1 and us-east-1/],
  ['another account', {
    credentialsSecretArn: 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:keys-AbCdEf',
    apiSecretArn: 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:api-AbCdEf',
  }, /must be of the account 111122223333, got 999999999999: grant to a role there/],
])('imported secrets of %s are rejected', (_, attributes, message) => {
  expect(() => synth((stack) => ManagedSecrets.fromManagedSecretsAttributes(stack, 'Secrets', {
    credentialsSecretArn: `${ARN}-AbCdEf`, apiSecretArn: `${ARN}-AbCdEf`, ...attributes,
  }), { env: ENV })).toThrow(message);
});
