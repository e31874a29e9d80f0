export * from './hardened-api-props';
export * from './hardened-api';
