import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { grantKeyVia } from '../private/encryption';

/** Permits the key through Secrets Manager, and for this one secret: Secrets Manager sends its ARN as encryption context. */
export function grantSecretKey(grantee: iam.IGrantable, key: kms.IKey, secret: secretsmanager.ISecret, actions: string[]): iam.Grant {
  return grantKeyVia(grantee, key, ['secretsmanager'], actions, {
    StringLike: { 'kms:EncryptionContext:SecretARN': secretArnPattern(secret) },
  });
}

/** Permits to read one secret. No key and no secret policy is edited, so the stacks may stand in any order. */
export function grantSecretRead(grantee: iam.IGrantable, key: kms.IKey | undefined, secret: secretsmanager.ISecret): iam.Grant {
  const read = iam.Grant.addToPrincipal({
    grantee,
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
    resourceArns: [secretArnPattern(secret)],
  });
  return key ? read.combine(grantSecretKey(grantee, key, secret, ['kms:Decrypt'])) : read;
}

/** The whole ARN when it is known; else Secrets Manager's six characters at its end are any. */
function secretArnPattern(secret: secretsmanager.ISecret): string {
  return secret.secretFullArn ?? `${secret.secretArn}-??????`;
}
