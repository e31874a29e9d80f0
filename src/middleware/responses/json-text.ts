/** Positions within a text that is known to be JSON. */

const QUOTE = 34;
const BACKSLASH = 92;

export function skipSpace(text: string, at: number): number {
  let code = text.charCodeAt(at);
  while (code === 32 || code === 10 || code === 13 || code === 9) {
    code = text.charCodeAt(++at);
  }
  return at;
}

/** An even number of backslashes before a quote are characters of their own. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote;
  while (text.charCodeAt(before - 1) === BACKSLASH) {
    before--;
  }
  return (quote - before) % 2 === 1;
}

/** The opening quote of the string that has this position inside; letters stand nowhere else. */
export function startOfString(text: string, inside: number): number {
  let quote = inside;
  while (quote >= 0 && (text.charCodeAt(quote) !== QUOTE || isEscaped(text, quote))) {
    quote--;
  }
  return quote;
}

/** Behind the closing quote. */
export function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (isEscaped(text, end)) {
    end = text.indexOf('"', end + 1);
  }
  return end + 1;
}

export function endOfValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') {
    return endOfString(text, from);
  }
  if (first !== '{' && first !== '[') {
    const number = /[^\s,\]}]*/y;
    number.lastIndex = from;
    return from + number.exec(text)![0].length;
  }
  const mark = /["[\]{}]/g;
  let depth = 0;
  for (mark.lastIndex = from; ;) {
    const [found] = mark.exec(text)!;
    if (found === '"') {
      mark.lastIndex = endOfString(text, mark.lastIndex - 1);
    } else if (found === '{' || found === '[') {
      depth++;
    } else if (--depth === 0) {
      return mark.lastIndex;
    }
  }
}

/** How many fields all objects of a JSON text have, those that come twice counted twice. */
export function countFields(text: string): number {
  let fields = 0;
  for (let at = text.indexOf('"'); at !== -1;) {
    const end = endOfString(text, at);
    fields += text[skipSpace(text, end)] === ':' ? 1 : 0;
    at = text.indexOf('"', end);
  }
  return fields;
}
