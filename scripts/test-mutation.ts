import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join, relative } from 'path';
import { parseArgs } from 'util';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { runSuite } from './claims';

/**
 * Changes the files that write policies, rules and conditions, one place at a time, and fails when no test notices.
 *
 * `--mutate src/waf/rules.ts,src/data/*.ts` looks at these only.
 */
const ROOT = join(__dirname, '..');
const MUTATION = join(ROOT, 'test', 'mutation');
const DOMAINS = ['private', 'data', 'secrets', 'waf', 'network', 'compute', 'api'];
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

/** Values that are made once, when a file is loaded, have to be tried with every test, and so by themselves. */
async function mutants(files: string[]): Promise<MutantResult[]> {
  const results = await run({ mutate: files, ignoreStatic: true });
  const places = results.filter(({ status }) => status === 'Ignored').map(({ fileName, location: { start, end } }) =>
    `${relative(ROOT, fileName)}:${start.line}:${start.column}-${end.line}:${end.column}`);
  const dynamic = results.filter(({ status }) => status !== 'Ignored');
  if (places.length === 0) {
    return dynamic;
  }
  const again = await run({ mutate: [...new Set(places)], ignoreStatic: false });
  const place = ({ fileName, location, replacement }: MutantResult) => JSON.stringify([fileName, location, replacement]);
  const known = new Set(dynamic.map(place));
  return [...dynamic, ...again.filter((mutant) => !known.has(place(mutant)))];
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

async function main(): Promise<number> {
  const accepted = new Map((JSON.parse(readFileSync(join(MUTATION, 'accepted.json'), 'utf8')) as Accepted[]).map((entry) => [key(entry), entry]));
  const counts = { noticed: 0, unnoticed: 0, accepted: 0 };
  const tried = new Set<string>();
  const report: object[] = [];
  for (const files of parts()) {
    process.env.MUTATED_DOMAIN = files[0].split('/')[1];
    const results = await mutants(files);
    results.forEach(({ fileName }) => tried.add(relative(ROOT, fileName)));
    const survivors = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').map(survivor);
    counts.noticed += results.length - survivors.length;
    for (const one of survivors) {
      const known = accepted.get(key(one));
      counts[known ? 'accepted' : 'unnoticed']++;
      accepted.delete(key(one));
      if (!known) {
        say(`not noticed ${one.at}: ${one.mutation}`);
        report.push(one);
      }
    }
    say(`${files.length} files: ${results.length} changes, ${survivors.length} of them not noticed`);
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    writeFileSync(join(ROOT, '.cache', 'survivors.json'), JSON.stringify(report, undefined, 2));
  }
  const outdated = [...accepted.values()].filter(({ file }) => tried.has(file));
  outdated.forEach((entry) => say(`accepted, but noticed or gone: ${entry.file}: ${entry.mutation}`));
  say(`${counts.accepted} accepted for a reason`);
  say(`${counts.noticed} passed, ${counts.unnoticed + outdated.length} failed`);
  return counts.unnoticed + outdated.length === 0 ? 0 : 1;
}

runSuite(main);
