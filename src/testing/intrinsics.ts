import { attributeOf, isUnknown, refTo, unknown } from './physical-names';
import { Stack } from './stack';
import { conditionHolds } from './template-conditions';

/** What `AWS::NoValue` leaves behind: the property or the element is not there. */
const NO_VALUE = Symbol('AWS::NoValue');

const PSEUDO_PARAMETERS: Record<string, (stack: Stack) => unknown> = {
  'AWS::AccountId': ({ account }) => account,
  'AWS::Region': ({ region }) => region,
  'AWS::Partition': ({ partition }) => partition,
  'AWS::URLSuffix': ({ partition }) => partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  'AWS::StackName': ({ name }) => name,
  'AWS::StackId': ({ partition, region, account, name }) => `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/1`,
  'AWS::NotificationARNs': () => [],
  'AWS::NoValue': () => NO_VALUE,
};

function parameter(id: string, stack: Stack): unknown {
  const { Type = 'String', Default } = stack.template.Parameters![id];
  const fromStore = Type.startsWith('AWS::SSM::Parameter'); // its default is the name of an SSM parameter, not the value
  const value = stack.parameters[id] ?? (fromStore ? undefined : Default);
  if (value === undefined) {
    return unknown(`${stack.name}/${id} (parameter)`);
  }
  return /^(CommaDelimitedList|List<)/.test(Type) ? String(value).split(',').map((one) => one.trim()) : String(value);
}

function ref(id: string, stack: Stack): unknown {
  if (id in PSEUDO_PARAMETERS) {
    return PSEUDO_PARAMETERS[id](stack);
  }
  if (stack.template.Parameters?.[id]) {
    return parameter(id, stack);
  }
  const located = stack.locate(id);
  return located ? refTo(located) : missing(id, stack);
}

function missing(id: string, stack: Stack): never {
  throw new Error(`No resource named ${id}; resources: ${Object.keys(stack.template.Resources ?? {}).join(', ')}`);
}

function getAtt(argument: string | string[], stack: Stack): unknown {
  const [id, ...path] = typeof argument === 'string' ? argument.split('.') : argument;
  const located = stack.locate(id);
  return located ? attributeOf(located, path.map((part) => String(resolve(part, stack))).join('.')) : missing(id, stack);
}

function sub(argument: string | [string, Record<string, unknown>], stack: Stack): string {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : argument;
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) {
      return `\${${name}}`;
    }
    const value = name in variables ? resolve(variables[name], stack) : name.includes('.') ? getAtt(name, stack) : ref(name, stack);
    return String(value);
  });
}

function listOf(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`${what} needs a list, and ${String(value)} is only known once it is deployed`);
  }
  return value;
}

function select([index, list]: [unknown, unknown], stack: Stack): unknown {
  const values = listOf(resolve(list, stack), 'Fn::Select');
  const position = Number(resolve(index, stack));
  if (values[position] === undefined || (values.length === 1 && isUnknown(String(values[0])))) {
    throw new Error(`Fn::Select ${position} of ${JSON.stringify(values)}: there is none before it is deployed`);
  }
  return values[position];
}

/** What is only known once it is deployed stays in one piece. */
function split(separator: string, text: string): string[] {
  const whole: string[] = [];
  const parts = text.replace(/‹[^›]*›/g, (one) => `\uE000${whole.push(one) - 1}\uE001`).split(separator);
  return parts.map((part) => part.replace(/\uE000(\d+)\uE001/g, (_, index: string) => whole[Number(index)]));
}

function findInMap([map, top, second]: unknown[], stack: Stack): unknown {
  const [name, first, key] = [map, top, second].map((part) => String(resolve(part, stack)));
  const value = stack.template.Mappings?.[name]?.[first]?.[key];
  if (value === undefined) {
    throw new Error(`Fn::FindInMap finds no ${name}.${first}.${key} in ${stack.name}`);
  }
  return value;
}

function importValue(argument: unknown, stack: Stack): unknown {
  const name = resolve(argument, stack);
  for (const other of stack.all) {
    const output = Object.values(other.template.Outputs ?? {}).find(({ Export }) => Export && resolve(Export.Name, other) === name);
    if (output) {
      return resolve(output.Value, other);
    }
  }
  throw new Error(`Fn::ImportValue: no template exports ${String(name)}; give that stack's template too`);
}

const INTRINSICS: Record<string, (argument: any, stack: Stack) => unknown> = {
  'Ref': ref,
  'Fn::GetAtt': getAtt,
  'Fn::Join': ([separator, list], stack) => listOf(resolve(list, stack), 'Fn::Join').map(String).join(separator),
  'Fn::Sub': sub,
  'Fn::If': ([name, then, otherwise], stack) => resolve(conditionHolds(name, stack) ? then : otherwise, stack),
  'Fn::Select': select,
  'Fn::Split': ([separator, text], stack) => split(separator, String(resolve(text, stack))),
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': importValue,
};

/** A value of a template with its references and functions replaced by what they stand for. */
export function resolve(value: unknown, stack: Stack): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => resolve(one, stack)).filter((one) => one !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [name, ...others] = Object.keys(value);
  if (others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::'))) {
    if (!INTRINSICS[name]) {
      throw new Error(`${name} in ${stack.name} is not known before it is deployed`);
    }
    return INTRINSICS[name]((value as Record<string, unknown>)[name], stack);
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, stack)]).filter(([, one]) => one !== NO_VALUE));
}
