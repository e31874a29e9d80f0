export * from './hardened-checks';
