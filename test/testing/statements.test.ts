import { allow, decided, deny, document, policies } from './templates';
import { policiesOf } from '../../src/testing';

const KEY = 'arn:aws:s3:::bucket/key';

describe('a statement', () => {
  test('that denies wins over one that allows', () => {
    expect(decided([allow('s3:*'), deny('s3:GetObject')], 's3:GetObject', KEY)).toBe('EXPLICIT_DENY');
    expect(decided([allow('s3:*'), deny('s3:GetObject')], 's3:PutObject', KEY)).toBe('ALLOW');
    expect(decided([], 's3:PutObject', KEY)).toBe('IMPLICIT_DENY');
  });

  test.each([
    ['s3:GetObject', 'ALLOW'], ['S3:getobject', 'ALLOW'], ['s3:Get*', 'ALLOW'], ['s3:?etObject', 'ALLOW'], ['*', 'ALLOW'],
    ['s3:Get', 'IMPLICIT_DENY'], ['s3:GetObject?', 'IMPLICIT_DENY'], ['s3.GetObject', 'IMPLICIT_DENY'],
  ])('about the action %s: %s', (action, decision) => {
    expect(decided([allow(action)], 's3:GetObject', KEY)).toBe(decision);
  });

  test.each([
    [KEY, 'ALLOW'], ['arn:aws:s3:::bucket/*', 'ALLOW'], ['arn:aws:s3:::b?cket/k*y', 'ALLOW'], ['arn:aws:s3:::*', 'ALLOW'], ['*', 'ALLOW'],
    ['arn:*', 'ALLOW'], ['arn:aws:s3:::bucket', 'IMPLICIT_DENY'], ['arn:aws:s3:::Bucket/key', 'IMPLICIT_DENY'],
    ['arn:aws:s3:::bucket/key?', 'IMPLICIT_DENY'],
  ])('about the resource %s: %s', (resource, decision) => {
    expect(decided([allow('s3:GetObject', resource)], 's3:GetObject', KEY)).toBe(decision);
  });

  test('with NotAction or NotResource is about everything else', () => {
    const others = [{ Effect: 'Allow', NotAction: ['iam:*', 's3:Put*'], NotResource: 'arn:aws:s3:::bucket/secret/*' }];
    expect(decided(others, 's3:GetObject', KEY)).toBe('ALLOW');
    expect(decided(others, 's3:PutObject', KEY)).toBe('IMPLICIT_DENY');
    expect(decided(others, 's3:GetObject', 'arn:aws:s3:::bucket/secret/key')).toBe('IMPLICIT_DENY');
  });

  test('with a wildcard in the request: it is a character there', () => {
    expect(decided([allow('ec2:Describe*', 'arn:aws:ec2:*:*:instance/*')], 'ec2:DescribeInstances', '*')).toBe('IMPLICIT_DENY');
    expect(decided([allow('s3:GetObject', 'arn:aws:s3:::bucket/a/*')], 's3:GetObject', 'arn:aws:s3:::bucket/*')).toBe('IMPLICIT_DENY');
  });
});

describe('policy variables', () => {
  const home = [allow('s3:*', 'arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*')];
  const inHome = (value: string | undefined, key: string) =>
    decided(home, 's3:GetObject', `arn:aws:s3:::bucket/${key}`, { 'aws:PrincipalTag/team': value });

  test('stand for the value of the request', () => {
    expect(inHome('red', 'red/key')).toBe('ALLOW');
    expect(inHome('blue', 'red/key')).toBe('IMPLICIT_DENY');
    expect(inHome(undefined, 'red/key')).toBe('IMPLICIT_DENY');
  });

  test('bring no wildcards with them', () => {
    expect(inHome('*', 'red/key')).toBe('IMPLICIT_DENY');
    expect(inHome('*', '*/key')).toBe('ALLOW');
    expect(inHome('r?d', 'red/key')).toBe('IMPLICIT_DENY');
  });

  test('have a default, and names for *, ? and $', () => {
    const byTeam = [allow('s3:*', "arn:aws:s3:::bucket-${aws:PrincipalTag/team, 'all'}")];
    expect(decided(byTeam, 's3:ListBucket', 'arn:aws:s3:::bucket-all')).toBe('ALLOW');
    expect(decided(byTeam, 's3:ListBucket', 'arn:aws:s3:::bucket-all', { 'aws:PrincipalTag/team': 'red' })).toBe('IMPLICIT_DENY');
    const literally = [allow('s3:*', 'arn:aws:s3:::bucket/${*}/${?}${$}')];
    expect(decided(literally, 's3:GetObject', 'arn:aws:s3:::bucket/*/?$')).toBe('ALLOW');
    expect(decided(literally, 's3:GetObject', 'arn:aws:s3:::bucket/a/b$')).toBe('IMPLICIT_DENY');
  });

  test('are plain text in a policy without the version that has them', () => {
    const own = { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: home } } };
    const old = policies({ Role: { Type: 'AWS::IAM::Role' }, Own: own });
    expect(old.can('Role', 's3:GetObject', 'arn:aws:s3:::bucket/red/key', { 'aws:PrincipalTag/team': 'red' }).allowed).toBe(false);
    expect(old.can('Role', 's3:GetObject', 'arn:aws:s3:::bucket/${aws:PrincipalTag/team}/key').allowed).toBe(true);
  });

  test('come from the tags of the role in the template', () => {
    const tagged = {
      Type: 'AWS::IAM::Role',
      Properties: {
        Tags: [{ Key: 'team', Value: 'red' }], Policies: [{ PolicyName: 'own', PolicyDocument: document(...home) }],
      },
    };
    expect(policies({ Role: tagged }).can('Role', 's3:GetObject', 'arn:aws:s3:::bucket/red/key').allowed).toBe(true);
    expect(policies({ Role: tagged }).can('Role', 's3:GetObject', 'arn:aws:s3:::bucket/blue/key').allowed).toBe(false);
  });

  test('without a value match no resource, and let a NotResource exclude nothing', () => {
    const others = [deny('s3:*', undefined, { Resource: undefined, NotResource: home[0].Resource })];
    expect(decided(others, 's3:GetObject', 'arn:aws:s3:::bucket/red/key')).toBe('EXPLICIT_DENY');
  });
});

describe('a decision', () => {
  const template = {
    Resources: {
      Reader: { Type: 'AWS::IAM::Role' },
      Own: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: [{ Ref: 'Reader' }], PolicyDocument: document(allow('s3:GetObject', KEY), { ...deny('s3:Put*'), Sid: 'ReadOnly' }),
        },
      },
    },
  };

  test('says which statement of which policy made it', () => {
    const decision = policiesOf(template).can('Reader', 's3:PutObject', KEY);
    expect(decision).toMatchObject({
      allowed: false, decision: 'EXPLICIT_DENY', because: ['statement 2 (ReadOnly) of AWS::IAM::Policy Own'],
    });
    expect(`${decision}`).toBe('EXPLICIT_DENY: s3:PutObject on arn:aws:s3:::bucket/key by Reader, '
      + 'because of statement 2 (ReadOnly) of AWS::IAM::Policy Own');
    expect(policiesOf(template).can('Reader', 's3:GetObject', KEY).because).toEqual(['statement 1 of AWS::IAM::Policy Own']);
  });

  test('says what an allowed request lacks', () => {
    expect(policiesOf(template).can('Reader', 's3:ListBucket', KEY).because)
      .toEqual(['no identity policy of Reader allows s3:ListBucket on arn:aws:s3:::bucket/key']);
  });

  test('is made of a template as of an object with toJSON', () => {
    expect(policiesOf({ toJSON: () => template }).can('Reader', 's3:GetObject', KEY).allowed).toBe(true);
  });
});
