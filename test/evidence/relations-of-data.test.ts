import { CATALOGUE, ControlId } from '../../src/catalogue';
import { faults, isAbout, Resources, sourceOf } from '../../src/evidence';

type Template = Record<string, { Type: string; Properties: Record<string, unknown> }>;
const one = (type: string, Properties: Record<string, unknown> = {}) => ({ Type: `AWS::${type}`, Properties });
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** What relations find wrong with the first resource by a control, or nothing where the control is not about it. */
function faultsOf(id: ControlId, template: Template): string[] | undefined {
  const all = new Resources([sourceOf('T', { Resources: template })]);
  const [first] = all.all;
  const clauses = CATALOGUE[id].evidence.filter((clause) => isAbout(clause, first, all));
  return clauses.length === 0 ? undefined : clauses.flatMap(({ conditions }) =>
    faults(conditions.filter((condition) => condition.is === 'relation'), first, all));
}

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY_ID = `${ALGORITHM}-aws-kms-key-id`;
const deny = (Condition: object, more: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: 's3:*', Condition, ...more });
const bucket = (...statements: object[]) => ({
  Bucket: one('S3::Bucket'), Policy: one('S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: { Statement: statements } }),
});
const [NO_TLS, OLD_TLS] = [
  deny({ Bool: { 'aws:SecureTransport': 'false' } }), deny({ NumericLessThan: { 's3:TlsVersion': 1.2 } }),
];
const ENCRYPTION = [
  deny({ StringNotEquals: { [ALGORITHM]: 'aws:kms' } }), deny({ StringNotEquals: { [KEY_ID]: 'k' } }, { Action: ['s3:PutObject'] }),
  deny({ Null: { [`${ALGORITHM}-customer-algorithm`]: 'false' } }, { Principal: { AWS: ['*'] }, Action: '*' }),
];
const NO_ENCRYPTION = 'another algorithm and another key and a key that the request brings to PutObject';
const CLEAR_TEXT = 'its policy does not deny requests without TLS: set enforceSSL';

const table = (key: Record<string, unknown>, more: Template = {}, of: object = arn('Key')) => ({
  Table: one('DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: of } }), Key: one('KMS::Key', key), ...more,
});
const alias = { Alias: one('KMS::Alias', { TargetKeyId: ref('Key') }) };
const key = arn('Key');
const allow = (Action: unknown, Condition?: object, Resource: unknown = key) => ({ Effect: 'Allow', Action, Resource, Condition });
const used = (...statements: object[]) => table({}, { Policy: one('IAM::Policy', { PolicyDocument: { Statement: statements } }) });
const secret = (...statements: object[]) => ({
  Secret: one('SecretsManager::Secret', { KmsKeyId: key }),
  Key: one('KMS::Key'),
  Role: one('IAM::Role', { Policies: statements.map((Statement) => ({ PolicyDocument: { Statement } })) }),
});
const via = (service: string, more: object = {}) => ({ StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com`, ...more } });
const forOne = { 'kms:EncryptionContext:SecretARN': 'arn' };

test.each<[ControlId, string, Template, string[] | undefined]>([
  ['DATA-05', 'both Denies', bucket(NO_TLS, OLD_TLS), []],
  ['DATA-05', 'no policy', { Bucket: one('S3::Bucket') }, [CLEAR_TEXT]],
  ['DATA-05', 'a Deny of old TLS only', bucket(OLD_TLS), [CLEAR_TEXT]],
  ['DATA-05', 'a Deny of clear text only', bucket(NO_TLS), ['its policy does not deny TLS before 1.2: set minimumTLSVersion']],
  ['DATA-05', 'an Allow', bucket({ ...NO_TLS, Effect: 'Allow' }, OLD_TLS), [CLEAR_TEXT]],
  ['DATA-05', 'a Deny of one action', bucket({ ...NO_TLS, Action: 's3:GetObject' }, OLD_TLS), [CLEAR_TEXT]],
  ['DATA-05', 'a Deny for one principal', bucket({ ...NO_TLS, Principal: { AWS: 'arn:aws:iam::1:role/x' } }, OLD_TLS), [CLEAR_TEXT]],
  ['DATA-05', 'a Deny of TLS itself', bucket(deny({ Bool: { 'aws:SecureTransport': 'true' } }), OLD_TLS), [CLEAR_TEXT]],
  ['DATA-01', 'Denies of all else', bucket(...ENCRYPTION), []],
  ['DATA-01', 'no Deny', bucket(), [`its policy does not deny ${NO_ENCRYPTION}`]],
  ['DATA-01', 'no Deny of another key', bucket(ENCRYPTION[0], ENCRYPTION[2]), ['its policy does not deny another key to PutObject']],
  ['DATA-01', 'a Deny of another action', bucket(...ENCRYPTION.map((statement) => ({ ...statement, Action: 's3:GetObject' }))),
    [`its policy does not deny ${NO_ENCRYPTION}`]],
  ['DATA-01', 'the access logs of another', {
    Logs: one('S3::Bucket'), Bucket: one('S3::Bucket', { LoggingConfiguration: { DestinationBucketName: ref('Logs') } }),
  }, undefined],
  ['DATA-01', 'a key that rotates', table({ EnableKeyRotation: 'true' }), []],
  ['DATA-01', 'a key that does not', table({}), ['its key Key does not rotate: set enableKeyRotation']],
  ['DATA-01', 'an alias of one that does not', table({ EnableKeyRotation: false }, alias, ref('Alias')),
    ['its key Key does not rotate: set enableKeyRotation']],
  ['DATA-01', 'a key from elsewhere', table({}, {}, { 'Fn::ImportValue': 'key' }), []],
  ['DATA-01', 'what is no key', table({}, { Bucket: one('S3::Bucket') }, arn('Bucket')), []],
  ['DATA-09', 'a key that goes with its stack', table({}),
    ['its key Key is deleted with its stack, and makes everything that it encrypted unreadable: retain it']],
  ['DATA-10', 'use through a service', used(allow('kms:Decrypt', via('dynamodb'))), []],
  ['DATA-10', 'administration', used(allow(['kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:EncryptLater'])), []],
  ['DATA-10', 'a Deny', used({ ...allow('kms:*'), Effect: 'Deny' }), []],
  ['DATA-10', 'all but one resource', used({ Effect: 'Allow', Action: 'kms:Decrypt', NotResource: 'x' }), []],
  ['DATA-10', 'what only ends as a use', used(allow(['kms:DescribeKey', 'x:kms:Decrypt'])), []],
  ['DATA-10', 'what is no key', table({}, { Bucket: one('S3::Bucket') }, arn('Bucket')), []],
  ['DATA-10', 'use of another key', used(allow('kms:Decrypt', undefined, arn('Other'))), []],
  ...['kms:*', 'kms:Decrypt', 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext'].map((action) =>
    ['DATA-10', `${action} without a service`, used(allow(action)),
      [`Policy allows ${action} with its key under no condition kms:ViaService`]] as [ControlId, string, Template, string[]]),
  ['DATA-10', 'use beside another', used(allow('kms:Decrypt', via('dynamodb')), allow(['kms:DescribeKey', 'kms:Encrypt'])),
    ['Policy allows kms:DescribeKey, kms:Encrypt with its key under no condition kms:ViaService']],
  ['SEC-06', 'use for a secret', secret(allow('kms:Decrypt', via('secretsmanager', forOne))), []],
  ['SEC-06', 'use through another service', secret(allow('kms:Decrypt', via('s3'))), []],
  ['SEC-06', 'use for all secrets', secret(allow('kms:Decrypt', via('secretsmanager'))),
    ['Role allows kms:Decrypt with its key under no condition kms:EncryptionContext:SecretARN']],
  ['SEC-06', 'use without a condition', secret(allow('kms:Decrypt')),
    ['Role allows kms:Decrypt with its key under no condition kms:EncryptionContext:SecretARN']],
])('%s, of what has %s', (id, _, template, expected) => expect(faultsOf(id, template)).toEqual(expected));

describe('whose policy gives permissions:', () => {
  const wide = { PolicyDocument: { Statement: allow('kms:Decrypt') } };

  test.each(['Policy', 'ManagedPolicy', 'RolePolicy', 'UserPolicy', 'GroupPolicy'])('%s', (type) => {
    expect(faultsOf('DATA-10', table({}, { It: one(`IAM::${type}`, wide) }))).toHaveLength(1);
  });

  test.each(['Role', 'User', 'Group'])('%s, by an inline one', (type) => {
    expect(faultsOf('DATA-10', table({}, { It: one(`IAM::${type}`, { Policies: [wide] }) }))).toHaveLength(1);
  });

  test('a role, by one that names it', () => {
    const everything = { RoleName: ref('Role'), PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } };
    const template = {
      Fn: one('Lambda::Function', { Role: arn('Role') }), Role: one('IAM::Role'), It: one('IAM::RolePolicy', everything),
    };
    expect(faultsOf('FN-02', template)).toEqual(['its role Role may do everything']);
  });
});
