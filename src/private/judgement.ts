import { IConstruct } from 'constructs';
import { resourcesBelow } from './synthesized';
import { Clause, Control, faults, isAbout, Resource, Resources } from '../evidence';

/** What a construct says: its resources meet the control, or its user relaxed it for them. */
export interface Intention {
  readonly construct: IConstruct;
  readonly id: string;
  readonly control: Control;
  /** Why, when it is relaxed. */
  readonly relaxed?: string;
}

/** What one resource shows of a control: it holds; it does not, as a prop says; or it does not, whatever was said. */
export type State = 'enforced' | 'relaxed' | 'violated';

export interface Finding {
  readonly id: string;
  readonly control: Control;
  readonly state: State;
  readonly at: IConstruct;
  /** What is wrong, unless it is enforced. */
  readonly fault?: string;
}

/** Compares what the constructs of an app or stage say with what their resources are like. */
export class Judgement {
  private readonly intentions: Intention[] = [];

  constructor(private readonly root: IConstruct) {}

  public expect(intention: Intention): void {
    this.intentions.push(intention);
  }

  /** The state of every control, a resource at a time, with all that other parts of the app add to it. */
  public findings(): Finding[] {
    const { all, constructs } = resourcesBelow(this.root);
    const isRelaxed = (id: string, at: IConstruct) => this.intentions.some((one) =>
      one.id === id && one.relaxed !== undefined && isWithin(at, one.construct));
    const judge = ({ id, control }: Intention, clause: Clause, resource: Resource): Finding => {
      const at = constructs.get(resource)!;
      const [fault] = faults(clause.conditions, resource, all);
      return { id, control, at, fault, state: fault === undefined ? 'enforced' : isRelaxed(id, at) ? 'relaxed' : 'violated' };
    };
    return distinct(this.intentions.flatMap((intention) => intention.control.evidence.flatMap((clause) =>
      all.ofType(clause.type)
        .filter((resource) => belongs(resource, clause, intention.construct, all, constructs) && isAbout(clause, resource, all))
        .map((resource) => judge(intention, clause, resource)))));
  }

  /** What no construct and no prop has said. */
  public violations(): Required<Finding>[] {
    return this.findings().filter((finding): finding is Required<Finding> => finding.state === 'violated');
  }
}

const isWithin = (construct: IConstruct, outer: IConstruct): boolean =>
  construct === outer || (construct.node.scope !== undefined && isWithin(construct.node.scope, outer));

/** A resource below the construct, or one elsewhere that is a part of such a one. */
function belongs(
  resource: Resource, { partOf }: Clause, outer: IConstruct, all: Resources, constructs: ReadonlyMap<Resource, IConstruct>,
): boolean {
  return isWithin(constructs.get(resource)!, outer) || (partOf !== undefined
    && all.targets(resource.properties[partOf], resource).some((whole) => isWithin(constructs.get(whole)!, outer)));
}

/** Several constructs may speak of one resource. */
function distinct(findings: Finding[]): Finding[] {
  const seen = new Map<IConstruct, Set<string>>();
  return findings.filter(({ at, id, fault }) => {
    const known = seen.get(at) ?? new Set();
    seen.set(at, known);
    const key = `${id} ${fault}`;
    return !known.has(key) && known.add(key);
  });
}
