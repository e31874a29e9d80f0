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
export const nearest = (name: string, known: readonly string[]): string | undefined =>
  known.find((candidate) => distance(name.toLowerCase(), candidate.toLowerCase()) < 3);

/** Throws for a name that there is not, and says which one may be meant. */
export function unknownName(what: string, name: string, known: readonly string[]): never {
  const meant = nearest(name, known);
  throw new TypeError(`${what} has no "${name}"${meant ? `; did you mean "${meant}"?` : ''}`);
}

/** Throws for a name that no option has. */
export function requireKnown(what: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      unknownName(what, name, known);
    }
  }
}
