import { resolve } from './intrinsics';
import { Located, Stack, StackOptions, Template, TemplateSource } from './stack';
import { conditionHolds } from './template-conditions';

const toTemplate = (source: TemplateSource): Template =>
  ('toJSON' in source && typeof source.toJSON === 'function' ? source.toJSON() : source) as Template;
const isTemplate = (source: object) => 'toJSON' in source || 'Resources' in source;

function stackOf(name: string, template: Template, options: StackOptions, all: Stack[]): Stack {
  const { account = '111122223333', region = 'eu-west-1', partition = 'aws' } = { ...options, ...options.environments?.[name] };
  const stack: Stack = {
    name,
    template,
    account,
    region,
    partition,
    all,
    parameters: options.parameters ?? {},
    resolve: (value) => resolve(value, stack),
    locate: (id) => {
      const resource = template.Resources?.[id];
      return resource && { stack, id, resource };
    },
  };
  return stack;
}

/** The stacks of one template, or of several by the names of their stacks. */
export function stacksOf(templates: TemplateSource | Record<string, TemplateSource>, options: StackOptions): Stack[] {
  const named = isTemplate(templates) ? { stack: templates } : templates as Record<string, TemplateSource>;
  const all: Stack[] = [];
  all.push(...Object.entries(named).map(([name, source]) => stackOf(name, toTemplate(source), options, all)));
  const [first] = all;
  if (first === undefined || all.some(({ template }) => template.Resources === undefined)) {
    throw new Error("Give a template, or templates by their stacks' names: each needs Resources");
  }
  return all;
}

/** The resources of some types. */
export const resourcesOf = (stacks: readonly Stack[], ...types: string[]): Located[] => stacks.flatMap((stack) =>
  Object.entries(stack.template.Resources ?? {})
    .filter(([, { Type, Condition }]) => types.includes(Type) && (Condition === undefined || conditionHolds(Condition, stack)))
    .map(([id, resource]) => ({ stack, id, resource })));

/** Where the references of a request are looked up: a logical id that is unique, or `Stack/LogicalId`. */
export function inAnyOf(stacks: readonly Stack[]): Stack {
  const locate = (id: string): Located | undefined => {
    const [, name, own] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
    const found = own === undefined ? stacks.map((stack) => stack.locate(id))
      : stacks.filter((stack) => stack.name === name).map((stack) => stack.locate(own));
    const located = found.filter((one): one is Located => one !== undefined);
    if (located.length > 1) {
      throw new Error(`${id} is in several stacks: write ${located.map(({ stack }) => `${stack.name}/${id}`).join(' or ')}`);
    }
    return located[0];
  };
  const scope: Stack = { ...stacks[0], locate, resolve: (value) => resolve(value, scope) };
  return scope;
}
