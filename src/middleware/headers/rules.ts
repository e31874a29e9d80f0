/** What browsers take as values of headers, and which of these protect. The Python twin reads it from here. */

const list = (entry: string) => `(?:${entry})(?:[ \\t]*,[ \\t]*(?:${entry}))*`;

/** A value that is not of the pattern is ignored by browsers, or switches the protection off. */
export const VALUES: Readonly<Record<string, { readonly pattern: string; readonly must: string; readonly values: readonly string[] }>> = {
  'Strict-Transport-Security': {
    pattern: '(?:(?:includeSubDomains|preload)[ \\t]*;[ \\t]*)*max-age[ \\t]*=[ \\t]*"?0*[1-9][0-9]*"?'
      + '(?:[ \\t]*;[ \\t]*(?:includeSubDomains|preload)?)*',
    must: 'max-age with more than 0 seconds, and includeSubDomains and preload if wanted',
    values: [],
  },
  'X-Content-Type-Options': { pattern: 'nosniff', must: 'nosniff', values: ['nosniff'] },
  'X-Frame-Options': {
    pattern: 'DENY|SAMEORIGIN',
    must: 'DENY or SAMEORIGIN (frame-ancestors in Content-Security-Policy names other origins)',
    values: ['DENY', 'SAMEORIGIN'],
  },
  'X-XSS-Protection': {
    pattern: '0|1(?:[ \\t]*;[ \\t]*(?:mode[ \\t]*=[ \\t]*block|report[ \\t]*=[ \\t]*[^; ]+))?',
    must: '0, 1 or "1; mode=block"',
    values: ['1; mode=block'],
  },
  'Referrer-Policy': {
    pattern: list('no-referrer|no-referrer-when-downgrade|same-origin|origin|strict-origin|origin-when-cross-origin'
      + '|strict-origin-when-cross-origin'),
    must: 'a policy such as no-referrer or same-origin, but not unsafe-url',
    values: ['no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'strict-origin', 'origin', 'origin-when-cross-origin',
      'strict-origin-when-cross-origin'],
  },
  'Permissions-Policy': {
    pattern: list('[a-z][a-z0-9-]*=(?:\\*|self|"[^"]*"|\\((?:[ \\t]*(?:\\*|self|src|"[^"]*"))*[ \\t]*\\))(?:;[^,]*)?'),
    must: 'features with those who may use them, such as camera=(), microphone=(self "https://example.com")',
    values: [],
  },
  'Cache-Control': {
    pattern: list('no-store|no-cache(?:="[^"]*")?|no-transform|must-revalidate|must-understand|proxy-revalidate|public'
      + '|private(?:="[^"]*")?|immutable|(?:max-age|s-maxage|stale-while-revalidate|stale-if-error)="?[0-9]+"?'
      + '|(?!no|max|must|s-max|stale|priv|publ)[a-z0-9-]+(?:=[^, ]+)?'),
    must: 'directives such as no-store, or max-age=60',
    values: ['no-store', 'no-cache', 'must-revalidate', 'private', 'public'],
  },
  'Cross-Origin-Opener-Policy': {
    pattern: '(?:same-origin|same-origin-allow-popups|noopener-allow-popups)(?:[ \\t]*;.*)?',
    must: 'same-origin, same-origin-allow-popups or noopener-allow-popups; false leaves the header out',
    values: ['same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'],
  },
  'Cross-Origin-Resource-Policy': {
    pattern: 'same-origin|same-site|cross-origin',
    must: 'same-origin, same-site or cross-origin',
    values: ['same-origin', 'same-site', 'cross-origin'],
  },
  'Cross-Origin-Embedder-Policy': {
    pattern: '(?:require-corp|credentialless)(?:[ \\t]*;.*)?',
    must: 'require-corp or credentialless; false leaves the header out',
    values: ['require-corp', 'credentialless'],
  },
  'X-Permitted-Cross-Domain-Policies': {
    pattern: 'none|master-only|by-content-type|by-ftp-filename|none-this-response',
    must: 'none, master-only, by-content-type or by-ftp-filename',
    values: ['none', 'master-only'],
  },
  'Origin-Agent-Cluster': { pattern: '\\?1', must: '?1; false leaves the header out', values: [] },
};

/** Directives of a Content-Security-Policy whose value is a list of sources. */
export const SOURCE_DIRECTIVES = [
  'default-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-elem', 'style-src-attr', 'img-src',
  'font-src', 'connect-src',
  'media-src', 'object-src', 'frame-src', 'child-src', 'worker-src', 'manifest-src', 'fenced-frame-src', 'base-uri', 'form-action',
  'frame-ancestors',
] as const;
/** Directives whose value is a list of words. */
export const WORD_DIRECTIVES = ['sandbox', 'report-to', 'report-uri', 'require-trusted-types-for', 'trusted-types'] as const;
export const DIRECTIVES: readonly string[] = [
  ...SOURCE_DIRECTIVES, ...WORD_DIRECTIVES, 'upgrade-insecure-requests',
  'block-all-mixed-content', // browsers block it by themselves today
];

/** A keyword among the sources, with its quotes. */
export const KEYWORD = "'(?:self|none|unsafe-inline|unsafe-eval|strict-dynamic|unsafe-hashes|report-sample"
  + '|report-sha(?:256|384|512)|wasm-unsafe-eval'
  + "|trusted-types-eval|inline-speculation-rules|(?:nonce|sha(?:256|384|512))-[A-Za-z0-9_+/=-]+)'";
