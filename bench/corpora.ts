import { join } from 'path';
import { Corpus, gotestwaf, libinjection } from './corpora-gotestwaf';
import { honestSearches, honestSentences, honestUserAgents } from './corpora-honest';
import { log4jMessages, log4jVerdicts } from './corpora-log4j';
import { UserError } from '../scripts/python-environment';
import { HeaderRule, validateRequestHeaders } from '../src/middleware';
import log4j from '../test/middleware/vectors/log4j.json';
import agents from '../test/middleware/vectors/user-agents.json';
import { fixture, fromPython } from '../test/support/python-middleware';

const SEED = 1;
const GOTESTWAF = join(__dirname, '..', '..', 'shared', 'corpora', 'gotestwaf');
const say = (line: string) => process.stdout.write(`${line}\n`);
const option = (name: string, fallback?: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : process.argv[at + 1];
};

type Headers = Record<string, string>;
/** What a claim of ours is measured by. */
const failures: string[] = [];
const hold = (claim: string, holds: boolean) => {
  if (!holds) {
    failures.push(claim);
  }
};

/** The rules that each request breaks, by language. */
function judged(requests: readonly Headers[]): { readonly [language: string]: readonly (readonly HeaderRule[])[] } {
  const rules = (all: { rule: HeaderRule }[][]) => all.map((violations) => violations.map(({ rule }) => rule));
  return {
    'Node.js': rules(requests.map((headers) => validateRequestHeaders(headers) as { rule: HeaderRule }[])),
    'Python': rules(fromPython([fixture('requests.py')], { requests, options: [] }).requests),
  };
}

/** A search as the form of a browser sends it. */
const asReferer = (text: string): Headers => {
  const query = encodeURIComponent(text).replace(/'/g, '%27').replace(/%20/g, '+');
  return { Referer: `https://app.example/search?q=${query}` };
};
const asAgent = (text: string): Headers => ({ 'User-Agent': text });
const share = (part: number, all: number) => `${part} of ${all} (${(100 * part / Math.max(all, 1)).toFixed(1)} %)`;

/** How many of the texts are found, in each language and each header. Gives the most. */
function found(name: string, texts: readonly string[], places: Record<string, (text: string) => Headers>): number {
  const counts = Object.entries(places).map(([place, write]) => {
    const languages = Object.entries(judged(texts.map(write)))
      .map(([language, rules]) => [language, rules.filter((broken) => broken.length > 0).length] as const);
    hold(`${name}: both languages find the same`, new Set(languages.map(([, count]) => count)).size === 1);
    return { place, languages };
  });
  for (const { place, languages } of counts) {
    const rates = languages.map(([language, count]) => `${language} ${share(count, texts.length)}`);
    say(`  ${name.padEnd(22)} ${place.padEnd(10)} ${rates.join(', ')}`);
  }
  return Math.max(...counts.flatMap(({ languages }) => languages.map(([, count]) => count)));
}

const BOTH = { 'Referer': asReferer, 'User-Agent': asAgent };

function benchLog4j(): void {
  const messages = [...new Set(log4jMessages(Number(option('strings', '100000')), SEED))];
  const all = [...messages, ...log4j.fires];
  const fires = log4jVerdicts(all);
  hold('every vector fires', fires.slice(messages.length).every(Boolean));
  say(`Log4Shell: ${all.length} different messages, ${fires.filter(Boolean).length} of which Log4j 2.14.1 looks up`);
  for (const [language, rules] of Object.entries(judged(all.map((message) => ({ 'X-Api-Version': message }))))) {
    const missed = all.filter((_, index) => fires[index] && !rules[index].includes('log4shell'));
    const more = rules.filter((broken, index) => !fires[index] && broken.includes('log4shell')).length;
    const others = fires.filter((fire) => !fire).length;
    say(`  ${language}: ${missed.length} missed; ${more} of the ${others} attempts that do not fire are blocked, too`);
    missed.slice(0, 5).forEach((message) => say(`    missed ${message}`));
    hold(`${language} misses nothing that Log4j looks up`, missed.length === 0);
  }
}

function benchCorpus(name: string, corpus: Corpus | undefined, where: string): void {
  if (!corpus) {
    say(`${name}: is not there; ${where}`);
    return;
  }
  say(`${name}: attacks found, by class. There are rules for SQL Injection, XSS and UserAgent only`);
  corpus.attacks.forEach(({ type, payloads }) => found(type, payloads, BOTH));
  say(`${name}: honest texts blocked`);
  found('false positives', corpus.honest, BOTH);
}

function benchHonest(): void {
  say('Honest texts blocked');
  const sentences = honestSentences();
  hold('at most one sentence of a thousand is blocked', found('sentences of READMEs', sentences, BOTH) <= sentences.length / 1000);
  const searches = honestSearches(20_000, SEED);
  hold('at most one search of a thousand is blocked', found('searches', searches, BOTH) <= searches.length / 1000);
  hold('no template is blocked', found('templates', log4j.honest, { 'any header': (text) => ({ 'X-Api-Version': text }) }) === 0);
  const { browsers, bots } = honestUserAgents();
  for (const [name, list] of [['browsers', browsers], ['bots', bots], ['clients and monitors', agents.honest]] as const) {
    hold(`${name} pass`, found(name, list, { 'User-Agent': asAgent }) === 0);
  }
  say('Attack tools found');
  hold('every tool is found', found('tools', agents.tools, { 'User-Agent': asAgent }) === agents.tools.length);
}

try {
  benchLog4j();
} catch (error) {
  if (!(error instanceof UserError)) {
    throw error;
  }
  say(`Log4Shell: Log4j is not asked; ${error.message}`);
}
benchCorpus('gotestwaf', gotestwaf(option('corpus', GOTESTWAF)!), '--corpus names its folder');
benchCorpus('libinjection', libinjection(option('libinjection', '')!), '--libinjection names the folder of its Go module');
benchHonest();
failures.forEach((claim) => say(`does not hold: ${claim}`));
process.exitCode = failures.length === 0 ? 0 : 1;
