import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { DockerImage, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HardenedVpc, ManagedSecret, ManagedSecrets, SecureLambda, SecureLambdaProps } from '../../src';
import { ENV, synth, synthErrors } from '../support/synth';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const outside = (props: Partial<SecureLambdaProps> = {}) => (stack: Stack) => new SecureLambda(stack, 'Fn',
  { code, outsideVpc: true, ...props });

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
test.each([
  'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR', 'LAMBDA_TASK_ROOT',
])('%s is reserved', (name) => {
  expect(() => outside({ environment: { [name]: 'x' } })(new Stack()))
    .toThrow(`environment must not have ${name}, which Lambda reserves: choose another name (at Default/Fn)`);
});

test('an environment has at most 4096 bytes, to the byte', () => {
  const errors = (bytes: number) => synthErrors(outside({ securityHeaders: false, environment: { LARGE: 'x'.repeat(bytes - 5) } }));
  expect(errors(4096)).toBe('');
  expect(errors(4097)).toContain('environment must be at most 4096 bytes, names and values together, got 4097 without');
});

describe('a handler', () => {
  const directory = mkdtempSync(join(tmpdir(), 'code-'));
  mkdirSync(join(directory, 'v1.2'));
  writeFileSync(join(directory, 'v1.2', 'index.js'), '');
  writeFileSync(join(directory, 'code.zip'), 'zip');

  test.each<[string, Partial<SecureLambdaProps>]>([
    ['a slash after the export', { handler: 'index.handler/' }],
    ['a hyphen in a Python function', { handler: 'index.run-it', runtime: lambda.Runtime.PYTHON_3_13 }],
  ])('with %s names no export', (_, props) => {
    expect(() => synth(outside(props))).toThrow('handler must be a file and what it exports, such as "index.handler", got "');
  });

  test('of two words is rejected', () => {
    expect(() => synth(outside({ handler: 'index. handler' }))).toThrow('handler must be 1 to 128 characters without spaces, got "index. ');
  });

  test('may be below a directory with a dot', () => {
    expect(synthErrors(outside({ code: lambda.Code.fromAsset(directory), handler: 'v1.2/index.handler' }))).toBe('');
  });

  test('is not looked for in an archive, or in what a bundler is still to make', () => {
    const tryBundle = (output: string) => writeFileSync(join(output, 'main.js'), '') === undefined;
    const bundled = lambda.Code.fromAsset(directory, { bundling: { image: DockerImage.fromRegistry('none'), local: { tryBundle } } });
    const progress = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(synthErrors(outside({ code: bundled, handler: 'main.handler' }))).toBe('');
    progress.mockRestore();
    expect(synthErrors(outside({ code: lambda.Code.fromAsset(join(directory, 'code.zip')), handler: 'main.handler' }))).toBe('');
  });
});

describe('a network', () => {
  const inVpc = (props: (vpc: ec2.IVpc, stack: Stack) => Partial<SecureLambdaProps>) => synth((stack) => {
    const { vpc } = new HardenedVpc(stack, 'Network');
    new SecureLambda(stack, 'Fn', { code, vpc, ...props(vpc, stack) });
  }, { env: ENV });

  test('of another Region is rejected', () => {
    const attributes = { vpcId: 'vpc-1', availabilityZones: ['a'], region: 'us-east-1' };
    expect(() => inVpc((_, stack) => ({ vpc: ec2.Vpc.fromVpcAttributes(stack, 'Other', attributes) })))
      .toThrow('vpc must be in the Region of its stack, eu-west-1, got one in us-east-1');
  });

  test('has one to five groups', () => {
    const groups = (count: number) => inVpc((vpc, stack) => ({
      securityGroups: Array.from({ length: count }, (_, index) => new ec2.SecurityGroup(stack, `G${index}`, { vpc })),
    }));
    expect(() => [groups(1), groups(5)]).not.toThrow();
    expect(() => inVpc(() => ({ securityGroups: 'sg-1' as never })))
      .toThrow('securityGroups must be a list, got "sg-1" (at Stack/Fn)');
  });
});

test('secretsToRead names each secret once', () => {
  const secretsToRead = [ManagedSecret.CREDENTIALS, ManagedSecret.CREDENTIALS];
  expect(() => synth((stack) => outside({ secrets: new ManagedSecrets(stack, 'Secrets'), secretsToRead })(stack)))
    .toThrow(`secretsToRead must name each element once, got "${ManagedSecret.CREDENTIALS}" twice`);
});
