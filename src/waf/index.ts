export * from './api-waf-protection';
export { ApiWafRule } from './rules';
