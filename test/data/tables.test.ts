import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { EncryptedDataStores, EncryptedTableOptions } from '../../src';
import { stackWith } from '../support/synth';

const build = (table: EncryptedTableOptions) => stackWith((stack: Stack) => new EncryptedDataStores(stack, 'Stores', { table }));
const named = (name: string): EncryptedTableOptions => ({ partitionKey: { name, type: dynamodb.AttributeType.STRING } });

test('a name of its own is worth a word, and no name is not', () => {
  const infos = (options: EncryptedTableOptions) => Annotations.fromStack(build(options)).findInfo('*', Match.anyValue())
    .map(({ entry }) => String(entry.data));
  expect(infos({ tableName: 'orders' })).toEqual([expect.stringMatching(/^tableName is set: two deployments of this stack/)]);
  expect(infos({})).toEqual([]);
});

test.each([['a', 1], ['a', 255], ['ü', 127]])('a key may be named by %s, %i times', (letter, times) => {
  const name = letter.repeat(times);
  expect(() => build(named(name))).not.toThrow();
});

test.each([['a', 0], ['a', 256], ['ü', 128]])('a key may not be named by %s, %i times', (letter, times) => {
  const name = letter.repeat(times);
  expect(() => build(named(name))).toThrow(`partitionKey must be named by 1 to 255 bytes of text, got "${name}" (at Stack/Stores/Table)`);
});
