/* eslint-disable no-bitwise -- kinds of values are a set of bits */
import { ABOUT, ENDINGS, HARMLESS_TOKENS, NAMES, OWNERS_OF_PASS, REFERENCES, SECRETS } from './field-names';

/** Which kinds of values a name makes secret. */
export const TEXT = 1;
export const NUMBER = 2;
export const LIST = 4;
export const OBJECT = 8;
/** The name is one that the user has given: it makes whatever it holds secret. */
export const OWN = 16;
const ANY = TEXT | NUMBER | LIST | OBJECT;

const [secrets, endings, names, owners, harmless, about, references] =
  [SECRETS, ENDINGS, NAMES, OWNERS_OF_PASS, HARMLESS_TOKENS, ABOUT, REFERENCES].map((list) => new Set(list));

const WORD = /[A-Z]+(?=[A-Z][a-z])|[A-Z]*[a-z0-9]+|[A-Z]+/g;

/** The words of a name in lower case: `DBPassword2` has db and password2. */
const words = (name: string): string[] => (name.match(WORD) ?? []).map((word) => word.toLowerCase());
const joined = (name: string): string => words(name).join('');

/** A word as it is, without a number at its end (which belongs to cvv2, and not to password2), and without that of a plural. */
function spellings(word: string): [asIs: string, numberless: string, singular: string] {
  const numberless = word.replace(/(?<=[a-z])[0-9]+$/, '');
  return [word, numberless, numberless.replace(/(?<=[a-rt-z])s$/, '')];
}

/** No entry of a list is longer, so that the time stays in proportion to the words of a name. */
const longest = (entries: Iterable<string>) => Math.max(0, ...Array.from(entries, (entry) => entry.length));

/** The run of words up to the last one, in one of its spellings, that a list has. */
function atEnd(parts: readonly string[], ends: readonly string[], limit: number, has: (run: string) => boolean): string | undefined {
  let before = '';
  for (let start = parts.length - 1; start >= 0 && before.length < limit; before = parts[--start] + before) {
    const found = ends.map((end) => before + end).find(has);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** What entries begin with: a run of words is followed only while one may come of it. */
const beginnings = (entries: Iterable<string>) =>
  new Set(Array.from(entries).flatMap((entry) => Array.from(entry, (_, index) => entry.slice(0, index + 1))));

/** Whether a list has a run of words that ends before the last one. */
function inside(parts: readonly string[], entries: Set<string>, begun: Set<string>): boolean {
  for (let start = 0; start < parts.length - 1; start++) {
    let run = '';
    for (let end = start; end < parts.length - 1 && begun.has(run += parts[end]); end++) {
      if (entries.has(run)) {
        return true;
      }
    }
  }
  return false;
}

/** Whether a name is that of what points to a thing or describes it. */
export const isReference = (name: string): boolean => references.has(words(name).pop() ?? '');

/** Says of a name which kinds of values are secret in a field that has it. */
export function nameJudge(sensitiveFields: readonly string[], allowedFields: readonly string[]): (name: string) => number {
  const own = new Set(sensitiveFields.map(joined));
  const allowed = new Set(allowedFields.map(joined));
  const ownLimit = longest(own);
  const ownBeginnings = beginnings(own);
  return (name) => {
    const parts = words(name);
    const whole = parts.join('');
    if (parts.length === 0 || allowed.has(whole)) {
      return 0;
    }
    const ends = spellings(parts[parts.length - 1]);
    if (own.size > 0 && (atEnd(parts, ends, ownLimit, (run) => own.has(run)) || inside(parts, own, ownBeginnings))) {
      return ANY | OWN;
    }
    return isSecret(parts, whole, ends) ? kindsOf(ends) : 0;
  };
}

const LIMIT = longest([...SECRETS, ...ENDINGS]);
const BEGINNINGS = beginnings(SECRETS);

function isSecret(parts: readonly string[], whole: string, ends: readonly string[]): boolean {
  if (whole.startsWith('xamz')) {
    return false; // what a signed request shows to anybody
  }
  const [asIs, , one] = ends;
  if (ends.some((end) => names.has(whole.slice(0, whole.length - asIs.length) + end)) || /(?:password|passwd|passphrase)$/.test(one)) {
    return true;
  }
  if (one === 'pass') {
    return owners.has(parts[parts.length - 2]);
  }
  const found = atEnd(parts, ends, LIMIT, (run) => secrets.has(run) || endings.has(run));
  if (found) {
    return found !== 'token' || !parts.some((part) => harmless.has(part));
  }
  return !ends.some((end) => about.has(end)) && inside(parts, secrets, BEGINNINGS);
}

/** Many are counted by a number. An object that is named like a header or a key speaks of it, or has it in a field of its own. */
function kindsOf([, numberless, one]: readonly string[]): number {
  const counted = numberless === one && one !== 'pass' ? ANY : ANY - NUMBER;
  return /^(?:authorization|cookie|key)$/.test(one) ? counted & ~OBJECT : counted;
}
