import { defineControls, every, isRetained, isSet, isUnset, keyServesNamedSecretsOnly } from '../evidence';
import { IS_ROTATED, POLICY_DENIES_OTHER_ACCOUNTS } from './relations';

const SECRET = 'AWS::SecretsManager::Secret';

export const SECRETS_CONTROLS = defineControls('ManagedSecrets', {
  'SEC-01': {
    title: 'Secrets are encrypted with a customer managed key',
    why: 'Only a key of your own has a policy, an audit trail and an off switch that you control.',
    kind: 'prevents',
    serves: ['§2 AWS Secrets Manager', '§3 Secrets Manager', '§Encryption Everywhere'],
    supports: ['NIST-800-53r5 SC-28(1)', 'CKV_AWS_149'],
    evidence: [every(SECRET, [isSet('KmsKeyId')])],
  },
  'SEC-02': {
    title: 'A deployment never overwrites the value of a secret',
    why: 'Secrets Manager makes a new random value when the template of a generated one changes, and the old credentials are out of use.',
    kind: 'recovers',
    serves: ['§2 Stored Secrets', '§Update Secrets'],
    supports: ['NIST-800-53r5 IA-5'],
    evidence: [every(SECRET, [isUnset('SecretString')])],
  },
  'SEC-03': {
    title: 'Secrets are retained when their stack is deleted',
    why: 'Credentials that people typed in exist nowhere else.',
    kind: 'recovers',
    serves: ['§2 Retention policy on deletion'],
    supports: ['NIST-800-53r5 SI-12'],
    evidence: [every(SECRET, [isRetained()])],
  },
  'SEC-04': {
    title: 'Secrets deny other accounts, and no policy can make them public',
    why: 'One policy with a wildcard gives every credential to the world.',
    kind: 'prevents',
    serves: ['§2 IAM-based access control', '§Access Control'],
    supports: ['NIST-800-53r5 AC-3'],
    evidence: [every(SECRET, [POLICY_DENIES_OTHER_ACCOUNTS])],
  },
  'SEC-05': {
    title: 'The generated secret is rotated on a schedule',
    why: 'A credential that leaks unnoticed is worth something only until the next rotation.',
    kind: 'prevents',
    serves: ['§2 Automatic rotation support', '§Automated Security', '§Rotate Secrets'],
    supports: ['FSBP SecretsManager.1', 'FSBP SecretsManager.4', 'AwsSolutions-SMG4', 'NIST-800-53r5 AC-2(1)'],
    optOut: { prop: 'rotateApiSecret', value: false },
    evidence: [every(SECRET, [IS_ROTATED], { which: [isSet('GenerateSecretString')] })],
  },
  'SEC-06': {
    title: 'Who may read a secret may use the key for that secret only',
    why: 'The key protects all secrets; the encryption context keeps one reader from the others.',
    kind: 'prevents',
    serves: ['12.2', '§3 Separate encryption context per secret', '§Principle of Least Privilege'],
    supports: ['FSBP KMS.2', 'NIST-800-53r5 AC-6'],
    evidence: [every(SECRET, [keyServesNamedSecretsOnly('KmsKeyId')])],
  },
});
