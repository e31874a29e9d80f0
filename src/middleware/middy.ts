import { addHeaders } from './apply-security-headers';
import { asResponse, HttpResponse, isHttpEvent } from './http';
import { protection, WithSecurityHeadersOptions } from './with-security-headers';
import { failure } from './wrap-handler';

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
  const { plan, reject, clean, rethrows } = protection(options, 'securityHeadersForMiddy');
  const finish = (request: MiddyRequest, response: HttpResponse) => {
    request.response = addHeaders(clean ? clean(response) : response, plan, request.event);
  };
  const after = (request: MiddyRequest) => {
    const response = asResponse(request.event, request.response);
    if (response) {
      finish(request, response);
    }
  };
  return {
    // what `before` returns ends the request: middy calls no `after` then
    before: ({ event, context }) => {
      const rejection = reject?.(event, context);
      return rejection && addHeaders(rejection, plan, event);
    },
    after,
    onError: (request) => {
      if (request.response !== undefined) {
        after(request); // another middleware has made a response of the error
      } else if (!rethrows && isHttpEvent(request.event)) {
        finish(request, failure(request.error, request.context));
      }
    },
  };
}
