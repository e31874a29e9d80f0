import { readFileSync } from 'fs';
import { join } from 'path';
import { controlsPage } from '../scripts/controls-page';

test('docs/controls.md is what the catalogue says (if not: npm run docs)', () => {
  expect(readFileSync(join(__dirname, '..', 'docs', 'controls.md'), 'utf8')).toBe(controlsPage());
});
