import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { fromPackage } from './corpora-packages';

/** Payloads of one kind, such as SQL Injection. */
export interface PayloadClass {
  readonly type: string;
  readonly payloads: readonly string[];
}

/** What a corpus has. */
export interface Corpus {
  readonly attacks: readonly PayloadClass[];
  readonly honest: readonly string[];
}

interface TestCases { readonly payload: readonly unknown[]; readonly placeholder: readonly string[]; readonly type?: string }

/** More than a header may have is found by its size. */
const MAX_LENGTH = 4000;

/** The payloads of gotestwaf by their class, without those that only a body can have. Undefined where the corpus is not there. */
export function gotestwaf(directory: string): Corpus | undefined {
  const root = join(directory, 'testcases');
  if (!existsSync(root)) {
    return undefined;
  }
  const classes = new Map<string, Set<string>>();
  for (const suite of ['owasp', 'community']) {
    for (const file of readdirSync(join(root, suite)).filter((name) => !/multipart|raw/.test(name))) {
      const { payload, type = 'other', placeholder } = read(join(root, suite, file));
      const payloads = classes.get(type) ?? new Set();
      if (!placeholder.every((place) => /^(XMLBody|RawRequest|SOAPBody|GraphQL|gRPC|NonCrud)/.test(place))) {
        classes.set(type, payloads);
        payload.map(String).filter((text) => text.length <= MAX_LENGTH).forEach((text) => payloads.add(text));
      }
    }
  }
  return {
    attacks: [...classes].map(([type, payloads]) => ({ type, payloads: [...payloads] })).filter(({ payloads }) => payloads.length > 0),
    honest: read(join(root, 'false-pos', 'texts.yml')).payload.map(String),
  };
}

const read = (file: string): TestCases => fromPackage('yaml').parse(readFileSync(file, 'utf8'), { logLevel: 'silent' });

/** The texts of libinjection's own tests which it takes for SQL injection or not. Undefined where they are not there. */
export function libinjection(directory: string): Corpus | undefined {
  const tests = join(directory, 'tests');
  if (!existsSync(tests)) {
    return undefined;
  }
  const cases = readdirSync(tests).flatMap((name) => {
    const [, kind] = /^test-(sqli|xss)-/.exec(name) ?? [];
    const [, input, expected] = /--INPUT--\n([^]*?)\n--EXPECTED--\n?([^]*)/.exec(readFileSync(join(tests, name), 'utf8')) ?? [];
    return kind && input ? [{ kind, input, isAttack: expected.trim() !== '' && expected.trim() !== '0' }] : [];
  });
  const attacks = (kind: string) => cases.filter((one) => one.kind === kind && one.isAttack).map(({ input }) => input);
  return {
    attacks: [{ type: 'SQL injection', payloads: attacks('sqli') }, { type: 'XSS', payloads: attacks('xss') }],
    honest: cases.filter(({ isAttack }) => !isAttack).map(({ input }) => input),
  };
}
