import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { customerManagedKey, keyHere } from '../private/keys';

/** The key of the stores, and those that older objects are still encrypted with. */
export interface StoresKey {
  readonly current: kms.IKey;
  readonly previous: kms.IKey[];
  /** How a request to S3 may name the current key. */
  readonly names: string[];
}

export function storesKey(scope: Construct, given?: kms.IKey, previous: kms.IKey[] = []): StoresKey {
  const current = given ? keyHere(scope, 'encryptionKey', given) : customerManagedKey(scope, 'Key', 'Tables and buckets');
  return {
    current,
    previous: previous.map((key, index) => keyHere(scope, `previousEncryptionKeys[${index}]`, key)),
    // an alias has an account in its ARN; by its name alone it would be the alias of whoever makes the request
    names: [current.keyArn, current.keyId, ...given && given !== current ? [given.keyArn] : []],
  };
}
