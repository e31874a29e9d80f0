import { nearest } from '../did-you-mean';
import { DIRECTIVES, KEYWORD, SOURCE_DIRECTIVES } from './policy-directives';
import { HEADER_ENTRIES } from './security-headers';

/** RFC 9110, 5.5: visible characters with spaces or tabs between them. */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const rules = new Map(HEADER_ENTRIES.map(([name, header]) => [name.toLowerCase(), header]));
const expressions = new Map<string, RegExp>();

/** Made with the first value of a header: most functions have none of their own. */
function expressionOf(pattern: string): RegExp {
  const expression = expressions.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 'i');
  expressions.set(pattern, expression);
  return expression;
}

/** The value, unless it cannot be sent, or is one that browsers ignore or that protects from nothing. */
export function checkedValue(name: string, value: string | false): string | false {
  if (value !== false && (typeof value !== 'string' || !HEADER_VALUE.test(value))) {
    throw new TypeError(`headers.${name} must be text without control characters, or false to leave the header out`);
  }
  if (value !== false) {
    checkMeaning(name, value);
  }
  return value;
}

function checkMeaning(name: string, value: string): void {
  if (/^content-security-policy(-report-only)?$/i.test(name)) {
    return checkPolicy(name, value);
  }
  const rule = rules.get(name.toLowerCase());
  if (rule?.pattern && !expressionOf(rule.pattern).test(value)) {
    const meant = value && rule.values?.find((known) => nearest(value, [known]));
    throw new TypeError(`headers.${name} must be ${rule.must}, got ${JSON.stringify(value)}${meant ? `; did you mean "${meant}"?` : ''}`);
  }
}

/** Browsers ignore a directive that they do not know, and a keyword without its quotes. */
function checkPolicy(name: string, value: string): void {
  const directives = value.split(';').map((directive) => directive.trim().split(/[ \t]+/)).filter(([directive]) => directive);
  if (directives.length === 0) {
    throw new TypeError(`headers.${name} must have a directive; false leaves the header out`);
  }
  for (const [directive, ...sources] of directives) {
    const lowerCase = directive.toLowerCase();
    if (!DIRECTIVES.includes(lowerCase)) {
      const meant = nearest(directive, DIRECTIVES);
      throw new TypeError(`headers.${name} has no "${directive}"${meant ? `; did you mean "${meant}"?` : ''}`);
    }
    const wrong = (SOURCE_DIRECTIVES as readonly string[]).includes(lowerCase) && sources.find((source) => !isSource(source, sources));
    if (wrong) {
      throw new TypeError(`headers.${name} has ${wrong} in ${directive}, which browsers ignore`);
    }
  }
}

const KNOWN = new RegExp(`^(?:${KEYWORD})$`, 'i');

/** `'none'` stands alone, and a keyword in its quotes; what has none is a host, a scheme or `*`. */
function isSource(source: string, all: readonly string[]): boolean {
  return source.startsWith("'")
    ? KNOWN.test(source) && (source.toLowerCase() !== "'none'" || all.length === 1)
    : !KNOWN.test(`'${source}'`) && !source.includes(',');
}
