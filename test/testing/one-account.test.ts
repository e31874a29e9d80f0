import { allow, decided, deny, document, OWN, policies, role } from './templates';

const ROLE_ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };
const SESSION = `arn:aws:sts::${OWN}:assumed-role/stack-Role/monday`;
const boundary = (...statements: object[]) => ({
  Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(...statements) },
});
const LIMITED = { PermissionsBoundary: { Ref: 'Boundary' } };

/** A role and a queue, whose policies say this. */
const queue = (own: object[], onQueue: object[], limit?: object[]) => policies({
  Role: role(own, limit ? LIMITED : {}),
  ...limit ? { Boundary: boundary(...limit) } : {},
  Queue: { Type: 'AWS::SQS::Queue' },
  Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: document(...onQueue) } },
});
const send = (own: object[], onQueue: object[], limit?: object[], principal: string | object = 'Role') =>
  queue(own, onQueue, limit).can(principal, 'sqs:SendMessage', 'Queue').decision;
const to = (principal: unknown) => allow('sqs:SendMessage', '*', { Principal: principal });

describe('in one account', () => {
  test('the policy of the identity or that of the resource is enough', () => {
    expect(send([allow('sqs:*')], [])).toBe('ALLOW');
    expect(send([], [to({ AWS: ROLE_ARN })])).toBe('ALLOW');
    expect(send([], [to('*')])).toBe('ALLOW');
    expect(send([], [])).toBe('IMPLICIT_DENY');
  });

  test('a resource policy about the account leaves it to the policies of the identity', () => {
    const account = to({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } });
    expect(send([], [account])).toBe('IMPLICIT_DENY');
    expect(send([allow('sqs:*')], [account])).toBe('ALLOW');
    expect(send([], [account], undefined, { account: OWN })).toBe('ALLOW');
  });

  test('a resource policy about another role, session or service is about nobody else', () => {
    expect(send([], [to({ AWS: `arn:aws:iam::${OWN}:role/other` })])).toBe('IMPLICIT_DENY');
    expect(send([], [to({ AWS: SESSION })])).toBe('IMPLICIT_DENY');
    expect(send([], [to({ AWS: SESSION })], undefined, { role: 'Role', session: 'monday' })).toBe('ALLOW');
    expect(send([], [to({ AWS: SESSION })], undefined, { role: 'Role', session: 'friday' })).toBe('IMPLICIT_DENY');
    expect(send([], [to({ AWS: SESSION })], undefined, SESSION)).toBe('ALLOW');
    expect(send([], [to({ Service: 'sns.amazonaws.com' })])).toBe('IMPLICIT_DENY');
    expect(send([], [to({ Service: 'sns.amazonaws.com' })], undefined, { service: 'sns.amazonaws.com' })).toBe('ALLOW');
  });

  test('a denial in the resource policy wins', () => {
    expect(send([allow('sqs:*')], [deny('sqs:SendMessage', '*', { Principal: '*' })])).toBe('EXPLICIT_DENY');
    expect(send([allow('sqs:*')], [deny('sqs:SendMessage', '*', { Principal: { AWS: ROLE_ARN } })])).toBe('EXPLICIT_DENY');
    expect(send([allow('sqs:*')], [deny('sqs:SendMessage', '*', { Principal: { Service: 'sns.amazonaws.com' } })])).toBe('ALLOW');
  });

  test('a wildcard within a principal is an error, as AWS rejects it', () => {
    expect(() => send([], [to({ AWS: `arn:aws:iam::${OWN}:role/*` })])).toThrow('statement 1 of AWS::SQS::QueuePolicy Policy: '
      + 'AWS rejects wildcards in the principal');
  });
});

describe('a permissions boundary', () => {
  test('limits the policies of the identity, and grants nothing', () => {
    expect(send([allow('sqs:*')], [], [allow('sqs:Receive*')])).toBe('IMPLICIT_DENY');
    expect(send([allow('sqs:*')], [], [allow('sqs:*')])).toBe('ALLOW');
    expect(send([], [], [allow('*')])).toBe('IMPLICIT_DENY');
    expect(send([allow('sqs:*')], [], [allow('*'), deny('sqs:SendMessage')])).toBe('EXPLICIT_DENY');
  });

  test('limits what a resource grants to the role, but not to everyone or to the session', () => {
    expect(send([], [to({ AWS: ROLE_ARN })], [allow('s3:*')])).toBe('IMPLICIT_DENY');
    expect(send([], [to({ AWS: ROLE_ARN })], [allow('sqs:*')])).toBe('ALLOW');
    expect(send([], [to('*')], [allow('s3:*')])).toBe('ALLOW');
    expect(send([], [to({ AWS: SESSION })], [allow('s3:*')], SESSION)).toBe('ALLOW');
  });

  test('is said to be the reason', () => {
    expect(queue([allow('sqs:*')], [], [allow('s3:*')]).can('Role', 'sqs:SendMessage', 'Queue').because)
      .toEqual(['the permissions boundary of Role (AWS::IAM::ManagedPolicy Boundary) does not allow sqs:SendMessage']);
  });
});

describe('NotPrincipal', () => {
  const except = (...AWS: unknown[]) => [{ Effect: 'Deny', NotPrincipal: { AWS }, Action: 'sqs:*', Resource: '*' }];
  const ROOT = `arn:aws:iam::${OWN}:root`;

  test('denies everyone but those whose account and role it names', () => {
    expect(send([allow('sqs:*')], except(ROOT, ROLE_ARN))).toBe('ALLOW');
    expect(send([allow('sqs:*')], except(ROLE_ARN))).toBe('EXPLICIT_DENY');
    expect(send([allow('sqs:*')], except(ROOT))).toBe('EXPLICIT_DENY');
    expect(send([allow('sqs:*')], except(ROOT, SESSION), undefined, SESSION)).toBe('ALLOW');
  });

  test('denies everyone with a permissions boundary', () => {
    expect(send([allow('sqs:*')], except(ROOT, ROLE_ARN), [allow('*')])).toBe('EXPLICIT_DENY');
  });

  test('with Allow is an error, as AWS does not support it', () => {
    expect(() => send([], [{ Effect: 'Allow', NotPrincipal: '*', Action: 'sqs:*', Resource: '*' }]))
      .toThrow('statement 1 of AWS::SQS::QueuePolicy Policy: AWS does not support NotPrincipal with Allow');
  });
});

test('keys that AWS puts into every request are there, and can be replaced or taken away', () => {
  const key = (operator: string, name: string, value: unknown, context = {}) =>
    decided([allow('a:B', '*', { Condition: { [operator]: { [name]: value } } })], 'a:B', '*', context) === 'ALLOW';
  expect(key('Bool', 'aws:SecureTransport', true)).toBe(true);
  expect(key('Bool', 'aws:SecureTransport', true, { 'aws:SecureTransport': false })).toBe(false);
  expect(key('Bool', 'aws:SecureTransport', true, { 'AWS:securetransport': undefined })).toBe(false);
  expect(key('ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/stack-Role`)).toBe(true);
  expect(key('StringEquals', 'aws:PrincipalAccount', OWN)).toBe(true);
  expect(key('StringEquals', 'aws:PrincipalType', 'AssumedRole')).toBe(true);
  expect(key('Bool', 'aws:PrincipalIsAWSService', false)).toBe(true);
  expect(key('StringEquals', 'aws:RequestedRegion', 'eu-west-1')).toBe(true);
  expect(key('StringEquals', 'aws:ResourceAccount', OWN)).toBe(true);
  expect(key('Bool', 'aws:ViaAWSService', false)).toBe(true);
  expect(key('DateGreaterThan', 'aws:CurrentTime', '2020-01-01T00:00:00Z')).toBe(true);
  expect(key('NumericGreaterThan', 'aws:EpochTime', '1577836800')).toBe(true);
  expect(key('StringLike', 'aws:userid', '*:session')).toBe(true);
  for (const absent of ['aws:SourceIp', 'aws:SourceVpce', 'aws:PrincipalOrgID', 'aws:MultiFactorAuthPresent', 'kms:CallerAccount']) {
    expect([absent, key('Null', absent, true)]).toEqual([absent, true]);
  }
});
