import { execFileSync, spawnSync } from 'child_process';
import { join } from 'path';
import { PYTHON_MIDDLEWARE, pythonEnvironment, UserError } from '../../scripts/python-environment';
import { sanitizeResponse } from '../../src/middleware';

/**
 * What sanitising redacts of AWS's outputs and of Stripe's objects, beside what is secret in them. AWS marks what is sensitive, personal
 * data and free texts too; what Stripe has of secrets is listed here, by its documentation.
 */
type Shape = [type: string, sensitive: boolean, isArn: boolean, holds: Record<string, [shape: string, isArn: boolean]> | string | null];
interface Service { outputs: string[]; shapes: Record<string, Shape> }
interface Member { name: string; value: unknown; marked: boolean }

const REDACTED = '[REDACTED]';
const DEPTH = 4;
const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** At most so many members of AWS's outputs may be redacted that AWS does not mark and that are no secrets. */
const MOST_WRONG = 99;
/** Credentials that AWS marks, by the names of their members, of which every one is to be found. */
const CREDENTIAL = /(password|secret|passphrase|privatekey|apikey|accesstoken|refreshtoken|sessiontoken|idtoken|authtoken|clientsecret|credentials)$/i;
/** Secrets that AWS leaves unmarked: passwords, keys, and tokens that open something. */
const UNMARKED = new RegExp(`(${[
  'password', 'pwd', 'passphrase', 'secretaccesskey', 'secretkey', 'clientsecret', 'sharedsecret', 'secrettoken', 'privatekeys?',
  'presharedkey', 'apikeys?',
  'accesstoken', 'refreshtoken', 'idtoken', 'identitytoken', 'authtoken', 'authorizationtoken', 'sessiontoken', 'participanttoken',
  'connectiontoken',
  'grafanatoken', 'hectoken', 'playergatewaytoken', 'connectionstrings?', 'cardnumber', 'codeverifier', 'devicecode', 'authorizationcode',
].join('|')})$`, 'i');
/** Secrets in Stripe's objects. */
const STRIPE_SECRETS = new Set([
  'client_secret', 'secret', 'signing_secret', 'confirmation_secret', 'access_token', 'refresh_token', 'auth_code', 'password',
  'private_key_file_password',
  'admin_menu_passcode', 'cvc', 'iban', 'refund_iban', 'sender_iban', 'authentication_token', 'api_key', 'cvc_token', 'bank_account_token',
]);

/** A value as the model describes it, and whether something in it is marked. */
function sample(service: Service, name: string, isArn = false, depth = 0): [value: unknown, marked: boolean] {
  const [type, sensitive, arn, holds] = service.shapes[name];
  const inner = (shape: string, one = false): [unknown, boolean] => depth < DEPTH ? sample(service, shape, one, depth + 1)
    : ['value', false];
  switch (type) {
    case 'structure': {
      const fields = Object.entries(holds as Record<string, [string, boolean]> ?? {});
      const members = fields.map(([member, [shape, one]]) => [member, inner(shape, one)] as const);
      return [Object.fromEntries(members.map(([member, [value]]) => [member, value])), sensitive
        || members.some(([, [, marked]]) => marked)];
    }
    case 'list': case 'map': {
      const [value, marked] = inner(holds as string);
      return [type === 'list' ? [value] : { key: value }, sensitive || marked];
    }
    case 'boolean': return [true, sensitive];
    case 'integer': case 'long': case 'float': case 'double': return [120, sensitive];
    case 'timestamp': return ['2026-11-25T00:00:00Z', sensitive];
    default: return [isArn || arn ? ARN : 'value', sensitive];
  }
}

/** Each member of each structure that an output reaches, once. */
function* membersOf(service: Service): Generator<Member> {
  const seen = new Set<string>();
  const open = [...service.outputs];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const [type, sensitive, , holds] = service.shapes[name];
    if (seen.has(name)) {
      continue;
    }
    seen.add(name);
    if (type !== 'structure') {
      open.push(...typeof holds === 'string' ? [holds] : []);
      continue;
    }
    for (const [member, [shape, isArn]] of Object.entries(holds as Record<string, [string, boolean]> ?? {})) {
      open.push(shape);
      const [value, marked] = sample(service, shape, isArn);
      yield { name: member, value, marked: marked || sensitive };
    }
  }
}

const isRedacted = ({ name, value }: Pick<Member,
  'name' | 'value'>) => sanitizeResponse({ field: { [name]: value } }).field[name] === REDACTED;
const isSessionId = (name: string) => /^session_?ids?$/i.test(name);
const say = (line: string) => process.stdout.write(`${line}\n`);

function counted(names: string[]): string {
  const counts = new Map<string, number>();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`).join(', ');
}

function measureAws(services: Record<string, Service>): { problems: string[]; names: string[] } {
  const members = Object.values(services).flatMap((service) => [...membersOf(service)]);
  const redacted = members.filter(isRedacted);
  const wrong = redacted.filter(({ marked }) => !marked).map(({ name }) => name);
  const sessions = wrong.filter(isSessionId);
  const secrets = wrong.filter((name) => UNMARKED.test(name));
  const others = wrong.filter((name) => !isSessionId(name) && !UNMARKED.test(name));
  const credentials = members.filter(({ name, value, marked }) => marked && typeof value === 'string' && value !== ARN
    && CREDENTIAL.test(name));
  const missed = credentials.filter((member) => !isRedacted(member)).map(({ name }) => name);
  say(`AWS: ${members.length} members of outputs, ${redacted.length} redacted, ${wrong.length} of them not marked as sensitive`);
  say(`  session ids, which are redacted as they may be those of a web session: ${sessions.length}`);
  say(`  secrets all the same: ${secrets.length}: ${counted(secrets)}`);
  say(`  others: ${others.length} (at most ${MOST_WRONG}): ${counted(others)}`);
  say(`  marked credentials: ${credentials.length}, missed: ${missed.length} ${counted(missed)}`);
  return {
    names: members.map(({ name }) => name),
    problems: [
      ...others.length > MOST_WRONG ? [`${others.length} members are redacted that AWS does not mark`] : [],
      ...missed.length > 0 ? ['credentials are missed that AWS marks'] : [],
    ],
  };
}

function measureStripe(fields: [owner: string, field: string, type: string][]): { problems: string[]; names: string[] } {
  const texts = fields.filter(([, , type]) => !/^(Optional\[)?(bool|int|float|Literal)/.test(type)).map(([, field]) => field);
  const redacted = texts.filter((name) => isRedacted({ name, value: 'value' }));
  const wrong = redacted.filter((name) => !STRIPE_SECRETS.has(name));
  const missed = texts.filter((name) => STRIPE_SECRETS.has(name) && !isRedacted({ name, value: 'value' }));
  say(`Stripe: ${texts.length} fields of objects, ${redacted.length} redacted, ${wrong.length} of them no secrets: ${counted(wrong)}`);
  say(`  secrets missed: ${missed.length} ${counted(missed)}`);
  return {
    names: texts,
    problems: [...wrong.length > 30 ? ['too much of Stripe is redacted'] : [],
      ...missed.length > 0 ? ['secrets of Stripe are missed'] : []],
  };
}

/** The Python middleware redacts the fields of the same names. */
function compareWithPython(python: string, names: string[]): string[] {
  const script = 'import json, sys\nfrom cdk_hardened_middleware import sanitize_response\n'
    + 'json.dump([name for name in json.load(sys.stdin) if sanitize_response({name: "value"})[name] != "value"], sys.stdout)';
  const env = { ...process.env, ...PYTHON_MIDDLEWARE };
  const { stdout, stderr } = spawnSync(python, ['-c', script], { input: JSON.stringify(names), encoding: 'utf8', env, maxBuffer: 2 ** 28 });
  const inPython = new Set<string>(stdout ? JSON.parse(stdout) : []);
  const differ = names.filter((name) => inPython.has(name) !== isRedacted({ name, value: 'value' }));
  say(`Python: ${names.length} names, ${differ.length} judged otherwise ${differ.slice(0, 9).join(', ')}${stderr}`);
  return differ.length > 0 || stderr ? ['Python judges otherwise'] : [];
}

try {
  const python = join(pythonEnvironment('bench-fields', join(__dirname, 'requirements.txt')), 'python');
  const models = JSON.parse(execFileSync(python, [join(__dirname, 'models.py')], { encoding: 'utf8', maxBuffer: 2 ** 28 }));
  const [aws, stripe] = [measureAws(models.aws), measureStripe(models.stripe)];
  const problems = [...aws.problems, ...stripe.problems, ...compareWithPython(python, [...new Set([...aws.names, ...stripe.names])])];
  process.exitCode = problems.length > 0 ? 1 : 0;
  problems.forEach((problem) => process.stderr.write(`${problem}\n`));
} catch (error) {
  if (!(error instanceof UserError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
