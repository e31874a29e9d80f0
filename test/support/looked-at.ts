import { Clause, Control, fault, isAbout, recognizes, Resource, Resources, sourceOf } from '../../src/evidence';

/** Resources that remember which of them, and which types, were looked at. */
class Watched extends Resources {
  public readonly types = new Set<string>();
  public readonly ids = new Set<string>();

  public override ofType(type: string): readonly Resource[] {
    this.types.add(type);
    return super.ofType(type);
  }

  public override targets(value: unknown, from: Resource): Resource[] {
    return this.note(super.targets(value, from));
  }

  public override referring(type: string, property: string, to: Resource): Resource[] {
    this.types.add(type);
    return this.note(super.referring(type, property, to));
  }

  public note<Found extends readonly Resource[]>(found: Found): Found {
    found.forEach(({ type, logicalId }) => {
      this.types.add(type);
      this.ids.add(logicalId);
    });
    return found;
  }
}

/** What the evidence of a control looks at in a template: the resources it is about, and those that tell it about them. */
export interface LookedAt {
  readonly types: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
  /** The resources it is about. */
  readonly subjects: ReadonlySet<string>;
}

export function lookedAt({ evidence }: Control, template: object): LookedAt {
  const all = new Watched([sourceOf('T', template)]);
  const subjects = new Set<string>();
  const judge = (clause: Clause, resource: Resource) => {
    subjects.add(resource.logicalId);
    all.note([resource]);
    clause.conditions.forEach((condition) => fault(condition, resource, all));
  };
  for (const clause of evidence) {
    all.types.add(clause.type);
    const about = all.all.filter((resource) => isAbout(clause, resource, all));
    const recognized = about.filter((resource) => recognizes(clause, resource, all));
    (recognized.length > 0 ? recognized : about).forEach((resource) => judge(clause, resource));
  }
  return { types: all.types, ids: all.ids, subjects };
}
