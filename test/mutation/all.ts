import { readdirSync } from 'fs';
import { join } from 'path';

/** The tests of the constructs in one file: each mutant then loads the CDK once, and not once a test file. */
const TEST = join(__dirname, '..');
const files = ['api', 'compute', 'data', 'network', 'secrets', 'waf']
  .flatMap((domain) => readdirSync(join(TEST, domain)).filter((name) => name.endsWith('.test.ts')).map((name) => join(domain, name)));

for (const file of [...files, 'controls.test.ts', 'composition.test.ts']) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import cannot be computed
  describe(file, () => { require(join(TEST, file)); });
}
