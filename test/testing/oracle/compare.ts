import { differenceIn } from './differences';
import { oracle } from './oracle';
import { ours } from './ours';
import { caseOf } from './requests';

export interface Comparison {
  /** How often which decision was made by both. */
  readonly same: Record<string, number>;
  /** How many requests were left out, by the reason. */
  readonly leftOut: Record<string, number>;
  /** Seeds of requests on which they differ, and how. */
  readonly different: string[];
}

const count = (counts: Record<string, number>, key: string) => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/** Compares the decisions on generated requests, until that many have been compared. */
export async function compare(requests: number): Promise<Comparison> {
  const result: Comparison = { same: {}, leftOut: {}, different: [] };
  for (let seed = 1, compared = 0; compared < requests; seed++) {
    const one = caseOf(seed);
    const difference = differenceIn(one);
    if (difference) {
      count(result.leftOut, difference.what);
      continue;
    }
    compared++;
    const [own, others] = [ours(one), await oracle(one)];
    if (own === others) {
      count(result.same, own);
    } else {
      result.different.push(`seed ${seed}: ${own}, oracle ${others}`);
    }
  }
  return result;
}
