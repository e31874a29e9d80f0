import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { builtinModules } from 'module';
import { dirname, join, relative, resolve, sep } from 'path';
import * as ts from 'typescript';
import { Domain, DOMAINS } from '../src/catalogue';

const SRC = join(__dirname, '..', 'src');

/** What each part of `src` may import, beside itself. Domains say it in the list of domains. */
const GROUND = ['private', 'evidence', 'middleware'];
const MAY_IMPORT: Record<string, readonly string[]> = {
  'evidence': [],
  'middleware': [],
  'private': ['evidence', 'middleware'],
  ...Object.fromEntries(Object.entries<Domain>(DOMAINS).map(([domain, { standsOn }]) => [domain, [...GROUND, ...standsOn]])),
  'catalogue.ts': ['evidence', ...Object.keys(DOMAINS)],
  'checks': ['evidence', 'private', 'catalogue'],
  'testing': [],
  'index.ts': ['checks', ...Object.keys(DOMAINS)],
};

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

test('every part of src has its place', () => {
  const unknown = readdirSync(SRC).filter((name) => !(name in MAY_IMPORT))
    .map((name) => `src/${name}: add the domain to DOMAINS in src/catalogue.ts, or what is none to MAY_IMPORT here`);
  expect(unknown).toEqual([]);
});

test('imports run downward only', () => {
  expect(arrows.length).toBeGreaterThan(50);
  const wrong = arrows.filter(({ from, to }) => from !== to && !MAY_IMPORT[from].includes(to))
    .map(({ file, path, from, to }) => `src/${file} imports ${path}: ${from} may not know ${to} (standsOn in src/catalogue.ts)`);
  expect(wrong).toEqual([]);
});

/** What synthesis needs of the middleware: its index would load all of it with the library. */
const VALUES_OF_THE_MIDDLEWARE = '../middleware/headers/security-headers';

/** The subjects of the middleware, and which others each may know. What stands beside them serves all of them; doors are on top. */
const SUBJECTS: Record<string, readonly string[]> = {
  headers: [],
  requests: [],
  responses: [],
  wrapping: ['headers', 'requests', 'responses'],
  layer: ['headers', 'wrapping'],
};
const DOORS = { 'index.ts': ['headers', 'requests', 'responses', 'wrapping'], 'headers-only.ts': ['headers', 'wrapping'] };

test('within the middleware headers, requests and responses know nothing of one another or of what wraps, and the layer is on top', () => {
  const middleware = join(SRC, 'middleware');
  const subjectOf = (file: string) => relative(middleware, file).split(sep)[0];
  const may: Record<string, readonly string[]> = { ...SUBJECTS, ...DOORS };
  const inner = files(middleware).flatMap((file) => importsOf(file).filter((path) => path.startsWith('.'))
    .map((path) => ({ file, path, from: subjectOf(file), to: subjectOf(resolve(dirname(file), path)) })));
  const isWrong = ({ from, to }: { from: string; to: string }) => from !== to
    && (to in SUBJECTS ? !(may[from] ?? []).includes(to) : `${to}.ts` in DOORS);
  expect(inner.filter(isWrong).map(({ file, path, from, to }) =>
    `src/${relative(SRC, file)} imports ${path}: ${from} may not know ${to}`)).toEqual([]);
  expect(inner.filter(({ from, to }) => from !== to && to in SUBJECTS).length).toBeGreaterThan(20);
  const unknown = files(middleware).map(subjectOf).filter((name) => !name.endsWith('.ts') && !(name in SUBJECTS));
  expect([...new Set(unknown)].map((name) => `src/middleware/${name}: add the subject to SUBJECTS here`)).toEqual([]);
});

test('a domain reaches another through its index only, private through its files, and the catalogue the controls alone', () => {
  const wrong = arrows.filter(({ from, to, path }) => from !== to && !['index.ts', 'catalogue.ts'].includes(from) && to !== 'private'
    && !/^\.\.\/[a-z]+$/.test(path) && path !== VALUES_OF_THE_MIDDLEWARE);
  const beyond = arrows.filter(({ from, to, path }) => from === 'catalogue.ts' && to !== 'evidence' && !path.endsWith('/controls'));
  expect([...wrong, ...beyond]).toEqual([]);
});

test('the catalogue and its evidence need neither the CDK nor a construct', () => {
  const seen = new Set<string>();
  const visit = (file: string): string[] => {
    if (seen.has(file) || !existsSync(file)) {
      return [];
    }
    seen.add(file);
    return importsOf(file).flatMap((path) => path.startsWith('.')
      ? [`${resolve(dirname(file), path)}.ts`, join(dirname(file), path, 'index.ts')].flatMap(visit)
      : [`${file}: ${path}`]);
  };
  expect(visit(join(SRC, 'catalogue.ts'))).toEqual([]);
  expect(seen.size).toBeGreaterThan(15);
});

test('the middleware, the handlers and what users test with import no CDK', () => {
  const apart = ['middleware', 'testing', 'evidence'];
  const runtime = files(SRC).filter((file) => apart.includes(domainOf(file)) || file.includes(`${sep}handlers${sep}`));
  const imports = runtime.flatMap(importsOf).filter((path) => !path.startsWith('.') && !builtinModules.includes(path));
  expect([...new Set(imports)]).toEqual(['@aws-sdk/client-secrets-manager']);
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

test('users import what they test with from its own door, and other languages do not see it', () => {
  const exported = importsOf(join(SRC, 'index.ts')).map((path) => path.replace('./', ''));
  expect(exported.filter((name) => ['middleware', 'testing', 'evidence', 'catalogue'].includes(name))).toEqual([]);
});
