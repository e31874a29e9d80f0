/** What is looked for in headers. The Python twin reads it from here, so no pattern uses what the two languages read differently. */

export const HEADER_RULES = [
  'control-character', 'illegal-name', 'too-large', 'too-many', 'conflicting-length', 'repeated-host', 'forged-routing', 'log4shell', 'shellshock',
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
  'user-agent', 'referer', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'x-forwarded-prefix', 'x-forwarded-server', 'forwarded',
  'x-real-ip', 'true-client-ip', 'x-client-ip', 'x-cluster-client-ip', 'client-ip', 'via',
];

export const SHELLSHOCK = /^[ \t]*\([ \t]*\)[ \t]*\{/;

/** A tag or a scheme that runs code, plain or percent-encoded, and handlers of events inside a tag. */
export const SCRIPT = /(<|%3c)[ \t]{0,9}\/?[ \t]{0,9}(script|img|svg|iframe|object|embed|body|math|details|video|audio|base|meta|link|style)(?![a-z])|(javascript|vbscript)(:|%3a)[ \t]{0,9}[^ \t]|data:text\/html|[ \t/"'](onerror|onload|onmouseover|onfocus|onclick)[ \t]{0,9}=/i;

/** Unions, tautologies, stacked statements and delays. The words alone are English. */
export const SQL = new RegExp([
  'union(%20|[ \\t+]|/\\*[^*]{0,40}\\*/){1,20}(all(%20|[ \\t+]|/\\*[^*]{0,40}\\*/){1,20})?select(?![a-z])',
  "('|%27|\")[ \\t+)]{0,20}(or|and|\\|\\||&&)[ \\t+(]{1,20}('|%27|\"|[0-9])[^=<>]{0,20}(=|<|>|like)",
  "('|%27)[ \\t]{0,20}(or|and)[ \\t]{1,20}(true|1)[ \\t]{0,20}(--|#|/\\*)",
  "('|%27)[ \\t]{0,20};[ \\t]{0,20}(drop|delete|insert|update|exec|shutdown|alter|create)[ \\t]{1,20}[a-z]",
  ';[ \\t]{0,20}(drop|truncate)[ \\t]{1,20}(table|database)(?![a-z])',
  '(^|[^a-z0-9_])(sleep|benchmark|pg_sleep)[ \\t]{0,9}\\([ \\t]{0,9}[0-9]',
  'waitfor[ \\t]{1,20}delay[ \\t]{1,20}(\'|%27)',
  '(^|[^a-z0-9_])(extractvalue|updatexml|load_file|xp_cmdshell)[ \\t]{0,9}\\(?',
].join('|'), 'i');

/** Scanners that say who they are. A word alone is not enough where it is also a name. */
export const ATTACK_TOOLS = new RegExp('(^|[^a-z])(' + [
  'sqlmap', 'nikto', 'nessus', 'openvas', 'acunetix', 'netsparker', 'invicti', 'masscan', 'zgrab', 'dirbuster', 'gobuster', 'feroxbuster', 'wfuzz', 'ffuf',
  'fuzz faster u fool', 'wpscan', 'joomscan', 'nuclei', 'havij', 'w3af', 'arachni', 'skipfish', 'whatweb', 'commix', 'metasploit', 'nmap scripting engine', 'jaeles',
  'zmeu', 'morfeus', 'jorgee', 'fimap', 'hydra/[0-9]', 'burpsuite', 'xsstrike', 'dalfox', 'cgichk', 'webinspect', 'appscan', 'l9explore', 'l9tcpid',
].join('|') + ')(?![a-z])', 'i');

/** A dollar sign, plain or encoded however often. */
export const ENCODED_DOLLAR = /\$|%(?:u00|25)*24|\\(?:u00|x)24|&(?:amp;)*(?:#0*36|#x0*24|dollar)|%(?:25)*26|&(?:amp;)*#x?0*(?:26|38)|\\(?:u00|x)26/i;
export const ENCODED = /(?:%(?:u00)?|\\(?:u00|x)|&#x0*)([2-7][0-9a-f]);?|&#0*([1-9][0-9]{1,2});?|&(amp|dollar|lbrace|lcub|rbrace|rcub|colon);/g;
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
/** The start of a lookup, with the dollar signs that escape it. */
export const DOLLARS = /\$+\{/g;
/** What stands between a variable and its default value, and its escape. */
export const DELIMITER = /:\\?-/;
