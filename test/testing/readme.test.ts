import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const README = readFileSync(join(__dirname, '..', '..', 'src', 'testing', 'README.md'), 'utf8');
const [, example] = /^```ts nofixture\n([^]*?)^```/m.exec(README)!;

// what it defines are tests of this file; `test/readmes.test.ts` checks its types
describe('the example of the README holds', () => {
  const code = ts.transpile(example, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is a page of ours
  new Function('require', 'exports', code)(require, {});
});
