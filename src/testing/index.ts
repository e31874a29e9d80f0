export { policiesOf } from './policies-of';
export type { Context, Policies, PoliciesOptions } from './policies-of';
export { arnOf } from './resources';
export type { Decision } from './decision';
export type { Principal, Reference } from './principals';
export type { ContextValue } from './request-context';
export type { Environment, StackOptions, TemplateSource } from './stack';
