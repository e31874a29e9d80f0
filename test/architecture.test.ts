import { readdirSync, readFileSync, statSync } from 'fs';
import { builtinModules } from 'module';
import { dirname, join, relative, resolve, sep } from 'path';
import * as ts from 'typescript';

const SRC = join(__dirname, '..', 'src');

/** From the bottom up: a floor may import what is below it. */
const FLOORS = [['middleware'], ['private'], ['network', 'data', 'secrets', 'waf'], ['compute', 'api'], ['index.ts']];
/** A door of its own for users' tests, beside the floors: it reads templates. */
const BESIDE = ['testing'];
const floorOf = (domain: string) => FLOORS.findIndex((floor) => floor.includes(domain));

const files = (directory: string): string[] => readdirSync(directory).flatMap((name) => {
  const path = join(directory, name);
  return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
});

/** What a file imports, with and without types, as the compiler sees it. */
const importsOf = (file: string): string[] => ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map(({ fileName }) => fileName);
const domainOf = (file: string): string => relative(SRC, file).split(sep)[0];

interface Arrow { readonly from: string; readonly to: string; readonly file: string; readonly path: string }

const arrows: Arrow[] = files(SRC).flatMap((file) => importsOf(file).filter((path) => path.startsWith('.')).map((path) => ({
  from: domainOf(file), to: domainOf(resolve(dirname(file), path)), file: relative(SRC, file), path,
})));

test('every domain stands on a floor', () => {
  expect(readdirSync(SRC).filter((name) => floorOf(name) === -1 && !BESIDE.includes(name))).toEqual([]);
});

test('imports run downward only', () => {
  expect(arrows.length).toBeGreaterThan(50);
  expect(arrows.filter(({ from, to }) => from !== to && floorOf(to) >= floorOf(from))).toEqual([]);
});

/** What synthesis needs of the middleware: its index would load all of it with the library. */
const VALUES_OF_THE_MIDDLEWARE = '../middleware/security-headers';

test('what stands beside the floors imports none of them, and no floor imports it', () => {
  expect(arrows.filter(({ from, to }) => from !== to && [from, to].some((domain) => BESIDE.includes(domain)))).toEqual([]);
});

test('a domain reaches another through its index only, and private through its files', () => {
  const wrong = arrows.filter(({ from, to, path }) => from !== to && from !== 'index.ts' && to !== 'private'
    && !/^\.\.\/[a-z]+$/.test(path) && path !== VALUES_OF_THE_MIDDLEWARE);
  expect(wrong).toEqual([]);
});

test('the middleware, the handlers and what users test with import no CDK', () => {
  const apart = ['middleware', ...BESIDE];
  const runtime = files(SRC).filter((file) => apart.includes(domainOf(file)) || file.includes(`${sep}handlers${sep}`));
  const imports = runtime.flatMap(importsOf).filter((path) => !path.startsWith('.') && !builtinModules.includes(path));
  expect([...new Set(imports)]).toEqual(['@aws-sdk/client-secrets-manager']);
});

test('every domain with controls has a README, and every README a title', () => {
  for (const domain of readdirSync(SRC).filter((name) => !['private', 'index.ts'].includes(name))) {
    expect(readFileSync(join(SRC, domain, 'README.md'), 'utf8')).toMatch(/^# /);
  }
});

test('users import what they test with from its own door, and other languages do not see it', () => {
  const domains = importsOf(join(SRC, 'index.ts')).map((path) => path.replace('./', ''));
  expect(domains.filter((domain) => ['middleware', ...BESIDE].includes(domain))).toEqual([]);
});

test('no two files import each other', () => {
  const loops = arrows.flatMap(({ file, path }) => {
    const other = relative(SRC, resolve(dirname(join(SRC, file)), path)) + '.ts';
    return arrows.some((back) => back.file === other && resolve(dirname(join(SRC, other)), back.path) + '.ts' === join(SRC, file))
      ? [`${file} and ${other}`] : [];
  });
  expect(loops).toEqual([]);
});

test('no source file is longer than 300 lines', () => {
  expect(files(SRC).filter((file) => readFileSync(file, 'utf8').split('\n').length > 300)).toEqual([]);
});
