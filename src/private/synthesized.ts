import {
  CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stage, Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Resource, Resources } from '../evidence';

/** The resources of an app or stage with all overrides, and their constructs. */
export interface Synthesized {
  readonly all: Resources;
  readonly constructs: ReadonlyMap<Resource, IConstruct>;
}

const APP = 'app';

/** They are named by their paths, across stacks: a logical id takes longer to find than all the rest. */
export function resourcesBelow(root: IConstruct): Synthesized {
  const constructs = new Map<Resource, IConstruct>();
  const resources = below(root).filter((one): one is CfnResource => one instanceof CfnResource).map((construct) => {
    const resource = lazyResource(construct);
    constructs.set(resource, construct);
    return resource;
  });
  return { all: new Resources([{ name: APP, resources, outputs: () => ({}) }]), constructs };
}

/** Everything of the assembly: a nested stage has one of its own. */
const below = (construct: IConstruct): IConstruct[] =>
  [construct, ...construct.node.children.filter((child) => !Stage.isStage(child)).flatMap(below)];

/** It is rendered when something looks at it. */
function lazyResource(construct: CfnResource): Resource {
  let whole: Record<string, any> | undefined;
  const part = (name: string) => {
    whole ??= rendered(construct);
    return whole[name];
  };
  return {
    logicalId: construct.node.path,
    type: construct.cfnResourceType,
    template: APP,
    path: construct.node.path,
    references: (property) => referencesOf(construct, property),
    get properties() { return part('Properties') ?? {}; },
    get deletionPolicy() { return part('DeletionPolicy'); },
    get updateReplacePolicy() { return part('UpdateReplacePolicy'); },
  };
}

/** Most resources are never looked at but for what they refer to, and to render all of them would take long. */
function referencesOf(construct: CfnResource, property: string): string[] | undefined {
  const { rawOverrides, [property[0].toLowerCase() + property.slice(1)]: value } = construct as unknown as Record<string, unknown>;
  if (typeof value !== 'string' || Object.keys(rawOverrides ?? {}).length > 0) {
    return undefined;
  }
  const targets = Tokenization.reverseString(value).tokens.map((token) => Reference.isReference(token) ? token.target : undefined);
  return targets.every((target) => target instanceof CfnResource) ? targets.map(({ node }) => node.path) : undefined;
}

/** What cannot be rendered ends the synthesis a little later, with an error of its own that says why. */
function rendered(construct: CfnResource): Record<string, any> {
  const template = (construct as unknown as { _toCloudFormation(): object })._toCloudFormation();
  try {
    const { Resources: all } = Tokenization.resolve(template, { scope: construct, resolver: BY_PATH });
    return Object.values<Record<string, any>>(all)[0];
  } catch {
    return {};
  }
}

/** Text and references side by side, as CloudFormation joins them. */
function join(left: any, right: any): any {
  const parts = [left, right].filter((part) => part !== undefined)
    .flatMap((part) => part['Fn::Join']?.[0] === '' ? part['Fn::Join'][1] : [part]);
  const merged = parts.reduce<unknown[]>((all, part) => {
    const last = all[all.length - 1];
    return typeof part === 'string' && typeof last === 'string' ? [...all.slice(0, -1), last + part] : [...all, part];
  }, []);
  return merged.length === 1 ? merged[0] : { 'Fn::Join': ['', merged] };
}

/** Resolves references to resources to their paths, whatever stack they are in. */
class PathResolver extends DefaultTokenResolver {
  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    const target = Reference.isReference(token) ? token.target : undefined;
    return target instanceof CfnResource ? { Ref: target.node.path }
      : super.resolveToken(token, context, postProcessor);
  }
}

const BY_PATH = new PathResolver({ join });
