/* eslint-disable no-bitwise -- kinds of values are a set of bits */
import { countFields, endOfString, endOfValue, skipSpace, startOfString } from './json-text';
import { OWN, LIST, NUMBER, OBJECT, TEXT } from './judge-name';
import { hasStem, nextStem, REDACTED, Rules, withoutCredentials } from './sensitive-fields';
import { onlySpeaksOfSecrets } from './speaks-of-secrets';

const COLON = 58;

/** An escaped letter may hide a stem, which has ASCII ones only. */
const hidesLetters = (text: string) => /\\u00[4-7]/.test(text);

/**
 * A text with what is sensitive in its JSON replaced where it stands, so that everything else stays as it was written: long numbers,
 * the order and spacing of fields, fields that come twice. The JSON may have a byte order mark, or come line by line. A text that
 * has no JSON stays as it is.
 */
export function sanitizeText(text: string, rules: Rules): string {
  if (!rules.looksEverywhere && !hidesLetters(text) && !hasStem(text)) {
    return text;
  }
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const whole = sanitizeJson(text.slice(start), rules);
  if (whole !== undefined) {
    return text.slice(0, start) + whole;
  }
  return text.includes('\n') ? text.split('\n').map((line) => sanitizeLine(line, rules)).join('\n') : text;
}

/** A line of JSON, of a JSON text sequence, or of server-sent events. */
function sanitizeLine(line: string, rules: Rules): string {
  const [before] = /^(?:\ufeff|\x1e|data:)?/.exec(line)!; // eslint-disable-line no-control-regex -- RFC 7464 begins texts with it
  return before + (sanitizeJson(line.slice(before.length), rules) ?? line.slice(before.length));
}

/** The JSON text as it may be seen, or undefined for what is no object, list or text of JSON. */
function sanitizeJson(text: string, rules: Rules): string | undefined {
  if (!/^[ \t\r\n]*[[{"]/.test(text)) {
    return undefined;
  }
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const next = rules.looksEverywhere || hidesLetters(text)
    ? (from: number) => text.indexOf('"', from)
    : (from: number) => startOfString(text, nextStem(text, from));
  const edits = new Edits(text);
  let spokenOf = 0;
  for (let at = next(0); at !== -1;) {
    const end = endOfString(text, at);
    const colon = skipSpace(text, end);
    let resume = end;
    if (text.charCodeAt(colon) === COLON) {
      const from = skipSpace(text, colon + 1);
      const kind = kindAt(text, from);
      const secrecy = kind && rules.secrecy(decoded(text, at, end));
      if (secrecy & kind) {
        resume = endOfValue(text, from);
        if (!(secrecy & OWN) && (from < spokenOf || isReference(text, from, resume, kind, rules))) {
          spokenOf = Math.max(spokenOf, resume);
          resume = from;
        } else if (rules.mode === 'remove') {
          resume = edits.remove(at, resume);
        } else {
          edits.replace(from, resume, rules.redacted(kind === TEXT ? decoded(text, from, resume) : undefined));
        }
      }
    } else {
      const value = decoded(text, at, end);
      const clean = sanitizeValue(value, rules);
      if (clean !== value) {
        edits.replace(at, end, clean);
      }
    }
    at = next(resume);
  }
  return edits.text();
}

/** A text that stands as a value: JSON, or one that may hold credentials. */
export function sanitizeValue(value: string, rules: Rules): string {
  const clean = sanitizeText(value, rules);
  return clean === value ? withoutCredentials(value) : clean;
}

/** Neither null nor true nor false holds a secret. */
function kindAt(text: string, from: number): number {
  const character = text[from];
  return 'ntf'.includes(character) ? 0 : character === '"' ? TEXT : character === '{' ? OBJECT : character === '[' ? LIST : NUMBER;
}

/** Whether a value in a field with a secret's name only speaks of the secret. */
function isReference(text: string, from: number, to: number, kind: number, rules: Rules): boolean {
  if (kind === TEXT) {
    return text.startsWith('"arn:', from);
  }
  const json = text.slice(from, to);
  const value: unknown = JSON.parse(json);
  // of fields with one name only the last is in the value, and an earlier one may hold the secret
  return kind !== NUMBER && onlySpeaksOfSecrets(value, rules) && countFields(json) === countFields(JSON.stringify(value));
}

const decoded = (text: string, from: number, to: number): string => {
  const raw = text.slice(from + 1, to - 1);
  return raw.includes('\\') ? JSON.parse(text.slice(from, to)) : raw;
};

/** Changes to a text, from its beginning to its end. */
class Edits {
  private readonly pieces: string[] = [];
  private done = 0;

  constructor(private readonly original: string) {}

  public replace(from: number, to: number, value: string): void {
    this.pieces.push(this.original.slice(this.done, from), value === REDACTED ? `"${REDACTED}"` : JSON.stringify(value));
    this.done = to;
  }

  /** Removes a field, and gives where the next begins. Behind the last one there is none, and the comma before it goes. */
  public remove(from: number, to: number): number {
    this.pieces.push(this.original.slice(this.done, from));
    const behind = skipSpace(this.original, to);
    if (this.original[behind] === ',') {
      return this.done = skipSpace(this.original, behind + 1);
    }
    while (this.pieces.length > 0 && this.pieces[this.pieces.length - 1].trim() === '') {
      this.pieces.pop();
    }
    const last = (this.pieces.pop() ?? '').trimEnd();
    this.pieces.push(last.endsWith(',') ? last.slice(0, -1) : last);
    return this.done = to;
  }

  public text(): string {
    return this.done === 0 ? this.original : this.pieces.join('') + this.original.slice(this.done);
  }
}
