import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { grantTo, Permission, throughService } from '../private/grants';

/** The condition under which a key serves one secret: Secrets Manager sends its ARN as encryption context. */
export const onlyFor = (secret: secretsmanager.ISecret) => ({
  StringLike: { 'kms:EncryptionContext:SecretARN': secretArnPattern(secret) },
});

/** The permission to use the key through Secrets Manager, and for this one secret. */
export const secretKey = (key: kms.IKey, secret: secretsmanager.ISecret, actions: string[]): Permission =>
  throughService(key, 'secretsmanager', actions, onlyFor(secret));

/** Allows reading one secret. No key and no secret policy is edited, so the stacks may depend on each other in any order. */
export function grantSecretRead(
  scope: IConstruct, grantee: iam.IGrantable, key: kms.IKey | undefined, secret: secretsmanager.ISecret,
): iam.Grant {
  return grantTo(scope, grantee, [
    { actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resourceArns: [secretArnPattern(secret)] },
    ...key ? [secretKey(key, secret, ['kms:Decrypt'])] : [],
  ]);
}

/** The complete ARN when it is known; otherwise with any six characters at its end, as Secrets Manager adds them. */
export const secretArnPattern = (secret: secretsmanager.ISecret): string => secret.secretFullArn ?? `${secret.secretArn}-??????`;
