import { Lazy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { wholeApp } from '../private/at-synth';
import { customerManagedKey, keyHere } from '../private/keys';
import { requireList } from '../private/validation';

/** The key of what is stored, and those that older objects are still encrypted with. */
export interface StoresKey {
  readonly current: kms.IKey;
  readonly previous: kms.IKey[];
  /** How a request to S3 may name the current key. */
  readonly names: string[];
}

/** The keys that a user gave, or a new one, whose description says what it is of. */
export function keysOfStore(scope: Construct, given: kms.IKey | undefined, previous: kms.IKey[], description: string): StoresKey {
  requireList(scope, 'previousEncryptionKeys', previous);
  const current = given ? keyHere(scope, 'encryptionKey', given) : customerManagedKey(scope, 'Key', description);
  const alias = given && 'aliasTargetKey' in given ? [given.keyArn] : [];
  return {
    current,
    previous: previous.map((key, index) => keyHere(scope, `previousEncryptionKeys[${index}]`, key)),
    names: Lazy.list({ produce: () => [current.keyArn, current.keyId, ...new Set([...alias, ...aliasesOf(scope, current)])] }),
  };
}

/** The aliases of the key in this app. They have an account in their ARN; by its name alone an alias would be that of the caller. */
const aliasesOf = (scope: Construct, key: kms.IKey): string[] => wholeApp(scope)
  .filter((one): one is kms.CfnAlias => one instanceof kms.CfnAlias && one.targetKeyId === key.keyArn)
  .map((alias) => Stack.of(alias).formatArn({ service: 'kms', resource: alias.aliasName }));
