import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Claims } from './claims';
import { pythonEnvironment } from './python-environment';
import { ROOT, run } from './run';

const TESTS = join(ROOT, 'test', 'package');
const unpack = (python: string, archive: string, target: string) => run(python, ['-m', 'zipfile', '-e', archive, target]);
const only = (directory: string, pattern: RegExp) =>
  join(directory, readdirSync(directory, { recursive: true, encoding: 'utf8' }).find((path) => pattern.test(path))!);

/** jsii-pacmak leaves TypeScript in a Python block when nothing has translated it. */
const looksLikeTypeScript = /\bnew [A-Z]\w*\(|\bimport \{|\bconst \w+ =|\w+: \{ \w+: /;

function fences(text: string, language: string): string[] {
  const found = [...text.matchAll(new RegExp(`^\`\`\`${language}[^\\n]*\\n([^]*?)^\`\`\``, 'gm'))].map(([, code]) => code);
  if (found.length < 4) {
    throw new Error(`${found.length} blocks of ${language}`);
  }
  return found;
}

/** The README and docstrings that a Python or Java developer reads. */
export async function translationClaims(claims: Claims, wheel: string, javaSources: string, work: string): Promise<void> {
  const bin = pythonEnvironment('package', join(TESTS, 'requirements.txt'));
  const [python, java] = [join(work, 'wheel'), join(work, 'sources')];
  unpack(join(bin, 'python'), wheel, python);
  unpack(join(bin, 'python'), javaSources, java);
  const metadata = readFileSync(only(python, /METADATA$/), 'utf8');
  await claims.check("the wheel's README holds Python in its Python blocks", () =>
    fences(metadata, 'python').every((code) => !looksLikeTypeScript.test(code)) && !/^```ts/m.test(metadata));
  await claims.check("the wheel's README links to pages that exist without the repository", () => !/\]\((?!https?:|#)/.test(metadata));
  await claims.check('the Java documentation holds Java', () => {
    const text = readFileSync(only(java, /package-info\.java$/), 'utf8');
    return text.includes('SecureLambda.Builder.create(') && !/\bconst \w+ = new /.test(text);
  });
}

/** The wheel with which a Python developer tests a handler: installed, imported and typed. */
export async function middlewareWheelClaims(claims: Claims): Promise<void> {
  const bin = pythonEnvironment('package', join(TESTS, 'requirements.txt'));
  const wheels = readdirSync(join(ROOT, 'dist', 'python-middleware')).map((name) => join(ROOT, 'dist', 'python-middleware', name));
  run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--force-reinstall', '--no-deps', ...wheels]);
  const python = (...args: string[]) => run(join(bin, 'python'), args, { cwd: TESTS });
  await claims.check('a Python handler is tested with the wheel of the middleware', () => python('handler_test.py'));
  await claims.check('its types are those of the code', () => python('-m', 'mypy.stubtest', '--concise', 'cdk_hardened_middleware'));
  await claims.check('its options are those of the code', () => python('options_test.py'));
  await claims.check('mypy --strict passes a use of it', () => python('-m', 'mypy', '--strict', '--cache-dir=/dev/null', 'typed_use.py'));
  await claims.check('mypy rejects options that do not exist', () => {
    try {
      python('-m', 'mypy', '--strict', '--cache-dir=/dev/null', 'wrong_use.py');
    } catch (error) {
      const { message } = error as Error;
      return ['wrong_use.py:3: error', 'wrong_use.py:4: error'].every((place) => message.includes(place));
    }
    return false;
  });
}
