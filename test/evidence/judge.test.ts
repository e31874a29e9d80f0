import { CATALOGUE, ControlId } from '../../src/catalogue';
import {
  Condition, each, either, every, faults, is, isAtMost, isNot, isRetained, isSet, isUnset, matches, none, recognizes, Resources, some,
  sourceOf,
} from '../../src/evidence';

const resource = (Type: string, Properties: object, more: object = {}) => ({ Type, Properties, ...more });

/** What is wrong with the first resource of the clauses of a control that are about its type. */
function faultsOf(id: ControlId, resources: Record<string, object>): string[] {
  const all = new Resources([sourceOf('T', { Resources: resources })]);
  const [first] = all.all;
  return CATALOGUE[id].evidence.filter((clause) => recognizes(clause, first, all))
    .flatMap(({ conditions }) => faults(conditions, first, all));
}

describe('a condition', () => {
  const holds = (condition: Condition, properties: object, more?: object): boolean => {
    const all = new Resources([sourceOf('T', { Resources: { One: resource('T::T::T', properties, more) } })]);
    return faults(every('T::T::T', [condition]).conditions, all.all[0], all).length === 0;
  };
  const unknown = { Ref: 'Parameter' };

  test.each<[string, Condition, object[], object[]]>([
    ['is', is('A.B', true), [{ A: { B: true } }, { A: { B: 'true' } }], [{}, { A: { B: false } }, { A: { B: unknown } }]],
    ['is one of', is('A', 1, 2), [{ A: 2 }, { A: '1' }], [{ A: 3 }, {}]],
    ['isNot', isNot('A', 'x'), [{}, { A: 'y' }], [{ A: 'x' }, { A: unknown }]],
    ['isSet', isSet('A'), [{ A: 0 }, { A: unknown }], [{}, { A: null }, { A: { Ref: 'AWS::NoValue' } }]],
    ['isSet of a name with dots', isSet(['A', 'b.c']), [{ A: { 'b.c': 1 } }], [{ A: { b: { c: 1 } } }]],
    ['isUnset', isUnset('A'), [{}, { A: { Ref: 'AWS::NoValue' } }], [{ A: 0 }]],
    ['matches', matches('A', /^x/), [{ A: 'xy' }], [{ A: 'yx' }, {}, { A: unknown }]],
    ['isAtMost', isAtMost('A', 5), [{ A: 5 }, { A: '4' }], [{ A: 6 }, {}, { A: unknown }]],
    ['some', some('A', is('B', 1)), [{ A: [{ B: 2 }, { B: 1 }] }], [{ A: [{ B: 2 }] }, {}, { A: unknown }]],
    ['each', each('A', is('B', 1)), [{ A: [{ B: 1 }] }], [{ A: [{ B: 1 }, {}] }, { A: [] }, {}]],
    ['none', none('A', is('B', 1)), [{}, { A: [{ B: 2 }] }], [{ A: [{ B: 1 }] }, { A: unknown }]],
    ['either', either(isSet('A'), isSet('B')), [{ A: 1 }, { B: 1 }], [{}]],
  ])('%s', (_, condition, good, bad) => {
    expect(good.filter((properties) => !holds(condition, properties))).toEqual([]);
    expect(bad.filter((properties) => holds(condition, properties))).toEqual([]);
  });

  test.each([
    [true, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }],
    [true, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }],
    [false, { DeletionPolicy: 'Retain' }], [false, { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Retain' }], [false, {}],
  ])('isRetained: %s for %j', (expected, policies) => expect(holds(isRetained(), {}, policies)).toBe(expected));
});

describe('what a value refers to', () => {
  const all = new Resources([
    sourceOf('Producer', {
      Resources: {
        Key: resource('AWS::KMS::Key', {}),
        Other: resource('AWS::KMS::Key', {}),
        Nested: resource('AWS::CloudFormation::Stack', {}),
      },
      Outputs: {
        Plain: { Value: 'text' },
        Out: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key' } },
        Second: { Value: { Ref: 'Other' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-other' } } },
      },
    }),
    sourceOf('Consumer', {
      Resources: {
        Own: resource('AWS::KMS::Key', {}),
        Nested: resource('AWS::CloudFormation::Stack', { Parameters: { Given: { Ref: 'Own' } } }),
        Second: resource('AWS::CloudFormation::Stack', {}),
      },
    }),
    {
      ...sourceOf('Inner', { Resources: { Deep: resource('AWS::KMS::Key', {}) }, Outputs: { Made: { Value: { Ref: 'Deep' } } } }),
      nestedIn: { name: 'Consumer', logicalId: 'Nested' },
    },
    {
      ...sourceOf('Twin', { Resources: { Twin: resource('AWS::KMS::Key', {}) }, Outputs: { Made: { Value: { Ref: 'Twin' } } } }),
      nestedIn: { name: 'Producer', logicalId: 'Nested' },
    },
    {
      ...sourceOf('Bare', { Resources: { Bare: resource('AWS::KMS::Key', {}) }, Outputs: { Made: { Value: { Ref: 'Bare' } } } }),
      nestedIn: { name: 'Consumer', logicalId: 'Second' },
    },
    { ...sourceOf('Lost', {}), nestedIn: { name: 'Consumer', logicalId: 'Nowhere' } },
  ]);
  const from = (template: string) => ({ logicalId: 'X', type: 'T', properties: {}, template });

  test.each<[string, string, unknown, string[]]>([
    ['Ref', 'Consumer', { Ref: 'Own' }, ['Own']],
    ['GetAtt as a list', 'Consumer', { 'Fn::GetAtt': ['Own', 'Arn'] }, ['Own']],
    ['GetAtt as a text', 'Consumer', { 'Fn::GetAtt': 'Own.Arn' }, ['Own']],
    ['a join', 'Consumer', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, { Ref: 'Own' }]] }, ['Own']],
    ['Sub', 'Consumer', { 'Fn::Sub': '${Own.Arn}/${!Own}' }, ['Own']],
    ['Sub with values', 'Consumer', { 'Fn::Sub': ['${It}', { It: { Ref: 'Own' } }] }, ['Own']],
    ['an import', 'Consumer', { 'Fn::ImportValue': 'key' }, ['Key']],
    ['a parameter of a nested stack', 'Inner', { Ref: 'Given' }, ['Own']],
    ['an output of a nested stack', 'Consumer', { 'Fn::GetAtt': ['Nested', 'Outputs.Made'] }, ['Deep']],
    ['an output of a nested stack as a text', 'Consumer', { 'Fn::GetAtt': 'Nested.Outputs.Made' }, ['Deep']],
    ['an output of the nested stack beside it', 'Consumer', { 'Fn::GetAtt': ['Second', 'Outputs.Made'] }, ['Bare']],
    ['an output of a nested stack of that name elsewhere', 'Producer', { 'Fn::GetAtt': ['Nested', 'Outputs.Made'] }, ['Twin']],
    ['an output that is not there', 'Consumer', { 'Fn::GetAtt': ['Nested', 'Outputs.None'] }, []],
    ['an attribute that only ends as an output', 'Consumer', { 'Fn::GetAtt': ['Nested', 'MyOutputs.Made'] }, ['Nested']],
    ['a parameter that is not given', 'Inner', { Ref: 'Other' }, []],
    ['a parameter of a nested stack without any', 'Bare', { Ref: 'Given' }, []],
    ['a parameter of a nested stack that nothing creates', 'Lost', { Ref: 'Given' }, []],
    ['an import by a name that is made', 'Consumer', { 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-other' } }, ['Other']],
    ['an import by the name of a resource', 'Consumer', { 'Fn::ImportValue': { Ref: 'Own' } }, ['Own']],
    ['Sub with values and without them', 'Consumer', { 'Fn::Sub': ['${It}${Nested}', { It: { Ref: 'Own' } }] }, ['Own', 'Nested']],
    ['one resource twice', 'Consumer', [{ Ref: 'Own' }, { Ref: 'Own' }], ['Own']],
    ['nothing', 'Consumer', [null, undefined, 1, {}, []], []],
    ['what is not there', 'Consumer', [{ Ref: 'Other' }, { 'Fn::ImportValue': 'other' }, 'arn:aws:kms:eu-west-1:111122223333:key/x'], []],
  ])('%s', (_, template, value, ids) => {
    expect(all.targets(value, from(template)).map(({ logicalId }) => logicalId)).toEqual(ids);
  });
});

describe('what no construct of ours creates', () => {
  const replica = {
    Region: 'eu-west-1',
    SSESpecification: { KMSMasterKeyId: 'arn:k' },
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  };
  const table = (properties: object = {}, one: object = {}) => ({
    Table: resource('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Replicas: [replica, { ...replica, ...one }],
      ...properties,
    }, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }),
  });
  const ids = ['DATA-01', 'DATA-02', 'DATA-03', 'DATA-04'] as const;

  test.each(ids)('a global table meets %s', (id) => expect(faultsOf(id, table())).toEqual([]));

  test.each<[ControlId, object, object]>([
    ['DATA-01', { SSESpecification: undefined }, {}], ['DATA-01', {}, { SSESpecification: undefined }],
    ['DATA-02', {}, { PointInTimeRecoverySpecification: undefined }], ['DATA-03', {}, { DeletionProtectionEnabled: false }],
    ['DATA-04', { StreamSpecification: { StreamViewType: 'KEYS_ONLY' } }, {}],
  ])('a global table does not meet %s with %j, or with a replica with %j', (id, properties, one) => {
    expect(faultsOf(id, table(properties, one))).not.toEqual([]);
  });

  test.each([['TLS_1_0', 1], ['TLS_1_2', 0], ['SecurityPolicy_TLS13_1_3_2025_09', 0], [undefined, 0]])(
    'a custom domain with %s has %d faults', (SecurityPolicy, count) => {
      expect(faultsOf('API-02', { Domain: resource('AWS::ApiGateway::DomainName', { SecurityPolicy }) })).toHaveLength(count);
    });
});

describe('a policy that only looks narrow', () => {
  const VIA = { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' };
  const keyed = (statement: object) => faultsOf('DATA-10', {
    Table: resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } }),
    Key: resource('AWS::KMS::Key', {}),
    Policy: resource('AWS::IAM::Policy', {
      PolicyDocument: { Statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] }, ...statement } },
    }),
  });

  test('a key that is used through a service is not wide', () => {
    expect(keyed({ Condition: { StringEquals: VIA } })).toEqual([]);
    expect(keyed({ Condition: { StringLike: VIA } })).toEqual([]);
  });

  test.each([
    ['a negated condition', { Condition: { StringNotEquals: VIA } }],
    ['a condition on what is absent', { Condition: { StringEqualsIfExists: VIA } }],
    ['a condition of Null', { Condition: { Null: { 'kms:ViaService': 'false' } } }],
    ['all keys of the account', { Resource: { 'Fn::Sub': 'arn:aws:kms:eu-west-1:${AWS::AccountId}:key/*' } }],
    ['everything', { Resource: '*' }],
  ])('%s does not narrow it', (_, statement) => expect(keyed(statement)).toHaveLength(1));

  const operators: [string, number][] = [['StringEquals', 0], ['StringNotEquals', 1], ['StringEqualsIfExists', 1]];
  test.each(operators)('an endpoint with %s has %d faults', (name, count) => {
    const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    const PolicyDocument = { Statement: { ...allow, Condition: { [name]: { 'aws:PrincipalAccount': '111122223333' } } } };
    expect(faultsOf('NET-07', { Endpoint: resource('AWS::EC2::VPCEndpoint', { PolicyDocument }) })).toHaveLength(count);
  });

  test('the policy of a group gives permissions, too', () => {
    expect(faultsOf('DATA-10', {
      Table: resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: { Ref: 'Key' } } }),
      Key: resource('AWS::KMS::Key', {}),
      Policy: resource('AWS::IAM::GroupPolicy', {
        PolicyDocument: { Statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { Ref: 'Key' } } },
      }),
    })).toHaveLength(1);
  });
});

describe('a list behind a condition of the template', () => {
  const iff = (value: unknown) => ({ 'Fn::If': ['Production', value, { Ref: 'AWS::NoValue' }] });
  const group = (SecurityGroupIngress: unknown) => faultsOf('NET-04', {
    Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress }),
    Function: resource('AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: [{ Ref: 'Group' }] } }),
  });

  test('is not known to be empty', () => expect(group(iff([{ IpProtocol: '-1' }]))).toHaveLength(1));
  test('is empty when it is no value', () => expect(group({ Ref: 'AWS::NoValue' })).toEqual([]));

  test('has no rule that is known to block', () => {
    expect(faultsOf('WAF-03', {
      Acl: resource('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT', Rules: iff([]) }),
    })).toEqual(['none of its rules blocks by User-Agent']);
  });

  test('an endpoint without the name of a service is that of none', () => {
    expect(faultsOf('NET-06', {
      Vpc: resource('AWS::EC2::VPC', {}),
      Endpoint: resource('AWS::EC2::VPCEndpoint', { VpcId: { Ref: 'Vpc' } }),
    })).toEqual(['it has no endpoint of s3 and dynamodb']);
  });
});
