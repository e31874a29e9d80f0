import { execFileSync } from 'child_process';
import { join } from 'path';
import answers from './vectors/answers.json';
import requests from './vectors/requests.json';
import values from './vectors/values.json';
import { findPython } from '../../scripts/python-environment';

/** The Python middleware, as the layer has it, answers the vectors of vectors.test.ts. */
const output = JSON.parse(execFileSync(findPython(), [join(__dirname, 'fixtures', 'vectors.py'), join(__dirname, 'vectors')], {
  encoding: 'utf8',
  env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: join(__dirname, '..', '..', 'assets', 'middleware', 'python', 'python') },
}));
const named = (vectors: readonly { name: string }[], outcomes: any[]) =>
  vectors.map((vector, index) => [vector.name, vector, outcomes[index]] as [string, any, any]);

test.each(named(requests, output.requests))('request: %s', (_, { violations }, outcome) => {
  expect(outcome).toEqual(violations);
});

test.each(named(values, output.values))('value: %s', (_, { expected }, outcome) => {
  expect(outcome).toEqual(expected);
});

test.each(named(answers, output.answers))('answer: %s', (_, { result, unchanged, expected }, { answer, same, untouched }) => {
  expect(untouched).toBe(true);
  if (unchanged) {
    expect([answer, same]).toEqual([result, true]);
    return;
  }
  const { count, absent = [], ...parts } = expected;
  expect(answer).toMatchObject(parts);
  expect(Object.keys(answer.headers ?? {}).filter((name) => absent.includes(name))).toEqual([]);
  if (count !== undefined) {
    expect(Object.keys(answer.headers ?? {})).toHaveLength(count);
  }
});
