import { SECURITY_HEADERS } from '../middleware';

/** The security headers as gateway responses take them: static text in single quotes. */
export function gatewayResponseHeaders(): Record<string, string> {
  return Object.fromEntries(Object.entries(SECURITY_HEADERS).map(([name, value]) => [name, `'${value}'`]));
}
