import { readFileSync } from 'fs';
import { join } from 'path';
import { permissionsPage } from '../scripts/permissions-page';

test('docs/permissions.md is what the constructs let anyone do (if not: npm run docs, and read the difference)', () => {
  expect(permissionsPage()).toBe(readFileSync(join(__dirname, '..', 'docs', 'permissions.md'), 'utf8'));
});
