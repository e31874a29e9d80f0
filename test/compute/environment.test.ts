import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { HardenedVpc, ManagedSecret, ManagedSecrets, SecureLambda, SecureLambdaProps } from '../../src';
import { requestsOf } from '../support/iam';
import { enforced, only, refOf, relaxed, stackWith, synth, synthErrors } from '../support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const outside = (props: Partial<SecureLambdaProps> = {}) => (stack: Stack) => new SecureLambda(stack, 'Fn',
  { code, outsideVpc: true, ...props });

describe('secretsToRead', () => {
  const reading = (secretsToRead?: ManagedSecret[]) => {
    const template = synth((stack) => outside({ secrets: new ManagedSecrets(stack, 'Secrets'), secretsToRead })(stack));
    const { Variables } = only(template, 'AWS::Lambda::Function', 'Fn').Properties.Environment;
    const secret = (id: string) => refOf(template, 'AWS::SecretsManager::Secret', id);
    const may = (id: string) => requestsOf(template, 'FnServiceRole')('secretsmanager:GetSecretValue', secret(id));
    return {
      variables: Object.keys(Variables).filter((name) => name.endsWith('_ARN')).sort(),
      may: [may('SecretsCredentials'), may('SecretsApiSecret')],
    };
  };

  test.each([
    [[ManagedSecret.CREDENTIALS], { variables: ['SECRETS_ARN'], may: ['ALLOW', 'IMPLICIT_DENY'] }],
    [[ManagedSecret.API_SECRET], { variables: ['API_SECRET_ARN'], may: ['IMPLICIT_DENY', 'ALLOW'] }],
    [undefined, { variables: ['API_SECRET_ARN', 'SECRETS_ARN'], may: ['ALLOW', 'ALLOW'] }],
  ])('%j is what the function may read and knows of', (secretsToRead, expected) => {
    expect(reading(secretsToRead)).toEqual(expected);
  });

  test('needs secrets, and names some, once', () => {
    expect(() => synth(outside({ secretsToRead: [ManagedSecret.API_SECRET] }))).toThrow(/secretsToRead names what the function reads of secrets/);
    expect(() => reading([])).toThrow(/secretsToRead names what the function reads/);
    expect(() => reading(['apiKey' as ManagedSecret])).toThrow(/secretsToRead must hold values of ManagedSecret, got "apiKey"/);
  });
});

describe('environment', () => {
  test.each([
    ['A', /environment must hold names of 2 or more letters.*got "A" \(at Stack\/Fn\)/],
    ['1ST', /environment must hold names/],
    ['WITH-HYPHEN', /environment must hold names/],
    ['AWS_REGION', /environment must not have AWS_REGION, which Lambda reserves/],
    ['LAMBDA_TASK_ROOT', /which Lambda reserves/],
    ['CDK_HARDENED_HANDLER', /environment must not have CDK_HARDENED_HANDLER: the layer/],
  ])('must not have %s', (name, message) => {
    expect(() => synth(outside({ environment: { [name]: 'x' } }))).toThrow(message);
  });

  test('does not replace the ARN of a secret, and may have the name where there is none', () => {
    const withSecrets = (environment: Record<string, string>) => () =>
      synth((stack) => outside({
        environment,
        secrets: new ManagedSecrets(stack, 'Secrets'),
        secretsToRead: [ManagedSecret.API_SECRET],
      })(stack));
    expect(withSecrets({ API_SECRET_ARN: 'mine' })).toThrow(/environment must not have API_SECRET_ARN: the ARN of a secret is put there/);
    expect(withSecrets({ SECRETS_ARN: 'mine' })).not.toThrow();
  });

  test.each<[string, RegExp]>([
    ['SECRETS_ARN', /environment must not have SECRETS_ARN, which this construct sets, with another value \(at Stack\/Fn\)/],
    ['CDK_HARDENED_HANDLER', /environment must not have CDK_HARDENED_HANDLER, which this construct sets/],
    ['LAMBDA_RUNTIME_DIR', /environment must not have LAMBDA_RUNTIME_DIR, which Lambda rejects|reserved by the lambda runtime/],
    ['bad-name', /environment must not have bad-name, which Lambda rejects/],
  ])('has no %s that is added later', (name, message) => {
    expect(synthErrors((stack) => outside({ secrets: new ManagedSecrets(stack, 'Secrets') })(stack).function.addEnvironment(name,
      'x'))).toMatch(message);
  });

  test('is at most 4 KB, with what is added later, and without what only the deployment knows', () => {
    const errors = (bytes: number, later = 0) => synthErrors((stack) => {
      const { function: fn } = outside({ environment: { LARGE: 'x'.repeat(bytes), TOKEN: Token.asString({ Ref: 'Large' }) } })(stack);
      fn.addEnvironment('LATER', 'ü'.repeat(later / 2));
    });
    expect(errors(3900)).toBe('');
    expect(errors(4096)).toMatch(/environment must be at most 4096 bytes, names and values together, got 41\d\d without what.*\(at Stack\/Fn\)/);
    expect(errors(3000, 1100)).toMatch(/environment must be at most 4096 bytes/);
  });
});

describe('a handler', () => {
  const directory = mkdtempSync(join(tmpdir(), 'code-'));
  writeFileSync(join(directory, 'index.js'), '');
  const asset = () => lambda.Code.fromAsset(directory);
  const layer = (stack: Stack) => new lambda.LayerVersion(stack, 'Layer', { code: asset() });

  test.each(['index.api.handler', 'index.handler'])('%s is that of index.js', (handler) => {
    expect(synthErrors(outside({ code: asset(), handler }))).toBe('');
  });

  test.each<[string, lambda.Runtime, string]>([
    ['main.handler', lambda.Runtime.NODEJS_24_X, 'main.js, main.mjs, main.cjs'],
    ['src/index.api.handler', lambda.Runtime.NODEJS_24_X, 'src/index.js, src/index.mjs, src/index.cjs'],
    ['pkg.other.run', lambda.Runtime.PYTHON_3_13, 'pkg/other.py, pkg/other/__init__.py'],
  ])('%s is an error where there is no such file', (handler, runtime, files) => {
    expect(synthErrors(outside({ code: asset(), handler, runtime })))
      .toContain(`handler must name a file in ${directory}, got "${handler}": none of ${files} exists (at Stack/Fn)`);
  });

  test('may be in a layer that is added later', () => {
    expect(synthErrors((stack) => outside({ code: asset(), handler: 'main.handler' })(stack).function.addLayers(layer(stack)))).toBe('');
  });

  test('of inline code is in index, where Lambda puts it', () => {
    expect(() => synth(outside({ handler: 'main.handler' }))).toThrow(/handler must begin with "index." for inline code.*got "main.handler"/);
    expect(() => synth(outside({ handler: 'app.main', runtime: lambda.Runtime.PYTHON_3_13 }))).toThrow(/handler must begin with "index."/);
  });
});

test.each<[string, Partial<SecureLambdaProps>, RegExp]>([
  ['a fraction of a second', { timeout: Duration.millis(1500) },
    /timeout must be a whole number of seconds between .*got 1 second 500 millis \(at Stack\/Fn\)/],
  ['negative concurrency', { reservedConcurrentExecutions: -1 },
    /reservedConcurrentExecutions must be a whole number of 0 or more, got -1/],
  ['a fraction of concurrency', { reservedConcurrentExecutions: 1.5 }, /reservedConcurrentExecutions must be a whole number/],
  ['a fraction of memory', { memorySize: 128.5 }, /memorySize must be a whole number/],
])('%s is rejected', (_, props, message) => {
  expect(() => synth(outside(props))).toThrow(message);
});

test('logs that are kept forever warn', () => {
  const stack = stackWith(outside({ logRetention: RetentionDays.INFINITE }));
  expect([relaxed(stack), enforced(stack).includes('FN-05')]).toEqual([['FN-01', 'FN-05'], false]);
});

test('no concurrency at all stops a function, which is allowed', () => {
  expect(only(synth(outside({ reservedConcurrentExecutions: 0 })), 'AWS::Lambda::Function',
    'Fn').Properties.ReservedConcurrentExecutions).toBe(0);
});

test.each([0, 6])('%i security groups are rejected', (count) => {
  expect(() => synth((stack) => {
    const { vpc } = new HardenedVpc(stack, 'Network');
    const securityGroups = Array.from({ length: count }, (_, index) => new ec2.SecurityGroup(stack, `G${index}`, { vpc }));
    return new SecureLambda(stack, 'Fn', { code, vpc, securityGroups });
  })).toThrow(`securityGroups must have 1 to 5 elements, got ${count} (at Stack/Fn)`);
});
