import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { onlyFor } from './secret-access';
import { retention } from '../private/disposable';
import { grantKeyThrough } from '../private/grants';
import { isPolicyOfSecret, policyErrors } from '../private/one-policy';

/** A secret that is retained, and whose value no deployment changes. */
export function createSecret(scope: Construct, id: string, key: kms.IKey, props: secretsmanager.SecretProps): secretsmanager.Secret {
  const secret = new secretsmanager.Secret(scope, id, {
    ...props, encryptionKey: key, removalPolicy: retention(scope),
  });
  if (props.generateSecretString === undefined) {
    // a secret without a value in the template: what people put in is never compared with anything
    (secret.node.defaultChild as secretsmanager.CfnSecret).generateSecretString = undefined;
  }
  grantKeyThrough(secret, key, 'secretsmanager', { conditions: onlyFor(secret) });
  denyOtherAccounts(secret);
  secret.node.addValidation({ validate: () => policyErrors(secret, isPolicyOfSecret(secret)) });
  return secret;
}

/**
 * A secret has one policy. The CDK's own methods add to this one, and would otherwise create a second, which CloudFormation
 * rejects. A secret that is retained keeps it.
 */
function denyOtherAccounts(secret: secretsmanager.Secret): void {
  const { policyDependable } = secret.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'ThisAccountOnly',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['secretsmanager:*'],
    resources: ['*'],
    conditions: {
      StringNotEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
      // AWS's own services act for this account and have no account of their own
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  }));
  const policy = (policyDependable as secretsmanager.ResourcePolicy).node.defaultChild as secretsmanager.CfnResourcePolicy;
  policy.blockPublicPolicy = true;
  policy.applyRemovalPolicy(retention(secret));
}
