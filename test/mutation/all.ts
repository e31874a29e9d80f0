import { readdirSync } from 'fs';
import { join } from 'path';

/** The tests of the constructs in one file: a mutant then needs one start, and not one for each. */
const TEST = join(__dirname, '..');
const DOMAINS = ['api', 'checks', 'compute', 'data', 'evidence', 'network', 'secrets', 'waf'];
const WHOLE = [
  'keys-and-kinds.test.ts', 'grants.test.ts', 'props.test.ts', 'bounds.test.ts', 'controls.test.ts', 'controls-page.test.ts',
  'marks.test.ts', 'permissions.test.ts', 'composition.test.ts',
];
/** It looks at the console and the exit code of the CDK, which here is not loaded by jest. */
const LEFT_OUT = join('checks', 'synthesis.test.ts');
/** Where what a domain does is tested beside its own directory. */
const BESIDE: Record<string, string[]> = {
  private: [
    'keys-and-kinds.test.ts', 'grants.test.ts', 'props.test.ts', 'bounds.test.ts', 'marks.test.ts', join('api', 'deployments.test.ts'),
  ],
  evidence: [join('checks', 'hardened-checks.test.ts'), 'controls.test.ts', 'controls-page.test.ts'],
};
const RELATIONS = /relations[\w-]*\.test\.ts$/;

const all = [...DOMAINS.flatMap((domain) => readdirSync(join(TEST, domain)).map((name) => join(domain, name))), ...WHOLE]
  .filter((file) => file.endsWith('.test.ts') && file !== LEFT_OUT);
const mutated = process.env.MUTATED_DOMAIN ?? '';
/** Those of its directory come first, as a run ends with the first test that fails. */
const own = [
  ...all.filter((file) => file.startsWith(join(mutated, '/'))),
  ...all.filter((file) => RELATIONS.test(file) || BESIDE[mutated]?.includes(file)),
];

for (const file of process.env.MUTATED_TESTS === 'own' && own.length > 0 ? new Set(own) : new Set([...own, ...all])) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import cannot be computed
  describe(file, () => { require(join(TEST, file)); });
}
