import { allow, document, OTHER, OWN, policies, role } from './templates';
import { policiesOf } from '../../src/testing';

const attached = (Type: string, properties: object) => ({ Type, Properties: { PolicyDocument: document(allow('a:B')), ...properties } });
const MANAGED = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']] };

describe('a role has the policies', () => {
  test.each<[string, object, object]>([
    ['inside it', {}, { Policies: [{ PolicyName: 'own', PolicyDocument: document(allow('a:B')) }] }],
    ['of AWS::IAM::Policy', { Own: attached('AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }] }) }, {}],
    ['of AWS::IAM::RolePolicy', { Own: attached('AWS::IAM::RolePolicy', { RoleName: { Ref: 'Role' } }) }, {}],
    ['of AWS::IAM::ManagedPolicy that name it', { Own: attached('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }] }) }, {}],
    ['of AWS::IAM::ManagedPolicy that it names', { Own: attached('AWS::IAM::ManagedPolicy', {}) }, { ManagedPolicyArns: [{ Ref: 'Own' }] }],
  ])('%s', (_, resources, properties) => {
    const all = policies({ ...resources, Role: { Type: 'AWS::IAM::Role', Properties: properties }, Other: role([]) });
    expect(all.can('Role', 'a:B', '*').allowed).toBe(true);
    expect(all.can('Other', 'a:B', '*').allowed).toBe(false);
  });

  test('of AWS, when their documents are given', () => {
    const template = { Resources: { Role: role([], { ManagedPolicyArns: [MANAGED] }) } };
    expect(() => policiesOf(template).can('Role', 'a:B', '*')).toThrow('stack-Role has the policy '
      + 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole, which is in no template: give its document in managedPolicies');
    const managedPolicies = { AWSLambdaBasicExecutionRole: document(allow('a:B')) };
    expect(policiesOf(template, { managedPolicies }).can('Role', 'a:B', '*').allowed).toBe(true);
    expect(policiesOf(template, { managedPolicies }).can('Role', 'a:C', '*').allowed).toBe(false);
  });
});

describe('a principal is', () => {
  const all = policies({
    Role: role([allow('a:B')], { RoleName: 'reader', Path: '/team/' }),
    Own: attached('AWS::IAM::Policy', { Roles: ['imported'] }),
    User: { Type: 'AWS::IAM::User', Properties: { Policies: [{ PolicyName: 'own', PolicyDocument: document(allow('a:${*}')) }] } },
    Bucket: { Type: 'AWS::S3::Bucket' },
  });

  test.each<[string, string | object, boolean]>([
    ['a logical id', 'Role', true], ['a reference', { Ref: 'Role' }, true],
    ['a reference to the ARN', { 'Fn::GetAtt': ['Role', 'Arn'] }, true],
    ['an ARN of the template', `arn:aws:iam::${OWN}:role/team/reader`, true],
    ['a session of a role', `arn:aws:sts::${OWN}:assumed-role/reader/monday`, true],
    ['an ARN to which the template attaches policies', `arn:aws:iam::${OWN}:role/imported`, true],
    ['an ARN to which it attaches none', `arn:aws:iam::${OWN}:role/unknown`, false],
    ['a service', { service: 'logs.amazonaws.com' }, false], ['another account', { account: OTHER }, false],
  ])('%s', (_, principal, allowed) => {
    expect(all.can(principal, 'a:B', '*').allowed).toBe(allowed);
  });

  test('an error when there is none', () => {
    expect(() => all.can('Rolle', 'a:B', '*')).toThrow('No role named Rolle; roles: Role, User');
    expect(() => all.can('Bucket', 'a:B', '*')).toThrow('No role named Bucket (it is a AWS::S3::Bucket); roles: Role, User');
    expect(() => policies({ Bucket: { Type: 'AWS::S3::Bucket' } }).can('Role', 'a:B', '*')).toThrow('No role named Role; roles: none');
  });
});

test.each<[string, () => unknown, string]>([
  ['an unknown resource',
    () => policies({ Role: role([]) }).can('Role', 'a:B', 'Bucket'), 'No resource named Bucket; resources: Role'],
  ['an unknown reference',
    () => policies({ Role: role([]) }).can('Role', 'a:B', { Ref: 'Bucket' }), 'No resource named Bucket; resources: Role'],
  ['several actions',
    () => policies({ Role: role([]) }).can('Role', 'a:*', '*'),
    'action must be one action such as s3:GetObject, got a:*'],
  ['a key that is no text', () => policies({ Role: role([]) }).can('Role', 'a:B', '*', { key: { a: 1 } }), 'key must be a text, a number'],
  ['an effect', () => policies({ Role: role([{ Effect: 'allow', Action: '*', Resource: '*' }]) }).can('Role', 'a:B', '*'),
    'statement 1 of AWS::IAM::Role Role (own): Effect must be Allow or Deny, got allow'],
  ['no action', () => policies({ Role: role([{ Effect: 'Allow', Resource: '*' }]) }).can('Role', 'a:B', '*'),
    'a statement needs Action or NotAction'],
  ['groups', () => policies({ User: { Type: 'AWS::IAM::User', Properties: { Groups: ['admins'] } } }).can('User', 'a:B', '*'),
    'stack-User is in groups, whose policies are not read'],
  ['no template', () => policiesOf({}), 'Give a template, or templates by their stacks\' names: each needs Resources'],
])('an error says what is wrong: %s', (_, action, message) => {
  expect(action).toThrow(message);
});
