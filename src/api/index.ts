export * from './hardened-api';
