import { allow, document, OTHER, OWN, policies, role } from './templates';
import { arnOf, policiesOf } from '../../src/testing';

const BUCKET_ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const Bucket = { Type: 'AWS::S3::Bucket' };

describe('references are equal in each form that they are written in', () => {
  test.each<[string, unknown]>([
    ['Fn::GetAtt', BUCKET_ARN],
    ['Fn::GetAtt in one text', { 'Fn::GetAtt': 'Bucket.Arn' }],
    ['Fn::Join of Ref', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { Ref: 'Bucket' }]] }],
    ['Fn::Sub of the attribute', { 'Fn::Sub': '${Bucket.Arn}' }],
    ['Fn::Sub of Ref', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}' }],
    ['Fn::Sub with variables', { 'Fn::Sub': ['arn:aws:s3:::${Name}', { Name: { Ref: 'Bucket' } }] }],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['|', { 'Fn::Join': ['|', ['a', BUCKET_ARN]] }] }] }],
    ['Fn::If', { 'Fn::If': ['Always', BUCKET_ARN, 'arn:aws:s3:::other'] }],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Arns', { Ref: 'AWS::Region' }, 'Bucket'] }],
    ['the ARN', 'arn:aws:s3:::stack-Bucket'],
  ])('%s', (_, reference) => {
    const of = policiesOf({
      Mappings: { Arns: { 'eu-west-1': { Bucket: 'arn:aws:s3:::stack-Bucket' } } },
      Conditions: { Always: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }] } },
      Resources: { Role: role([allow('s3:ListBucket', reference)]), Bucket, Other: Bucket },
    });
    expect(of.can('Role', 's3:ListBucket', 'Bucket').allowed).toBe(true);
    expect(of.can('Role', 's3:ListBucket', BUCKET_ARN).allowed).toBe(true);
    expect(of.can('Role', 's3:ListBucket', arnOf('Bucket')).allowed).toBe(true);
    expect(of.can('Role', 's3:ListBucket', 'Other').allowed).toBe(false);
    expect(of.can('Role', 's3:ListBucket', arnOf('Bucket', '/key')).allowed).toBe(false);
  });

  test('names, Regions, accounts and partitions come from the template and the options', () => {
    const Queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } };
    const all = policies({ Role: role([allow('sqs:*', 'arn:aws-cn:sqs:cn-north-1:444455556666:orders')]), Queue },
      { account: OTHER, region: 'cn-north-1', partition: 'aws-cn' });
    expect(all.can('Role', 'sqs:SendMessage', 'Queue').allowed).toBe(true);
  });

  test.each([
    ['AWS::SecretsManager::Secret', { Ref: 'One' }, `arn:aws:secretsmanager:eu-west-1:${OWN}:secret:stack-One-AbCdEf`],
    ['AWS::SNS::Topic', { Ref: 'One' }, `arn:aws:sns:eu-west-1:${OWN}:stack-One`],
    ['AWS::Lambda::Function', { 'Fn::GetAtt': ['One', 'Arn'] }, `arn:aws:lambda:eu-west-1:${OWN}:function:stack-One`],
    ['AWS::DynamoDB::Table', { 'Fn::GetAtt': ['One', 'StreamArn'] },
      `arn:aws:dynamodb:eu-west-1:${OWN}:table/stack-One/stream/2020-01-01T00:00:00.000`],
    ['AWS::StepFunctions::StateMachine', { Ref: 'One' }, `arn:aws:states:eu-west-1:${OWN}:stateMachine:stack-One`],
    ['AWS::Logs::LogGroup', { 'Fn::GetAtt': ['One', 'Arn'] }, `arn:aws:logs:eu-west-1:${OWN}:log-group:stack-One:*`],
    ['AWS::KMS::Key', { 'Fn::GetAtt': ['One', 'Arn'] }, `arn:aws:kms:eu-west-1:${OWN}:key/stack-One`],
  ])('a %s has its ARN', (Type, reference, arn) => {
    const all = policies({ Role: role([allow('a:B', arn)]), One: { Type } });
    expect(all.can('Role', 'a:B', reference).allowed).toBe(true);
  });
});

describe('what only a deployment decides', () => {
  const Thing = { Type: 'AWS::Some::Thing' };

  test('is equal to itself and to nothing else', () => {
    const all = policies({ Role: role([allow('a:B', { 'Fn::GetAtt': ['Thing', 'Arn'] })]), Thing, Other: Thing });
    expect(all.can('Role', 'a:B', 'Thing').allowed).toBe(true);
    expect(all.can('Role', 'a:B', 'Other').allowed).toBe(false);
    expect(policies({ Role: role([allow('a:B')]), Thing }).can('Role', 'a:B', 'Thing').allowed).toBe(true);
  });

  test('is an error where a pattern might or might not match it', () => {
    expect(() => policies({ Role: role([allow('a:B', 'arn:aws:some:*')]), Thing }).can('Role', 'a:B', 'Thing'))
      .toThrow('whether ‹stack/Thing (AWS::Some::Thing) Arn› is one of arn:aws:some:* is only known once it is deployed');
  });

  test('is an error where a function needs a part of it', () => {
    const resource = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Thing', 'Arn'] }] }] };
    expect(() => policies({ Role: role([allow('a:B', resource)]), Thing }).can('Role', 'a:B', '*')).toThrow('Fn::Select 1 of');
    expect(() => policies({ Role: role([allow('a:B', { 'Fn::GetAZs': '' })]) }).can('Role', 'a:B', '*'))
      .toThrow('Fn::GetAZs in stack is not known before it is deployed');
    expect(() => policies({ Role: role([allow('a:B', { 'Fn::FindInMap': ['A', 'B', 'C'] })]) }).can('Role', 'a:B', '*'))
      .toThrow('Fn::FindInMap finds no A.B.C in stack');
  });

  test('in a condition is an error, unless a parameter is given', () => {
    const template = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: { Role: role([allow('a:B', { 'Fn::If': ['Prod', '*', { Ref: 'AWS::NoValue' }] })]) },
    };
    expect(() => policiesOf(template).can('Role', 'a:B', '*'))
      .toThrow('A condition of stack depends on ‹stack/Stage (parameter)›: give its value in parameters');
    expect(policiesOf(template, { parameters: { Stage: 'prod' } }).can('Role', 'a:B', '*').allowed).toBe(true);
  });
});

test('a resource whose condition does not hold is not there', () => {
  const template = (Condition: string) => policiesOf({
    Conditions: {
      Never: { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Not': [{ Condition: 'Ever' }] }] },
      Ever: {
        'Fn::And': [
          { 'Fn::Equals': ['a', 'a'] }, { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, OWN] },
        ],
      },
    },
    Resources: {
      Role: role([]),
      Own: {
        Type: 'AWS::IAM::Policy',
        Condition,
        Properties: {
          Roles: [{ Ref: 'Role' }], PolicyDocument: document(allow('a:B')),
        },
      },
    },
  }).can('Role', 'a:B', '*').allowed;
  expect(template('Ever')).toBe(true);
  expect(template('Never')).toBe(false);
});

describe('several stacks', () => {
  const Data = { Resources: { Bucket }, Outputs: { Arn: { Value: BUCKET_ARN, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-arn' } } } } };
  const Service = { Resources: { Bucket, Role: role([allow('s3:*', { 'Fn::ImportValue': 'Data-arn' })]) } };

  test('import what others export', () => {
    const all = policiesOf({ Data, Service });
    expect(all.can('Role', 's3:ListBucket', 'Data/Bucket').allowed).toBe(true);
    expect(all.can('Role', 's3:ListBucket', 'Service/Bucket').allowed).toBe(false);
    expect(() => all.can('Role', 's3:ListBucket', 'Bucket')).toThrow('Bucket is in several stacks: write Data/Bucket or Service/Bucket');
  });

  test('that lack an export are an error', () => {
    expect(() => policiesOf({ Service }).can('Role', 's3:ListBucket', '*'))
      .toThrow('no template exports Data-arn; give that stack\'s template too');
  });
});
