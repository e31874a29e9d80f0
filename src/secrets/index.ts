export * from './managed-secrets';
export type { ManagedSecretsAttributes } from './imported-secrets';
