import { join } from 'path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { lambda, policy, role } from './resources';
import { Resources } from './stacks';
import type { Attempt, Outcome } from '../../examples/omnitrack/handlers/taken-over';

const CODE = buildSync({
  entryPoints: [join(__dirname, '..', '..', 'examples', 'omnitrack', 'handlers', 'taken-over.ts')],
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node22',
  external: ['@aws-sdk/*'],
}).outputFiles[0].text;

/** A function that makes the requests that it is told, with a role of these statements. */
export const probe = (...statements: object[]): Resources => ({
  Role: role(statements.length === 0 ? {} : { Policies: [{ PolicyName: 'Grants', PolicyDocument: policy(...statements) }] }),
  Function: lambda(CODE),
});

/** What AWS says to a request of the function. */
export async function attempt(client: LambdaClient, functionName: string, request: Attempt): Promise<Outcome> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) {
    throw new Error(text);
  }
  return JSON.parse(text);
}

/** The request must be allowed. */
export function allowed(outcome: Outcome): void {
  if (outcome.error !== undefined) {
    throw new Error(`it is rejected: ${outcome.error}: ${outcome.message}`);
  }
}

/** The request must be denied, because of this action if one is given. */
export function denied(outcome: Outcome, because = ''): void {
  if (outcome.error === undefined) {
    throw new Error('it is allowed');
  }
  if (
    !/AccessDenied|Forbidden|Unauthorized|DisabledException|DecryptionFailure/.test(outcome.error) ||
    !`${outcome.error} ${outcome.message}`.includes(because)
  ) {
    throw new Error(`it says ${outcome.error}: ${outcome.message}`);
  }
}
