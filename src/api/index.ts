export * from './hardened-api-props';
export * from './hardened-domain-options';
export * from './hardened-stage-options';
export * from './route-options';
export * from './hardened-api';
