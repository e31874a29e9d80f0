import * as path from 'path';
import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { grantSecretKey } from './secret-access';
import { logGroup } from '../private/encryption';
import { executionRole } from '../private/execution-role';
import { requireDurationBetween } from '../private/validation';

/** The function that gives a generated secret a new value. It needs no network of its own: it calls Secrets Manager only. */
export function rotationFunction(scope: Construct, id: string, key: kms.IKey): lambda.Function {
  const group = logGroup(scope, `${id}LogGroup`, { retention: logs.RetentionDays.ONE_MONTH, encryptionKey: key });
  return new lambda.Function(scope, id, {
    description: 'Rotates a generated secret in four steps',
    code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', 'assets', 'secrets', 'handlers', 'rotate-secret.lambda')),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    timeout: Duration.seconds(30),
    memorySize: 256,
    role: executionRole(scope, `${id}Role`, group, false),
    logGroup: group,
    environmentEncryption: key,
    tracing: lambda.Tracing.ACTIVE,
  });
}

/** Puts a secret on a schedule. The first rotation comes when the schedule says, and not with a deploy. */
export function scheduleRotation(
  scope: Construct, id: string, secret: secretsmanager.ISecret, key: kms.IKey, handler: lambda.IFunction, after: Duration,
): void {
  requireDurationBetween(scope, 'rotateAfter', after, Duration.hours(4), Duration.days(999));

  iam.Grant.addToPrincipal({
    grantee: handler,
    actions: [
      'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage',
    ],
    resourceArns: [secret.secretArn],
  });
  // no resource can be named for it: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
  iam.Grant.addToPrincipal({ grantee: handler, actions: ['secretsmanager:GetRandomPassword'], resourceArns: ['*'] });
  grantSecretKey(handler, key, secret, ['kms:Decrypt', 'kms:GenerateDataKey']);

  const permission = new lambda.CfnPermission(scope, `${id}Permission`, {
    action: 'lambda:InvokeFunction',
    functionName: handler.functionArn,
    principal: 'secretsmanager.amazonaws.com',
    sourceAccount: Aws.ACCOUNT_ID,
    sourceArn: secret.secretArn,
  });
  const schedule = new secretsmanager.CfnRotationSchedule(scope, id, {
    secretId: secret.secretArn,
    rotationLambdaArn: handler.functionArn,
    rotateImmediatelyOnUpdate: false,
    rotationRules: rotationRules(after),
  });
  // Secrets Manager calls the function while the schedule is made, and the function then needs its permissions
  schedule.node.addDependency(permission, ...handler.role ? [handler.role] : []);
}

function rotationRules(after: Duration): secretsmanager.CfnRotationSchedule.RotationRulesProperty {
  if (after.isUnresolved()) {
    return { automaticallyAfterDays: after.toDays() };
  }
  const [count, unit] = after.toHours() % 24 === 0 ? [after.toDays(), 'day'] : [after.toHours(), 'hour'];
  return { scheduleExpression: `rate(${count} ${unit}${count === 1 ? '' : 's'})` };
}
