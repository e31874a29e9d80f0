import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { allowed, attempt, denied, probe } from './probe';
import { ref } from './resources';
import { Resources, succeeded } from './stacks';
import { Suite } from './suite';
import { omnitrack } from '../../examples/omnitrack/lib/omnitrack';

interface Statement {
  Effect: string;
  Action: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

const actionsOf = ({ Action }: Statement): string[] => [Action].flat();
const onKeys = (statement: Statement) => actionsOf(statement).some((action) => action.startsWith('kms:'));

/** The statements on data and keys of the function that stores snapshots: those on its network and log are for another function. */
function statementsOf(template: Record<string, any>): Statement[] {
  const documents = Object.entries<any>(template.Resources)
    .filter(([id]) => id.startsWith('Snapshots'))
    .flatMap(([, { Type, Properties }]) =>
      Type === 'AWS::IAM::Policy'
        ? [Properties.PolicyDocument]
        : Type === 'AWS::IAM::Role'
          ? (Properties.Policies ?? []).map((one: any) => one.PolicyDocument)
          : [],
    );
  return documents
    .flatMap(({ Statement }) => Statement as Statement[])
    .filter((statement) => actionsOf(statement).every((action) => /^(kms|s3|dynamodb|secretsmanager):/.test(action)));
}

/** The template without what comes from a file: the functions are not what is shown here. */
function withoutAssets({ Resources: resources, Outputs: outputs }: Record<string, any>): {
  resources: Resources;
  outputs: Record<string, unknown>;
} {
  for (const resource of Object.values<any>(resources)) {
    if (resource.Type === 'AWS::Lambda::Function' && resource.Properties.Code.S3Bucket) {
      resource.Properties.Code = { ZipFile: 'exports.handler = async () => undefined' };
    }
  }
  return { resources, outputs };
}

const READS = ['reads a snapshot', 'reads an item', 'reads the secret'];

/** Each changes the grants of the keys and nothing else, and what nobody can do then. */
const MUTATIONS: {
  readonly what: string;
  readonly mutate: (statement: Statement) => Statement | undefined;
  readonly denies: string[];
}[] = [
  { what: 'no grant of the keys', mutate: () => undefined, denies: ['writes a snapshot', 'writes an item', ...READS] },
  {
    what: 'another service',
    mutate: (statement) => withValue(statement, 'kms:ViaService', 'sqs.us-east-1.amazonaws.com'),
    denies: ['writes a snapshot', 'writes an item', ...READS],
  },
  // the grant of the stores has no encryption context: its service is its condition
  {
    what: 'another encryption context',
    mutate: (statement) => withValue(statement, 'kms:EncryptionContext:', 'something-else'),
    denies: ['reads the secret'],
  },
  {
    what: 'no kms:Decrypt',
    mutate: (statement) => ({
      ...statement,
      Action: [...actionsOf(statement).filter((action) => !/^kms:(Decrypt|\*)/.test(action)), 'kms:DescribeKey'],
    }),
    denies: ['writes an item', ...READS],
  },
];

function withValue(statement: Statement, keyStart: string, value: string): Statement {
  const Condition = Object.fromEntries(
    Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([name, old]) => [name, name.startsWith(keyStart) ? value : old])),
    ]),
  );
  return { ...statement, Condition };
}

/** What the example's own grants are worth: with them the function reads and writes, and with any of them changed it does not. */
export async function checkGrants({ stacks, claims, clients: { lambda } }: Suite): Promise<void> {
  const { data, api } = omnitrack(new App());
  const { resources, outputs } = withoutAssets(Template.fromStack(data).toJSON());
  const names = succeeded(await stacks.create(resources, outputs, 'OmnitrackData')).outputs;
  const statements = statementsOf(Template.fromStack(api).toJSON());
  const deployed = await stacks.must(probe(...statements), { Name: ref('Function') });

  const requests = {
    'writes a snapshot': { service: 's3', command: 'PutObject', input: { Bucket: names.SnapshotsBucketName, Key: 'a', Body: 'a' } },
    'reads a snapshot': { service: 's3', command: 'GetObject', input: { Bucket: names.SnapshotsBucketName, Key: 'a' } },
    'writes an item': {
      service: 'dynamodb',
      command: 'PutItem',
      input: { TableName: names.TableName, Item: { pk: { S: 'a' }, sk: { S: 'a' } } },
    },
    'reads an item': {
      service: 'dynamodb',
      command: 'GetItem',
      input: { TableName: names.TableName, Key: { pk: { S: 'a' }, sk: { S: 'a' } } },
    },
    'reads the secret': { service: 'secrets', command: 'GetSecretValue', input: { SecretId: names.ApiSecretArn } },
  };
  for (const [request, input] of Object.entries(requests)) {
    await claims.check(`the example's grants: ${request}`, async () => allowed(await attempt(lambda, deployed.outputs.Name, input)));
  }
  for (const { what, mutate, denies } of MUTATIONS) {
    const changed = statements.flatMap((statement) => (onKeys(statement) ? (mutate(statement) ?? []) : statement));
    succeeded(await stacks.update(deployed.name, probe(...changed), { Name: ref('Function') }));
    for (const [request, input] of Object.entries(requests).filter(([name]) => denies.includes(name))) {
      await claims.check(`the example's grants with ${what}: nobody ${request}`, async () =>
        denied(await attempt(lambda, deployed.outputs.Name, input), 'kms:'),
      );
    }
  }
}
