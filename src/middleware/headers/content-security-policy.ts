import { nearest, requireKnown } from '../did-you-mean';
import { SOURCE_DIRECTIVES, WORD_DIRECTIVES } from './policy-directives';

const KNOWN = [...SOURCE_DIRECTIVES, ...WORD_DIRECTIVES, 'upgrade-insecure-requests'];

const KEYWORDS = [
  "'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "'strict-dynamic'", "'unsafe-hashes'", "'report-sample'", "'wasm-unsafe-eval'",
  "'inline-speculation-rules'",
  "'trusted-types-eval'", "'report-sha256'", "'report-sha384'", "'report-sha512'",
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
  requireKnown('contentSecurityPolicy', directives, KNOWN);
  const policy = Object.entries({ ...DEFAULT, ...directives }).flatMap(([directive, value]) => {
    if (value === false || value === undefined) {
      return [];
    }
    if (value === true) {
      return [directive];
    }
    checkSources(directive, value as readonly string[]);
    return [[directive, ...value as readonly string[]].join(' ')];
  }).join('; ');
  if (policy === '') {
    throw new TypeError('contentSecurityPolicy must have a directive; false for the header leaves it out');
  }
  return policy;
}

/** An empty sandbox allows nothing, and empty trusted types no policy. */
const MAY_BE_EMPTY = ['sandbox', 'trusted-types'];

function checkSources(directive: string, sources: readonly string[]): void {
  const isSources = (SOURCE_DIRECTIVES as readonly string[]).includes(directive);
  const fail = (rule: string): never => {
    throw new TypeError(`${directive} ${rule}`);
  };
  if (!Array.isArray(sources) || sources.length === 0 && !MAY_BE_EMPTY.includes(directive)) {
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
