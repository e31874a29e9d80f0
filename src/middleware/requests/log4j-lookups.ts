import { decodings, isEncoded } from './decode';
import {
  DATE_LETTERS, DELIMITER, DOLLARS, DOTLESS_I, ENCODED_DOLLAR, ESCAPES, INNERMOST_LOOKUP, JNDI_LOOKUP,
} from './rules';

/** What only the server knows, such as a variable: it may be anything. */
const UNKNOWN = '\0';
/** A lookup that Log4j leaves as it is. */
const LEFT = '\x01';

/** More lookups inside one another than anybody writes for another reason. */
const MAX_DEPTH = 8;

/**
 * Whether Log4j 2 would look something up in JNDI, as `${jndi:…}` or as what resolves to it: `${${lower:j}ndi:…}`, `${jnd${::-i}:…}`.
 * The rules are those of the `StrSubstitutor` of 2.14.1, read so that a doubt is a yes. Encoded values are read as they are, too.
 */
export function looksUpJndi(value: string): boolean {
  if (!value.includes('$') && !(isEncoded(value) && ENCODED_DOLLAR.test(value))) {
    return false;
  }
  return decodings(value).some((text) => text.includes('${') && resolvesToJndi(text.replace(DOTLESS_I, 'i').replace(DOLLARS, '$$')));
}

/** A variable that is not set has its default value, and one that is set has any. What is read twice loses its escapes. */
const resolvesToJndi = (text: string): boolean => resolves(text, true) || text.includes(':-') && resolves(text, false)
  || text.includes(':\\-') && resolvesToJndi(text.replace(/:\\-/g, ':-'));

/** Resolves lookups from the inside. What comes of it is read again, as Log4j does. */
function resolves(start: string, withDefaults: boolean): boolean {
  let text = start;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    if (JNDI_LOOKUP.test(text) || JNDI_LOOKUP.test(text.replace(ESCAPES, ''))) {
      return true;
    }
    const resolved = text.replace(INNERMOST_LOOKUP, (_, lookup: string) => valueOf(lookup, withDefaults));
    if (resolved === text) {
      return false;
    }
    text = resolved;
  }
  return true;
}

function valueOf(lookup: string, withDefaults: boolean): string {
  const [name, fallback] = nameAndDefault(lookup);
  const colon = name.indexOf(':');
  const prefix = name.slice(0, Math.max(colon, 0));
  const key = name.slice(colon + 1);
  if (prefix === 'lower' || prefix === 'upper') {
    return key;
  }
  if (prefix === 'date') {
    return key.replace(DATE_LETTERS, (_, quoted?: string) => quoted ?? UNKNOWN);
  }
  const canBeSet = colon !== -1 || name.includes(UNKNOWN);
  return fallback !== undefined && (withDefaults || !canBeSet || /[${]/.test(fallback)) ? fallback : canBeSet ? UNKNOWN : LEFT;
}

/** `:-` stands between them; `:\-` is a colon and a hyphen of the name, or a colon alone when a default follows. */
function nameAndDefault(lookup: string): [string, string | undefined] {
  const at = lookup.search(DELIMITER);
  if (at === -1) {
    return [lookup, undefined];
  }
  if (lookup[at + 1] === '-') {
    return [lookup.slice(0, at), lookup.slice(at + 2)];
  }
  const rest = lookup.slice(at + 3);
  const next = rest.indexOf(':-');
  const before = lookup.slice(0, at);
  return next === -1 ? [`${before}:-${rest}`, undefined] : [`${before}:${rest.slice(0, next)}`, rest.slice(next + 2)];
}
