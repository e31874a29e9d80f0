import { join } from 'path';
import requests from './vectors/requests.json';
import responses from './vectors/responses.json';
import values from './vectors/values.json';
import { fixture, fromPython } from '../support/python-middleware';
import { expectResponse } from '../support/responses';

/** The Python middleware, as the layer has it, given the vectors of vectors.test.ts. */
const output = fromPython([fixture('vectors.py'), join(__dirname, 'vectors')]);
const named = (vectors: readonly { name: string }[], outcomes: any[]) =>
  vectors.map((vector, index) => [vector.name, vector, outcomes[index]] as [string, any, any]);

test('wraps, rejects, fails and checks its options as the JavaScript one does', () => {
  const deny = { headers: expect.objectContaining({ 'X-Frame-Options': 'DENY' }) };
  expect(output.behaviours).toMatchObject({
    failed: { ...deny, statusCode: 500, body: '{"message":"Internal Server Error","requestId":"request-1"}' },
    rethrown: 'ValueError: hunter2',
    queueFailed: 'ValueError: hunter2',
    rejected: { ...deny, statusCode: 400, body: '{"message":"Bad Request","requestId":"request-1"}' },
    ignored: { ...deny, statusCode: 200 },
    sanitized: { ...deny, body: '{"password": "[REDACTED]"}' },
    computed: { headers: { 'X-Path': '/a' } },
    computedWrong: deny,
    unreadable: Array(6).fill(true),
    decimals: { ...deny, statusCode: 200, body: '{"price":1.5,"count":2}' },
    decimalStatus: 'DENY',
    strangeNames: { headers: expect.objectContaining({ '1': 'a', 'null': 'b', 'X-Frame-Options': 'DENY' }) },
    twice: true,
    decorated: deny,
    decoratedWithOptions: { headers: { 'X-Frame-Options': 'SAMEORIGIN' } },
    unknownOption: 'TypeError: with_security_headers has no "validat"; did you mean "validate"?',
    unknownHeader: 'TypeError: headers has no "X-Frame-Option"; did you mean "X-Frame-Options"?',
    wrongValue: expect.stringMatching(/^TypeError: headers\.X-Mine must be text without control characters/),
    wrongOnError: "TypeError: onError must be 'answer' or 'rethrow', got \"ignore\"",
    wrongMode: "TypeError: mode must be 'redact', 'mask' or 'remove', got \"hide\"",
    unknownLimit: 'TypeError: validate has no "maxHeader"; did you mean "maxHeaders"?',
    cyclic: '[REDACTED]',
    deep: true,
    types: true,
  });
  expect(output.behaviours.computed.headers).not.toHaveProperty('X-Frame-Options');
  expect(output.behaviours.computedWrong.headers).not.toHaveProperty('X-Mine');
});

test.each(named(requests, output.requests))('request: %s', (_, { violations }, outcome) => {
  expect(outcome).toEqual(violations);
});

test.each(named(values, output.values))('value: %s', (_, { expected }, outcome) => {
  expect(outcome).toEqual(expected);
});

test.each(named(responses, output.responses))('response: %s', (_, { result, unchanged, expected }, { response, same, untouched }) => {
  expect(untouched).toBe(true);
  if (unchanged) {
    expect([response, same]).toEqual([result, true]);
    return;
  }
  expectResponse(response, expected);
});
