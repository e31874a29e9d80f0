import { HttpRequest } from '../http';

/** Headers alone: of a request, or of fetch. */
export type Headers = { readonly [name: string]: string | readonly string[] | undefined } | Iterable<[string, string]>;

/** Each header with its values. REST events hold every header twice; the multiple values are the whole truth where they are there. */
export function headerEntries(request: HttpRequest | Headers): [string, string[]][] {
  if (typeof request !== 'object' || request === null) {
    return [];
  }
  const { headers, multiValueHeaders, cookies } = request as HttpRequest;
  // format 2.0 has the cookies apart from the headers
  const hasCookies = Array.isArray(cookies) && (request as { version?: unknown }).version === '2.0';
  const isEvent = hasCookies || typeof multiValueHeaders === 'object'
    || 'headers' in request && typeof headers !== 'string' && !Array.isArray(headers);
  const isMany = typeof multiValueHeaders === 'object' && multiValueHeaders !== null && Object.keys(multiValueHeaders).length > 0;
  const all = (isMany ? multiValueHeaders : isEvent ? headers ?? {} : request) as Headers;
  // fetch's Headers are an iterable of their entries
  const entries: [string, unknown][] = Symbol.iterator in all ? [...all as Iterable<[string, string]>] : Object.entries(all);
  const found = entries.map(([name, value]): [string, string[]] => [name, texts(value)]);
  return hasCookies ? [...found, ['cookie', cookies.length === 0 ? [] : [texts(cookies).join('; ')]]] : found;
}

/** Values as texts. What is none, and no number or boolean, is no header that a gateway would send. */
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value])
  .flatMap((one: unknown) => ['string', 'number', 'boolean'].includes(typeof one) ? [String(one)] : []);
