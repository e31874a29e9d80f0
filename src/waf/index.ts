export * from './api-waf-protection-props';
export * from './api-waf-protection';
export { ApiWafRule } from './rules';
