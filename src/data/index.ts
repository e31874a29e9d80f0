export * from './encrypted-bucket';
export * from './encrypted-bucket-props';
export * from './encrypted-data-stores';
export * from './encrypted-table';
export * from './encrypted-table-props';
export * from './i-encrypted-bucket';
export * from './i-encrypted-table';
