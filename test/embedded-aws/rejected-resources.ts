import { allow, key, policy, ref, role, rootMay, subnet, vpc, webAcl } from './resources';
import { Rejection } from './suite';

const nobody = { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/nobody' };
const byNobody = { Effect: 'Allow', Principal: { AWS: nobody }, Action: '*', Resource: '*' };
const endpoint = {
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: {
    VpcId: ref('Vpc'),
    ServiceName: 'com.amazonaws.us-east-1.kms',
    VpcEndpointType: 'Interface',
    PrivateDnsEnabled: true,
    SubnetIds: [ref('Subnet')],
  },
};
const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'x' } };
const secretPolicy = (SecretId: unknown) => ({
  Type: 'AWS::SecretsManager::ResourcePolicy',
  Properties: {
    SecretId,
    ResourcePolicy: policy({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }),
  },
});
const sg = (properties: object) => ({
  Vpc: vpc,
  Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription: 'group', ...properties } },
});
const acl = (...Rules: object[]) => ({ Acl: { ...webAcl(), Properties: { ...webAcl().Properties, Rules } } });
const rule = (Name: string, Priority: number, Statement: object, more: object) => ({
  Name,
  Priority,
  Statement,
  VisibilityConfig: webAcl().Properties.VisibilityConfig,
  ...more,
});
const geo = { GeoMatchStatement: { CountryCodes: ['KP'] } };
const managed = { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } };
const block = { Action: { Block: {} } };

/** Templates of keys, policies, networks and web ACLs that CloudFormation rolls back on AWS. */
export const RESOURCE_REJECTIONS: Rejection[] = [
  {
    claim: 'a key policy that names a role that does not exist',
    page: 'KMS: Key policies',
    resources: { Key: key(byNobody) },
    says: /invalid principals/,
  },
  {
    claim: 'a key policy that nobody could change',
    page: 'KMS API: CreateKey, BypassPolicyLockoutSafetyCheck',
    resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy(rootMay('kms:Describe*')) } } },
    says: /will not allow you to update/,
  },
  {
    claim: 'a bucket policy that names a role that does not exist',
    page: 'S3 troubleshooting: Invalid principal in policy',
    resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: ref('Bucket'), PolicyDocument: policy(byNobody) } },
    },
    says: /Invalid principal in policy/,
  },
  {
    claim: 'a trust policy that names a role that does not exist',
    page: 'IAM troubleshooting: Invalid principal in policy',
    resources: {
      Role: role({ AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: nobody }, Action: 'sts:AssumeRole' }) }),
    },
    says: /Invalid principal in policy/,
  },
  {
    claim: 'a secret policy that names a role that does not exist',
    page: 'Secrets Manager: Resource-based policies',
    resources: {
      Secret: secret,
      Policy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: ref('Secret'), ResourcePolicy: policy(byNobody) } },
    },
    says: /unsupported principal/,
  },
  {
    claim: 'a bucket with a bad name',
    page: 'S3: General purpose bucket naming rules',
    resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'Upper-Case' } } },
    says: /not valid/,
  },
  {
    claim: 'two resource policies of one secret',
    page: 'github.com/aws/aws-cdk/issues/24383',
    resources: { Secret: secret, One: secretPolicy(ref('Secret')), Other: { ...secretPolicy(ref('Secret')), DependsOn: ['One'] } },
    says: /already exists in stack/,
  },
  {
    claim: 'a second interface endpoint that answers to the private name of a service',
    page: 'AWS PrivateLink: Private DNS names',
    resources: { Vpc: vpc, Subnet: subnet, One: endpoint, Other: { ...endpoint, DependsOn: ['One'] } },
    says: /conflicting DNS domain/,
  },
  {
    claim: 'a description of a security group with an apostrophe',
    page: 'EC2 API: CreateSecurityGroup',
    resources: sg({ GroupDescription: "the application's functions" }),
    says: /Invalid security group description/,
  },
  {
    claim: 'a description of a rule with an arrow',
    page: 'EC2 API: IpRange',
    resources: sg({ SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'functions -> anywhere' }] }),
    says: /Invalid security group description/,
  },
  {
    claim: 'a subnet that overlaps another',
    page: 'EC2 API: CreateSubnet',
    resources: { Vpc: vpc, Subnet: subnet, Again: { ...subnet, DependsOn: ['Subnet'] } },
    says: /conflicts with another subnet/,
  },
  {
    claim: 'inline policies of a role over 10,240 characters',
    page: 'IAM and AWS STS quotas',
    resources: {
      Role: role({
        Policies: ['One', 'Other'].map((PolicyName) => ({
          PolicyName,
          PolicyDocument: policy(
            allow(
              's3:GetObject',
              Array.from({ length: 150 }, (_, index) => `arn:aws:s3:::a-bucket-with-number-${index}/*`),
            ),
          ),
        })),
      }),
    },
    says: /Maximum policy size of 10240/,
  },
  {
    claim: 'two rules of a web ACL with one priority',
    page: 'WAF API: Rule',
    resources: acl(rule('One', 1, geo, block), rule('Other', 1, geo, block)),
    says: /duplicate priority/,
  },
  {
    claim: 'a managed rule group with an action',
    page: 'WAF API: Rule, OverrideAction',
    resources: acl(rule('One', 1, managed, block)),
    says: /OverrideAction/,
  },
  {
    claim: 'a rate limit under 10',
    page: 'WAF API: RateBasedStatement',
    resources: acl(rule('One', 1, { RateBasedStatement: { Limit: 5, AggregateKeyType: 'IP' } }, block)),
    says: /Limit 5/,
  },
  {
    claim: 'a custom response whose body is not declared',
    page: 'WAF API: CustomResponse',
    resources: acl(rule('One', 1, geo, { Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'none' } } } })),
    says: /custom response body none/,
  },
];
