import { planHeaders } from './apply-security-headers';
import { requireKnown } from './did-you-mean';
import { checkHeaderOptions } from './options';
import { rethrows, wrapper, WRAP_OPTIONS } from './wrap-handler';

export { applySecurityHeaders } from './apply-security-headers';
export type { HeaderChoice, SecurityHeadersOptions } from './apply-security-headers';
export { SECURITY_HEADERS } from './security-headers';
export type { WrapOptions } from './wrap-handler';

/**
 * The handler, with all security headers on its responses: `withSecurityHeaders` of `cdk-hardened/middleware` without `validate` and
 * `sanitize`, for functions whose every kilobyte counts.
 */
export const withSecurityHeaders = wrapper<object>((options) => {
  requireKnown('withSecurityHeaders', options, WRAP_OPTIONS);
  checkHeaderOptions(options);
  return { plan: planHeaders(options), rethrows: rethrows(options) };
});
