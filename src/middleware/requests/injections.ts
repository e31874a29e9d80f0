import { decodings } from './decode';
import { SCRIPT, SCRIPT_SIGNS, SQL, SQL_SIGNS } from './injection-rules';
import { COMMENT, CONTROLS, PLAIN, SPACES } from './rules';

/** What a page would run, and what a database would. */
export interface Injections {
  readonly script: boolean;
  readonly sql: boolean;
}

export const NONE: Injections = { script: false, sql: false };

/** Which injections a value is, read as pages and databases read it: decoded. */
export function injectionsIn(value: string): Injections {
  const texts = decodings(value);
  const text = texts[texts.length - 1];
  if (PLAIN.test(text) && !text.includes('script:')) {
    return NONE;
  }
  const spaced = text.replace(SPACES, ' ');
  return {
    // browsers leave control characters out of a scheme
    script: hasOne(SCRIPT_SIGNS, spaced) && SCRIPT.test(spaced) || hasControl(text) && SCRIPT.test(text.replace(CONTROLS, '')),
    sql: hasOne(SQL_SIGNS, spaced) && (SQL.test(spaced) || SQL.test(spaced.replace(COMMENT, ' $1 ').replace(SPACES, ' '))),
  };
}

const hasOne = (signs: readonly string[], text: string) => signs.some((sign) => text.includes(sign));
const hasControl = (text: string) => text.search(CONTROLS) !== -1;
