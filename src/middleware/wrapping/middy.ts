import { checkedProtection, WithSecurityHeadersOptions } from './with-security-headers';
import { addHeaders } from '../headers/apply-security-headers';

/** What middy hands from one middleware to the next. */
interface MiddyRequest {
  readonly event: any;
  readonly context: any;
  response: any;
  error?: Error | null;
}

/** A middleware as middy takes it. */
export interface SecurityHeadersMiddleware {
  readonly before: (request: MiddyRequest) => unknown;
  readonly after: (request: MiddyRequest) => void;
  readonly onError: (request: MiddyRequest) => void;
}

/** The same as `withSecurityHeaders`, as a middleware for middy. Use it first, so that it is the last to see a response. */
export function securityHeadersForMiddy(options: WithSecurityHeadersOptions = {}): SecurityHeadersMiddleware {
  const { plan, reject, done, respond } = checkedProtection(options, 'securityHeadersForMiddy');
  const after = (request: MiddyRequest) => {
    request.response = done(request.event, request.response);
  };
  return {
    // what `before` returns ends the request: middy calls no `after` then
    before: ({ event, context }) => {
      const rejection = reject?.(event, context);
      return rejection && addHeaders(rejection, plan, event);
    },
    after,
    onError: (request) => {
      // another middleware may have made a response of the error
      if (request.response === undefined) {
        request.response = respond(request.error, request.event, request.context);
      }
      if (request.response !== undefined) {
        after(request);
      }
    },
  };
}
