import { requireKnown } from './did-you-mean';
import { checkHeaderOptions } from './headers/plan';
import { protection, wrapper, WRAP_OPTIONS } from './wrapping/wrap-handler';

export { applySecurityHeaders } from './headers/apply-security-headers';
export type { HeaderChoice, SecurityHeadersOptions } from './headers/plan';
export { SECURITY_HEADERS } from './headers/security-headers';
export type { WrapOptions } from './wrapping/wrap-handler';

/**
 * The handler, with all security headers on its responses: `withSecurityHeaders` of `cdk-hardened/middleware` without `validate` and
 * `sanitize`, for functions whose every kilobyte counts.
 */
export const withSecurityHeaders = wrapper<object>((options) => {
  requireKnown('withSecurityHeaders', options, WRAP_OPTIONS);
  checkHeaderOptions(options);
  return protection(options);
});
