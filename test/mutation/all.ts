import { readdirSync } from 'fs';
import { join } from 'path';

/** The tests of the constructs in one file: a mutant then needs one start, and not one for each. Those of its own domain come first. */
const TEST = join(__dirname, '..');
const domains = ['api', 'checks', 'compute', 'data', 'evidence', 'network', 'secrets', 'waf'].sort((one, other) =>
  Number(other === process.env.MUTATED_DOMAIN) - Number(one === process.env.MUTATED_DOMAIN));
const files = domains.flatMap((domain) =>
  readdirSync(join(TEST, domain)).filter((name) => name.endsWith('.test.ts')).map((name) => join(domain, name)));

for (const file of [...files, 'grants.test.ts', 'props.test.ts', 'bounds.test.ts', 'controls.test.ts', 'marks.test.ts',
  'permissions.test.ts', 'composition.test.ts']) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import cannot be computed
  describe(file, () => { require(join(TEST, file)); });
}
