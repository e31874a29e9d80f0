/** What vectors/responses.json expects of a response: parts of it, headers that are not there, and how many are. */
export interface ExpectedResponse {
  readonly absent?: string[];
  readonly count?: number;
  readonly [part: string]: unknown;
}

export function expectResponse(response: any, { count, absent = [], ...parts }: ExpectedResponse): void {
  const names = Object.keys(response.headers ?? {});
  expect(response).toMatchObject(parts);
  expect(names.filter((name) => absent.includes(name))).toEqual([]);
  if (count !== undefined) {
    expect(names).toHaveLength(count);
  }
}
