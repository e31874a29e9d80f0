import { App, Environment, Stack, StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { judgementOf } from '../../src/private/intentions';

/** The Region and account of tests that need to know theirs. */
export const ENV: Environment = { account: '111122223333', region: 'eu-west-1' };

/** A stack with what the test builds in it. */
export function stackWith(build: (stack: Stack) => void, props?: StackProps): Stack {
  const stack = new Stack(new App(), 'Stack', props);
  build(stack);
  return stack;
}

/** The template of a stack with what the test builds in it. */
export const synth = (build: (stack: Stack) => void, props?: StackProps): Template => Template.fromStack(stackWith(build, props));

/** The ids of the warnings of a stack. */
export const warningIds = (stack: Stack): string[] => Annotations.fromStack(stack)
  .findWarning('*', Match.anyValue())
  .flatMap(({ entry }) => [...String(entry.data).matchAll(/\[ack: (.+?)\]/g)].map((match) => match[1]));

/** The warnings of our own controls only. */
export const relaxed = (stack: Stack): string[] => warningIds(stack)
  .filter((id) => id.startsWith('cdk-hardened:')).map((id) => id.slice('cdk-hardened:'.length)).sort();

/** The controls that hold of every resource that they are about. */
export function enforced(stack: Stack): string[] {
  Template.fromStack(stack); // methods, rules and grants may be added until then
  const findings = judgementOf(stack).findings();
  const open = new Set(findings.filter(({ state }) => state !== 'enforced').map(({ id }) => id));
  return [...new Set(findings.map(({ id }) => id))].filter((id) => !open.has(id)).sort();
}

/** The errors of an app, as its user sees them at synth. */
export const synthErrors = (build: (stack: Stack) => void, props?: StackProps): string => {
  try {
    (stackWith(build, props).node.root as App).synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

/** The reference to the resource of a type whose logical id begins like that. */
export const refOf = (template: Template, type: string, idStart: string) =>
  ({ Ref: Object.keys(template.findResources(type)).find((id) => id.startsWith(idStart)) });

/** The ARN of the resource of a type whose logical id begins like that. */
export const arnOf = (template: Template, type: string, idStart: string) =>
  ({ 'Fn::GetAtt': [Object.keys(template.findResources(type)).find((id) => id.startsWith(idStart)), 'Arn'] });

/** The properties of the only resource of a type whose logical id begins like that. */
export function only(template: Template, type: string, idStart = ''): Record<string, any> {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(idStart));
  if (found.length !== 1) {
    throw new Error(`${found.length} resources of type ${type} begin with "${idStart}": ${found.map(([id]) => id).join(', ')}`);
  }
  return found[0][1];
}
