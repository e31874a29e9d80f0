import { Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { EncryptedTableOptions } from './encrypted-table-props';
import { Decided, otherOptions, OWN_PROP } from '../private/other-options';
import { reject, requireMatch, shown } from '../private/validation';

const DECIDED: Decided<dynamodb.TableProps> = {
  partitionKey: OWN_PROP,
  sortKey: OWN_PROP,
  tableName: OWN_PROP,
  timeToLiveAttribute: OWN_PROP,
  deletionProtection: OWN_PROP,
  encryptionKey: 'use encryptionKey of the construct',
  encryption: 'it is a customer managed key (DATA-01)',
  pointInTimeRecovery: 'use pointInTimeRecovery of the construct',
  pointInTimeRecoverySpecification: 'use pointInTimeRecovery of the construct',
  removalPolicy: 'a table is retained (DATA-03); use disposable to give that up',
  stream: 'it has the old and the new item (DATA-04)',
  replicationRegions: 'replicas would be under a key of AWS (DATA-01); use dynamodb.TableV2 with a key for each replica',
};

/** What a user adds to the options of the table. */
export const tableOptions = (scope: Construct, { tableOptions: given }: EncryptedTableOptions): dynamodb.TableProps | undefined =>
  otherOptions(scope, 'tableOptions', given, DECIDED);

interface Keys { readonly partitionKey: dynamodb.Attribute; readonly sortKey?: dynamodb.Attribute }

const STRING = dynamodb.AttributeType.STRING;

/** The keys of the table: without any, a partition key and a sort key; a partition key stands alone. */
export const keysOf = ({ partitionKey, sortKey }: EncryptedTableOptions): Keys => partitionKey
  ? { partitionKey, sortKey }
  : { partitionKey: { name: 'pk', type: STRING }, sortKey: sortKey ?? { name: 'sk', type: STRING } };

/** Throws for names that DynamoDB would reject. */
export function requireTable(
  scope: Construct, options: EncryptedTableOptions, partitionKey: dynamodb.Attribute, sortKey?: dynamodb.Attribute,
): void {
  if (options.tableName !== undefined) {
    requireMatch(scope, 'tableName', options.tableName, /^[\w.-]{3,255}$/, 'must be 3 to 255 letters, digits, underscores, hyphens and dots');
  }
  const names = { partitionKey: partitionKey.name, sortKey: sortKey?.name, timeToLiveAttribute: options.timeToLiveAttribute };
  for (const [prop, name] of Object.entries(names)) {
    if (name !== undefined && !Token.isUnresolved(name) && !isAttributeName(name)) {
      reject(scope, 'InvalidFormat', prop, `must be named by 1 to 255 bytes of text, got ${shown(name)}`);
    }
  }
  if (names.sortKey === names.partitionKey) {
    reject(scope, 'DuplicateValue', 'sortKey', `must have another name than partitionKey, got ${shown(names.sortKey)} for both`);
  }
  if (names.timeToLiveAttribute !== undefined && [names.partitionKey, names.sortKey].includes(names.timeToLiveAttribute)) {
    reject(scope, 'ConflictingProps', 'timeToLiveAttribute',
      `must not be a key of the table, got ${shown(names.timeToLiveAttribute)}`);
  }
}

const isAttributeName = (name: string): boolean => Buffer.byteLength(name) >= 1 && Buffer.byteLength(name) <= 255;
