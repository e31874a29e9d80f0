/* eslint-disable no-bitwise -- a generator is made of them */
/** Numbers that are the same in every run (mulberry32). */
export class Random {
  constructor(private state: number) {}

  public number(): number {
    this.state = (this.state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  public chance = (probability: number): boolean => this.number() < probability;
  public below = (limit: number): number => Math.floor(this.number() * limit);
  public of = <T>(values: readonly T[]): T => values[this.below(values.length)];
  public some = <T>(values: readonly T[], most: number): T[] => Array.from({ length: 1 + this.below(most) }, () => this.of(values));
  /** One value, or a list of several. */
  public oneOrMore = <T>(values: readonly T[]): T | T[] => this.chance(0.6) ? this.of(values) : this.some(values, 3);
}
