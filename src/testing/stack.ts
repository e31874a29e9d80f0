/** A template as CloudFormation reads it. */
export interface Template {
  readonly Resources?: Record<string, Resource>;
  readonly Parameters?: Record<string, { readonly Type?: string; readonly Default?: unknown }>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  readonly Conditions?: Record<string, unknown>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
  readonly Condition?: string;
}

/** A template as an object, or what turns into one, such as `Template` of aws-cdk-lib/assertions. */
export type TemplateSource = object | { toJSON(): object };

/** Where a stack is deployed. */
export interface Environment {
  /** @default '111122223333' */
  readonly account?: string;
  /** @default 'eu-west-1' */
  readonly region?: string;
  /** @default 'aws' */
  readonly partition?: string;
}

export interface StackOptions extends Environment {
  /** The values of parameters, by their names; without one the default of the parameter counts. */
  readonly parameters?: Record<string, string>;
  /** The environments of stacks that differ from the one above, by the names of the stacks. */
  readonly environments?: Record<string, Environment>;
}

/** A resource, and the stack in which it is. */
export interface Located { readonly stack: Stack; readonly id: string; readonly resource: Resource }

/** A template with everything that the meaning of its references depends on. */
export interface Stack extends Required<Environment> {
  readonly name: string;
  readonly template: Template;
  readonly parameters: Record<string, string>;
  /** All stacks that were given together, this one included. */
  readonly all: readonly Stack[];
  /** The resource that a reference names. */
  readonly locate: (id: string) => Located | undefined;
  /** A value of the template with its references and functions replaced by what they stand for. */
  readonly resolve: (value: unknown) => unknown;
}
