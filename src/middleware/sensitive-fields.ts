/** What sanitising may be told. */
export interface SanitizeOptions {
  /** More names of sensitive fields. Separators and case do not count: `customerTaxId` covers `customer_tax_id`. */
  readonly sensitiveFields?: readonly string[];
  /** Names of fields that stay although they look sensitive, such as `secretArn`. */
  readonly allowedFields?: readonly string[];
  /** What becomes of a sensitive value: `[REDACTED]` by default, its last 4 characters when it has 12 or more, or nothing, not even the field. */
  readonly mode?: 'redact' | 'mask' | 'remove';
}

export const REDACTED = '[REDACTED]';

/** Names of fields that hold credentials or personal identifiers, without separators and in lower case. */
export const SENSITIVE_WORDS = [
  'password', 'passwd', 'pwd', 'passphrase', 'passcode', 'secret', 'clientsecret', 'secretkey', 'secretaccesskey', 'apikey', 'apisecret', 'accesskey', 'accesskeyid',
  'accesstoken', 'refreshtoken', 'idtoken', 'sessiontoken', 'authtoken', 'bearertoken', 'securitytoken', 'csrftoken', 'authorization', 'credential', 'cookie', 'setcookie',
  'privatekey', 'signingkey', 'encryptionkey', 'connectionstring', 'ssn', 'socialsecuritynumber', 'socialsecurity', 'creditcard', 'creditcardnumber', 'cardnumber',
  'cvv', 'cvc', 'cvv2', 'iban', 'otpcode',
];

/** Names that are sensitive alone, and harmless in others: `nextToken`, `mapPin`. */
export const SENSITIVE_NAMES = ['token', 'pin', 'otp', 'jwt', 'bearer'];

/** A private key in PEM, or the id of an AWS access key: unmistakable wherever they stand. */
export const UNMISTAKABLE = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----|(?<![0-9A-Za-z_])(?:AKIA|ASIA)[A-Z2-7]{16}(?![0-9A-Za-z_])/;

/** More names than an API has. Beyond them somebody makes names up, and the memory is emptied. */
const MAX_NAMES = 2000;

/** What is decided once for all values. */
export interface Rules {
  readonly mode: 'redact' | 'mask' | 'remove';
  isSensitive(name: string): boolean;
  /** What a sensitive value becomes. */
  redacted(value: unknown): string;
  /** What a text becomes that is unmistakably a credential, and undefined for any other. */
  replacement(value: string): string | undefined;
}

/** The words of a name in lower case, without numbers at their ends: `DBPassword2` has db and password. */
const words = (name: string) => name
  .replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
  .split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word.toLowerCase());

const joined = (name: string) => words(name).join('');

/** Without a number or a plural at the end. */
const singular = (name: string) => name.replace(/(?<=[a-z])[0-9]+$/, '').replace(/(?<=[a-rt-z])s$/, '');

/** Throws when an option cannot be what is meant. */
export function sanitizeRules(options: SanitizeOptions): Rules {
  const { mode = 'redact', sensitiveFields = [], allowedFields = [] } = options;
  if (!['redact', 'mask', 'remove'].includes(mode)) {
    throw new TypeError(`mode must be 'redact', 'mask' or 'remove', got ${JSON.stringify(mode)}`);
  }
  const sensitive = new Set([...SENSITIVE_WORDS, ...sensitiveFields.map(joined)]);
  const alone = new Set(SENSITIVE_NAMES);
  const allowed = new Set(allowedFields.map(joined));
  const known = new Map<string, boolean>();

  const decide = (name: string) => {
    const parts = words(name);
    const whole = parts.join('');
    if (allowed.has(whole)) {
      return false;
    }
    return alone.has(singular(whole)) || parts.some((_, start) => parts.some((__, end) => {
      const run = end < start ? '' : parts.slice(start, end + 1).join('');
      return sensitive.has(run) || end === parts.length - 1 && sensitive.has(singular(run));
    }));
  };
  return {
    mode,
    isSensitive: (name) => {
      let is = known.get(name);
      if (is === undefined) {
        if (known.size >= MAX_NAMES) {
          known.clear();
        }
        // names beyond any reason are not taken apart, as that takes time in proportion to their square
        known.set(name, is = name.length <= 256 && decide(name));
      }
      return is;
    },
    redacted: (value) => mode === 'mask' ? masked(value) : REDACTED,
    replacement: (value) => UNMISTAKABLE.test(value) ? REDACTED : undefined,
  };
}

const masked = (value: unknown) => typeof value === 'string' && value.length >= 12 ? `****${value.slice(-4)}` : '****';
