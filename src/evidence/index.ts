export * from './conditions';
export * from './control';
export * from './encryption';
export * from './judge';
export * from './paths';
export * from './policies';
export * from './resources';
export * from './security-groups';
