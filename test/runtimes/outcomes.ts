import { Outcome } from './runtime-api';
import { SECURITY_HEADERS } from '../../src/middleware';

/** What an answer is without the headers that are added, and whether all of them were there. */
export function withoutHeaders(outcome: Outcome): { answer: unknown; secured: boolean } {
  const [prelude, body] = outcome.body.split('\0'.repeat(8));
  const { headers, ...answer } = JSON.parse(prelude);
  const names = Object.keys(headers ?? {}).map((name) => name.toLowerCase());
  const own = Object.entries(headers ?? {}).filter(([name, value]) => (SECURITY_HEADERS as Record<string, string>)[name] !== value);
  const secured = Object.keys(SECURITY_HEADERS).every((name) => names.includes(name.toLowerCase()));
  return { answer: { ...answer, headers: Object.fromEntries(own), streamed: body }, secured };
}

/** An error as its author sees it: without the lines of the runtime, and with none of ours. */
export function asItsAuthorSeesIt(outcome: Outcome, directory: string): unknown {
  if (outcome.kind === 'response') {
    return { ...outcome, body: outcome.body };
  }
  const { errorType, errorMessage, trace, stackTrace, ...rest } = JSON.parse(outcome.body);
  // where the runtime itself stands is not the same in its two ways of being started
  const message = String(errorMessage).replace(/\/\S+\/aws-lambda-ric\/(bin|dist)\/index\.mjs/g, '<runtime>');
  return { kind: outcome.kind, errorType, message, stackTrace, rest, frames: trace?.filter((line: string) => line.includes(directory)) };
}
