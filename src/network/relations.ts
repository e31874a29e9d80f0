import {
  inboundFault, isForEverybody, MEANT_BY_A_POLICY, nameOf, relation, requiredValues, Resource, Resources, ruleInWords, rulesOf,
  SAID_ELSEWHERE, statementsOf,
} from '../evidence';

export const DEFAULT_GROUP_IS_CLOSED = relation('has a default security group without rules', SAID_ELSEWHERE, (vpc, all) =>
  all.referring('Custom::VpcRestrictDefaultSG', 'DefaultSecurityGroupId', vpc).length > 0 ? undefined
    : 'its default security group has the rules that AWS gives it: set restrictDefaultSecurityGroup');

export const IS_LOGGED = relation('has flow logs of all traffic', SAID_ELSEWHERE, (vpc, all) => {
  const logs = all.referring('AWS::EC2::FlowLog', 'ResourceId', vpc);
  return logs.length === 0 ? 'it has no flow log'
    : logs.some(({ properties }) => properties.TrafficType === 'ALL') ? undefined : 'its flow logs do not have all traffic';
});

export const ADMITS_NOBODY = relation('has no inbound rule', 'rules can be resources of their own', inboundFault);

export const IS_OF_A_FUNCTION = relation('is the security group of a function', SAID_ELSEWHERE, (group, all) =>
  usedBy(group, all, 'AWS::Lambda::Function', ({ VpcConfig }) => VpcConfig) ? undefined : 'no function has it');

export const IS_OF_A_CACHE = relation('is the security group of a cache', SAID_ELSEWHERE, (group, all) =>
  ['ReplicationGroup', 'CacheCluster', 'ServerlessCache'].some((type) => usedBy(group, all, `AWS::ElastiCache::${type}`,
    ({ SecurityGroupIds, VpcSecurityGroupIds }) => [SecurityGroupIds, VpcSecurityGroupIds])) ? undefined : 'no cache has it');

const usedBy = (group: Resource, all: Resources, type: string, groupsOf: (properties: any) => unknown): boolean =>
  all.ofType(type).some((one) => all.refers(groupsOf(one.properties), one, group));

/** 6379 is the port of Redis and Valkey, and 6380 that of the readers of a serverless cache. */
const isRedis = ({ FromPort, ToPort, IpProtocol }: Record<string, unknown>): boolean =>
  String(IpProtocol) === 'tcp' && [6379, 6380].includes(Number(FromPort)) && [6379, 6380].includes(Number(ToPort));

/** The CDK writes "no outbound rule" as one that matches nothing, because CloudFormation takes an empty list for all traffic. */
const isNothing = ({ CidrIp, IpProtocol }: Record<string, unknown>): boolean => CidrIp === '255.255.255.255/32' && IpProtocol === 'icmp';

export const ADMITS_REDIS_ONLY = relation('admits its clients at the port of Redis only, and has no outbound rule',
  'rules can be resources of their own', (group, all) => {
    const [wide] = rulesOf(group, all, 'Ingress').filter((rule) => !isRedis(rule) || rule.SourceSecurityGroupId === undefined);
    const outbound = rulesOf(group, all, 'Egress');
    return wide ? `${nameOf(group)} admits ${ruleInWords(wide)}`
      : outbound.length === 0 || !outbound.every(isNothing) ? `${nameOf(group)} allows outbound traffic` : undefined;
  });

export const ENDPOINTS_OF_STORES = relation('has gateway endpoints of Amazon S3 and DynamoDB', SAID_ELSEWHERE, (vpc, all) => {
  const endpoints = all.referring('AWS::EC2::VPCEndpoint', 'VpcId', vpc)
    .map(({ properties }) => JSON.stringify(properties.ServiceName ?? ''));
  const missing = ['s3', 'dynamodb'].filter((service) => !endpoints.some((name) => name.includes(`.${service}"`)));
  return missing.length > 0 ? `it has no endpoint of ${missing.join(' and ')}` : undefined;
});

export const SERVES_THIS_ACCOUNT = relation('has a policy that admits principals of this account and AWS services only',
  MEANT_BY_A_POLICY, (endpoint) => {
    const statements = statementsOf(endpoint.properties.PolicyDocument).filter(({ Effect }) => Effect === 'Allow');
    const wide = statements.filter(isForEverybody).find((statement) => {
      const keys = requiredValues(statement);
      return keys['aws:PrincipalAccount'] === undefined && keys['aws:PrincipalOrgID'] === undefined
        && String(keys['aws:PrincipalIsAWSService']) !== 'true';
    });
    return statements.length === 0 ? 'it has no policy, so principals of every account may use it'
      : wide && 'its policy allows principals of other accounts';
  });

export const RECEIVES_FLOW_LOGS = relation('receives flow logs', SAID_ELSEWHERE, (group, all) =>
  all.ofType('AWS::EC2::FlowLog').some((one) => all.refers([one.properties.LogGroupName, one.properties.LogDestination], one, group))
    ? undefined : 'no flow log goes there');
