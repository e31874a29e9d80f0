/** Parts, one of which each sensitive name and each unmistakable credential has: a text without them has nothing to hide. */
export const STEMS = [
  'pass', 'pwd', 'secret', 'credential', 'cookie', 'token', 'jwt', 'bearer', 'auth', 'key', 'sess', 'ssn', 'social', 'card', 'cvv', 'cvc',
  'code',
  'iban', 'phrase', 'otp', 'pin', 'connection', 'akia', 'asia',
];

/** One of these is in each unmistakable credential, with its letters as they are. */
export const CREDENTIAL_SIGNS = ['AKIA', 'ASIA', 'PRIVATE KEY', 'PuTTY-User-Key-File-', 'AGE-SECRET-KEY-1'];

/**
 * Words of which the names of sensitive fields are made, without separators and in lower case. The Python twin reads them from here.
 */

/** What is secret wherever it stands in a name, unless the name ends with what only speaks of it. */
export const SECRETS = [
  'password', 'passwd', 'pwd', 'passphrase', 'passcode', 'secret', 'secretkey', 'secretaccesskey', 'credential', 'cookie', 'setcookie',
  'apikey', 'accesskey', 'privatekey', 'signingkey', 'masterkey', 'sharedkey', 'accountkey', 'hmackey', 'consumerkey', 'encryptionkey',
  'connectionstring', 'ssn', 'socialsecurity', 'creditcard', 'cardnumber', 'cvv', 'cvc', 'cvv2', 'securitycode', 'iban',
  'seedphrase', 'recoveryphrase', 'mnemonicphrase',
];

/** What is secret at the end of a name: `resetToken`, `smsOtp`, `db_pass`. */
export const ENDINGS = [
  'token', 'jwt', 'otp', 'totp', 'accesskeyid', 'sessid', 'sessionkey', 'authorizationheader', 'basicauth', 'cardpin', 'userpin',
  'pinnumber',
  'devicecode', 'authcode', 'authorizationcode', 'verificationcode', 'confirmationcode', 'resetcode', 'recoverycode', 'backupcode',
  'otpcode', 'totpcode', 'mfacode', 'smscode', 'logincode', 'onetimecode', 'accesscode', 'codeverifier',
];

/** What is secret as a whole name, and harmless within others: `mapPin`, `appAuthorization`, `boardingPass`. */
export const NAMES = ['authorization', 'proxyauthorization', 'xauthorization', 'pin', 'pass', 'bearer', 'sessionid', 'usersessionid',
  'websessionid', 'jsessionid', 'phpsessid'];

/** Whose password `pass` is: what else passes is a test, or a passenger. */
export const OWNERS_OF_PASS = [
  'db', 'database', 'sql', 'mysql', 'pg', 'postgres', 'mongo', 'redis', 'ldap', 'smtp', 'imap', 'mail', 'email', 'ftp', 'http', 'proxy',
  'user', 'login', 'auth',
  'admin', 'root', 'account', 'key', 'cert',
];

/** Words of tokens that open nothing: they page through lists, mark a state, or make a request count once. */
export const HARMLESS_TOKENS = [
  'next', 'previous', 'prev', 'page', 'pagination', 'continuation', 'continue', 'cursor', 'start', 'starting', 'end', 'sync', 'resume',
  'client', 'request',
  'idempotency', 'creation', 'purchase', 'change', 'lock', 'update', 'updated', 'new', 'revision', 'version', 'sequence', 'chunk',
  'checkpoint', 'work', 'unit',
  'backward', 'forward', 'delta', 'marker', 'http', 'dkim', 'pattern', 'syntax', 'stop', 'eos', 'bos', 'pad', 'mask', 'special', 'design',
  'color', 'symbol',
  'share', 'consumption', 'feedback', 'billing', 'configuration', 'offer', 'term', 'result', 'anomaly', 'conditional', 'product',
  'import', 'export', 'signed', 'task', 'callback', 'retrieval', 'block', 'grant',
];

/** A last word that makes a name speak of a secret, or of where it is, and not hold it. */
export const ABOUT = [
  'arn', 'id', 'uid', 'identifier', 'name', 'alias', 'description', 'label', 'title', 'hint', 'url', 'uri', 'link', 'href', 'endpoint',
  'location', 'path', 'xpath',
  'file', 'source', 'store', 'provider', 'vendor', 'server', 'role', 'type', 'kind', 'format', 'encoding', 'algorithm', 'method', 'mode',
  'behavior', 'strategy',
  'status', 'state', 'stage', 'version', 'policy', 'policie', 'rule', 'requirement', 'option', 'setting', 'config', 'configuration',
  'parameter', 'param', 'spec',
  'attribute', 'propertie', 'property', 'flag', 'field', 'header', 'prefix', 'expression', 'scope', 'info', 'metadata', 'summary',
  'summarie', 'detail', 'list',
  'count', 'size', 'length', 'limit', 'usage', 'utilization', 'validity', 'expiration', 'expirie', 'expire', 'expiry', 'ttl', 'age',
  'period', 'days', 'second',
  'minute', 'hour', 'day', 'at', 'on', 'date', 'time', 'timestamp', 'used', 'rotation', 'renewal', 'reset', 'change', 'changed',
  'updated', 'created', 'expired',
  'required', 'enabled', 'disabled', 'provided', 'supported', 'verified', 'verification', 'check', 'result', 'strength', 'score',
  'history', 'prevention',
  'compromise', 'assessment', 'attempt', 'domain', 'banner', 'consent', 'preference', 'selector', 'button', 'icon', 'manager', 'owner',
  'user', 'username', 'email',
  'reference', 'ref', 'key', 'currency', 'request', 'requestor', 'certificate', 'chain', 'blob', 'last4', '4', 'failure', 'recollection',
  'descriptor', 'encryption', 'button',
];

/** A last word of a field that is harmless even within an object that has a secret's name. */
export const REFERENCES = [
  'arn', 'id', 'identifier', 'name', 'alias', 'type', 'status', 'state', 'version', 'stage', 'provider', 'description', 'parameter',
  'date', 'time', 'timestamp',
  'at', 'expiration',
];
