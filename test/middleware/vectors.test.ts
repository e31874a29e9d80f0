import requests from './vectors/requests.json';
import responses from './vectors/responses.json';
import values from './vectors/values.json';
import { HttpResponse, sanitizeResponse, validateRequestHeaders, withSecurityHeaders } from '../../src/middleware';
import { expectResponse } from '../support/responses';

/** The same files as python.test.ts gives to the Python twin. */
const named = <T extends { name: string }>(vectors: readonly T[]) => vectors.map((vector) => [vector.name, vector] as [string, any]);

test('there are 150 requests and more, a third of them legitimate', () => {
  expect(requests.length).toBeGreaterThanOrEqual(150);
  expect(requests.filter(({ violations }) => violations.length === 0).length).toBeGreaterThanOrEqual(50);
});

test.each(named(requests))('request: %s', (_, { name, violations, ...request }) => {
  expect(validateRequestHeaders(request)).toEqual(violations);
});

test.each(named(values))('value: %s', (_, { value, options, expected }) => {
  expect(sanitizeResponse(value, options)).toEqual(expected);
});

test.each(named(responses))('response: %s', async (_, { event, result, options, unchanged, expected }) => {
  const given = JSON.stringify(result);
  const response = await withSecurityHeaders(async () => result, options)(event, {}) as HttpResponse;
  expect(JSON.stringify(result)).toBe(given);
  if (unchanged) {
    expect(response).toBe(result);
    return;
  }
  expectResponse(response, expected);
});
