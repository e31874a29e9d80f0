/** The browser features that no response of an API needs. Chromium complains of those that it does not know: they are not here. */
export const CLOSED_FEATURES = [
  'accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media', 'fullscreen', 'gamepad',
  'geolocation', 'gyroscope', 'hid', 'identity-credentials-get', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi',
  'payment', 'picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'storage-access', 'usb',
  'window-management', 'xr-spatial-tracking',
] as const;

const list = (entry: string) => `(?:${entry})(?:[ \\t]*,[ \\t]*(?:${entry}))*`;

/** A header: its default, and what browsers take. */
interface Header {
  readonly value: string;
  /** What browsers take and what protects: another value is an error. A Content-Security-Policy is judged by its directives. */
  readonly pattern?: string;
  /** The pattern in words, behind "must be". */
  readonly must?: string;
  /** Values, or parts of them, of which one may be meant by one that is almost it. */
  readonly values?: readonly string[];
}

/**
 * The headers that every response gets: those of the hardening document, and those that keep other sites out of the response's
 * window, process and resources. The values are those for an API that responds with data and never with pages.
 *
 * An entry is all that there is to a header. Its comment completes "so that", and README's table has it from here.
 */
const HEADERS = {
  /** browsers come by HTTPS only, for a year, and to all subdomains */
  'Strict-Transport-Security': {
    value: 'max-age=31536000; includeSubDomains; preload',
    pattern: '(?:(?:includeSubDomains|preload)[ \\t]*;[ \\t]*)*max-age[ \\t]*=[ \\t]*"?0*[1-9][0-9]*"?'
      + '(?:[ \\t]*;[ \\t]*(?:includeSubDomains|preload)?)*',
    must: 'max-age with more than 0 seconds, and includeSubDomains and preload if wanted',
  },
  /** browsers take the body for nothing but its Content-Type */
  'X-Content-Type-Options': {
    value: 'nosniff',
    pattern: 'nosniff',
    must: 'nosniff',
    values: ['nosniff'],
  },
  /** no page can put the response into a frame, also in browsers that know no `frame-ancestors` */
  'X-Frame-Options': {
    value: 'DENY',
    pattern: 'DENY|SAMEORIGIN',
    must: 'DENY or SAMEORIGIN (frame-ancestors in Content-Security-Policy names other origins)',
    values: ['DENY', 'SAMEORIGIN'],
  },
  /** old browsers stop a page into which its own address injects a script */
  'X-XSS-Protection': {
    value: '1; mode=block',
    pattern: '0|1(?:[ \\t]*;[ \\t]*(?:mode[ \\t]*=[ \\t]*block|report[ \\t]*=[ \\t]*[^; ]+))?',
    must: '0, 1 or "1; mode=block"',
    values: ['1; mode=block'],
  },
  /** a response that is shown as a page can load, run and send nothing */
  'Content-Security-Policy': {
    value: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  },
  /** other sites learn the origin of a link, and neither its path nor its query */
  'Referrer-Policy': {
    value: 'strict-origin-when-cross-origin',
    pattern: list('no-referrer|no-referrer-when-downgrade|same-origin|origin|strict-origin|origin-when-cross-origin'
      + '|strict-origin-when-cross-origin'),
    must: 'a policy such as no-referrer or same-origin, but not unsafe-url',
    values: ['no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'strict-origin', 'origin', 'origin-when-cross-origin',
      'strict-origin-when-cross-origin'],
  },
  /** a response that is shown as a page can use no camera, location or other feature that browsers ship */
  'Permissions-Policy': {
    value: CLOSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
    pattern: list('[a-z][a-z0-9-]*=(?:\\*|self|"[^"]*"|\\((?:[ \\t]*(?:\\*|self|src|"[^"]*"))*[ \\t]*\\))(?:;[^,]*)?'),
    must: 'features with those who may use them, such as camera=(), microphone=(self "https://example.com")',
  },
  /** nobody finds the response in the cache of a browser or a proxy */
  'Cache-Control': {
    value: 'no-store, no-cache, must-revalidate, private',
    pattern: list('no-store|no-cache(?:="[^"]*")?|no-transform|must-revalidate|must-understand|proxy-revalidate|public'
      + '|private(?:="[^"]*")?|immutable|(?:max-age|s-maxage|stale-while-revalidate|stale-if-error)="?[0-9]+"?'
      + '|(?!no|max|must|s-max|stale|priv|publ)[a-z0-9-]+(?:=[^, ]+)?'),
    must: 'directives such as no-store, or max-age=60',
    values: ['no-store', 'no-cache', 'must-revalidate', 'private', 'public'],
  },
  /** a page that opens the response, or that it opens, cannot reach its window */
  'Cross-Origin-Opener-Policy': {
    value: 'same-origin',
    pattern: '(?:same-origin|same-origin-allow-popups|noopener-allow-popups)(?:[ \\t]*;.*)?',
    must: 'same-origin, same-origin-allow-popups or noopener-allow-popups; false leaves the header out',
    values: ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'],
  },
  /** no page of another origin can embed the response, or have it in its process */
  'Cross-Origin-Resource-Policy': {
    value: 'same-origin',
    pattern: 'same-origin|same-site|cross-origin',
    must: 'same-origin, same-site or cross-origin',
    values: ['same-origin', 'same-site', 'cross-origin'],
  },
  /** a response that is shown as a page embeds only what agrees to it */
  'Cross-Origin-Embedder-Policy': {
    value: 'require-corp',
    pattern: '(?:require-corp|credentialless)(?:[ \\t]*;.*)?',
    must: 'require-corp or credentialless; false leaves the header out',
    values: ['require-corp', 'credentialless'],
  },
  /** Flash and PDF documents of other sites cannot read the response */
  'X-Permitted-Cross-Domain-Policies': {
    value: 'none',
    pattern: 'none|master-only|by-content-type|by-ftp-filename|none-this-response',
    must: 'none, master-only, by-content-type or by-ftp-filename',
    values: ['none', 'master-only'],
  },
  /** the response is isolated from other origins of its site */
  'Origin-Agent-Cluster': {
    value: '?1',
    pattern: '\\?1',
    must: '?1; false leaves the header out',
  },
} as const satisfies Readonly<Record<string, Header>>;

/** The name of a header that every response gets. */
export type SecurityHeaderName = keyof typeof HEADERS;

/** Each header with what browsers take. */
export const HEADER_ENTRIES: readonly (readonly [name: string, header: Header])[] = Object.entries(HEADERS);

/** The headers that every response gets. */
export const SECURITY_HEADERS = Object.freeze(Object.fromEntries(HEADER_ENTRIES.map(([name, { value }]) => [name, value]))) as {
  readonly [name in SecurityHeaderName]: typeof HEADERS[name]['value'];
};

/** Headers that tell an attacker which software responds, and nobody else anything. */
export const REMOVED_HEADERS: readonly string[] = ['Server', 'X-Powered-By'];
