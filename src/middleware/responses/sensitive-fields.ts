import { requireKnown } from '../did-you-mean';
import { requireNames } from '../options';
import { STEMS } from './field-names';
import { nameJudge } from './judge-name';

/** Options of sanitising. */
export interface SanitizeOptions {
  /** More names of sensitive fields. Separators and case do not count: `customerTaxId` covers `customer_tax_id`. */
  readonly sensitiveFields?: readonly string[];
  /** Names of fields that stay although they look sensitive, such as `secretNumber`. */
  readonly allowedFields?: readonly string[];
  /**
   * What becomes of a sensitive value: `[REDACTED]` by default, its last 4 characters when it has 12 or more, or nothing, not even
   * the field.
   */
  readonly mode?: 'redact' | 'mask' | 'remove';
}

/** Throws for what sanitising cannot be told. */
export function checkSanitizeOptions(what: string, options: object): void {
  requireKnown(what, options, ['sensitiveFields', 'allowedFields', 'mode']);
  const { sensitiveFields, allowedFields }: { readonly [option: string]: unknown } = { ...options };
  requireNames('sensitiveFields', sensitiveFields);
  requireNames('allowedFields', allowedFields);
}

export const REDACTED = '[REDACTED]';

/** Private keys as PEM, PGP, SSH2, PuTTY and age write them, and ids of AWS access keys, but for those that a signed URL shows anyway. */
export const UNMISTAKABLE = new RegExp([
  '-{4,5} ?BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)? ?-{4,5}[\\s\\S]*?(?:-{4,5} ?END [A-Z0-9 ]{0,40}-{4,5}|(?![\\s\\S]))',
  'PuTTY-User-Key-File-[0-9]+:[\\s\\S]*',
  '(?<![0-9A-Za-z_])AGE-SECRET-KEY-1[0-9A-Z]{58}(?![0-9A-Za-z_])',
  '(?<![0-9A-Za-z_])(?<!AWSAccessKeyId=)(?:AKIA|ASIA)[A-Z2-7]{16}(?![0-9A-Za-z_])(?!(?:/|%(?:25)?2[Ff])[0-9]{8}(?:/|%(?:25)?2[Ff]))',
].join('|'), 'g');

/** More names than an API has. Beyond them somebody makes names up, and the memory is emptied. */
const MAX_NAMES = 2000;

/** What is decided once for all values. */
export interface Rules {
  readonly mode: 'redact' | 'mask' | 'remove';
  /** Whether no text can be passed over for having no word of a built-in name in it. */
  readonly looksEverywhere: boolean;
  /** Which kinds of values are secret in a field of this name. */
  secrecy(name: string): number;
  /** What a sensitive value becomes. */
  redacted(value: unknown): string;
}

/** A text without the credentials in it that are unmistakable wherever they stand. */
export const withoutCredentials = (value: string): string => value.replace(UNMISTAKABLE, REDACTED);

/** Throws when an option cannot be what is meant. */
export function sanitizeRules(options: SanitizeOptions): Rules {
  const { mode = 'redact', sensitiveFields = [], allowedFields = [] } = options;
  if (!['redact', 'mask', 'remove'].includes(mode)) {
    throw new TypeError(`mode must be 'redact', 'mask' or 'remove', got ${JSON.stringify(mode)}`);
  }
  const judge = nameJudge(sensitiveFields, allowedFields);
  const looksEverywhere = sensitiveFields.length > 0;
  const known = new Map<string, number>();
  return {
    mode,
    looksEverywhere,
    secrecy: (name) => {
      let kinds = known.get(name);
      if (kinds === undefined) {
        if (known.size >= MAX_NAMES) {
          known.clear();
        }
        known.set(name, kinds = looksEverywhere || hasStem(name) ? judge(name) : 0);
      }
      return kinds;
    },
    redacted: (value) => mode === 'mask' ? masked(value) : REDACTED,
  };
}

const STEM = new RegExp(STEMS.join('|'), 'gi');

/** A position in the next part of a text of which some sensitive name, or some credential, is made. */
export function nextStem(text: string, from: number): number {
  STEM.lastIndex = from;
  return STEM.test(text) ? STEM.lastIndex - 1 : -1;
}

export const hasStem = (text: string): boolean => nextStem(text, 0) !== -1;

const masked = (value: unknown) => typeof value === 'string' && value.length >= 12 ? `****${value.slice(-4)}` : '****';
