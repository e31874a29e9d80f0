export * from './i-managed-secrets';
export * from './managed-secrets';
export type { ManagedSecretsAttributes } from './imported-secrets';
