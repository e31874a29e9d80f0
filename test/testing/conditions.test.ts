import { allow, decided } from './templates';

const KEY = 'arn:aws:s3:::bucket/key';

/** Whether a condition holds for a request with these keys. */
const holds = (operator: string, key: string, expected: unknown, context: object) =>
  decided([allow('s3:GetObject', '*', { Condition: { [operator]: { [key]: expected } } })], 's3:GetObject', KEY, context) === 'ALLOW';

test.each([
  ['StringEquals', 'red', 'red', true], ['StringEquals', 'red', 'Red', false], ['StringEquals', 'r*', 'red', false],
  ['StringNotEquals', 'red', 'red', false], ['StringNotEquals', 'red', 'blue', true],
  ['StringEqualsIgnoreCase', 'red', 'RED', true], ['StringNotEqualsIgnoreCase', 'red', 'RED', false],
  ['StringLike', 'r*', 'red', true], ['StringLike', 'r?', 'red', false], ['StringNotLike', 'r*', 'red', false],
  ['StringNotLike', 'b*', 'red', true], ['StringLike', '', 'red', false],
  ['NumericEquals', '10', '10.0', true], ['NumericNotEquals', '10', '10.0', false], ['NumericLessThan', '10', '9', true],
  ['NumericLessThan', '10', '10', false], ['NumericLessThanEquals', '10', '10', true], ['NumericGreaterThan', '10', '10', false],
  ['NumericGreaterThan', '10', '11', true], ['NumericGreaterThanEquals', '10', '10', true], ['NumericEquals', '10', 'ten', false],
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T02:00:00+02:00', true], ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
  ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-02', true], ['DateLessThan', '2026-01-02', '2026-01-01T23:59:59Z', true],
  ['DateLessThan', '2026-01-02', '2026-01-02', false], ['DateLessThanEquals', '2026-01-02', '2026-01-02', true],
  ['DateGreaterThan', '2026-01-02', '2026-01-02', false], ['DateGreaterThanEquals', '2026-01-02', '2026-01-02', true],
  ['Bool', 'true', 'true', true], ['Bool', 'True', 'true', true], ['Bool', 'false', 'true', false], ['Bool', 'true', 'yes', false],
  ['BinaryEquals', 'QUJD', 'QUJD', true], ['BinaryEquals', 'QUJD', 'qujd', false],
  ['IpAddress', '10.0.0.0/8', '10.255.0.1', true], ['IpAddress', '10.0.0.0/8', '11.0.0.1', false],
  ['IpAddress', '10.1.2.3', '10.1.2.3', true], ['IpAddress', '10.0.0.0/8', '10.1', false],
  ['IpAddress', '0.0.0.0/0', '192.0.2.200', true], ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
  ['IpAddress', '2001:db8::/32', '2001:DB8:0:0:0:0:0:5', true], ['IpAddress', '2001:db8::/32', '2001:db9::5', false],
  ['NotIpAddress', '10.1.2.3', '2001:db8::1', true], ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
  ['ArnEquals', 'arn:aws:sns:*:111122223333:t*', 'arn:aws:sns:eu-west-1:111122223333:topic', true],
  ['ArnLike', 'arn:aws:sns:*:*:t*', 'arn:aws:sns:eu-west-1:111122223333:other', false],
  ['ArnLike', 'arn:aws:s3:::*', 'arn:aws:sns:eu-west-1:111122223333:topic', false],
  ['ArnLike', 'arn:aws:*:topic', 'arn:aws:sns:eu-west-1:111122223333:topic', false],
  ['ArnLike', 'arn:aws:sns:eu-west-1:${aws:PrincipalAccount}:topic', 'arn:aws:sns:eu-west-1:111122223333:topic', true],
  ['ArnNotLike', 'arn:aws:sns:*:*:t*', 'arn:aws:sns:eu-west-1:111122223333:topic', false],
  ['ArnNotEquals', 'arn:aws:s3:::bucket', 'arn:aws:s3:::other', true],
] as const)('%s %s holds for %s: %s', (operator, expected, found, result) => {
  expect(holds(operator, 'aws:SourceVpc', expected, { 'aws:SourceVpc': found })).toBe(result);
});

describe('a request without the key', () => {
  test.each([
    ['StringEquals', 'red', false], ['StringLike', '*', false], ['Bool', 'false', false], ['IpAddress', '0.0.0.0/0', false],
    ['ArnLike', 'arn:*:*:*:*:*', false], ['NumericLessThan', '5', false], ['DateLessThan', '2030-01-01', false],
    ['BinaryEquals', 'QUJD', false], ['StringNotEquals', 'red', true], ['StringNotLike', '*', true],
    ['NotIpAddress', '0.0.0.0/0', true], ['ArnNotLike', 'arn:*:*:*:*:*', true],
    ['NumericNotEquals', '5', true], ['DateNotEquals', '2030-01-01', true], ['StringEqualsIfExists', 'red', true],
    ['StringNotEqualsIfExists', 'red', true], ['ForAllValues:StringEquals', 'red', true], ['ForAllValues:StringNotEquals', 'red', true],
    ['ForAnyValue:StringEquals', 'red', false], ['ForAnyValue:StringNotEquals', 'red', false],
    ['ForAnyValue:StringEqualsIfExists', 'red', true], ['Null', 'true', true], ['Null', 'false', false],
  ])('meets %s %s: %s', (operator, expected, result) => {
    expect(holds(operator, 'aws:SourceVpc', expected, {})).toBe(result);
  });

  test('meets Null as the opposite of one that has it', () => {
    expect(holds('Null', 'aws:SourceVpc', 'true', { 'aws:SourceVpc': 'vpc-1' })).toBe(false);
    expect(holds('Null', 'aws:SourceVpc', false, { 'aws:SourceVpc': 'vpc-1' })).toBe(true);
  });
});

describe('several values', () => {
  const tags = (operator: string, expected: string[], found: string[]) =>
    holds(operator, 'aws:TagKeys', expected, { 'aws:TagKeys': found });

  test('in the policy: one is enough, and a negated operator needs none', () => {
    expect(holds('StringEquals', 'aws:SourceVpc', ['red', 'blue'], { 'aws:SourceVpc': 'blue' })).toBe(true);
    expect(holds('StringNotEquals', 'aws:SourceVpc', ['red', 'blue'], { 'aws:SourceVpc': 'blue' })).toBe(false);
    expect(holds('StringNotEquals', 'aws:SourceVpc', ['red', 'blue'], { 'aws:SourceVpc': 'green' })).toBe(true);
  });

  test('in the request: ForAllValues wants all of them, ForAnyValue one', () => {
    expect(tags('ForAllValues:StringEquals', ['red', 'blue'], ['red', 'blue', 'red'])).toBe(true);
    expect(tags('ForAllValues:StringEquals', ['red', 'blue'], ['red', 'green'])).toBe(false);
    expect(tags('ForAnyValue:StringEquals', ['red', 'blue'], ['red', 'green'])).toBe(true);
    expect(tags('ForAnyValue:StringEquals', ['red', 'blue'], ['green'])).toBe(false);
    expect(tags('ForAllValues:StringNotLike', ['r*'], ['green', 'blue'])).toBe(true);
    expect(tags('ForAllValues:StringNotLike', ['r*'], ['green', 'red'])).toBe(false);
    expect(tags('ForAnyValue:StringNotLike', ['r*'], ['green', 'red'])).toBe(true);
    expect(tags('ForAnyValue:StringNotLike', ['r*'], ['red'])).toBe(false);
  });

  test('in the request are an error for an operator of one value', () => {
    expect(() => tags('StringEquals', ['red'], ['red', 'blue'])).toThrow('statement 1 of AWS::IAM::Role Role (own): '
      + 'aws:TagKeys has several values in this request, and AWS compares those with ForAllValues or ForAnyValue only');
    expect(tags('StringEquals', ['red'], ['red'])).toBe(true);
  });
});

test('the names of keys have no case', () => {
  expect(holds('StringEquals', 'AWS:sourcevpc', 'red', { 'aws:SourceVpc': 'red' })).toBe(true);
});

test('all operators and all keys of a statement must hold', () => {
  const both = { StringEquals: { 'aws:SourceVpc': 'a', 'aws:PrincipalOrgID': 'o' }, Bool: { 'aws:MultiFactorAuthPresent': true } };
  const with3 = (context: object) => decided([allow('s3:GetObject', '*', { Condition: both })], 's3:GetObject', KEY, context);
  const all = { 'aws:SourceVpc': 'a', 'aws:PrincipalOrgID': 'o', 'aws:MultiFactorAuthPresent': true };
  expect(with3(all)).toBe('ALLOW');
  for (const key of Object.keys(all)) {
    expect(with3({ ...all, [key]: undefined })).toBe('IMPLICIT_DENY');
  }
});

test('variables stand in texts; without a value they equal nothing, so that an inverted operator holds', () => {
  const own = (operator: string, context: object) => holds(operator, 's3:ExistingObjectTag/team', '${aws:PrincipalTag/team}', context);
  expect(own('StringEquals', { 's3:ExistingObjectTag/team': 'red', 'aws:PrincipalTag/team': 'red' })).toBe(true);
  expect(own('StringEquals', { 's3:ExistingObjectTag/team': 'red', 'aws:PrincipalTag/team': 'r*' })).toBe(false);
  expect(own('StringEquals', { 's3:ExistingObjectTag/team': 'red' })).toBe(false);
  expect(own('StringNotEquals', { 's3:ExistingObjectTag/team': 'red' })).toBe(true);
  expect(holds('StringEquals', 'aws:SourceVpc', 'r${*}d', { 'aws:SourceVpc': 'r*d' })).toBe(true);
});

test.each([
  ['StringEqual', 'StringEqual is no condition operator'],
  ['stringEquals', 'stringEquals is no condition operator: did you mean StringEquals'],
  ['NullIfExists', 'NullIfExists is no condition operator'],
  ['ForSomeValues:StringEquals', 'ForSomeValues:StringEquals is no condition operator'],
  ['ForAnyValue:Null', 'ForAnyValue:Null is no condition operator'],
])('an operator that IAM does not have is an error: %s', (operator, message) => {
  expect(() => holds(operator, 'aws:SourceVpc', 'red', {})).toThrow(`statement 1 of AWS::IAM::Role Role (own): ${message}`);
});

test('an operator that IAM does not have is an error in a statement about something else too', () => {
  const statements = [allow('s3:*'), allow('iam:*', '*', { Condition: { Equals: { 'aws:SourceVpc': 'red' } } })];
  expect(() => decided(statements, 's3:GetObject', KEY))
    .toThrow('statement 2 of AWS::IAM::Role Role (own): Equals is no condition operator');
});
