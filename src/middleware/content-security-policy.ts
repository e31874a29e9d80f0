import { nearest, requireKnown } from './did-you-mean';

/** Directives whose value is a list of sources. */
const SOURCE_DIRECTIVES = [
  'default-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-elem', 'style-src-attr', 'img-src', 'font-src', 'connect-src',
  'media-src', 'object-src', 'frame-src', 'child-src', 'worker-src', 'manifest-src', 'fenced-frame-src', 'base-uri', 'form-action', 'frame-ancestors',
] as const;
/** Directives whose value is a list of words. */
const WORD_DIRECTIVES = ['sandbox', 'report-to', 'report-uri', 'require-trusted-types-for', 'trusted-types'] as const;
const DIRECTIVES = [...SOURCE_DIRECTIVES, ...WORD_DIRECTIVES, 'upgrade-insecure-requests'] as const;

const KEYWORDS = [
  "'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "'strict-dynamic'", "'unsafe-hashes'", "'report-sample'", "'wasm-unsafe-eval'", "'inline-speculation-rules'",
];

/** The directives of a Content-Security-Policy. `false` leaves out one that the default has. */
export type ContentSecurityPolicyDirectives =
  & { readonly [directive in typeof SOURCE_DIRECTIVES[number] | typeof WORD_DIRECTIVES[number]]?: readonly string[] | false }
  & { readonly 'upgrade-insecure-requests'?: boolean };

const DEFAULT: ContentSecurityPolicyDirectives = {
  'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'none'"],
};

/**
 * A Content-Security-Policy that opens what you name, and nothing else: what you leave out is as in the one for APIs, which
 * opens nothing. It throws for a directive that there is not, for `'none'` beside a source, and for a keyword without its quotes.
 */
export function contentSecurityPolicy(directives: ContentSecurityPolicyDirectives = {}): string {
  requireKnown('contentSecurityPolicy', directives, DIRECTIVES);
  return Object.entries({ ...DEFAULT, ...directives }).flatMap(([directive, value]) => {
    if (value === false || value === undefined) {
      return [];
    }
    if (value === true) {
      return [directive];
    }
    checkSources(directive, value as readonly string[]);
    return [[directive, ...value as readonly string[]].join(' ')];
  }).join('; ');
}

function checkSources(directive: string, sources: readonly string[]): void {
  const isSources = (SOURCE_DIRECTIVES as readonly string[]).includes(directive);
  const fail = (rule: string): never => {
    throw new TypeError(`${directive} ${rule}`);
  };
  if (!Array.isArray(sources) || sources.length === 0 && directive !== 'sandbox') {
    fail('must be a list; "\'none\'" in it allows nothing, and false leaves it out');
  }
  for (const source of sources) {
    if (typeof source !== 'string' || !/^[!-+\--:<-~]+$/.test(source)) {
      fail(`must hold texts without spaces, commas and semicolons, got ${JSON.stringify(source)}`);
    }
    if (isSources && (KEYWORDS.includes(`'${source}'`) || /^(nonce|sha(256|384|512))-/.test(source))) {
      fail(`has a keyword without its quotes, got ${source}; did you mean "'${source}'"?`);
    }
    if (isSources && /^'/.test(source) && !KEYWORDS.includes(source) && !/^'(nonce|sha(256|384|512))-[\w+/=-]+'$/.test(source)) {
      fail(`has no keyword ${source}; did you mean ${nearest(source, KEYWORDS) ?? 'a source without quotes'}?`);
    }
  }
  if (isSources && sources.includes("'none'") && sources.length > 1) {
    fail(`has 'none' beside other sources, which contradict it: ${sources.join(' ')}`);
  }
}
