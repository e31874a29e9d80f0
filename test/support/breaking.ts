/* eslint-disable @typescript-eslint/no-explicit-any -- a template is JSON of any shape */
import {
  Clause, Condition, fault, isAbout, namesIn, Path, recognizes, Relation, Resource, Resources, sourceOf, valueAt,
} from '../../src/evidence';

const clone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

/** The resource with another value at the path; without a value it is deleted. */
function changed(resource: Resource, path: Path, value?: unknown): Resource {
  const properties = clone(resource.properties);
  const names = [...namesIn(path)];
  const last = names.pop()!;
  const parent = names.reduce((found, name) => found[name] ??= {}, properties);
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return { ...resource, properties };
}

/** An element of a list that meets the conditions. */
function fulfilling(conditions: readonly Condition[]): object {
  return conditions.reduce<Resource>((element, condition) => {
    switch (condition.is) {
      case 'equal': return changed(element, condition.path, condition.values[0]);
      case 'set': return changed(element, condition.path, {});
      case 'atMost': return changed(element, condition.path, condition.limit);
      case 'either': return { ...element, properties: { ...element.properties, ...fulfilling(condition.conditions.slice(0, 1)) } };
      default: return element;
    }
  }, { properties: {} } as Resource).properties;
}

/** Every way to change a resource so that one condition, which is no relation, does not hold. */
export function breaks(condition: Condition, resource: Resource): Resource[] {
  switch (condition.is) {
    case 'equal': case 'set': case 'some': return [changed(resource, condition.path)];
    case 'different': return [changed(resource, condition.path, condition.values[0])];
    case 'unset': return [changed(resource, condition.path, 'something')];
    case 'matching': return [changed(resource, condition.path, 'something else')];
    case 'atMost': return [changed(resource, condition.path, condition.limit + 1)];
    case 'each': return [changed(resource, condition.path, [])];
    case 'none': {
      const others = valueAt(resource.properties, condition.path) as unknown[] ?? [];
      return [changed(resource, condition.path, [...others, fulfilling(condition.conditions)])];
    }
    case 'retained': return [{ ...resource, deletionPolicy: 'Delete' }, { ...resource, updateReplacePolicy: undefined }];
    case 'either': return [condition.conditions.reduce((found, one) => breaks(one, found)[0], resource)];
    case 'relation': return [];
  }
}

const paths = (value: any): string[][] => typeof value !== 'object' || value === null ? []
  : Object.keys(value).flatMap((name) => [[name], ...paths(value[name]).map((rest) => [name, ...rest])]);

/** The template without one of its parts, for each part there is: a resource, a property, an element. */
export function* deletions(template: any): Generator<any> {
  for (const path of paths(template.Resources)) {
    const copy = clone(template);
    const last = path[path.length - 1];
    const parent = path.slice(0, -1).reduce((found, name) => found[name], copy.Resources);
    if (Array.isArray(parent)) {
      parent.splice(Number(last), 1);
    } else {
      delete parent[last];
    }
    yield copy;
  }
}

/** What to add to a template where no deletion shows that a function can fail. By the name of its relation. */
export const ADDED: Record<string, (template: any) => void> = {
  'has no inbound rule': openEveryGroup,
  'admits its clients at the port of Redis only, and has no outbound rule': openEveryGroup,
  'runs in private subnets, behind security groups without inbound rules': openEveryGroup,
  'has a role of its own without AWS managed policies': ({ Resources: all }) => ofType(all, 'AWS::IAM::Role')
    .forEach((role) => { role.Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess']; }),
};

const ofType = (all: Record<string, any>, type: string) => Object.values(all).filter(({ Type }) => Type === type);

function openEveryGroup({ Resources: all }: any): void {
  ofType(all, 'AWS::EC2::SecurityGroup').forEach((group) => {
    group.Properties.SecurityGroupIngress = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];
  });
}

/** What the clause is about; what no resource beside it recognizes, such as the group of a cache that another stack has, counts too. */
export function subjectsIn(clause: Clause, template: object): [Resource, Resources][] {
  const all = new Resources([sourceOf('T', template)]);
  const about = all.ofType(clause.type).filter((resource) => isAbout(clause, resource, all));
  const recognized = about.filter((resource) => recognizes(clause, resource, all));
  return (recognized.length > 0 ? recognized : about).map((resource) => [resource, all]);
}

export const idsWith = (clause: Clause, relation: Relation, template: object, isFault: boolean): string[] => subjectsIn(clause, template)
  .filter(([resource, all]) => (fault(relation, resource, all) !== undefined) === isFault).map(([{ logicalId }]) => logicalId);

/** Whether a relation that holds of a resource fails when a part of the template is taken away, or something is added to it. */
export function canFail(clause: Clause, relation: Relation, template: object, added?: (template: any) => void): boolean {
  const holding = idsWith(clause, relation, template, false);
  const fails = (copy: object) => idsWith(clause, relation, copy, true).some((id) => holding.includes(id));
  if (added) {
    const copy = clone(template);
    added(copy);
    return fails(copy);
  }
  for (const copy of deletions(template)) {
    if (fails(copy)) {
      return true;
    }
  }
  return false;
}
