import { GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { policy, ref, secret } from './resources';
import { rejected, succeeded } from './stacks';
import { Suite } from './suite';
import { expectEqual, expectTrue } from '../../examples/omnitrack/demo/proofs';

/** Resource policies of secrets. */
export async function checkSecretPolicies({ stacks, claims, clients: { secrets } }: Suite): Promise<void> {
  const denies = (SecretId: unknown, Action: string) => ({
    Type: 'AWS::SecretsManager::ResourcePolicy',
    Properties: { SecretId, ResourcePolicy: policy({ Effect: 'Deny', Principal: '*', Action, Resource: '*' }) },
  });
  const both = { One: secret(), Two: secret() };
  const outputs = { One: ref('One'), Two: ref('Two') };
  const policyOf = async (SecretId: string) => (await secrets.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy ?? '';
  const stack = await stacks.must({ ...both, Policy: denies(ref('One'), 'secretsmanager:DeleteSecret') }, outputs);

  await claims.check('Ref of a secret is its ARN [CloudFormation: AWS::SecretsManager::Secret]', () =>
    /^arn:aws:secretsmanager:us-east-1:000000000000:secret:.+-.{6}$/.test(stack.outputs.One),
  );
  await claims.check('an update of a policy replaces its document [CloudFormation: AWS::SecretsManager::ResourcePolicy]', async () => {
    succeeded(await stacks.update(stack.name, { ...both, Policy: denies(ref('One'), 'secretsmanager:PutSecretValue') }, outputs));
    expectTrue((await policyOf(stack.outputs.One)).includes('PutSecretValue'), 'the old document is there');
  });
  await claims.check(
    'a policy under another logical id is rejected: the new one comes before the old one goes [aws-cdk#24383]',
    async () => {
      rejected(
        await stacks.update(stack.name, { ...both, Other: denies(ref('One'), 'secretsmanager:GetSecretValue') }, outputs),
        /already exists in stack/,
      );
      expectTrue((await policyOf(stack.outputs.One)).includes('PutSecretValue'), 'the rollback has lost the policy');
    },
  );
  await claims.check(
    'a policy that moves to another secret leaves the first one without [CloudFormation: Update requires Replacement]',
    async () => {
      succeeded(await stacks.update(stack.name, { ...both, Policy: denies(ref('Two'), 'secretsmanager:PutSecretValue') }, outputs));
      expectEqual(
        [await policyOf(stack.outputs.One), (await policyOf(stack.outputs.Two)).includes('PutSecretValue')],
        ['', true],
        'policies',
      );
    },
  );
  await claims.check('a deleted policy is gone [CloudFormation: AWS::SecretsManager::ResourcePolicy]', async () => {
    succeeded(await stacks.update(stack.name, both, outputs));
    expectEqual(await policyOf(stack.outputs.Two), '', 'policy');
  });
}
