import { defineControls, every, isNot, isSet } from '../evidence';
import {
  ADMITS_NOBODY, ADMITS_REDIS_ONLY, DEFAULT_GROUP_IS_CLOSED, ENDPOINTS_OF_STORES, IS_LOGGED, IS_OF_A_CACHE, IS_OF_A_FUNCTION,
  RECEIVES_FLOW_LOGS, SERVES_THIS_ACCOUNT,
} from './relations';

const VPC = 'AWS::EC2::VPC';
const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';

export const NETWORK_CONTROLS = defineControls('HardenedVpc', {
  'NET-01': {
    title: 'Functions and caches run in private subnets, and public subnets assign no public address on launch',
    why: 'An interface with a public address can be reached from the Internet as soon as one security group rule is too permissive.',
    kind: 'prevents',
    serves: ['§5 VPC Security Groups', '§Network Security'],
    supports: ['FSBP EC2.15', 'NIST-800-53r5 SC-7'],
    evidence: [every('AWS::EC2::Subnet', [isNot('MapPublicIpOnLaunch', true)])],
  },
  'NET-02': {
    title: 'The default security group allows nothing',
    why: 'Whatever is launched without a security group gets this one, and AWS lets its members talk to each other.',
    kind: 'prevents',
    serves: ['§5 VPC Security Groups'],
    supports: ['FSBP EC2.2', 'CIS AWS 3.0 5.4', 'NIST-800-53r5 AC-4'],
    evidence: [every(VPC, [DEFAULT_GROUP_IS_CLOSED])],
  },
  'NET-03': {
    title: 'All traffic of the VPC is logged',
    why: 'Without flow logs nobody can tell afterwards which addresses were contacted.',
    kind: 'detects',
    serves: ['12.2', '§5 VPC Flow Logs', '§Audit Logging'],
    supports: ['FSBP EC2.6', 'CIS AWS 3.0 3.7', 'AwsSolutions-VPC7', 'NIST-800-53r5 AU-12'],
    evidence: [every(VPC, [IS_LOGGED])],
  },
  'NET-04': {
    title: 'The Lambda security group has no inbound rule',
    why: 'A function is invoked through the Lambda service and never needs an open port.',
    kind: 'prevents',
    serves: ['§5 Lambda Security Group', '§Principle of Least Privilege'],
    supports: ['FSBP EC2.18', 'NIST-800-53r5 SC-7'],
    evidence: [every(SECURITY_GROUP, [ADMITS_NOBODY], { recognized: [IS_OF_A_FUNCTION] })],
  },
  'NET-05': {
    title: 'The Redis security group allows port 6379 from the Lambda security group only, and no outbound traffic',
    why: 'A cache that other hosts can reach exposes session data; one with outbound access can be used to exfiltrate it.',
    kind: 'prevents',
    serves: ['§5 Redis Security Group', '§Principle of Least Privilege'],
    supports: ['FSBP EC2.19', 'NIST-800-53r5 AC-4'],
    evidence: [every(SECURITY_GROUP, [ADMITS_REDIS_ONLY], { recognized: [IS_OF_A_CACHE] })],
  },
  'NET-06': {
    title: 'S3 and DynamoDB are reached inside the AWS network',
    why: 'Through a NAT gateway the same traffic leaves the VPC and is charged by the gigabyte.',
    kind: 'prevents',
    serves: ['§5 Network Architecture', '§Network Security'],
    supports: ['NIST-800-53r5 SC-7'],
    evidence: [every(VPC, [ENDPOINTS_OF_STORES])],
  },
  'NET-07': {
    title: 'VPC endpoints serve principals of this account and AWS services only',
    why: "With an attacker's credentials, compromised code could otherwise carry data out through S3, even with no route to the Internet.",
    kind: 'prevents',
    serves: ['§Network Security', '§Principle of Least Privilege'],
    supports: ['NIST-800-53r5 AC-4', 'NIST-800-53r5 SC-7'],
    evidence: [every('AWS::EC2::VPCEndpoint', [SERVES_THIS_ACCOUNT])],
  },
  'NET-08': {
    title: 'Flow logs are encrypted with a customer managed key',
    why: 'Who talked to whom tells an attacker where to go next; only a key of your own has a policy and an audit trail that you control.',
    kind: 'prevents',
    serves: ['§3 CloudWatch Logs', '§Encryption Everywhere'],
    supports: ['CKV_AWS_158', 'NIST-800-53r5 SC-28(1)'],
    evidence: [every('AWS::Logs::LogGroup', [isSet('KmsKeyId')], { recognized: [RECEIVES_FLOW_LOGS] })],
  },
});
