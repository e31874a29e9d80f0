import { CATALOGUE, ControlId } from '../../src/catalogue';
import { faults, recognizes, Resources, sourceOf } from '../../src/evidence';

type Template = Record<string, { Type: string; Properties: Record<string, unknown> }>;
const one = (type: string, Properties: Record<string, unknown> = {}) => ({ Type: `AWS::${type}`, Properties });
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** What is wrong with the first resource by a control. */
function faultsOf(id: ControlId, template: Template): string[] {
  const all = new Resources([sourceOf('T', { Resources: template })]);
  const [first] = all.all;
  const clauses = CATALOGUE[id].evidence.filter((clause) => recognizes(clause, first, all));
  expect(clauses).not.toEqual([]);
  return clauses.flatMap(({ conditions }) => faults(conditions, first, all));
}

const allow = (Action: string | string[], Resource: unknown = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const policy = (...Statement: object[]) => ({ PolicyDocument: { Statement } });
const EVERYBODY = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

const vpc = (more: Template) => ({ Vpc: one('EC2::VPC'), ...more });
const endpointOf = (service: string) => one('EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: `com.amazonaws.eu-west-1.${service}` });
const endpoint = (...statements: object[]) => ({ Endpoint: one('EC2::VPCEndpoint', policy(...statements)) });

const openRule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };
const ofFunction = (group: object, more: Template = {}) => ({
  Group: one('EC2::SecurityGroup', { ...group }), Fn: one('Lambda::Function', { VpcConfig: { SecurityGroupIds: [ref('Group')] } }), ...more,
});
const noEgress = { CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' };
const redis = { IpProtocol: 'tcp', FromPort: 6379, ToPort: 6379, SourceSecurityGroupId: ref('Clients') };
const ofCache = (SecurityGroupIngress: object[], SecurityGroupEgress?: object[], cache = 'ReplicationGroup') => ({
  Group: one('EC2::SecurityGroup', { SecurityGroupIngress, SecurityGroupEgress }),
  Cache: one(`ElastiCache::${cache}`, { [cache === 'CacheCluster' ? 'VpcSecurityGroupIds' : 'SecurityGroupIds']: [ref('Group')] }),
});

const fn = (properties: Record<string, unknown>, more: Template = {}) => ({ Fn: one('Lambda::Function', properties), ...more });
const withRole = (role: Record<string, unknown>, more: Template = {}) => fn({ Role: arn('Role'), VpcConfig: { SubnetIds: ['subnet-1'] } },
  { Role: one('IAM::Role', role), ...more });
const inSubnet = (gateway: string) => fn({ VpcConfig: { SubnetIds: [ref('Subnet')] } }, {
  Subnet: one('EC2::Subnet'),
  Table: one('EC2::RouteTable'),
  Association: one('EC2::SubnetRouteTableAssociation', { SubnetId: ref('Subnet'), RouteTableId: ref('Table') }),
  Route: one('EC2::Route', { RouteTableId: ref('Table'), GatewayId: ref('Gateway') }),
  Gateway: one(`EC2::${gateway}`),
});
const INTERFACES = ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'];
const denied = (Action: string[], is = 'false') => ({
  Policies: [policy({ Effect: 'Deny', Action, Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': is } } })],
});
const logging = (group: Record<string, unknown>) => fn({ KmsKeyArn: 'k', LoggingConfig: { LogGroup: ref('Group') } },
  { Group: one('Logs::LogGroup', group) });

const secret = (more: Template, properties: Record<string, unknown> = {}) =>
  ({ Secret: one('SecretsManager::Secret', properties), ...more });
const secretPolicy = (statement: object, BlockPublicPolicy: unknown = true) => secret({
  Policy: one('SecretsManager::ResourcePolicy', { SecretId: ref('Secret'), ResourcePolicy: { Statement: statement }, BlockPublicPolicy }),
});
const denyOthers = { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } } };
const rotated = (SecretId: unknown, more: Template = {}) =>
  secret({ Schedule: one('SecretsManager::RotationSchedule', { SecretId }), ...more }, { GenerateSecretString: {} });

const WAYS_OUT = ['Group allows outbound traffic'];
const INTERFACES_OF_CODE = ['its role Role lets its code create and delete network interfaces'];

test.each<[ControlId, string, Template, string[]]>([
  ['NET-02', 'no rules by default', vpc({
    X: { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId: ref('Vpc') } },
  }), []],
  ['NET-02', 'the rules of AWS', vpc({}), ['its default security group has the rules that AWS gives it: set restrictDefaultSecurityGroup']],
  ['NET-03', 'a log of all traffic beside one', vpc({
    One: one('EC2::FlowLog', { ResourceId: ref('Vpc'), TrafficType: 'REJECT' }),
    All: one('EC2::FlowLog', { ResourceId: ref('Vpc'), TrafficType: 'ALL' }),
  }), []],
  ['NET-03', 'no log', vpc({}), ['it has no flow log']],
  ['NET-03', 'a log of rejections', vpc({ One: one('EC2::FlowLog', { ResourceId: ref('Vpc'), TrafficType: 'REJECT' }) }),
    ['its flow logs do not have all traffic']],
  ['NET-04', 'no rule', ofFunction({}), []],
  ['NET-04', 'a rule of its own', ofFunction({ SecurityGroupIngress: [openRule] }), ['Group admits port 22 (tcp) from "0.0.0.0/0"']],
  ['NET-04', 'a rule beside it', ofFunction({}, {
    Rule: one('EC2::SecurityGroupIngress', { GroupId: ref('Group'), IpProtocol: -1, SourceSecurityGroupId: 'sg-1' }),
  }), ['Group admits port any (any protocol) from "a security group"']],
  ['NET-04', 'a rule for IPv6', ofFunction({ SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] }),
    ['Group admits port any (any protocol) from "::/0"']],
  ['NET-04', 'a rule for a prefix list', ofFunction({ SecurityGroupIngress: [{ IpProtocol: 'udp', FromPort: 53 }] }),
    ['Group admits port 53 (udp) from "a prefix list"']],
  ['NET-05', 'the port of Redis', ofCache([redis], [noEgress]), []],
  ['NET-05', 'both ports of a serverless cache', ofCache([{ ...redis, ToPort: 6380 }], [noEgress], 'ServerlessCache'), []],
  ['NET-05', 'another port', ofCache([redis, { ...redis, FromPort: 22 }], [noEgress]),
    ['Group admits port 22 (tcp) from "a security group"']],
  ['NET-05', 'more ports', ofCache([{ ...redis, ToPort: 6400 }], [noEgress]), ['Group admits port 6379 (tcp) from "a security group"']],
  ['NET-05', 'another protocol', ofCache([{ ...redis, IpProtocol: 'udp' }], [noEgress]),
    ['Group admits port 6379 (udp) from "a security group"']],
  ['NET-05', 'addresses', ofCache([{ ...redis, SourceSecurityGroupId: undefined, CidrIp: '10.0.0.0/8' }], [noEgress], 'CacheCluster'),
    ['Group admits port 6379 (tcp) from "10.0.0.0/8"']],
  ['NET-05', 'what an empty list allows', ofCache([redis]), WAYS_OUT],
  ['NET-05', 'an outbound rule', ofCache([redis], [noEgress, { CidrIp: '0.0.0.0/0', IpProtocol: 'icmp' }]), WAYS_OUT],
  ['NET-05', 'an outbound rule of another protocol', ofCache([redis], [{ ...noEgress, IpProtocol: '-1' }]), WAYS_OUT],
  ['NET-06', 'both endpoints', vpc({ One: endpointOf('s3'), Two: endpointOf('dynamodb') }), []],
  ['NET-06', 'one endpoint', vpc({ One: endpointOf('s3') }), ['it has no endpoint of dynamodb']],
  ['NET-06', 'an endpoint of a name that is longer', vpc({ One: endpointOf('s3-global.accesspoint') }),
    ['it has no endpoint of s3 and dynamodb']],
  ['NET-07', 'this account', endpoint({ ...EVERYBODY, Condition: { StringEquals: { 'aws:PrincipalAccount': '1' } } }), []],
  ['NET-07', 'this organization', endpoint({ ...EVERYBODY, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } } }), []],
  ['NET-07', 'AWS services', endpoint({ ...EVERYBODY, Condition: { Bool: { 'aws:PrincipalIsAWSService': true } } }), []],
  ['NET-07', 'a named principal', endpoint({ ...EVERYBODY, Principal: { AWS: 'arn:aws:iam::1:role/x' } }), []],
  ['NET-07', 'everybody who is no service', endpoint({ ...EVERYBODY, Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } }),
    ['its policy allows principals of other accounts']],
  ['NET-07', 'everybody but for a Deny', endpoint({ ...EVERYBODY, Effect: 'Deny' }, EVERYBODY),
    ['its policy allows principals of other accounts']],
  ['NET-07', 'no policy', { Endpoint: one('EC2::VPCEndpoint') }, ['it has no policy, so principals of every account may use it']],
  ['FN-01', 'a NAT gateway', inSubnet('NatGateway'), []],
  ['FN-01', 'an Internet gateway', inSubnet('InternetGateway'), ['its subnet Subnet is public']],
  ['FN-01', 'an open group', fn({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: [ref('Group')] } },
    { Group: one('EC2::SecurityGroup', { SecurityGroupIngress: [openRule] }) }), ['Group admits port 22 (tcp) from "0.0.0.0/0"']],
  ['FN-02', 'a role of its own', withRole({ Policies: [policy(allow('s3:GetObject'))] }), []],
  ['FN-02', 'the role of another', withRole({}, { Other: one('Lambda::Function', { Role: arn('Role') }) }), ['Other has the same role']],
  ['FN-02', 'a managed policy', withRole({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
    ['its role Role has an AWS managed policy']],
  ['FN-02', 'a policy that is not of AWS', withRole({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/mine'] }), []],
  ['FN-02', 'everything', withRole({ Policies: [policy(allow(['*']))] }), ['its role Role may do everything']],
  ['FN-02', 'less than another role', withRole({}, { Admin: one('IAM::Role', { Policies: [policy(allow('*'))] }) }), []],
  ['FN-02', 'nothing at all', withRole({ Policies: [policy({ ...allow('*'), Effect: 'Deny' })] }), []],
  ['FN-02', 'everything, by a policy beside it', withRole({}, {
    P: one('IAM::ManagedPolicy', { ...policy(allow('*')), Roles: [ref('Role')] }),
  }), ['its role Role may do everything']],
  ['FN-03', 'a Deny for its code', withRole(denied(INTERFACES)), []],
  ['FN-03', 'a Deny of one action', withRole(denied(INTERFACES.slice(1))), INTERFACES_OF_CODE],
  ['FN-03', 'a Deny for the service', withRole(denied(INTERFACES, 'true')), INTERFACES_OF_CODE],
  ['FN-03', 'an Allow', withRole({
    Policies: [policy({ ...denied(INTERFACES).Policies[0].PolicyDocument.Statement[0], Effect: 'Allow' })],
  }), INTERFACES_OF_CODE],
  ['FN-04', 'a key', logging({ KmsKeyId: 'k' }), []],
  ['FN-04', 'no key', logging({}), ['its log group Group has no KmsKeyId']],
  ['FN-04', 'no group', fn({ KmsKeyArn: 'k' }), ['it logs to the group that Lambda creates, without a key']],
  ['FN-05', 'a set time', logging({ RetentionInDays: 7 }), []],
  ['FN-05', 'no end', logging({}), ['its log group Group keeps logs forever']],
  ['SEC-04', 'a Deny', secretPolicy(denyOthers), []],
  ['SEC-04', 'a Deny as text', secretPolicy(denyOthers, 'true'), []],
  ['SEC-04', 'no policy', secret({}), ['it has no policy']],
  ['SEC-04', 'an Allow', secretPolicy({ ...denyOthers, Effect: 'Allow' }), ['its policy does not deny principals of other accounts']],
  ['SEC-04', 'a Deny for one', secretPolicy({ ...denyOthers, Principal: { AWS: '1' } }),
    ['its policy does not deny principals of other accounts']],
  ['SEC-04', 'a Deny for something else', secretPolicy({ ...denyOthers, Condition: { StringNotEquals: { 'aws:SourceVpc': 'v' } } }),
    ['its policy does not deny principals of other accounts']],
  ['SEC-04', 'a Deny of this account', secretPolicy({ ...denyOthers, Condition: { StringEquals: { 'aws:PrincipalAccount': '1' } } }),
    ['its policy does not deny principals of other accounts']],
  ['SEC-04', 'a Deny of whoever has no account', secretPolicy({
    ...denyOthers, Condition: { StringNotEqualsIfExists: { 'aws:PrincipalAccount': '1' } },
  }), []],
  ['SEC-04', 'a policy that may become public', secretPolicy(denyOthers, false), ['BlockPublicPolicy of its policy is not true']],
  ['SEC-05', 'a schedule', rotated(ref('Secret')), []],
  ['SEC-05', 'a schedule of its attachment', rotated(ref('Attachment'),
    { Attachment: one('SecretsManager::SecretTargetAttachment', { SecretId: ref('Secret') }) }), []],
  ['SEC-05', 'a schedule of another', rotated(ref('Other'), { Other: one('SecretsManager::Secret') }), ['no rotation schedule names it']],
])('%s, of what has %s', (id, _, template, expected) => expect(faultsOf(id, template)).toEqual(expected));

describe('FN-07 is about', () => {
  const called = (Principal: string) => fn({}, { P: one('Lambda::Permission', { FunctionName: ref('Fn'), Principal }) });
  const isAbout = (template: Template) => {
    const all = new Resources([sourceOf('T', { Resources: template })]);
    return CATALOGUE['FN-07'].evidence.some((clause) => recognizes(clause, all.all[0], all));
  };

  test.each<[boolean, string, Template]>([
    [true, 'API Gateway', called('apigateway.amazonaws.com')], [true, 'a load balancer', called('elasticloadbalancing.amazonaws.com')],
    [true, 'VPC Lattice', called('vpc-lattice.amazonaws.com')], [false, 'Amazon S3', called('s3.amazonaws.com')],
    [false, 'what only ends as API Gateway', called('my-apigateway.amazonaws.com')],
    [true, 'a URL', fn({}, { Url: one('Lambda::Url', { TargetFunctionArn: arn('Fn') }) })], [false, 'nothing', fn({})],
  ])('%s: a function that is called by %s', (expected, _, template) => expect(isAbout(template)).toBe(expected));
});
