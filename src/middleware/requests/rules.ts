/** What is looked for in headers. The Python twin reads it from here, so no pattern uses what the two languages read differently. */

export { SCRIPT, SCRIPT_SIGNS, SQL, SQL_SIGNS } from './injection-rules';

export const HEADER_RULES = [
  'control-character', 'illegal-name', 'too-large', 'too-many', 'conflicting-length', 'repeated-host', 'forged-routing', 'log4shell',
  'shellshock',
  'script-injection', 'sql-injection', 'attack-tool',
] as const;

/** A list of RFC 9110, 5.6.1: with spaces on both sides of its commas. */
function list(item: string): string {
  return `^[ \\t]*${item}(?:[ \\t]*,[ \\t]*${item})*[ \\t]*$`;
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
export const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Headers by which a proxy is made to route a request elsewhere. A host alone is legal. */
export const ROUTING = ['x-original-url', 'x-rewrite-url', 'x-forwarded-host'];
export const HOST_ONLY = new RegExp(list('(?:\\[[0-9a-fA-F:.]+\\]|[0-9A-Za-z_.-]+)(?::[0-9]{1,5})?'));

/** Headers that end up in logs, pages and queries more often than others. */
export const REFLECTED = [
  'user-agent', 'referer', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-forwarded-prefix',
  'x-forwarded-server', 'forwarded',
  'x-real-ip', 'true-client-ip', 'x-client-ip', 'x-cluster-client-ip', 'client-ip', 'via',
];

export const SHELLSHOCK = /^[ \t]*\([ \t]*\)[ \t]*\{/;

/** Tools that say who they are. A name that is also that of honest software is none here: Ory has a hydra too. */
const TOOLS = [
  'acunetix', 'appscan', 'appspider', 'arachni', 'bbqsql', 'bfac', 'brutespray', 'burpsuite', 'cgichk', 'cmsmap', 'commix', 'crlfuzz',
  'dalfox', 'dirbuster', 'dirsearch', 'dotdotpwn', 'droopescan', 'feroxbuster', 'ffuf', 'fimap', 'ghauri', 'gobuster', 'golismero',
  'gospider', 'graphw00f', 'grendel-scan', 'havij', 'invicti', 'ironwasp', 'jaeles', 'jbrofuzz', 'joomscan', 'jorgee', 'jsql', 'kadimus',
  'kiterunner', 'l9explore', 'l9scan', 'l9tcpid', 'lfimap', 'lfisuite', 'libwhisker', 'masscan', 'metasploit', 'morfeus', 'muieblackcat',
  'n-stalker', 'n-stealth', 'nessus', 'netsparker', 'nettacker', 'nikto', 'nosqlmap', 'nsauditor', 'nuclei', 'openvas', 'rustbuster',
  'shortscan', 'skipfish', 'slowhttptest', 'sqlmap', 'sqlninja', 'sqlsus', 'sstimap', 'tplmap', 'w00tw00t', 'w3af', 'wafw00f', 'wapiti',
  'webcruiser', 'webinspect', 'webshag', 'wfuzz', 'whatwaf', 'whatweb', 'wpforce', 'wpprobe', 'wprecon', 'wpscan', 'xspider', 'xsser',
  'xsstrike', 'zgrab', 'zmeu',
];
/** What names a tool only in this form, and hosts that tell an attacker that an injection has worked. */
const FORMS = [
  'openvas[ -]?vt', 'fuzz faster u fool', 'nmap scripting engine', '[(]hydra[)]', 'whisker/[0-9]', 'brutus/aet', 'paros/[0-9]',
  'sf/[0-9]\\.[0-9]{1,3}b', 'github\\.com/projectdiscovery',
  '(?:interact\\.sh|oast\\.(?:pro|live|site|online|fun|me)|oastify\\.com|burpcollaborator\\.net|dnslog\\.cn|ceye\\.io|requestbin\\.net)',
  '[a-z0-9_]{3,60}\\.nasl',
];
export const ATTACK_TOOLS = new RegExp(`(?:^|[^a-z])(?:${[...TOOLS, ...FORMS].join('|')})(?![a-z])`, 'i');

/** A dollar sign, plain or encoded however often. */
export const ENCODED_DOLLAR =
  /\$|%(?:u00|25)*24|\\(?:u00|x)24|&(?:amp;)*(?:#0*36|#x0*24|dollar)|%(?:25)*26|&(?:amp;)*#x?0*(?:26|38)|\\(?:u00|x)26/i;
const PUNCTUATION = [
  ['amp', '&'], ['dollar', '$'], ['lbrace', '{'], ['lcub', '{'], ['rbrace', '}'], ['rcub', '}'], ['colon', ':'], ['lt', '<'], ['gt', '>'],
  ['quot', '"'], ['apos', "'"], ['lpar', '('], ['rpar', ')'], ['equals', '='], ['tab', '\t'], ['newline', '\n'], ['sol', '/'],
  ['grave', '`'], ['semi', ';'],
];
export const ENTITIES: { readonly [name: string]: string } = Object.fromEntries(PUNCTUATION);
export const ENCODED = new RegExp(
  '(?:%(?:u00)?|\\\\(?:u00|x)|&#x0*)([0-7][0-9a-f]);?|&#0*([1-9][0-9]{1,2});?'
  + `|&(${Object.keys(ENTITIES).join('|')});`, 'g');
/** Addresses, hosts and ports, which most values are, hold neither code nor statements. */
export const PLAIN = /^[a-z0-9.:/_?=&-]*$/;
/** What a space may be in a database and in a page. A plus sign is one in a query. */
// eslint-disable-next-line no-control-regex -- databases take some of them for spaces
export const SPACES = /[\x00-\x20\xa0+]+/g;
// eslint-disable-next-line no-control-regex -- browsers leave them out
export const CONTROLS = /[\x00-\x1f]+/g;
/** A comment of SQL. MySQL runs what is in one with an exclamation mark. */
export const COMMENT = /\/\*(?:![0-9]{0,6}([^*]*)|[^*]*)\*\//g;
/** An i without its dot becomes a plain one in upper case. */
export const DOTLESS_I = /\u0131|%c4%b1|\\u0131|&#305;|&#x0*131;|&imath;|&inodot;/g;

/** The name of JNDI in a lookup, or so much of it that something unknown may be the rest. */
// eslint-disable-next-line no-control-regex -- NUL stands for what is unknown
export const JNDI_LOOKUP = /\$\{[ \t]*(?:jndi[ \t]*:|(?:j(?:n(?:di?)?)?)?\0)|\0\{?jndi:/;
/** A lookup with none inside. */
export const INNERMOST_LOOKUP = /\$\{((?:[^$}]|\$(?!\{))*)\}/g;
/** Letters in quotes are themselves, others are parts of a date. */
export const DATE_LETTERS = /'([^']*)(?:'|$)|[a-z]+/g;
/** What makes a text of Log4j's be read as it is, and is gone once it has. */
export const ESCAPES = /'|\$(?!\{)/g;
/** One escapes the next. */
export const DOLLARS = /\${2,}/g;
/** What stands between a variable and its default value, and its escape. */
export const DELIMITER = /:\\?-/;
