/** A handler of whatever kind. */
export type AnyHandler = (...args: any[]) => any;

/** Shared by all copies of the middleware in a process: the function's own and the layer's. */
const WRAPPED = Symbol.for('cdk-hardened.withSecurityHeaders');

/** Whether the handler's responses have the headers already, as its author has chosen them. */
export const isWrapped = (handler: object): boolean => WRAPPED in handler;

export const markWrapped = <T extends object>(handler: T): T => Object.assign(handler, { [WRAPPED]: true });
