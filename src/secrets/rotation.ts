import { Aws, Duration, Names, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { secretArnPattern, secretKey } from './secret-access';
import { wholeApp } from '../private/at-synth';
import { mistake } from '../private/errors';
import { grantTo } from '../private/grants';
import { internalFunction } from '../private/internal-function';
import { keyOf } from '../private/keys';
import { reject, requireDuration, requireSameRegion } from '../private/validation';

/** The function that gives a generated secret a new value. It needs no network of its own: it calls Secrets Manager only. */
export function rotationFunction(scope: Construct, id: string, key: kms.IKey): lambda.Function {
  return internalFunction(scope, id, {
    handler: 'secrets/handlers/rotate-secret.lambda',
    description: 'Rotates a generated secret in four steps',
    encryptionKey: key,
    timeout: Duration.seconds(30),
  });
}

/** What is rotated, by what, and how often. */
export interface Rotation {
  readonly secret: secretsmanager.ISecret;
  /** The key of secrets of which no other is known. */
  readonly key: kms.IKey;
  readonly handler: lambda.IFunction;
  readonly after: Duration;
}

/**
 * Puts a secret on a schedule. The first rotation comes when the schedule says, and not with a deployment.
 *
 * The schedule is in the stack of the handler, whose role needs the secret and the key: so that stack depends on theirs, and they
 * never on it.
 */
export function scheduleRotation(owner: Construct, id: string, rotation: Rotation): secretsmanager.CfnRotationSchedule {
  const { secret, handler, after } = rotation;
  requireDuration(owner, 'rotateAfter', after, 'hour', Duration.hours(4), Duration.days(1000));
  requireSameRegion(owner, 'secret', secret);
  requireNoSchedule(owner, secret);
  grantRotation(owner, rotation);

  const scope = Stack.of(handler) === Stack.of(owner) ? besideSecret(owner, secret, id) : new Construct(besideHandler(owner, handler), id);
  const permission = new lambda.CfnPermission(scope, 'Permission', {
    action: 'lambda:InvokeFunction',
    functionName: handler.functionArn,
    principal: 'secretsmanager.amazonaws.com',
    sourceAccount: Aws.ACCOUNT_ID,
    sourceArn: secretArnPattern(secret),
  });
  const schedule = new secretsmanager.CfnRotationSchedule(scope, 'Resource', {
    secretId: secret.secretArn,
    rotationLambdaArn: handler.functionArn,
    rotateImmediatelyOnUpdate: false,
    rotationRules: rotationRules(after),
  });
  // Secrets Manager calls the function while the schedule is created, and the function then needs its permissions
  schedule.node.addDependency(permission, handler.role!);
  return schedule;
}

/**
 * Where the CDK's `addRotationSchedule` puts a schedule of this id, so that one of ours in its place keeps its logical id: CloudFormation
 * creates a schedule with another one first, and the deletion of the old one then cancels the rotation of the secret.
 *
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1813
 */
const besideSecret = (owner: Construct, secret: secretsmanager.ISecret, id: string): Construct =>
  new Construct(secret.node.defaultChild instanceof secretsmanager.CfnSecret && Stack.of(secret) === Stack.of(owner)
    ? secret as unknown as Construct : owner, id);

/** The schedules of one ManagedSecrets in the stack of a handler. */
function besideHandler(owner: Construct, handler: lambda.IFunction): Construct {
  const id = `${Names.uniqueResourceName(owner, {})}Rotation`;
  return handler.node.tryFindChild(id) as Construct | undefined ?? new Construct(handler, id);
}

function grantRotation(owner: Construct, { secret, key, handler }: Rotation): void {
  const used = keyOfSecret(owner, secret, key);
  grantTo(owner, handler, [
    {
      actions: [
        'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resourceArns: [secretArnPattern(secret)],
    },
    // no resource can be named for it: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
    { actions: ['secretsmanager:GetRandomPassword'], resourceArns: ['*'] },
    ...used ? [secretKey(used, secret, ['kms:Decrypt', 'kms:GenerateDataKey'])] : [],
  ]);
}

/** The secret's own key. One of this app without a key has AWS's own, for which nothing needs to be granted. */
function keyOfSecret(owner: Construct, secret: secretsmanager.ISecret, otherwise: kms.IKey): kms.IKey | undefined {
  if (secret.encryptionKey) {
    return keyOf(owner, 'secret.encryptionKey', secret.encryptionKey);
  }
  return secret.node.defaultChild instanceof secretsmanager.CfnSecret ? undefined : otherwise;
}

/** The secret that an ARN or a name of this app is of: through attachments to databases, and imports by name. */
function identityOf(secretId: string, scope: IConstruct): unknown {
  const [target] = Tokenization.reverseString(secretId).tokens.map((token) => Reference.isReference(token) ? token.target : undefined);
  if (target instanceof secretsmanager.CfnSecretTargetAttachment) {
    return identityOf(target.secretId, scope);
  }
  if (target instanceof secretsmanager.CfnSecret) {
    return target;
  }
  const name = /:secret:(.+?)(?:-\w{6})?$/.exec(secretId)?.[1];
  const isNamed = (one: IConstruct) => one instanceof secretsmanager.CfnSecret && one.name !== undefined && one.name === name;
  return wholeApp(scope).find(isNamed) ?? name ?? secretId;
}

const schedulesOf = (secret: secretsmanager.ISecret) => wholeApp(secret)
  .filter((construct) => construct instanceof secretsmanager.CfnRotationSchedule)
  .filter((schedule) => identityOf(schedule.secretId, secret) === identityOf(secret.secretArn, secret));

/** A secret has one schedule: of two, CloudFormation creates both, and Secrets Manager keeps the last. */
function requireNoSchedule(owner: Construct, secret: secretsmanager.ISecret): void {
  const [existing] = schedulesOf(secret);
  if (existing) {
    reject(owner, 'AlreadyExists', 'secret',
      `${secret.node.path} must have one rotation schedule, and has ${existing.node.path}: remove one of them`);
  }
}

/** What is wrong with the schedules of a secret once the app is complete. */
export function scheduleErrors(owner: Construct, secret: secretsmanager.ISecret): string[] {
  const schedules = schedulesOf(secret);
  return schedules.length < 2 ? [] : [
    mistake(owner.node.path, `secret ${secret.node.path}`, 'must have one rotation schedule, and has '
      + `${schedules.map(({ node }) => node.path).join(' and ')}: remove one of them, or set rotateApiSecret to false`),
  ];
}

function rotationRules(after: Duration): secretsmanager.CfnRotationSchedule.RotationRulesProperty {
  if (after.isUnresolved()) {
    return { automaticallyAfterDays: after.toDays() };
  }
  const [count, unit] = after.toHours() % 24 === 0 ? [after.toDays(), 'day'] : [after.toHours(), 'hour'];
  return { scheduleExpression: `rate(${count} ${unit}${count === 1 ? '' : 's'})` };
}
