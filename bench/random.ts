/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to one below the limit. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

const MODULUS = 2 ** 31 - 1;

/** Lehmer's generator: small, and good enough to choose test cases. */
export function numbersFrom(seed: number): Random {
  let state = seed * 7919 % (MODULUS - 1) + 1;
  const next = () => (state = state * 48_271 % MODULUS) / MODULUS;
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, chance: (probability) => next() < probability, pick: (choices) => choices[below(choices.length)] };
}
