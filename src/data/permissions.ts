import { Lazy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { StoresKey } from './stores-key';
import { Permission, throughService } from '../private/grants';

/** What a grant allows: on tables, buckets and objects, and with the key behind them. */
export interface Access {
  readonly table: string[];
  readonly bucket: string[];
  readonly object: string[];
  readonly key: string[];
}

export const READ: Access = {
  table: ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query',
    'dynamodb:Scan'],
  bucket: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketVersions'],
  object: ['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionTagging'],
  key: ['kms:Decrypt', 'kms:DescribeKey'],
};

/** Not the deletion of a version, nor its tags: what was overwritten or deleted can be restored. */
export const READ_WRITE: Access = {
  table: [...READ.table, 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  bucket: [...READ.bucket, 's3:ListBucketMultipartUploads'],
  object: [...READ.object, 's3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectTagging', 's3:ListMultipartUploadParts',
    's3:PutObject', 's3:PutObjectTagging'],
  key: [...READ.key, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
};

/** What is added to the list until the synthesis is included. */
export const toTables = (tables: () => dynamodb.ITable[], key: kms.IKey, access: Access): Permission[] => [
  {
    actions: access.table,
    resourceArns: Lazy.list({ produce: () => tables().flatMap(({ tableArn }) => [tableArn, `${tableArn}/index/*`]) }),
  },
  throughService(key, 'dynamodb', access.key),
];

/** What is added to the list until the synthesis is included. Objects may still be under one of the previous keys. */
export const toBuckets = (buckets: () => s3.IBucket[], keys: StoresKey, access: Access): Permission[] => [
  { actions: access.bucket, resourceArns: Lazy.list({ produce: () => buckets().map(({ bucketArn }) => bucketArn) }) },
  { actions: access.object, resourceArns: Lazy.list({ produce: () => buckets().map((bucket) => bucket.arnForObjects('*')) }) },
  throughService(keys.current, 's3', access.key),
  ...keys.previous.map((key) => throughService(key, 's3', READ.key)),
];

export const toStream = (table: dynamodb.ITable, key: kms.IKey): Permission[] => [
  {
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resourceArns: [table.tableStreamArn!],
  },
  // no stream can be named for it
  { actions: ['dynamodb:ListStreams'], resourceArns: ['*'] },
  throughService(key, 'dynamodb', READ.key),
];
