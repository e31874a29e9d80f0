import { HEADER_NAME } from './apply-security-headers';
import { requireKnown } from './did-you-mean';
import { HttpRequest } from './http';
import { ATTACK_TOOLS, CONTROL, HOST_ONLY, REFLECTED, ROUTING, SCRIPT, SHELLSHOCK, SQL } from './request-rules';

/** What can be wrong with a header. */
export type HeaderRule = 'control-character' | 'illegal-name' | 'too-large' | 'too-many' | 'conflicting-length' | 'repeated-host'
| 'forged-routing' | 'log4shell' | 'shellshock' | 'script-injection' | 'sql-injection' | 'attack-tool';

/** What is wrong with a header. Never its value: that would carry the attack into the log. */
export interface HeaderViolation {
  /** The name of the header in lower case, or `*` where it is about all of them. */
  readonly header: string;
  readonly rule: HeaderRule;
}

/** Limits of your own, and rules that are left out. */
export interface ValidateOptions {
  /** How many headers there may be: 100 by default. */
  readonly maxHeaders?: number;
  /** How many bytes one value may have: 8,192 by default. */
  readonly maxHeaderBytes?: number;
  /** How many bytes all names and values together may have: 16,384 by default. */
  readonly maxTotalBytes?: number;
  /** Rules that are not applied. */
  readonly ignoredRules?: readonly HeaderRule[];
}

type Headers = { readonly [name: string]: string | readonly string[] | undefined } | Iterable<[string, string]>;

/** More lookups inside one another than anybody writes for another reason. */
const MAX_LOOKUPS = 8;

/** `${${lower:j}ndi:…}`, `${${::-j}${::-n}di:…}` and their kin all resolve to `${jndi:`. */
function looksUpJndi(value: string): boolean {
  // from the inside: a lookup that names a letter stands for that letter
  let text = unescaped(value).toLowerCase();
  const start = text.indexOf('${');
  if (start === -1) {
    return false;
  }
  text = text.slice(start);
  for (let depth = 0; depth < MAX_LOOKUPS; depth++) {
    if (/\$\{[ \t]*jndi[ \t]*:/.test(text)) {
      return true;
    }
    const resolved = text.replace(/\$\{([^${}]*)\}/g, (_, lookup: string) => valueOf(lookup));
    if (resolved === text) {
      return false;
    }
    text = resolved;
  }
  return true;
}

/** What is left when a proxy or a logger has decoded it: `%24%7B` and `\u0024\u007b`. Dotless i becomes i in upper case. */
const unescaped = (value: string): string => value
  .replace(/%([2-7][0-9a-f])|\\u00([2-7][0-9a-f])/gi, (_, percent: string, unicode: string) => String.fromCharCode(parseInt(percent ?? unicode, 16)))
  .replace(/\u0131/g, 'i');

/** `lower:j` names its letter last; what stands behind `:-` is the value of a lookup that finds nothing. */
function valueOf(lookup: string): string {
  const fallback = lookup.indexOf(':-');
  return fallback === -1 ? lookup.slice(lookup.lastIndexOf(':') + 1) : lookup.slice(fallback + 2);
}

function rulesBrokenBy(name: string, value: string): HeaderRule[] {
  const reflected = REFLECTED.includes(name);
  const broken: [HeaderRule, boolean][] = [
    ['control-character', CONTROL.test(value)],
    ['forged-routing', ROUTING.includes(name) && !HOST_ONLY.test(value)],
    ['log4shell', (value.includes('$') || value.includes('%24') || value.includes('\\u')) && looksUpJndi(value)],
    ['shellshock', SHELLSHOCK.test(value)],
    ['script-injection', reflected && SCRIPT.test(value)],
    ['sql-injection', reflected && SQL.test(value)],
    ['attack-tool', name === 'user-agent' && ATTACK_TOOLS.test(value)],
  ];
  return broken.flatMap(([rule, isBroken]) => isBroken ? [rule] : []);
}

export const VALIDATE_OPTIONS = ['maxHeaders', 'maxHeaderBytes', 'maxTotalBytes', 'ignoredRules'];

/**
 * What is suspicious about the headers of a request, given as an event or as the headers alone: control characters, illegal names,
 * sizes, request smuggling, forged routing, tools of attackers, and injections that were seen in the wild. An empty list is a clean
 * request. It takes time in proportion to the headers' size.
 */
export function validateRequestHeaders(request: HttpRequest | Headers, options: ValidateOptions = {}): HeaderViolation[] {
  requireKnown('validateRequestHeaders', options, VALIDATE_OPTIONS);
  const violations: HeaderViolation[] = [];
  const add = (header: string, rule: HeaderRule) => violations.push({ header, rule });
  const seen = new Set<string>();
  let count = 0;
  let total = 0;
  for (const [name, values] of headerEntries(request)) {
    const lowerCase = name.toLowerCase();
    count += values.length;
    if (!HEADER_NAME.test(name)) {
      add(lowerCase.replace(/[^\x21-\x7e]/gu, '?').slice(0, 64), 'illegal-name');
      continue;
    }
    if (lowerCase === 'host' && (values.length > 1 || seen.has(lowerCase))) {
      add('host', 'repeated-host');
    }
    seen.add(lowerCase);
    for (const value of values) {
      const bytes = Buffer.byteLength(value);
      total += name.length + bytes;
      if (bytes > (options.maxHeaderBytes ?? 8192)) {
        add(lowerCase, 'too-large');
      } else {
        rulesBrokenBy(lowerCase, value).forEach((rule) => add(lowerCase, rule));
      }
    }
  }
  if (count > (options.maxHeaders ?? 100)) {
    add('*', 'too-many');
  }
  if (total > (options.maxTotalBytes ?? 16384)) {
    add('*', 'too-large');
  }
  if (seen.has('content-length') && seen.has('transfer-encoding')) {
    add('transfer-encoding', 'conflicting-length');
  }
  return options.ignoredRules ? violations.filter(({ rule }) => !options.ignoredRules!.includes(rule)) : violations;
}

/** REST events hold every header twice; the multiple values are the whole truth where they are there. */
function headerEntries(request: HttpRequest | Headers): [string, string[]][] {
  const { headers, multiValueHeaders } = request as HttpRequest;
  const isEvent = 'headers' in request && typeof headers !== 'string' && !Array.isArray(headers) || typeof multiValueHeaders === 'object';
  const isMany = typeof multiValueHeaders === 'object' && multiValueHeaders !== null && Object.keys(multiValueHeaders).length > 0;
  const all = (isMany ? multiValueHeaders : isEvent ? headers ?? {} : request) as Headers;
  // fetch's Headers are an iterable of their entries
  return (Symbol.iterator in all ? [...all as Iterable<[string, string]>] : Object.entries(all)).map(([name, value]) => {
    const values = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
    return [name, values.map(String)];
  });
}
