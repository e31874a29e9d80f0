import { Clause, Condition } from './conditions';
import { namesIn, Path, valueAt } from './paths';
import { outlivesItsStack, Resource, Resources } from './resources';

/** What is wrong with a resource, in words that end a sentence. */
export type Fault = string;

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** CloudFormation takes `"true"` for `true` and `"90"` for 90. */
const equals = (value: unknown, expected: unknown): boolean => isScalar(value) && String(value) === String(expected);

const text = (path: Path): string => namesIn(path).join('.');

const shown = (value: unknown): string => value === undefined ? 'not set' : isScalar(value) ? JSON.stringify(value)
  : 'known at deployment only';

const listed = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(' or ');

/** What the condition asks for, as the end of a sentence that begins with the resource. */
export function described(condition: Condition): string {
  switch (condition.is) {
    case 'equal': return `has ${text(condition.path)} ${listed(condition.values)}`;
    case 'different': return `does not have ${text(condition.path)} ${listed(condition.values)}`;
    case 'set': return `has ${text(condition.path)}`;
    case 'unset': return `has no ${text(condition.path)}`;
    case 'matching': return `has ${text(condition.path)} matching ${condition.pattern}`;
    case 'atMost': return `has ${text(condition.path)} of at most ${condition.limit}`;
    case 'some': return `has one of ${text(condition.path)} that ${allOf(condition.conditions)}`;
    case 'each': return `has ${text(condition.path)}, each of which ${allOf(condition.conditions)}`;
    case 'none': return `has none of ${text(condition.path)} that ${allOf(condition.conditions)}`;
    case 'either': return condition.conditions.map(described).join(', or ');
    case 'retained': return 'is retained when it is replaced or its stack is deleted';
    case 'relation': return condition.name;
  }
}

/** All of the conditions in words. */
export const allOf = (conditions: readonly Condition[]): string => conditions.map(described).join(', and ');

/** What is wrong with the resource by that condition, or nothing. */
export function fault(condition: Condition, resource: Resource, all: Resources): Fault | undefined {
  return condition.is === 'relation' ? condition.fault(resource, all)
    : condition.is === 'retained' ? retentionFault(resource)
      : condition.is === 'either' ? eitherFault(condition.conditions, resource, all)
        : valueFault(condition, resource, all);
}

type Judged = Exclude<Condition, { is: 'relation' } | { is: 'retained' } | { is: 'either' }>;

function valueFault(condition: Judged, resource: Resource, all: Resources): Fault | undefined {
  const value = valueAt(resource.properties, condition.path);
  return holds(condition, value, resource, all) ? undefined
    : `${demand(condition)}, and is ${Array.isArray(value) ? 'another list' : shown(value)}`;
}

function demand(condition: Judged): string {
  const what = text(condition.path);
  switch (condition.is) {
    case 'equal': return `${what} must be ${listed(condition.values)}`;
    case 'different': return `${what} must not be ${listed(condition.values)}`;
    case 'set': return `${what} must be set`;
    case 'unset': return `${what} must not be set`;
    case 'matching': return `${what} must match ${condition.pattern}`;
    case 'atMost': return `${what} must be at most ${condition.limit}`;
    case 'some': return `${what} must have one that ${allOf(condition.conditions)}`;
    case 'each': return `${what} must be a list, each of which ${allOf(condition.conditions)}`;
    case 'none': return `${what} must have none that ${allOf(condition.conditions)}`;
  }
}

function holds(condition: Judged, value: unknown, resource: Resource, all: Resources): boolean {
  switch (condition.is) {
    case 'equal': return condition.values.some((expected) => equals(value, expected));
    case 'different': return value === undefined || (isScalar(value) && !condition.values.some((expected) => equals(value, expected)));
    case 'set': return value !== undefined;
    case 'unset': return value === undefined;
    case 'matching': return typeof value === 'string' && new RegExp(condition.pattern).test(value);
    case 'atMost': return isScalar(value) && Number(value) <= condition.limit;
    case 'some': return elements(value).some(meets(condition.conditions, resource, all));
    case 'each': return elements(value).length > 0 && elements(value).every(meets(condition.conditions, resource, all));
    case 'none': return value === undefined || (Array.isArray(value) && !value.some(meets(condition.conditions, resource, all)));
  }
}

const elements = (value: unknown): unknown[] => Array.isArray(value) ? value : [];

const meets = (conditions: readonly Condition[], resource: Resource, all: Resources) => (element: unknown): boolean =>
  conditions.every((condition) => fault(condition, { ...resource, properties: element }, all) === undefined);

function retentionFault(resource: Resource): Fault | undefined {
  const { deletionPolicy, updateReplacePolicy } = resource;
  return outlivesItsStack(resource) && updateReplacePolicy === 'Retain' ? undefined
    : `it must be retained; its DeletionPolicy is ${shown(deletionPolicy)} and its UpdateReplacePolicy ${shown(updateReplacePolicy)}`;
}

function eitherFault(conditions: readonly Condition[], resource: Resource, all: Resources): Fault | undefined {
  const faults = conditions.map((condition) => fault(condition, resource, all));
  return faults.includes(undefined) ? undefined : faults[0];
}

/** All that is wrong with the resource. */
export const faults = (conditions: readonly Condition[], resource: Resource, all: Resources): Fault[] =>
  conditions.map((condition) => fault(condition, resource, all)).filter((found): found is Fault => found !== undefined);

/** Whether the clause is about the resource. */
export const isAbout = (clause: Clause, resource: Resource, all: Resources): boolean =>
  clause.type === resource.type && faults(clause.which, resource, all).length === 0;

/** Whether the clause is about a resource of which no construct says what it is for. */
export const recognizes = (clause: Clause, resource: Resource, all: Resources): boolean =>
  isAbout(clause, resource, all) && faults(clause.recognized, resource, all).length === 0;
