import { runInNewContext } from 'vm';
import { withSecurityHeaders } from '../../src/middleware';
import { withSecurityHeaders as withHeadersOnly } from '../../src/middleware/headers-only';
import { bundle, filesOutside } from '../support/bundle';

const middleware = (format: 'esm' | 'cjs', door = 'index') => bundle(format, 'middleware', `${door}.ts`);

test('the middleware imports nothing: neither a package nor a module of Node.js', () => {
  expect(filesOutside('src/middleware/', middleware('esm'))).toEqual([]);
});

test('it needs no more of its surroundings than Buffer, a console and fetch’s Response', () => {
  const module = { exports: {} as Record<string, any> };
  runInNewContext(middleware('cjs').outputFiles[0].text, { module, Buffer, console });
  expect(module.exports.validateRequestHeaders({ headers: { 'X-A': 'b\0' } })).toHaveLength(1);
  expect(module.exports.applySecurityHeaders({ statusCode: 200 }).headers['X-Frame-Options']).toBe('DENY');
});

test.each([['index', 40], ['headers-only', 13.5]])('%s is under %d KB, minified', (door, kilobytes) => {
  expect(middleware('esm', door).outputFiles[0].contents.length).toBeLessThan(kilobytes * 1024);
});

test('middleware/headers wraps as the whole does, and has no options that it cannot keep', async () => {
  const handler = async () => ({ statusCode: 200 });
  expect(await withHeadersOnly(handler, { headers: { 'X-XSS-Protection': '0' } })({},
    {})).toMatchObject({ headers: { 'X-Frame-Options': 'DENY', 'X-XSS-Protection': '0' } });
  expect(() => withHeadersOnly(handler, { validate: true } as never)).toThrow('withSecurityHeaders has no "validate"');
  const wrapped = withSecurityHeaders(handler);
  expect(withHeadersOnly(wrapped)).toBe(wrapped);
});
