import { Rules, UNMISTAKABLE } from './sensitive-fields';

const QUOTE = 34;
const COLON = 58;
const BACKSLASH = 92;

/**
 * The JSON text with its sensitive values replaced where they stand, so that everything else stays as it was written: long
 * numbers, the order and spacing of fields, fields that come twice. A text that is no JSON object or list stays as it is.
 */
export function sanitizeJson(text: string, rules: Rules): string {
  if (!/^\s*[[{]/.test(text)) {
    return text;
  }
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  // values are looked at only when one of them can matter; an escaped character may hide it
  const looksAtValues = UNMISTAKABLE.test(text) || text.includes('\\');
  const pieces: string[] = [];
  let done = 0;
  for (let at = text.indexOf('"'); at !== -1;) {
    const end = endOfString(text, at);
    const colon = skipSpace(text, end);
    let next = end;
    if (text.charCodeAt(colon) === COLON) {
      const from = skipSpace(text, colon + 1);
      next = from;
      if (mayHoldSecret(text, from) && rules.isSensitive(decoded(text, at, end))) {
        next = endOfValue(text, from);
        if (rules.mode === 'remove') {
          pieces.push(text.slice(done, at));
          next = done = behindField(text, next, pieces);
        } else {
          pieces.push(text.slice(done, from), JSON.stringify(rules.redacted(valueOf(text, from, next))));
          done = next;
        }
      }
    } else if (looksAtValues) {
      const value = decoded(text, at, end);
      const replaced = rules.replacement(value) ?? sanitizeJson(value, rules);
      if (replaced !== value) {
        pieces.push(text.slice(done, at), JSON.stringify(replaced));
        done = end;
      }
    }
    at = text.indexOf('"', next);
  }
  return done === 0 ? text : pieces.join('') + text.slice(done);
}

/** Where the next field begins. Behind the last one there is none, and the comma before it goes. */
function behindField(text: string, to: number, pieces: string[]): number {
  const behind = skipSpace(text, to);
  if (text[behind] === ',') {
    return skipSpace(text, behind + 1);
  }
  while (pieces.length > 0 && pieces[pieces.length - 1].trim() === '') {
    pieces.pop();
  }
  const last = (pieces.pop() ?? '').trimEnd();
  pieces.push(last.endsWith(',') ? last.slice(0, -1) : last);
  return to;
}

/** Neither null nor true nor false. */
const mayHoldSecret = (text: string, from: number) => !'ntf'.includes(text[from]);

const decoded = (text: string, from: number, to: number): string => {
  const raw = text.slice(from + 1, to - 1);
  return raw.includes('\\') ? JSON.parse(text.slice(from, to)) : raw;
};

const valueOf = (text: string, from: number, to: number): unknown => text.charCodeAt(from) === QUOTE ? decoded(text, from, to) : undefined;

function skipSpace(text: string, at: number): number {
  let code = text.charCodeAt(at);
  while (code === 32 || code === 10 || code === 13 || code === 9) {
    code = text.charCodeAt(++at);
  }
  return at;
}

/** Behind the closing quote: the first that an even number of backslashes precedes. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) {
      before--;
    }
    if ((end - before) % 2 === 0) {
      return end + 1;
    }
  }
}

function endOfValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') {
    return endOfString(text, from);
  }
  if (first !== '{' && first !== '[') {
    const number = /[^\s,\]}]*/y;
    number.lastIndex = from;
    return from + number.exec(text)![0].length;
  }
  let depth = 0;
  for (let at = from; ; at++) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at) - 1;
    } else if (character === '{' || character === '[') {
      depth++;
    } else if ((character === '}' || character === ']') && --depth === 0) {
      return at + 1;
    }
  }
}
