import { requireKnown } from '../did-you-mean';
import { headerEntries, Headers } from './entries';
import { HEADER_NAME, HttpRequest } from '../http';
import { injectionsIn, NONE } from './injections';
import { looksUpJndi } from './log4j-lookups';
import { requireCount, requireNames } from '../options';
import { ATTACK_TOOLS, CONTROL, HEADER_RULES, HOST_ONLY, REFLECTED, ROUTING, SHELLSHOCK } from './rules';

/** What can be wrong with a header. */
export type HeaderRule = typeof HEADER_RULES[number];

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

function rulesBrokenBy(name: string, value: string): HeaderRule[] {
  const { script, sql } = REFLECTED.includes(name) ? injectionsIn(value) : NONE;
  const broken: [HeaderRule, boolean][] = [
    ['control-character', CONTROL.test(value)],
    ['forged-routing', ROUTING.includes(name) && !HOST_ONLY.test(value)],
    ['log4shell', looksUpJndi(value)],
    ['shellshock', SHELLSHOCK.test(value)],
    ['script-injection', script],
    ['sql-injection', sql],
    ['attack-tool', name === 'user-agent' && ATTACK_TOOLS.test(value)],
  ];
  return broken.flatMap(([rule, isBroken]) => isBroken ? [rule] : []);
}

const LIMITS = ['maxHeaders', 'maxHeaderBytes', 'maxTotalBytes'] as const;

/** Throws for what cannot be meant: a name that there is not, a limit that is no number. */
export function checkValidateOptions(what: string, options: ValidateOptions): void {
  requireKnown(what, options, [...LIMITS, 'ignoredRules']);
  LIMITS.forEach((limit) => requireCount(limit, options[limit]));
  requireNames('ignoredRules', options.ignoredRules, HEADER_RULES);
}

/**
 * What is suspicious about the headers of a request, given as an event or as the headers alone: control characters, illegal names,
 * sizes, request smuggling, forged routing, tools of attackers, and injections that were seen in the wild. An empty list is a clean
 * request. It takes time in proportion to the headers' size.
 */
export function validateRequestHeaders(request: HttpRequest | Headers, options: ValidateOptions = {}): HeaderViolation[] {
  checkValidateOptions('validateRequestHeaders', options);
  return violationsOf(request, options);
}

/** The same with options that were checked before. */
export function violationsOf(request: HttpRequest | Headers, options: ValidateOptions): HeaderViolation[] {
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
