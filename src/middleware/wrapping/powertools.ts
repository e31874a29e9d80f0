import { addHeaders } from '../headers/apply-security-headers';
import { REMOVED } from '../headers/plan';
import { HttpResponse } from '../http';
import { checkedProtection, WithSecurityHeadersOptions } from './with-security-headers';

/** What Powertools' event handler hands from one middleware to the next. */
interface RequestContext {
  readonly event: any;
  readonly context: any;
  res: Response;
}

/**
 * The same as `withSecurityHeaders`, as a middleware for the event handler of Powertools for AWS Lambda. An error goes on to the
 * error handlers of the app, whose responses no middleware sees: put `withSecurityHeaders` around `app.resolve` to cover them too.
 */
export function securityHeadersForPowertools(options: Omit<WithSecurityHeadersOptions, 'onError'> = {}):
(call: { reqCtx: RequestContext; next: () => Promise<unknown> }) => Promise<any> {
  const { plan, reject, clean } = checkedProtection(options, 'securityHeadersForPowertools');
  return async ({ reqCtx, next }) => {
    const rejection = reject?.(reqCtx.event, reqCtx.context);
    if (rejection) {
      const { headers, statusCode, body } = addHeaders(rejection, plan, reqCtx.event);
      return new Response(body, { status: Number(statusCode), headers: headers as Record<string, string> });
    }
    await next();
    if (clean && isJson(reqCtx.res)) {
      const { status, headers } = reqCtx.res;
      reqCtx.res = new Response(clean({ body: await reqCtx.res.text() }).body, { status, headers });
    }
    const secured = addHeaders<HttpResponse>({ headers: Object.fromEntries(reqCtx.res.headers) }, plan, reqCtx.event).headers!;
    for (const [name, value] of Object.entries(secured)) {
      if (!reqCtx.res.headers.has(name)) {
        reqCtx.res.headers.set(name, String(value));
      }
    }
    for (const name of [...reqCtx.res.headers.keys()].filter((own) => plan.meaning(own) === REMOVED)) {
      reqCtx.res.headers.delete(name);
    }
    return undefined;
  };
}

const isJson = (response: Response) => /json/.test(response.headers.get('content-type') ?? '') && response.body !== null;
