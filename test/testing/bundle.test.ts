import { runInNewContext } from 'vm';
import { allow, role } from './templates';
import { bundle, filesOutside } from '../support/bundle';

const testing = (format: 'esm' | 'cjs') => bundle(format, 'testing', 'index.ts');

test('what users test with imports nothing: neither the CDK nor a module of Node.js', () => {
  expect(filesOutside('src/testing/', testing('esm'))).toEqual([]);
});

test('it needs nothing of its surroundings', () => {
  const module = { exports: {} as Record<string, any> };
  runInNewContext(testing('cjs').outputFiles[0].text, { module });
  const policies = module.exports.policiesOf({ Resources: { Role: role([allow('a:B')]) } });
  expect(policies.can('Role', 'a:B', '*').decision).toBe('ALLOW');
  const reach = module.exports.reachOf({ Resources: { Group: { Type: 'AWS::EC2::SecurityGroup' } } });
  expect(reach.canConnect({ from: 'Group', to: 'internet', port: 443 }).decision).toBe('ALLOW');
});

test('it is under 64 KB, minified', () => {
  expect(testing('esm').outputFiles[0].contents.length).toBeLessThan(64 * 1024);
});
