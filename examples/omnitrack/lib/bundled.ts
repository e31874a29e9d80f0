import { join } from 'path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const EXAMPLE = join(__dirname, '..');

/** A handler of this example with everything that it imports, but for the AWS SDK, which the runtime brings. */
export function bundled(name: string): lambda.Code {
  const directory = join(EXAMPLE, 'dist', name);
  buildSync({
    entryPoints: [join(EXAMPLE, 'handlers', `${name}.ts`)],
    outfile: join(directory, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    external: ['@aws-sdk/*'],
    tsconfig: join(EXAMPLE, '..', '..', 'tsconfig.dev.json'),
    logLevel: 'warning',
  });
  return lambda.Code.fromAsset(directory);
}
