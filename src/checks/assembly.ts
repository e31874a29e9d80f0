import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Source, sourceOf } from '../evidence';

const fileOf = (stack: Stack): string => join(Stage.of(stack)!.outdir, stack.templateFile);

/** The templates of these files, and those of the stacks that are nested in them, named by their files. */
export const sourcesOf = (app: IConstruct, paths: readonly string[]): Source[] => app.node.findAll()
  .filter((one): one is Stack => Stack.isStack(one))
  .filter((stack) => paths.includes(fileOf(outermost(stack))))
  .map((stack) => ({
    ...sourceOf(fileOf(stack), JSON.parse(readFileSync(fileOf(stack), 'utf8')), pathsOf(stack)),
    nestedIn: NestedStack.isNestedStack(stack) ? nestedIn(stack) : undefined,
  }));

const outermost = (stack: Stack): Stack => stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;

/** The paths of the constructs by the logical ids of their resources: metadata in templates can be switched off. */
const pathsOf = (stack: Stack): Record<string, string> => Object.fromEntries(stack.node.findAll()
  .filter((one): one is CfnResource => one instanceof CfnResource && Stack.of(one) === stack)
  .map((resource) => [stack.resolve(resource.logicalId), resource.node.path]));

function nestedIn(stack: NestedStack): Source['nestedIn'] {
  const resource = stack.nestedStackResource!;
  const parent = Stack.of(resource);
  return { name: fileOf(parent), logicalId: parent.resolve(resource.logicalId) };
}
