import { readFileSync } from 'fs';
import { join } from 'path';
import { controlsPage } from '../scripts/controls-page';
import { findingsPage } from '../scripts/findings-page';

const page = (name: string) => readFileSync(join(__dirname, '..', 'docs', name), 'utf8');

test('docs/controls.md is what the catalogue says (if not: npm run docs)', () => {
  expect(page('controls.md')).toBe(controlsPage());
});

test('docs/accepted-findings.md is what the example accepts (if not: npm run docs)', () => {
  expect(page('accepted-findings.md')).toBe(findingsPage());
});
