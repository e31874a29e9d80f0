export * from './network';
export * from './data';
export * from './secrets';
export * from './waf';
export * from './compute';
export * from './api';
export * from './checks';
