import { readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { fromPackage } from './corpora-packages';
import { numbersFrom } from './random';

const MODULES = join(__dirname, '..', 'node_modules');

/** Sentences that people have written: prose of the READMEs and descriptions of the packages that are installed. */
export function honestSentences(): string[] {
  const names = readdirSync(MODULES).filter((name) => !name.startsWith('.'));
  const scoped = (scope: string) => readdirSync(join(MODULES, scope)).map((name) => join(scope, name));
  const packages = names.flatMap((name) => name.startsWith('@') ? scoped(name) : [name]);
  const sentences = packages.flatMap((name) => ['README.md', 'readme.md'].flatMap((file) => proseOf(join(MODULES, name, file))));
  return [...new Set(sentences)].sort();
}

/** Without code, tables, tags and addresses, which nobody types into a search field. */
function proseOf(file: string): string[] {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    return [];
  }
  return readFileSync(file, 'utf8').replace(/```[^]*?```/g, '').replace(/<!--[^]*?-->/g, '').split('\n')
    .filter((line) => !/^(\s{4}|\t|\|)|[<>]|https?:/.test(line))
    .map((line) => line.replace(/^[#*>\s\d.-]+|[*_]{2}/g, '').trim())
    .filter((line) => line.length > 15 && line.length < 200);
}

const WHO = [
  "d'or", "O'Reilly", "rock 'n' roll", "L'Oréal", 'the "best"', 'AT&T', "Levi's", '50%', 'C#', '1=1', 'a<b', 'x > y', '(select)', 'union',
  'Hydra', "women's",
];
const WHAT = [
  'select committee', 'all select players', 'union members select delegates', 'JavaScript: The Good Parts',
  'javascript: the definitive guide', 'drop table lamp',
  'insert into envelope', 'update your profile', 'delete from cart', 'order by phone', 'or 2 bedrooms', 'and 1 bathroom', 'sleep (album)',
  'benchmark (computing)',
  'having fun', 'group by age', 'create table with drawers', 'exec chairs', 'like new', 'where to stay', 'from London', 'case when open',
  'between 5 and 10', 'not null',
  'image of a script', 'on click pens', 'onload bearings', 'object of desire', 'style guide', 'link building', 'body lotion',
  'video: how to', 'data: a love story', 'iframe house',
  'load file cabinet', 'limit 10 per customer', 'true or false', 'this or that', 'sooner or later; or never', 'vbscript: an introduction',
  'waitfor delay times', 'cast iron',
];
const MORE = [
  '-- 2nd edition', '#1', '(2008)', '; with extras', '/* new */', '= sale', '? yes!', ': part 2', '100% off', "'90s", 'a=1&b=2', '5" x 7"',
  '- reviews', '', '', '',
];

/** Searches for what is named as SQL and JavaScript are written. The same seed gives the same. */
export function honestSearches(count: number, seed: number): string[] {
  const random = numbersFrom(seed);
  const parts = () => [random.pick([...WHO, '']), random.pick(WHAT), random.pick([...WHO, '', '']), random.pick(MORE)];
  const search = () => parts().filter(Boolean).join(' ');
  return [...new Set(Array.from({ length: count }, search))];
}

interface Crawler { readonly instances: readonly string[]; readonly tags?: readonly string[] }

/** User agents of browsers, and of bots that no tag calls a scanner. */
export function honestUserAgents(): { readonly browsers: readonly string[]; readonly bots: readonly string[] } {
  const browsers: { readonly userAgent: string }[] = fromPackage('./node_modules/user-agents/dist/user-agents.json');
  const crawlers: Crawler[] = fromPackage('crawler-user-agents');
  return {
    browsers: [...new Set(browsers.map(({ userAgent }) => userAgent))],
    bots: [...new Set(crawlers.filter(({ tags }) => !tags?.includes('scanner')).flatMap(({ instances }) => instances))],
  };
}
