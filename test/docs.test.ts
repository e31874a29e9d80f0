import { spawnSync } from 'child_process';
import { existsSync, readFileSync, readdirSync } from 'fs';
import { dirname, join } from 'path';
import { findingsPage } from '../scripts/findings-page';
import { guardRules } from '../scripts/guard/rules-file';
import { middlewareReadme } from '../scripts/headers-table';

const ROOT = join(__dirname, '..');
const page = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');

const PAGES = ['README.md', 'CONTRIBUTING.md', ...['docs', 'src', 'examples'].flatMap((directory) =>
  readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md')).map((name) => join(directory, name)))];

test('docs/accepted-findings.md is what the example accepts (if not: npm run docs)', () => {
  expect(page('accepted-findings.md')).toBe(findingsPage());
});

test('the headers in src/middleware/README.md are those of headers/security-headers.ts (if not: npm run docs)', () => {
  expect(readFileSync(join(ROOT, 'src', 'middleware', 'README.md'), 'utf8')).toBe(middlewareReadme());
});

test('guard/cdk-hardened.guard is what the catalogue says (if not: npm run docs)', () => {
  expect(readFileSync(join(ROOT, 'guard', 'cdk-hardened.guard'), 'utf8')).toBe(guardRules());
});

test('links between pages lead to files that exist', () => {
  const links = PAGES.flatMap((name) => [...readFileSync(join(ROOT, name), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
    .map(([, target]) => ({ name, target })));
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter(({ name, target }) => !existsSync(join(ROOT, dirname(name), target)))).toEqual([]);
});

test('lines of pages fit side by side, tables apart', () => {
  const long = PAGES.flatMap((name) => readFileSync(join(ROOT, name), 'utf8').split('\n')
    .filter((line) => line.length > 140 && !line.startsWith('|')).map((line) => `${name}: ${line.slice(0, 60)}`));
  expect(long).toEqual([]);
});

test('lines of Python fit side by side, too', () => {
  const { stdout } = spawnSync('git', ['ls-files', '*.py'], { cwd: ROOT, encoding: 'utf8' });
  const files = stdout.trim().split('\n').filter(Boolean);
  const long = files.flatMap((name) => readFileSync(join(ROOT, name), 'utf8').split('\n').filter((line) => line.length > 140)
    .map((line) => `${name}: ${line.slice(0, 60)}`));
  expect(long).toEqual([]);
});
