import { readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { parseArgs } from 'util';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core' with { 'resolution-mode': 'import' };
import { runSuite } from './claims';

/**
 * Changes the files that write policies, rules and conditions, one place at a time, and fails when no test notices.
 *
 * Texts that only explain are left as they are (`test/mutation/texts.js`). Any other change that no test notices needs a reason in
 * `test/mutation/accepted.json`, by which a reader sees that it changes nothing.
 *
 * `--mutate src/waf/rules.ts,src/data/*.ts` looks at these only.
 */
const ROOT = join(__dirname, '..');
const ACCEPTED = join(ROOT, 'test', 'mutation', 'accepted.json');
const DOMAINS = ['private', 'evidence', 'checks', 'data', 'secrets', 'waf', 'network', 'compute', 'api'];
/** Texts for people, tables that say nothing about a policy, and what runs in Lambda, which has tests of another kind. */
const LEFT_OUT = /(^|\/)(controls|index|country-codes|feature-flags)\.ts$|\/handlers\//;

interface Survivor { readonly file: string; readonly line: string; readonly mutation: string }
interface Accepted extends Survivor { readonly reason: string }

const say = (text: string) => process.stdout.write(`${text}\n`);
const source = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n');

/** What is to be changed, a domain at a time: a long run shows what it has found so far. */
function parts(): string[][] {
  const { values } = parseArgs({ options: { mutate: { type: 'string' } } });
  if (values.mutate) {
    return [values.mutate.split(',')];
  }
  return DOMAINS.map((domain) => readdirSync(join(ROOT, 'src', domain), { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', domain, name)).filter((file) => file.endsWith('.ts') && !LEFT_OUT.test(file)));
}

async function run(options: PartialStrykerOptions): Promise<MutantResult[]> {
  const { Stryker } = await import('@stryker-mutator/core');
  return new Stryker({ configFile: join('test', 'mutation', 'stryker.config.json'), ...options }).runMutationTest();
}

/**
 * First each with the tests of its own domain: they are loaded in a second, all tests in several. What is left over is tried again with
 * every test. Texts that are left out are ignored. Stryker takes lines from 1, columns from 0.
 */
async function* mutants(files: string[]): AsyncGenerator<MutantResult[]> {
  const tried = async (tests: 'own' | 'all', mutate: string[]) => {
    process.env.MUTATED_TESTS = tests;
    return (await run({ mutate })).filter(({ status }) => status !== 'Ignored');
  };
  const results = await tried('own', files);
  const noticed = results.filter(({ status }) => status !== 'Survived' && status !== 'NoCoverage');
  yield noticed;
  const places = results.filter((mutant) => !noticed.includes(mutant)).map(({ fileName, location: { start, end } }) =>
    `${relative(ROOT, fileName)}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`);
  if (places.length > 0) {
    const place = ({ fileName, location, replacement }: MutantResult) => JSON.stringify([fileName, location, replacement]);
    const known = new Set(noticed.map(place));
    yield (await tried('all', [...new Set(places)])).filter((mutant) => !known.has(place(mutant)));
  }
}

/** Where it stands by its text and not by its number, which every edit above it changes. */
function survivor({ fileName, location, replacement }: MutantResult): Survivor & { readonly at: string } {
  const file = relative(ROOT, fileName);
  const lines = source(file);
  const { start, end } = location;
  const changed = start.line === end.line
    ? lines[start.line - 1].slice(start.column - 1, end.column - 1)
    : `${lines[start.line - 1].slice(start.column - 1)} …`;
  return { at: `${file}:${start.line}`, file, line: lines[start.line - 1].trim(), mutation: `${changed} → ${replacement}` };
}

const key = ({ file, line, mutation }: Survivor) => JSON.stringify([file, line, mutation]);

class Tally {
  public noticed = 0;
  public unnoticed = 0;
  private readonly tried = new Set<string>();
  private readonly found = new Set<string>();
  private readonly accepted = JSON.parse(readFileSync(ACCEPTED, 'utf8')) as Accepted[];
  private readonly reasons = new Set(this.accepted.map(key));

  /** Says which changes no test notices, but for those that are accepted. */
  public add(results: MutantResult[]): void {
    const survivors = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').map(survivor);
    results.forEach(({ fileName }) => this.tried.add(relative(ROOT, fileName)));
    survivors.forEach((one) => this.found.add(key(one)));
    const unexpected = survivors.filter((one) => !this.reasons.has(key(one)));
    unexpected.forEach(({ at, mutation }) => say(`not noticed ${at}: ${mutation}`));
    this.noticed += results.length - unexpected.length;
    this.unnoticed += unexpected.length;
  }

  /** An accepted change that a test notices, or that is gone from a file that was looked at, is a reason for nothing. */
  public outdated(): Accepted[] {
    return this.accepted.filter((entry) => this.tried.has(entry.file) && !this.found.has(key(entry)));
  }
}

async function main(): Promise<number> {
  const tally = new Tally();
  for (const files of parts()) {
    process.env.MUTATED_DOMAIN = files[0].split('/')[1];
    for await (const results of mutants(files)) {
      tally.add(results);
    }
  }
  const outdated = tally.outdated();
  outdated.forEach(({ file, mutation }) => say(`accepted, but noticed or gone: ${file}: ${mutation}`));
  const failed = tally.unnoticed + outdated.length;
  say(`${tally.noticed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

runSuite(main);
