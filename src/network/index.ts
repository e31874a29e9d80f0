export * from './hardened-vpc';
export * from './security-groups';
