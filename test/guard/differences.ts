import { att, GOOD, iff, KEPT, ref, resource, sub } from './foreign';

interface Difference {
  readonly template: object;
  /** What `HardenedChecks` finds and Guard does not: these, and no other. */
  readonly hardenedOnly: readonly string[];
}

const table = resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: att('Key') } });
const KEY = resource('AWS::KMS::Key', { EnableKeyRotation: true }, KEPT);
const using = (Resource: unknown) => resource('AWS::IAM::Policy', {
  Roles: ['reader'], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource }] },
});
const secret = resource('AWS::SecretsManager::Secret', { KmsKeyId: att('Key') }, KEPT);
const role = resource('AWS::IAM::Role', {});
const fn = resource('AWS::Lambda::Function', { Role: att('Role') });
const acl = resource('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', Rules: [] });
const api = ['Api', 'Stage', 'AccessLogs', 'Key'].map((id) => [id, GOOD[id]] as const);

/** Every property behind a condition. */
const conditional = ({ Properties = {}, ...rest }: { Properties?: object }): object =>
  ({ ...rest, Properties: Object.fromEntries(Object.entries(Properties).map(([name, value]) => [name, iff(value)])) });

/** What the head of the Guard file says that it does not see, each shown by a template. */
export const DIFFERENCES: Record<string, Difference> = {
  'who uses a key for a table': {
    template: { Resources: { Key: KEY, Table: table, Policy: using(att('Key')) } }, hardenedOnly: ['DATA-10 Table'],
  },
  'who uses a key for a secret': {
    template: { Resources: { Key: KEY, Secret: secret, Policy: using('*') } },
    hardenedOnly: ['SEC-06 Secret'],
  },
  'whether a rule blocks by User-Agent': {
    template: { Resources: { Acl: resource('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT', Rules: [] }) } }, hardenedOnly: ['WAF-03 Acl'],
  },
  'whether two functions have one role': {
    template: { Resources: { Role: role, One: fn, Two: fn } }, hardenedOnly: ['FN-02 One', 'FN-02 Two'],
  },
  'whether the execution log is there': { template: { Resources: Object.fromEntries(api) }, hardenedOnly: ['API-08 Stage'] },
  'what an export is used for': {
    template: { Resources: { Acl: acl }, Outputs: { Acl: { Value: att('Acl'), Export: { Name: 'acl' } } } }, hardenedOnly: ['WAF-12 Acl'],
  },
  'what a nested stack does with a parameter': {
    template: {
      Resources: { Acl: acl, Nested: resource('AWS::CloudFormation::Stack', { TemplateURL: 'x', Parameters: { Acl: att('Acl') } }) },
    },
    hardenedOnly: ['WAF-12 Acl'],
  },
  'what a text refers to': {
    template: {
      Resources: {
        Key: resource('AWS::KMS::Key', {}, KEPT),
        Table: {
          ...GOOD.Table,
          Properties: {
            ...(GOOD.Table as { Properties: object }).Properties,
            SSESpecification: {
              SSEEnabled: true, KMSMasterKeyId: sub('${Key.Arn}'),
            },
          },
        },
      },
    },
    hardenedOnly: ['DATA-01 Table'],
  },
  'what a condition refers to': {
    template: {
      Resources: {
        Key: resource('AWS::KMS::Key', {}, KEPT),
        Table: resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: iff(att('Key')) } }),
        Acl: acl,
        Association: resource('AWS::WAFv2::WebACLAssociation', { WebACLArn: iff(att('Acl'), ref('AWS::NoValue')) }),
      },
    },
    hardenedOnly: ['WAF-01 Acl', 'WAF-02 Acl', 'WAF-03 Acl', 'WAF-04 Acl', 'WAF-05 Acl', 'WAF-06 Acl', 'WAF-07 Acl', 'WAF-08 Acl'],
  },
  'every property behind a condition': {
    template: { Resources: Object.fromEntries(Object.entries(GOOD).map(([id, one]) => [id, conditional(one)])) },
    hardenedOnly: [
      'NET-05 CacheGroup', ...['01', '02', '03', '04', '05', '06', '08', '09'].map((number) => `WAF-${number} Acl`),
    ],
  },
};
