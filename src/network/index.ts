export * from './hardened-vpc';
export * from './security-groups';
export * from './hardened-vpc-props';
