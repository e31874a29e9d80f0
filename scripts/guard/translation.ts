import { Lines } from './clauses';
import { assign, filtered, Referred, referredFrom, resourcesOf } from './references';

/** Resources of the type that a clause is about. A part that is not given selects all. */
export interface Selection {
  /** Whether it is about those only to which no other template can refer. */
  readonly staysHere?: boolean;
  /** Filters of their logical ids, one after the other: Guard passes over a test against an empty list, so none may share a filter. */
  readonly ids?: readonly Lines[];
  /** What they must be like. */
  readonly values?: Lines;
  /** Variables that must not be empty, or nothing is selected; ids that they capture exist only then. */
  readonly needs?: readonly string[];
}

/** A relation in Guard. */
export interface Translation {
  readonly assignments: readonly string[];
  /** The resources of which the relation is true: in any of these. */
  readonly finds?: readonly Selection[];
  /** Those of which it is certainly not true: in any of these. */
  readonly faults?: readonly Selection[];
  /** What the faults leave out, as the end of a sentence, and why. */
  readonly unchecked?: string;
}

const EXPORTED = referredFrom('exported', 'Outputs.*[ Export exists ]', 'Value');
const PASSED_ON = referredFrom('passed_on', 'Resources.*[ Type == "AWS::CloudFormation::Stack" ]', 'Properties.Parameters.*');

/** The variable that has the resources of a type. While it is not empty, others have their ids, and the ids of those that stay here. */
export function ofType(type: string) {
  const all = type.replace(/::/g, '_').toLowerCase();
  const [ids, kept] = [`${all}_ids`, `${all}_kept`];
  return {
    type,
    all,
    ids,
    kept,
    assignment: assign(all, resourcesOf(type, [], ids)),
    keptAssignments: [
      ...EXPORTED.assignments, ...PASSED_ON.assignments,
      assign(kept, filtered(ids, [...EXPORTED.isNotAmong, ...PASSED_ON.isNotAmong])),
    ],
  };
}

/** True of what these refer to. What another template may refer to is not known to be at fault. */
export const isReferred = (...by: readonly Referred[]): Translation => ({
  assignments: by.flatMap(({ assignments }) => assignments),
  finds: [{ ids: [[by.flatMap(({ isAmong }) => isAmong)]] }],
  faults: [{ staysHere: true, ids: [by.flatMap(({ isNotAmong }) => isNotAmong)] }],
});

/** True of what none of these refers to. */
export const isNotReferred = (...by: readonly Referred[]): Translation => {
  const { assignments, finds, faults } = isReferred(...by);
  return { assignments, finds: faults, faults: finds };
};

/** True of a resource that is like that. */
export const isLike = (...values: Lines): Translation => ({ assignments: [], finds: [{ values }] });

/** True unless a resource is like one of these. */
export const isNotLike = (...faults: readonly Lines[]): Translation => ({ assignments: [], faults: faults.map((values) => ({ values })) });

/** True of what one of these is true of. */
export const any = (...of: readonly Translation[]): Translation => ({
  assignments: of.flatMap(({ assignments }) => assignments),
  finds: of.flatMap(({ finds = [] }) => finds),
});

/** True of what all of these are true of. */
export const all = (...of: readonly Translation[]): Translation => ({
  assignments: of.flatMap(({ assignments }) => assignments),
  faults: of.flatMap(({ faults = [] }) => faults),
});

export const unchecked = (reason: string): Translation => ({ assignments: [], unchecked: reason });
