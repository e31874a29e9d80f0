import { PutObjectCommand } from '@aws-sdk/client-s3';
import { allowed, attempt, denied, probe } from './probe';
import { allow, att, encryptedBucket, key, ref } from './resources';
import { Resources, succeeded } from './stacks';
import { Suite } from './suite';

const Bucket = 'keys-over-time';

/** A bucket under one key, and a function that may use the new key only. */
const template = (bucketKey: string): Resources => ({
  Old: key(),
  New: key(),
  Bucket: encryptedBucket(Bucket, att(bucketKey, 'Arn'), true, { VersioningConfiguration: { Status: 'Enabled' } }),
  ...probe(allow(['s3:GetObject', 's3:GetObjectVersion'], `arn:aws:s3:::${Bucket}/*`), allow('kms:Decrypt', att('New', 'Arn'))),
});

/** What is stored stays under the key that it was written with. */
export async function checkStoredObjects({ stacks, claims, clients: { lambda, s3 } }: Suite): Promise<void> {
  const page = '[S3: Setting default server-side encryption behavior]';
  const put = async (Key: string) => (await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))).VersionId;
  const { name, outputs } = await stacks.must(template('Old'), { Name: ref('Function') });
  const version = await put('rewritten');
  await put('old');
  succeeded(await stacks.update(name, template('New'), { Name: ref('Function') }));
  await put('rewritten');
  const get = (input: object) => attempt(lambda, outputs.Name, { service: 's3', command: 'GetObject', input: { Bucket, ...input } });

  await claims.check(`an object that is written after the bucket has changed its key is under the new one ${page}`, async () =>
    allowed(await get({ Key: 'rewritten' })));
  await claims.check(`an object from before needs the old key ${page}`, async () => denied(await get({ Key: 'old' }), 'kms:Decrypt'));
  await claims.check(`an older version needs the old key ${page}`, async () =>
    denied(await get({ Key: 'rewritten', VersionId: version }), 'kms:Decrypt'));
}
