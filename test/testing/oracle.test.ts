import { compare } from './oracle/compare';

/** `npm run test:policies` compares ten times as many. */
test('another evaluator of policies decides the same on a thousand generated requests', async () => {
  const { same, different } = await compare(1000);
  expect(different).toEqual([]);
  expect(Object.keys(same).sort()).toEqual(['ALLOW', 'EXPLICIT_DENY', 'IMPLICIT_DENY']);
  expect(Math.min(...Object.values(same))).toBeGreaterThan(100);
});
