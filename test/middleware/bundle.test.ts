import { join } from 'path';
import { runInNewContext } from 'vm';
import { buildSync } from 'esbuild';

const bundle = (format: 'esm' | 'cjs') => buildSync({
  entryPoints: [join(__dirname, '..', '..', 'src', 'middleware', 'index.ts')],
  bundle: true,
  minify: true,
  format,
  platform: 'neutral',
  target: 'es2022',
  write: false,
  metafile: true,
  logLevel: 'silent',
});

test('the middleware imports nothing: neither a package nor a module of Node.js', () => {
  // a platform that has no modules of its own: an import of one would not resolve
  const inputs = Object.keys(bundle('esm').metafile.inputs);
  expect(inputs.length).toBeGreaterThan(10);
  expect(inputs.filter((file) => !file.startsWith('src/middleware/'))).toEqual([]);
});

test('it needs no more of its surroundings than Buffer, a console and fetch’s Response', () => {
  const module = { exports: {} as Record<string, any> };
  runInNewContext(bundle('cjs').outputFiles[0].text, { module, Buffer, console });
  expect(module.exports.validateRequestHeaders({ headers: { 'X-A': 'b\0' } })).toHaveLength(1);
  expect(module.exports.applySecurityHeaders({ statusCode: 200 }).headers['X-Frame-Options']).toBe('DENY');
});

test('all of it is under 21 KB, minified', () => {
  expect(bundle('esm').outputFiles[0].contents.length).toBeLessThan(21 * 1024);
});
