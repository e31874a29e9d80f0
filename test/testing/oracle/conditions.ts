import { Random } from './random';

/** Values of a kind: what requests carry, and what policies ask for. */
interface Kind {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly found: readonly string[];
  readonly expected: readonly string[];
}

const KINDS: Record<string, Kind> = {
  text: {
    operators: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
    keys: ['aws:PrincipalTag/team', 'aws:PrincipalOrgID', 'aws:SourceVpc', 'AWS:sourcevpc', 'kms:EncryptionContext:tenant'],
    found: ['red', 'Red', 'r*d', 'blue', 'r', ''],
    expected: [
      ...['red', 'RED', 'blue', 'r*', '?ed', '*'].flatMap((one) => [one, one]),
      'r${*}d', '${aws:PrincipalTag/team}', '${aws:PrincipalTag/none, \'red\'}', '${aws:none}',
    ],
  },
  number: {
    operators: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan',
      'NumericGreaterThanEquals'],
    keys: ['aws:MultiFactorAuthAge'],
    found: ['5', '10', '10.0', '-3', '1.5'],
    expected: ['5', '10', '9.5', '0'],
  },
  date: {
    operators: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
    keys: ['aws:TokenIssueTime', 'aws:CurrentTime'],
    found: ['2026-05-01T00:00:00Z', '2026-05-01T12:00:00Z', '2027-01-01T00:00:00Z'],
    expected: ['2026-05-01T00:00:00Z', '2026-05-01T12:00:00Z', '2026-06-01T00:00:00Z', '2026-05-01T02:00:00+02:00'],
  },
  boolean: {
    operators: ['Bool'],
    keys: ['aws:SecureTransport', 'aws:MultiFactorAuthPresent'],
    found: ['true', 'false'],
    expected: ['true', 'false', 'True'],
  },
  binary: {
    operators: ['BinaryEquals'],
    keys: ['aws:PrincipalTag/team'],
    found: ['QUJD'],
    expected: ['QUJD', 'QUJE'],
  },
  address: {
    operators: ['IpAddress', 'NotIpAddress'],
    keys: ['aws:SourceIp'],
    found: ['10.1.2.3', '192.0.2.200', '2001:db8::5', '2001:db8:1:0:0:0:0:1'],
    expected: [
      ...['10.0.0.0/8', '10.1.2.3/32', '192.0.2.0/25', '192.0.2.128/25', '2001:db8::/32', '2001:db8::5/128'].flatMap((one) => [one, one]),
      '10.1.2.3', '0.0.0.0/0', '::/0',
    ],
  },
  arn: {
    operators: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
    keys: ['aws:SourceArn'],
    found: ['arn:aws:sns:eu-west-1:111122223333:topic', 'arn:aws:s3:::bucket', 'arn:aws:logs:eu-west-1:111122223333:log-group:a:*'],
    expected: ['arn:aws:sns:eu-west-1:111122223333:topic', 'arn:aws:sns:*:*:t*', 'arn:aws:s3:::b?cket', 'arn:aws:s3:::*',
      'arn:*:*:*:*:*', 'arn:aws:logs:eu-west-1:*:log-group:a:*', 'arn:aws:s3:::*${aws:PrincipalTag/team}', 'arn:aws:s3:::${aws:none}'],
  },
};

const MULTIVALUED: Kind = { ...KINDS.text, keys: ['aws:TagKeys'], found: ['red', 'blue', 'r', 'green'] };

/** One condition, with every operator and form that AWS documents. */
function condition(random: Random): [operator: string, key: string, expected: string | string[]] {
  if (random.chance(0.1)) {
    return ['Null', random.of(Object.values(KINDS).flatMap(({ keys }) => keys)), random.of(['true', 'false'])];
  }
  const multivalued = random.chance(0.2);
  const { operators, keys, expected } = multivalued ? MULTIVALUED : random.of(Object.values(KINDS));
  const quantifier = multivalued ? random.of(['ForAllValues:', 'ForAnyValue:']) : '';
  return [`${quantifier}${random.of(operators)}${random.chance(0.2) ? 'IfExists' : ''}`, random.of(keys), random.oneOrMore(expected)];
}

export function conditions(random: Random): Record<string, Record<string, string | string[]>> {
  const block: Record<string, Record<string, string | string[]>> = {};
  for (const [operator, key, expected] of Array.from({ length: 1 + random.below(2) }, () => condition(random))) {
    block[operator] = { ...block[operator], [key]: expected };
  }
  return block;
}

/** The condition keys of a request, each there or not. */
export function contextOf(random: Random): Record<string, string | string[] | undefined> {
  const context: Record<string, string | string[] | undefined> = {};
  for (const { keys, found } of Object.values(KINDS)) {
    for (const key of keys.filter((one) => one !== 'AWS:sourcevpc')) {
      context[key] = random.chance(0.7) ? random.of(found) : context[key];
    }
  }
  context['aws:TagKeys'] = random.chance(0.7) ? [...new Set(random.some(MULTIVALUED.found, 3))] : undefined;
  return context;
}
