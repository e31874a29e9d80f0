export const TABLE_READ = [
  'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan',
];
export const TABLE_WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
export const STREAM_READ = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

export const BUCKET_LIST = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketVersions'];
export const BUCKET_WRITE = ['s3:ListBucketMultipartUploads'];
export const OBJECT_READ = ['s3:GetObject', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionTagging'];
/** Not the deletion of a version, nor its tags: what was overwritten or deleted can be restored. */
export const OBJECT_WRITE = [
  's3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectTagging', 's3:ListMultipartUploadParts', 's3:PutObject',
  's3:PutObjectTagging',
];

export const KEY_READ = ['kms:Decrypt', 'kms:DescribeKey'];
export const KEY_WRITE = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
