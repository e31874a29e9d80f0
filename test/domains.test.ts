import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as library from '../src';
import { BUILDERS } from './support/evidence';
import { Domain, DOMAINS } from '../src/catalogue';

const ROOT = join(__dirname, '..');
const read = (...names: string[]) => readFileSync(join(ROOT, ...names), 'utf8');
const domains = Object.entries<Domain>(DOMAINS);

/** What is missing, as a sentence that says what to add. */
const missing = (claims: [boolean, string][]): string[] => claims.filter(([holds]) => !holds).map(([, sentence]) => sentence);

test('a directory with controls is in the list of domains', () => {
  const directories = readdirSync(join(ROOT, 'src')).filter((name) => existsSync(join(ROOT, 'src', name, 'controls.ts')));
  expect(missing(directories.map((name) => [name in DOMAINS, `src/${name}/controls.ts: add the domain to DOMAINS in src/catalogue.ts`])))
    .toEqual([]);
});

test.each(domains)('%s: what it has is exported, documented, tested and priced', (directory, domain) => {
  const [first] = domain.constructs;
  const row = `| [\`${first}\`](src/${directory}/README.md) | ${domain.protectsAgainst} | ${domain.monthly} |`;
  const page = existsSync(join(ROOT, 'src', directory, 'README.md')) ? read('src', directory, 'README.md') : '';
  expect(missing([
    [read('src', 'index.ts').includes(`export * from './${directory}';`), `add export * from './${directory}' to src/index.ts`],
    [page.startsWith('# '), `add src/${directory}/README.md with a title`],
    [existsSync(join(ROOT, 'test', directory)), `add test/${directory} with the tests of the domain`],
    [read('README.md').includes(row), `add to the table of constructs in README.md: ${row}`],
    [Object.keys(domain.controls).length > 0, `add controls to src/${directory}/controls.ts`],
    ...domain.constructs.flatMap((name): [boolean, string][] => [
      [name in library, `export ${name} from src/${directory}/index.ts`],
      [page.includes(`\`${name}\``), `say in src/${directory}/README.md what ${name} is`],
    ]),
    ...Object.entries(domain.controls).map(([id, { construct }]): [boolean, string] =>
      [construct in BUILDERS, `${id}: add how a ${construct} is built to BUILDERS in test/support/evidence.ts`]),
  ])).toEqual([]);
});

test('the ids of controls of a domain begin alike, and no domain has those of another', () => {
  const prefixes = domains.map(([, { controls }]) => new Set(Object.keys(controls).map((id) => id.split('-')[0])));
  expect(prefixes.map(({ size }) => size)).toEqual(prefixes.map(() => 1));
  expect(new Set(prefixes.flatMap((one) => [...one])).size).toBe(domains.length);
});
