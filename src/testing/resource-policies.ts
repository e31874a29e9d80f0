import { permissionStatement } from './lambda-permissions';
import { arnOfResource, refTo } from './physical-names';
import { Policy, policyOf } from './policy';
import { Located, Stack } from './stack';
import { resourcesOf } from './stacks';

/** A policy of a resource, and which ARNs it is about. */
export interface ResourcePolicy {
  readonly policy: Policy;
  readonly covers: (arn: string) => boolean;
  /** Only for what this service does, as a role's trust policy is for AWS STS. */
  readonly service?: string;
}

type Reader = (located: Located) => ResourcePolicy[];

const source = ({ id, resource }: Located) => `${resource.Type} ${id}`;
const texts = (value: unknown): string[] => [value].flat().filter((one) => one !== undefined).map(String);

const atOrBelow = (arns: readonly string[], separator: string) => (arn: string) =>
  arns.some((one) => arn === one || arn.startsWith(`${one}${separator}`));

/** A policy inside the resource that it is about. */
const inside = (property: string, separator = '/', service?: string): Reader => (located) => {
  const document: unknown = property.split('.').reduce((value: any, name) => value?.[name], located.resource.Properties);
  return document === undefined ? [] : [{
    policy: policyOf(document, source(located), located.stack), covers: atOrBelow([arnOfResource(located)], separator), service,
  }];
};

/** A policy of its own, and the ARNs in the properties that say what it is about. */
const apart = (document: string, arnsOf: (properties: Record<string, unknown>, located: Located) => string[]): Reader => (located) => {
  const properties = located.stack.resolve(located.resource.Properties) as Record<string, unknown>;
  const policy = policyOf(located.resource.Properties?.[document], source(located), located.stack);
  return [{ policy, covers: atOrBelow(arnsOf(properties, located), '/') }];
};

/** Queues are named by their URLs. */
function queueArns({ Queues }: Record<string, unknown>, { stack: { partition, region, account } }: Located): string[] {
  return texts(Queues).map((url) => {
    const [, host, owner, name] = /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d+)\/(.+)$/.exec(url) ?? [];
    return `arn:${partition}:sqs:${host ?? region}:${owner ?? account}:${name ?? url}`;
  });
}

const permission: Reader = (located) => {
  const { partition, region, account } = located.stack;
  const named = String(located.stack.resolve(located.resource.Properties?.FunctionName));
  const arn = named.startsWith('arn:') ? named : `arn:${partition}:lambda:${region}:${account}:function:${named}`;
  const policy = policyOf({ Statement: permissionStatement(located, arn) }, source(located), located.stack);
  return [{ policy, covers: (one) => one === arn }];
};

/** The stream of a table has a policy of its own. */
const tablePolicies: Reader = (located) => [
  ...inside('ResourcePolicy.PolicyDocument')(located)
    .map((one) => ({ ...one, covers: (arn: string) => one.covers(arn) && !isStream(arn) })),
  ...inside('StreamSpecification.ResourcePolicy.PolicyDocument')(located)
    .map((one) => ({ ...one, covers: (arn: string) => one.covers(arn) && isStream(arn) })),
];
const isStream = (arn: string) => arn.includes('/stream/');

/** A global table has its policies with the replica of each Region. */
const globalTablePolicies: Reader = (located) => {
  const { stack, resource } = located;
  const replicas = (resource.Properties?.Replicas ?? []) as Record<string, any>[];
  const replica = replicas.find(({ Region }) => stack.resolve(Region) === stack.region);
  const { ResourcePolicy, ReplicaStreamSpecification } = replica ?? {};
  return tablePolicies({
    ...located,
    resource: {
      ...resource, Properties: { ...resource.Properties, ResourcePolicy, StreamSpecification: ReplicaStreamSpecification },
    },
  });
};

const READERS: Record<string, Reader> = {
  'AWS::DynamoDB::GlobalTable': globalTablePolicies,
  'AWS::DynamoDB::Table': tablePolicies,
  'AWS::IAM::Role': inside('AssumeRolePolicyDocument', '/', 'sts'),
  'AWS::KMS::Key': inside('KeyPolicy'),
  'AWS::KMS::ReplicaKey': inside('KeyPolicy'),
  'AWS::Lambda::Permission': permission,
  'AWS::S3::BucketPolicy': apart('PolicyDocument', ({ Bucket }, { stack }) => [`arn:${stack.partition}:s3:::${String(Bucket)}`]),
  'AWS::SNS::TopicPolicy': apart('PolicyDocument', ({ Topics }) => texts(Topics)),
  'AWS::SQS::QueuePolicy': apart('PolicyDocument', queueArns),
  'AWS::SecretsManager::ResourcePolicy': apart('ResourcePolicy', ({ SecretId }) => texts(SecretId)),
};

/** All resource policies of the templates that are read. */
export const resourcePolicies = (stacks: readonly Stack[]): ResourcePolicy[] =>
  resourcesOf(stacks, ...Object.keys(READERS)).flatMap((located) => READERS[located.resource.Type](located));

/** The policy of an endpoint, by its id; an endpoint without one lets everything through. */
export function endpointPolicy(endpointId: string, stacks: readonly Stack[]): Policy | undefined {
  const located = resourcesOf(stacks, 'AWS::EC2::VPCEndpoint').find((one) => refTo(one) === endpointId);
  const document = located?.resource.Properties?.PolicyDocument as unknown;
  return located && document !== undefined ? policyOf(document, source(located), located.stack) : undefined;
}
