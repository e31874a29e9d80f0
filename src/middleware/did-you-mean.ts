/** How many letters must change, go or come to make the one name of the other. */
function distance(a: string, b: string): number {
  let row = Array.from(`${b} `, (_, index) => index);
  for (const letter of a) {
    const next = [row[0] + 1];
    for (let at = 0; at < b.length; at++) {
      next.push(Math.min(next[at] + 1, row[at + 1] + 1, row[at] + (letter === b[at] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

/** The known name that somebody has most likely meant by one that is almost it, but for case. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((candidate) => distance(name.toLowerCase(), candidate.toLowerCase()));
  const least = Math.min(...distances);
  return least < 3 ? known[distances.indexOf(least)] : undefined;
}

/** A value in an error: never what is in a list or an object. */
export const show = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value)
    : Array.isArray(value) ? 'a list'
      : typeof value === 'object' && value ? 'an object' : String(value);

/** Throws for a name that there is not, and says which one may be meant: one that is almost it, or that starts with it. */
export function unknownName(what: string, name: string, known: readonly string[]): never {
  const startsSo = (candidate: string) => name.length > 2 && candidate.toLowerCase().startsWith(name.toLowerCase());
  const meant = nearest(name, known) ?? known.find(startsSo);
  throw new TypeError(`${what} has no "${name}"${meant ? `; did you mean "${meant}"?` : ''}`);
}

/** Throws for options that are no object, and for a name that no option has. */
export function requireKnown(what: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${what} must be given an object of options, got ${show(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      unknownName(what, name, known);
    }
  }
}
