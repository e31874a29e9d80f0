/** How many letters must change, go or come to make the one name of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** The known name that somebody has most likely meant by one that is almost it, but for case. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const lowerCase = name.toLowerCase();
  const far = (candidate: string) => distance(lowerCase, candidate.toLowerCase());
  return [...known].filter((candidate) => far(candidate) <= 2).sort((a, b) => far(a) - far(b))[0];
}

/** ` (did you mean "…"?)`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

/** Throws for a name that no option has. */
export function requireKnown(what: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`${what} has no "${name}"${didYouMean(name, known)}`);
    }
  }
}
