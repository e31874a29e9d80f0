/** What vectors/answers.json expects of an answer: parts of it, headers that are not there, and how many are. */
export interface ExpectedAnswer {
  readonly absent?: string[];
  readonly count?: number;
  readonly [part: string]: unknown;
}

export function expectAnswer(answer: any, { count, absent = [], ...parts }: ExpectedAnswer): void {
  const names = Object.keys(answer.headers ?? {});
  expect(answer).toMatchObject(parts);
  expect(names.filter((name) => absent.includes(name))).toEqual([]);
  if (count !== undefined) {
    expect(names).toHaveLength(count);
  }
}
