import { Condition, namesIn, Path } from '../../src/evidence';

/** A clause as Guard has it, or one that asks something of each value, or of one, that its query selects. */
export type Clause = string | { readonly query: string; readonly lines: Lines };

/** Lines that must all hold; each is a list of clauses of which one must. Guard has no other way to nest "and" and "or". */
export type Lines = readonly (readonly Clause[])[];

const TYPED = /^(true|false|-?\d+(\.\d+)?)$/;

/** CloudFormation takes `"true"` for `true` and `"90"` for 90. Guard does not. */
const literals = (values: readonly unknown[]): string => {
  const texts = values.map(String);
  return `[${[...texts.filter((text) => TYPED.test(text)), ...texts.map((text) => JSON.stringify(text))].join(', ')}]`;
};

const segment = (name: string): string => /^\w+$/.test(name) ? name : JSON.stringify(name);

/** The path of a value in a query that begins at what `base` names. */
export const queryOf = (path: Path, base = 'Properties'): string => [...base ? [base] : [], ...namesIn(path).map(segment)].join('.');

/** A property with that value is none. */
const NO_VALUE = '{ "Ref": "AWS::NoValue" }';

const isNoValue = (query: string): string => `${query}.Ref == "AWS::NoValue"`;

/** A text of digits that is no more than the limit. */
export function digitsUpTo(limit: number): string {
  const digits = String(limit);
  const smaller = [...digits].flatMap((digit, index) => digit === '0' ? []
    : `${digits.slice(0, index)}[0-${Number(digit) - 1}][0-9]{${digits.length - index - 1}}`);
  return `/^(0*(${[`[0-9]{0,${digits.length - 1}}`, ...smaller, digits].join('|')})|-[0-9]+)$/`;
}

/** One of what the query selects meets the lines. */
export const someOf = (query: string, lines: Lines): Clause => ({ query: `some ${query}`, lines });

/** Nothing that the query selects meets the lines. */
export const noneOf = (query: string, lines: Lines): string => `${query}[\n${inside(lines)}\n] empty`;

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const shown = (message: readonly string[]): string[] => message.length > 1 ? ['<<', ...indented(message), '>>']
  : message.map((line) => `<<${line}>>`);

/**
 * The lines as text. The message stands behind the last clause of each. A block can have none: its first line stands inside.
 */
export const written = (lines: Lines, message: readonly string[] = []): string[] => lines.flatMap((clauses) =>
  clauses.flatMap((clause, index) => writtenClause(clause, index === clauses.length - 1, message)));

function writtenClause(clause: Clause, isLast: boolean, message: readonly string[]): string[] {
  const own = isLast ? message : [];
  const text = typeof clause === 'string' ? [...clause.split('\n'), ...shown(own)]
    : [`${clause.query} {`, ...indented(written(clause.lines, own.slice(0, 1))), '}'];
  return isLast ? text : [...text.slice(0, -1), `${text[text.length - 1]} or`];
}

export const inside = (lines: Lines): string => indented(written(lines)).join('\n');

const lists = (query: string): string[] => [`${query} is_list`];

/** The condition in clauses that pass exactly when the judge finds no fault. */
export function clausesOf(condition: Condition, base = 'Properties'): Lines {
  switch (condition.is) {
    case 'retained': return [['DeletionPolicy in ["Retain", "RetainExceptOnCreate"]'], ['UpdateReplacePolicy == "Retain"']];
    case 'either': return oneOf(condition.conditions.map((one) => clausesOf(one, base)));
    case 'relation': throw new Error(`"${condition.name}" is a relation: it may stand in a clause only, not inside of another condition`);
    default: return clausesOfValue(condition, queryOf(condition.path, base));
  }
}

type OfValue = Exclude<Condition, { is: 'relation' } | { is: 'retained' } | { is: 'either' }>;

function clausesOfValue(condition: OfValue, query: string): Lines {
  switch (condition.is) {
    case 'equal': return [[`${query} in ${literals(condition.values)}`]];
    case 'different': {
      const isMissing = [`${query} !exists`, isNoValue(query)];
      return [[...isMissing, `${query} !in ${literals(condition.values)}`], [...isMissing, `${query} !is_struct`]];
    }
    case 'set': return [[`${query} !in [${NO_VALUE}]`]];
    case 'unset': return [[`${query} !exists`, isNoValue(query)]];
    case 'matching': return [[`${query} == /${condition.pattern}/`]];
    case 'atMost': return [[
      `${query} <= ${condition.limit}`, `${query} <= ${condition.limit}.0`, `${query} == ${digitsUpTo(condition.limit)}`,
    ]];
    case 'some': return [lists(query), [someOf(`${query}[*]`, allOf(condition.conditions))]];
    case 'each': return [lists(query), [{ query: `${query}[*]`, lines: allOf(condition.conditions) }]];
    case 'none': return [
      [`${query} !exists`, ...lists(query), isNoValue(query)],
      [noneOf(query, allOf(condition.conditions))],
    ];
  }
}

const allOf = (conditions: readonly Condition[]): Lines => conditions.flatMap((one) => clausesOf(one, ''));

/** One of several groups of lines, as lines again: every choice of one line from each. */
export const oneOf = (groups: readonly Lines[]): Lines => groups.reduce<Lines>(
  (found, lines) => found.flatMap((clauses) => lines.map((one) => [...clauses, ...one])), [[]]);
