import { clausesOf, Lines, written } from './clauses';
import { assign, filtered } from './references';
import { RELATIONS } from './relations';
import { ofType, Selection, Translation } from './translation';
import { allOf, Clause, Condition, Control, Relation } from '../../src/evidence';
import { wrapped } from '../wrapped';

/** A relation that no rule has, or only a part of it. */
export interface Unchecked {
  readonly relation: string;
  readonly reason: string;
  readonly isWhole: boolean;
}

/** A rule for a control, and the variables that it reads. */
export interface Rule {
  readonly assignments: readonly string[];
  /** @default - nothing of the control can be said in Guard */
  readonly text?: string;
  /** What HardenedChecks looks at and the rule does not. */
  readonly unchecked: readonly Unchecked[];
}

const translationOf = ({ name }: Relation, type: string): Translation => {
  const translate = RELATIONS[name];
  if (!translate) {
    throw new Error(`The relation "${name}" is not in scripts/guard/relations.ts: say there what it is in Guard, or why it cannot be said`);
  }
  return translate(type);
};

const isRelation = (condition: Condition): condition is Relation => condition.is === 'relation';
const isValue = (condition: Condition): boolean => !isRelation(condition);
const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const when = (variable: string, lines: readonly string[]): string[] => [`when %${variable} !empty {`, ...indented(lines), '}'];

/** Assigns variables one after the other, under names that begin alike. */
class Names {
  private count = 0;

  public next(): string {
    this.count += 1;
    return `selected_${this.count}`;
  }
}

/** The assignments that select resources, and the variable that then has them. */
function select(type: string, { staysHere, ids = [], values = [] }: Selection, names: Names): { lines: string[]; variable: string } {
  const lines: string[] = [];
  const put = (query: string): string => {
    const name = names.next();
    lines.push(...assign(name, query).split('\n'));
    return name;
  };
  const narrow = (from: string, by: Lines): string => put(filtered(from, by));
  const { all, ids: allIds, kept } = ofType(type);
  const found = staysHere || ids.length > 0 ? put(`Resources.%${ids.reduce(narrow, staysHere ? kept : allIds)}`) : all;
  return { lines, variable: values.length > 0 ? narrow(found, values) : found };
}

const both = (one: Selection, other: Selection): Selection => ({
  staysHere: one.staysHere || other.staysHere,
  ids: [...one.ids ?? [], ...other.ids ?? []],
  values: [...one.values ?? [], ...other.values ?? []],
  needs: [...one.needs ?? [], ...other.needs ?? []],
});

/** The resources that a clause is about: in any of these. */
function subjects({ type, which, recognized }: Clause): readonly Selection[] {
  const conditions = [...which, ...recognized];
  const values = conditions.filter(isValue).flatMap((condition) => clausesOf(condition));
  const found = conditions.filter(isRelation).map((relation) => translationOf(relation, type).finds ?? []);
  return found.reduce<readonly Selection[]>(
    (groups, finds) => groups.flatMap((group) => finds.map((one) => both(group, one))), [{ values }]);
}

const message = (id: string, { title, construct }: Control, condition: Condition): string[] => [
  `${id}: ${title}.`,
  ...wrapped(`It takes a resource that ${allOf([condition])}. ${construct} of cdk-hardened brings it.`, '', 110).split('\n'),
];

/** What is checked of the resources at hand. */
function checks(id: string, control: Control, clause: Clause, group: Selection, names: Names): string[] {
  const values = clause.conditions.filter(isValue).flatMap((condition) => written(clausesOf(condition), message(id, control, condition)));
  const { lines, variable } = select(clause.type, group, names);
  const block = [`%${variable} {`, ...indented(values), '}'];
  const isAll = lines.length === 0;
  return [
    ...values.length > 0 ? [...lines, ...isAll ? block : when(variable, block)] : [],
    ...clause.conditions.filter(isRelation).flatMap((relation) => (translationOf(relation, clause.type).faults ?? [])
      .flatMap((fault) => absence(clause.type, both(group, fault), message(id, control, relation), names))),
  ];
}

/**
 * No resource is selected. Guard reports what fails inside of a filter of ids as if it were the rule's, unless it works the filter out in
 * a `when`.
 */
function absence(type: string, selection: Selection, text: readonly string[], names: Names): string[] {
  const { lines, variable } = select(type, selection, names);
  const check = written([[`%${variable} empty`]], text);
  const isOfIds = selection.staysHere || (selection.ids ?? []).length > 0;
  const quiet = isOfIds ? [`when %${variable} empty or %${variable} !empty {`, ...indented(check), '}'] : check;
  return (selection.needs ?? []).reduceRight((inner, needed) => when(needed, inner), [...lines, ...quiet]);
}

/** The control as a rule: its name has an underscore, as names of Guard have no hyphen. */
export function ruleOf(id: string, control: Control): Rule {
  const names = new Names();
  const relations = control.evidence.flatMap((clause) => [...clause.which, ...clause.recognized, ...clause.conditions]
    .filter(isRelation).map((relation) => [relation.name, translationOf(relation, clause.type)] as const));
  const blocks = control.evidence.flatMap((clause) => {
    const lines = subjects(clause).flatMap((group) => checks(id, control, clause, group, names));
    return lines.length > 0 ? when(ofType(clause.type).all, lines) : [];
  });
  const types = control.evidence.map(({ type }) => ofType(type));
  return {
    assignments: [
      ...types.flatMap(({ assignment, keptAssignments }) => [assignment, ...keptAssignments]),
      ...relations.flatMap(([, { assignments }]) => assignments),
    ],
    unchecked: [...new Map(relations.flatMap(([relation, { unchecked: reason, faults, finds }]) =>
      reason ? [[relation, { relation, reason, isWhole: !faults && !finds }] as const] : [])).values()],
    text: blocks.length > 0 ? [`rule ${id.replace('-', '_')} {`, ...indented(blocks), '}'].join('\n') : undefined,
  };
}
