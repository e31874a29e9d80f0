/** What browsers take in a Content-Security-Policy. The Python twin reads it from here. */

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
