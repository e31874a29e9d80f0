import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ManagedSecrets } from '../../src';
import { identityStatements } from '../support/iam';
import { ENV, only, stackWith, synth } from '../support/synth';

const { fromSecretCompleteArn, fromSecretNameV2 } = secretsmanager.Secret;
const handlerIn = (stack: Stack) => new lambda.Function(stack, 'Rotate', {
  code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
});
const bare = (stack: Stack) => new ManagedSecrets(stack, 'Secrets', { rotateApiSecret: false });
const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`;

describe('the function that rotates', () => {
  const stack = stackWith((scope) => new ManagedSecrets(scope, 'Secrets'));
  const { directory } = (stack.node.root as App).synth();
  const template = Template.fromStack(stack);

  test('has its code', () => {
    const { Handler, Code } = only(template, 'AWS::Lambda::Function').Properties;
    const [file, name] = Handler.split('.');
    const { files } = JSON.parse(readFileSync(join(directory, `${stack.artifactId}.assets.json`), 'utf8'));
    expect([existsSync(join(directory, files[Code.S3Key.replace('.zip', '')].source.path, `${file}.js`)), name]).toEqual([true, 'handler']);
  });

  test('makes passwords, of which none can be named, and is in no VPC', () => {
    const statements = identityStatements(template, 'Secrets');
    expect(statements.filter(({ Action }) => Action === 'secretsmanager:GetRandomPassword')).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
    ]);
    expect(JSON.stringify(statements)).not.toContain('ec2:');
  });

  test('may be called before its secret is put on the schedule, as Secrets Manager does that at once', () => {
    expect(only(template, 'AWS::Lambda::Permission').Properties.Action).toBe('lambda:InvokeFunction');
    const policies = Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([, { Properties }]) => JSON.stringify(Properties).includes('PutSecretValue')).map(([id]) => id);
    const [permission] = Object.keys(template.findResources('AWS::Lambda::Permission'));
    expect(only(template, 'AWS::SecretsManager::RotationSchedule').DependsOn).toEqual(expect.arrayContaining([permission, ...policies]));
    expect(policies).toHaveLength(1);
  });
});

describe('a second schedule', () => {
  test('is one of an import by its ARN, of a secret that this app names', () => {
    expect(() => synth((stack) => {
      const secrets = new ManagedSecrets(stack, 'Secrets', { apiSecretName: 'signing' });
      secrets.addRotation('Again', fromSecretCompleteArn(stack, 'Twin', arn('signing')), handlerIn(stack));
    }, { env: ENV })).toThrow(/must have one rotation schedule, and has Stack\/Secrets\/ApiSecret\/ApiSecretRotation\/Resource/);
  });

  test.each<[string, (stack: Stack, secrets: ManagedSecrets) => secretsmanager.ISecret[]]>([
    ['two names', (stack) => [fromSecretNameV2(stack, 'One', 'one'), fromSecretNameV2(stack, 'Two', 'two')]],
    ['two ARNs', (stack) => [fromSecretCompleteArn(stack, 'One', arn('one')), fromSecretCompleteArn(stack, 'Two', arn('two'))]],
    ['a secret without a name, and one that only the deployment knows', (stack, { credentials }) =>
      [credentials, fromSecretCompleteArn(stack, 'Two', new CfnParameter(stack, 'Arn').valueAsString)]],
    ['two that only the deployment knows, beside one without a name', (stack) => {
      new secretsmanager.CfnSecret(stack, 'Nameless');
      return ['One', 'Two'].map((id) => fromSecretCompleteArn(stack, id, new CfnParameter(stack, `${id}Arn`).valueAsString));
    }],
  ])('is none of %s', (_, secretsIn) => {
    expect(() => synth((stack) => {
      const [secrets, handler] = [bare(stack), handlerIn(stack)];
      secretsIn(stack, secrets).forEach((secret, index) => secrets.addRotation(`Rotation${index}`, secret, handler));
    }, { env: ENV })).not.toThrow();
  });
});

describe('addRotation rejects', () => {
  test('a key of the secret that is an alias of an unknown key', () => {
    expect(() => synth((stack) => {
      const encryptionKey = kms.Alias.fromAliasName(stack, 'Alias', 'alias/mine');
      bare(stack).addRotation('R', new secretsmanager.Secret(stack, 'Legacy', { encryptionKey }), handlerIn(stack));
    })).toThrow('secret.encryptionKey is the alias alias/mine, whose key is not known here');
  });

  test('what is no function', () => {
    expect(() => synth((stack) => bare(stack).addRotation('R', new secretsmanager.Secret(stack, 'Legacy'), 'rotate' as never)))
      .toThrow('handler must be of the type lambda.IFunction, got "rotate" (at Stack/Secrets)');
  });
});
