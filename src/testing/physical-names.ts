import { ARN_TABLE } from './arn-table';
import { Located } from './stack';

/**
 * The mark of what only a deployment decides, such as an attribute that is in no table: unique, and in the form of nothing that AWS has.
 */
export const unknown = (what: string) => `‹${what}›`;
export const isUnknown = (text: string) => text.includes('‹');

const asText = (value: unknown): string | undefined => typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const DEFAULT_PORTS: Array<[engine: RegExp, port: string]> = [
  [/postgres/, '5432'], [/mysql|mariadb/, '3306'], [/^oracle/, '1521'], [/^sqlserver/, '1433'], [/redis|valkey|ReplicationGroup/, '6379'], [/memcached/, '11211'],
];
/** The port of an engine that is not told another one. */
const defaultPort = (engine: string) => DEFAULT_PORTS.find(([pattern]) => pattern.test(engine))?.[1];

/** What stands between braces in a shape: the environment, the names, or a property of the resource. */
function placeholder(name: string, located: Located): string {
  const { stack, resource: { Type, Properties = {} } } = located;
  const shape = ARN_TABLE[Type];
  switch (name) {
    case 'partition': case 'region': case 'account': return stack[name];
    case 'name': return asText(shape.nameIn && stack.resolve(Properties[shape.nameIn])) ?? `${stack.name}-${located.id}`;
    case 'bareName': return placeholder('name', located).replace(/^\//, '');
    case 'path': return asText(stack.resolve(Properties.Path)) ?? '/';
    case 'arn': return arnOfResource(located);
    case 'ref': return refTo(located);
    case 'port': return asText(stack.resolve(Properties.Port)) ?? defaultPort(`${Properties.Engine} ${Type}`) ?? described(located, 'port');
    case 'FunctionName': return functionName(String(stack.resolve(Properties.FunctionName)));
    default: return asText(stack.resolve(Properties[name])) ?? described(located, name);
  }
}

/** The name in whatever names a function: its name, or its ARN with or without a version. */
export const functionName = (nameOrArn: string) => nameOrArn.startsWith('arn:') ? nameOrArn.split(':')[6] : nameOrArn.split(':')[0];

const filled = (shape: string, located: Located): string => shape.replace(/\{(\w+)\}/g, (_, name: string) => placeholder(name, located));

const described = ({ stack, id, resource }: Located, what: string) => unknown(`${stack.name}/${id} (${resource.Type}) ${what}`);

/** The ARN of a resource. */
export function arnOfResource(located: Located): string {
  const shape = ARN_TABLE[located.resource.Type];
  return shape?.arn === undefined ? described(located, 'Arn') : filled(shape.arn, located);
}

/** What `Ref` gives. */
export function refTo(located: Located): string {
  const shape = ARN_TABLE[located.resource.Type];
  return shape === undefined ? described(located, 'Ref') : filled(shape.ref ?? '{name}', located);
}

/** What `Fn::GetAtt` gives. Every resource whose ARN is known has it as `Arn`, also where CloudFormation gives it by `Ref` only. */
export function attributeOf(located: Located, attribute: string): string {
  const shape = ARN_TABLE[located.resource.Type]?.attributes?.[attribute];
  return attribute === 'Arn' ? arnOfResource(located) : shape === undefined ? described(located, attribute) : filled(shape, located);
}
