import { SECURITY_HEADERS } from '../../src/middleware';

/** What vectors/responses.json expects of a response: parts of it, headers that are not there, and how many more it has than our own. */
export interface ExpectedResponse {
  readonly absent?: string[];
  readonly more?: number;
  readonly [part: string]: unknown;
}

export function expectResponse(response: any, { more, absent = [], ...parts }: ExpectedResponse): void {
  const names = Object.keys(response.headers ?? {});
  expect(response).toMatchObject(parts);
  expect(names.filter((name) => absent.includes(name))).toEqual([]);
  if (more !== undefined) {
    expect(names).toHaveLength(Object.keys(SECURITY_HEADERS).length + more);
  }
}
