/**
 * What injections look like once they are decoded, in lower case and with single spaces. The words alone are English: each pattern
 * demands code beside them. Every repetition has a limit, so that no value takes longer than its length.
 */
const any = (...patterns: string[]) => new RegExp(patterns.join('|'));

/** A tag that runs code or loads it, and any tag with a handler of events. */
const TAGS = [
  '<[ /]{0,9}(?:script|svg|iframe|frameset|applet)(?![a-z])',
  '<[ /]{0,9}(?:img|image|object|embed|body|math|details|video|audio|base|meta|link|style|isindex|marquee)[ /][^>]{0,200}=',
  '<[a-z!/][^>]{0,200}[ /"\'\\x60>]on[a-z]{3,30} ?=',
  '<[a-z!/][^>]{0,200}(?:href|src|action|data|style) ?= ?["\']? ?(?:javascript|vbscript|data) ?:',
];
const EVENTS = [
  'error', 'load', 'click', 'focus', 'blur', 'mouse', 'pointer', 'animation', 'toggle', 'key', 'submit', 'input', 'change', 'wheel',
  'auxclick', 'scroll',
];
/** Handlers of events that somebody has put behind a quote, or that have a call. */
const HANDLERS = [
  '["\'\\x60>][ /]{0,9}on[a-z]{3,30} ?=[^&]{0,60}?[(\\x60]',
  `(?:^|[ /=&;])on(?:${EVENTS.join('|')})[a-z]{0,12} ?= ?["']?[^ &]{0,60}[(\\x60]`,
];
const CALL = '(?:alert|confirm|prompt|eval|atob|fetch|settimeout|setinterval|import|function|print)';
const OBJECT = '(?:document|window|location|self|top|this)';
/** A scheme before code. Behind a title stands a space: `JavaScript: The Good Parts`. */
const SCHEMES = [
  '(?:^|[^a-z0-9.-])(?:javascript|vbscript|livescript|jscript):[^ &\\x60][^ &]{0,100}?(?:[(=\\x60\\[]|//|/\\*)',
  `(?:^|[^a-z0-9.-])(?:javascript|vbscript):[ /;]{1,9}(?:${CALL} ?[(\\x60][^) ]|${OBJECT}[.\\[][^ ]{1,60}[(=])`,
  'data:text/html ?[,;]', 'data:image/svg\\+?[ x]?xml[,;]',
];
/** Calls of which nobody speaks in this form. */
const CALLS = [
  `${CALL}(?:\\?\\.)?\\.?(?:call|apply|bind) ?\\(`, '\\( ?(?:alert|confirm|prompt|eval|atob|fetch) ?\\) ?[(\\x60]',
  `${CALL}(?:\\?\\.)? ?[(\\x60] ?(?:document|window|self|top|location|string|atob)[?.\\[(]`,
  '[\'"\\\\)};>-] ?[-+*;/]{0,3} ?(?:alert|confirm|prompt) ?[(\\x60][^)\\x60]{0,40}[)\\x60] ?(?://|[-+;}<])',
  '[a-z_$\\])]\\.constructor ?\\( ?["\'\\x60]', '\\{\\{ ?constructor\\.',
  '\\[ ?["\'](?:cookie|alert|eval|constructor|location|src)["\'] ?\\](?: ?[(=]|$)', '<!--#(?:exec|include)',
];

/** One of these is in each: to look for them takes a fraction of the time that the pattern does. */
export const SCRIPT_SIGNS = [
  '<', '>', '"', "'", '\x60', '[', '{{', 'script:', 'data:', 'alert', 'confirm', 'prompt', 'eval', 'atob', 'fetch', 'settimeout',
  'setinterval', 'import', 'function', 'print',
  'constructor', ...EVENTS.map((event) => `on${event}`),
];
export const SCRIPT = any(...TAGS, ...HANDLERS, ...SCHEMES, ...CALLS);

const QUOTE = '[\'"\\x60]';
const OR = '(?:or|and|xor|having|\\|\\||&&)';
/** A literal, or the call of a function. */
const VALUE = '(?:null|-?[0-9]{1,20}|\'[^\']{0,40}\'|"[^"]{0,40}"|@@?[a-z_]{1,30}|0x[0-9a-f]{1,40}|\\*|[a-z_.]{2,30}\\([^)]{0,80}\\))';
/** A quote that ends a text, and a condition behind it. */
const BROKEN_OUT = `${QUOTE} ?\\){0,5} ?${OR} ?[( !~-]{0,5}`;
const NAME = '[a-z_.]{1,60}';
/** Where a statement ends: at a comment, or with the parameter. */
const END = '(?:--|#|;|/\\*|&|$)';

const UNIONS = [
  `union (?:all |distinct )?[( ]{0,5}select[ (]{1,5}${VALUE} ?(?:,|\\)|from |into |as |limit |where |order |${END})`,
  `(?:${QUOTE}|\\)|(?:^|[=?&:])-?[0-9.]{1,12}) ?\\){0,5} ?union (?:all |distinct )?[( ]{0,5}select[ (][^'"]{1,100}(?:,| from |--|#)`,
  'order by [0-9]{1,3} ?(?:--|#|;|/\\*)', 'group by [a-z0-9_.,]{1,60} having ',
];
const CONDITIONS = [
  `(?:^|[^a-z0-9_])${OR} ?[( ]{0,5}(?:not )?(["']?)([0-9a-z_]{1,20})\\1 ?(?:=|<=>|like|rlike|regexp|in ?\\() ?\\1\\2(?![0-9a-z])`,
  `${BROKEN_OUT}(?:not )?(?:${VALUE}|["'][^"']{0,30}) ?(?:=|<|>|!=|like |rlike |regexp |is (?:not )?null|in ?\\(|between )`,
  `${QUOTE}[ )]{1,5}(?:or|and|xor|&&|\\|\\|) [( !~-]{0,5}(?:not )?[a-z_.]{1,30} ?(?:=|<|>|!=|like ?["'%])`, `' ${OR} '[^']{0,30}$`,
  `" ${OR} "[^"]{0,30}$`,
  `${BROKEN_OUT}(?:true|false|-?[0-9]{1,9}|'[^']{0,40}'|"[^"]{0,40}"|[a-z_.]{2,30}\\([^)]{0,80}\\)) ?(?:--|#|;|/\\*)`,
  `${QUOTE} ?\\){0,5} ?(?:--|#|;--|/\\*)[ +-]{0,5}(?:$|&)`,
  '["\'] ?(?:=|<>|\\|\\||\\^|-|\\*|/|%|&) ?\\(?(?:(?:select|case) |(?:select|case|if|sleep|substr|ascii|char|length) ?\\()',
  `${QUOTE}=${QUOTE}[^&]{0,40}$`,
];
const STATEMENTS = [
  '; ?(?:drop|truncate) (?:table|database|schema|view|user|procedure|function|index) (?:if exists )?'
    + `["\\x60\\[]?${NAME}["\\x60\\]]? ?(?:${END}|cascade)`,
  `; ?(?:delete from ${NAME} ?(?:where |${END})|insert into ${NAME} ?(?:\\(|values|select )|update ${NAME} set ${NAME} ?=)`,
  '; ?(?:exec(?:ute)? ?(?:\\(|@|master|xp_|sp_)|declare @|shutdown ?(?:;|--|with)|waitfor delay|if ?\\(|set @|begin )',
  '; ?select (?:\\*|@|[a-z_.]{1,30}\\(|[^;]{1,60} from )',
  `${QUOTE} ?; ?(?:drop|delete|insert|update|exec|shutdown|alter|create|truncate|declare|select|call|grant) [a-z(@]`,
  'insert into [a-z_.]{1,60} ?\\([^)]{0,100}\\) ?(?:values ?\\(|select )', 'exec(?:ute)? (?:master\\.|dbo\\.|\\.\\.|xp_|sp_)',
];
const SELECTS = [
  `\\([( ]{0,5}select ?(?:\\(|\\*|${QUOTE}|@|-?[0-9]{1,9} ?(?:,|\\)|from|where)|[a-z_.]{2,30} ?\\(|(?:distinct|top|case|null) )[^;]{0,200}`,
  'select [^;]{1,120}from ?[( ]?(?:information_schema|pg_catalog|pg_[a-z]{4,9}|mysql\\.|sys\\.|master\\.|dual(?![a-z])|sysobjects|sqlite_'
    + '|all_tab|msysobj|users? where)',
  'into ?(?:out|dump)file ?["\']', 'procedure analyse ?\\(',
  '/\\*![0-9]{0,6} ?(?:union|select|and|or|from|where|insert|update|delete|drop|concat|sleep|order|group|table|into|all)(?![a-z])',
  'union ?/\\*[^*]{0,60}\\*/ ?select',
];
const FUNCTIONS = [
  '(?:["\'();,|+]|select|and|or|xor|union|when|then|&&) ?(?:pg_)?sleep ?\\( ?[0-9.]{1,9} ?\\)', 'benchmark ?\\( ?[0-9]{3,12} ?,',
  'waitfor (?:delay|time) ?["\']',
  'dbms_(?:pipe|lock|ldap|utility)\\.[a-z_]{3,30} ?\\(', '(?:extractvalue|updatexml) ?\\( ?(?:rand|[0-9]|0x|null|["\']|concat|@|\\()',
  'load_file ?\\( ?(?:["\']|0x|char|concat)',
  'xp_(?:cmdshell|dirtree|regread|fileexist) ?(?:["\'(@]|\\[)', 'utl_(?:http|inaddr|file)\\.[a-z_]{3,30} ?\\(',
  'char ?\\( ?[0-9]{2,3} ?(?:\\) ?[+|]|,[0-9]{2,3},)',
  `${OR} [a-z_]{3,30} ?\\((?:[^)]{0,60})\\) ?(?:=|<|>|!=) ?-?[0-9'"]`,
  '(?:substr|substring|mid|ascii|ord|length) ?\\( ?\\(? ?(?:select|database|user|version|@@)', 'rlike ?\\( ?select',
];

export const SQL_SIGNS = [
  "'", '"', '\x60', '--', '/*', 'or ', 'or(', 'and ', 'and(', 'xor', 'having', '||', '&&', 'select', 'order by', 'drop', 'truncate',
  'delete', 'insert', 'update', 'exec', 'declare',
  'shutdown', 'waitfor', 'set @', 'begin', 'if(', 'if (', 'into', 'procedure', 'sleep', 'benchmark', 'dbms_', 'extractvalue', 'updatexml',
  'load_file', 'xp_', 'utl_', 'char',
  'substr', 'mid(', 'ascii', 'ord(', 'length',
];
export const SQL = any(...UNIONS, ...CONDITIONS, ...STATEMENTS, ...SELECTS, ...FUNCTIONS);
