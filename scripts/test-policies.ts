import { runSuite } from './claims';
import { compare } from '../test/testing/oracle/compare';

const REQUESTS = 10_000;

/** Compares the decisions of `cdk-hardened/testing` with those of an independent evaluator. */
async function main(): Promise<number> {
  const { same, leftOut, different } = await compare(REQUESTS);
  process.stdout.write(`${JSON.stringify({ same, leftOut, different }, undefined, 2)}\n`);
  return different.length === 0 ? 0 : 1;
}

runSuite(main);
