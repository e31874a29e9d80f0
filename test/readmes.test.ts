import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');

/** What stands in the fixture, such as a constructor, with declarations above its class, as jsii-rosetta does it. */
function inFixture(code: string, name: string): string {
  const fixture = readFileSync(join(ROOT, 'rosetta', `${name}.ts-fixture`), 'utf8');
  const declarations = code.match(/^declare .*$/gm) ?? [];
  return `${fixture.replace('/// here', code.replace(/^declare .*$/gm, ''))}\n${declarations.join('\n')}\n`;
}

/** The TypeScript of every domain's README. jsii-rosetta compiles that of the README above them. */
const snippets = readdirSync(join(ROOT, 'src')).filter((name) => existsSync(join(ROOT, 'src', name, 'README.md'))).flatMap((domain) => {
  const text = readFileSync(join(ROOT, 'src', domain, 'README.md'), 'utf8');
  return [...text.matchAll(/^```ts(?: (?:(nofixture)|fixture=(\w+)))?\n([^]*?)^```/gm)].map(([, complete, fixture, code], index) => ({
    name: join(ROOT, `readme-${domain}-${index}.ts`),
    code: complete ? code : inFixture(code, fixture ?? 'default'),
  }));
});

test('the TypeScript of every domain README compiles', () => {
  expect(snippets.length).toBeGreaterThanOrEqual(7);
  const { options } = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'tsconfig.dev.json'), { noUnusedLocals: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined })!;
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  const inMemory = (file: string) => snippets.find(({ name }) => name === file)?.code;
  host.fileExists = (file) => inMemory(file) !== undefined || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const code = inMemory(file);
    return code === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, code, version);
  };
  const program = ts.createProgram(snippets.map(({ name }) => name), { ...options, noEmit: true, noUnusedLocals: false }, host);
  const problems = ts.getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || snippets.some(({ name }) => name === file.fileName))
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  expect(problems).toEqual([]);
}, 60_000);
