import { join } from 'path';
import { runInNewContext } from 'vm';
import { buildSync } from 'esbuild';
import { allow, role } from './templates';

const bundle = (format: 'esm' | 'cjs') => buildSync({
  entryPoints: [join(__dirname, '..', '..', 'src', 'testing', 'index.ts')],
  bundle: true,
  minify: true,
  format,
  platform: 'neutral',
  target: 'es2022',
  write: false,
  metafile: true,
  logLevel: 'silent',
});

test('what users test with imports nothing: neither the CDK nor a module of Node.js', () => {
  const inputs = Object.keys(bundle('esm').metafile.inputs);
  expect(inputs.length).toBeGreaterThan(10);
  expect(inputs.filter((file) => !file.startsWith('src/testing/'))).toEqual([]);
});

test('it needs nothing of its surroundings', () => {
  const module = { exports: {} as Record<string, any> };
  runInNewContext(bundle('cjs').outputFiles[0].text, { module });
  const policies = module.exports.policiesOf({ Resources: { Role: role([allow('a:B')]) } });
  expect(policies.can('Role', 'a:B', '*').decision).toBe('ALLOW');
});

test('it is under 40 KB, minified', () => {
  expect(bundle('esm').outputFiles[0].contents.length).toBeLessThan(40 * 1024);
});
