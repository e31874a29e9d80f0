/** What the demo claims, and whether it holds. */
export class Proofs {
  private readonly rows: { readonly area: string; readonly claim: string; readonly failure?: string }[] = [];

  /** Runs the check; what it throws is why the claim does not hold. */
  public async prove(area: string, claim: string, check: () => Promise<void> | void): Promise<void> {
    let failure: string | undefined;
    try {
      await check();
    } catch (error) {
      failure = (error as Error).message.split('\n')[0];
    }
    this.rows.push({ area, claim, failure });
  }

  public get failed(): number {
    return this.rows.filter((row) => row.failure !== undefined).length;
  }

  public get passed(): number {
    return this.rows.length - this.failed;
  }

  /** One line a claim, and one more for why it does not hold. */
  public table(): string {
    const width = Math.max(...this.rows.map((row) => row.area.length));
    return this.rows.flatMap(({ area, claim, failure }) => [
      `  ${failure === undefined ? 'holds ' : 'FAILS '} ${area.padEnd(width)}  ${claim}`,
      ...failure === undefined ? [] : [`          ${' '.repeat(width)}${failure}`],
    ]).join('\n');
  }
}

/** Throws what was expected and what was found. */
export function expectEqual(found: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  }
}

/** Throws when the condition does not hold. */
export function expectTrue(condition: boolean, what: string): void {
  if (!condition) {
    throw new Error(what);
  }
}
