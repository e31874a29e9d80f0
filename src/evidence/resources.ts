/* eslint-disable @typescript-eslint/no-explicit-any -- a template is JSON of any shape */

/** A resource with its properties as the template has them: references are not resolved. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: any;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  /** The name of its template. */
  readonly template: string;
  readonly path?: string;
  /** The logical ids that a property refers to, where that is known without a look at all of the properties. */
  readonly references?: (property: string) => readonly string[] | undefined;
}

/** `RetainExceptOnCreate` deletes only what a first deployment that fails has created. */
export const outlivesItsStack = ({ deletionPolicy }: Resource): boolean =>
  ['Retain', 'RetainExceptOnCreate'].includes(String(deletionPolicy));

/** What one template has. */
export interface Source {
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly outputs: () => Record<string, any>;
  /** The resource that makes a nested stack of this template. */
  readonly nestedIn?: { readonly name: string; readonly logicalId: string };
}

/** A template as CloudFormation takes it. */
export interface Template {
  readonly Resources?: Record<string, any>;
  readonly Outputs?: Record<string, any>;
}

/** What a template has, with the paths of its constructs by logical id, where they are known. */
export const sourceOf = (
  name: string, { Resources: resources = {}, Outputs = {} }: Template, paths: Record<string, string> = {},
): Source => ({
  name,
  outputs: () => Outputs,
  resources: Object.entries(resources).map(([logicalId, { Type, Properties, DeletionPolicy, UpdateReplacePolicy }]) => ({
    logicalId,
    type: Type,
    properties: Properties ?? {},
    deletionPolicy: DeletionPolicy,
    updateReplacePolicy: UpdateReplacePolicy,
    template: name,
    path: paths[logicalId],
  })),
});

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The resources of an app, and what refers to what, across its stacks. */
export class Resources {
  /** The resources, in the order of the templates. */
  public readonly all: readonly Resource[];
  private readonly byType = new Map<string, Resource[]>();
  private readonly byId = new Map<string, Resource>();
  private exports?: Map<string, { readonly value: unknown; readonly template: string }>;
  private readonly sources: ReadonlyMap<string, Source>;

  constructor(sources: readonly Source[]) {
    this.sources = new Map(sources.map((source) => [source.name, source]));
    this.all = sources.flatMap(({ resources }) => resources);
    for (const resource of this.all) {
      this.byId.set(`${resource.template} ${resource.logicalId}`, resource);
      const ofType = this.byType.get(resource.type);
      if (ofType) {
        ofType.push(resource);
      } else {
        this.byType.set(resource.type, [resource]);
      }
    }
  }

  /** The resources of a type. */
  public ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** What a value of the resource refers to, anywhere in the app. What is imported from elsewhere is not among it. */
  public targets(value: unknown, from: Resource): Resource[] {
    return [...new Set(this.follow(value, from.template))];
  }

  /** Whether a value of `from` refers to the resource. */
  public refers(value: unknown, from: Resource, to: Resource): boolean {
    return this.targets(value, from).includes(to);
  }

  /** The resources of a type that refer to the resource by that property. */
  public referring(type: string, property: string, to: Resource): Resource[] {
    return this.ofType(type).filter((one) =>
      one.references?.(property)?.includes(to.logicalId) ?? this.refers(one.properties[property], one, to));
  }

  private follow(value: unknown, template: string): Resource[] {
    if (Array.isArray(value)) {
      return value.flatMap((element) => this.follow(element, template));
    }
    if (!isObject(value)) {
      return [];
    }
    const [name] = Object.keys(value);
    const argument: unknown = value[name];
    switch (name) {
      case 'Ref': return this.named(String(argument), template);
      case 'Fn::GetAtt': return this.attribute(argument, template);
      case 'Fn::Sub': return this.substituted(argument, template);
      case 'Fn::ImportValue': return this.imported(argument, template);
      default: return Object.values(value).flatMap((element) => this.follow(element, template));
    }
  }

  private named(id: string, template: string): Resource[] {
    const resource = this.byId.get(`${template} ${id}`);
    return resource ? [resource] : this.parameter(id, template);
  }

  /** What the parent of a nested stack passes as a parameter. */
  private parameter(id: string, template: string): Resource[] {
    const parent = this.sources.get(template)!.nestedIn;
    const given = parent && this.byId.get(`${parent.name} ${parent.logicalId}`)?.properties.Parameters?.[id];
    return given === undefined ? [] : this.follow(given, parent!.name);
  }

  private attribute(argument: unknown, template: string): Resource[] {
    const [id, name] = typeof argument === 'string' ? argument.split(/\.(.*)/) : (argument as string[]);
    const output = /^Outputs\.(.+)/.exec(String(name))?.[1];
    const nested = output && [...this.sources.values()].find(({ nestedIn }) => nestedIn?.name === template && nestedIn.logicalId === id);
    return nested ? this.follow(nested.outputs()[output]?.Value, nested.name) : this.named(id, template);
  }

  private substituted(argument: unknown, template: string): Resource[] {
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
    return [...String(text).matchAll(/\$\{([^!}]+)\}/g)].flatMap(([, name]) => name in values
      ? this.follow(values[name], template)
      : this.named(name.split('.')[0], template));
  }

  private imported(argument: unknown, template: string): Resource[] {
    this.exports ??= new Map([...this.sources.values()].flatMap(({ name, outputs }) => Object.values(outputs())
      .filter(({ Export }) => Export).map(({ Export, Value }) => [JSON.stringify(Export.Name), { value: Value, template: name }])));
    const found = this.exports.get(JSON.stringify(argument));
    return found ? this.follow(found.value, found.template) : this.follow(argument, template);
  }
}
