export * from './encrypted-data-stores';
export type { EncryptedBucketOptions } from './encrypted-bucket';
export type { EncryptedTableOptions } from './encrypted-table';
