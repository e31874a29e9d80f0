import { Clause, inside, Lines, someOf } from './clauses';

/** The assignment of a variable. */
export const assign = (name: string, query: string): string => `let ${name} = ${query}`;

/** What of a variable meets the lines. */
export const filtered = (variable: string, lines: Lines): string => `%${variable}[\n${inside(lines)}\n]`;

/** What a query selects: the resources of the types that meet the lines. */
export const resourcesOf = (types: string | readonly string[], lines: Lines = [], capture = ''): string => {
  const isOf = typeof types === 'string' ? `Type == "${types}"` : `Type in [${types.map((type) => `"${type}"`).join(', ')}]`;
  const filter = `${isOf}${lines.length > 0 ? `\n${inside(lines)}\n` : ' '}`;
  return capture ? `Resources[ ${capture} |${capture.length + filter.length > 90 ? '\n ' : ''} ${filter}]` : `Resources.*[ ${filter}]`;
};

/** The first resource that a `Fn::Sub` names: a variable, as a text may be longer than a line. */
export const FIRST_OF_SUB = assign('first_of_sub', '"(?s)^(?:[^$]|\\$(?!\\{[0-9A-Za-z]+[.}]))*\\$\\{([0-9A-Za-z]+)[.}].*$"');

const SEVERAL_OF_SUB = '/(?s)\\$\\{[0-9A-Za-z]+[.}].*\\$\\{[0-9A-Za-z]+[.}]/';

/** The forms in which a property may refer to a resource, with where its logical id is in each. */
const FORMS: Readonly<Record<string, string>> = {
  ref: 'Ref', att: "'Fn::GetAtt'[0]", join_ref: "'Fn::Join'[1][*].Ref", join_att: "'Fn::Join'[1][*].'Fn::GetAtt'[0]",
};

/** That the value at the path, or one of a list, refers to a resource whose logical id the variable has. */
export const refersTo = (path: string, ids: string): Clause[] =>
  [someOf(path, [Object.values(FORMS).map((form) => `some ${form} in %${ids}`)])];

/** A reference that is not followed: nothing is said of what it may mean. */
const UNREAD: Lines = [
  ['this is_struct'], ['some this.* exists'], ['Ref !exists'], ["'Fn::GetAtt' !exists"], ["'Fn::ImportValue' !exists"],
  ["'Fn::Join' !exists", someOf("'Fn::Join'[1][*]", [['this is_struct'], ['Ref !exists'], ["'Fn::GetAtt' !exists"]])],
  ["'Fn::Sub' !exists", "'Fn::Sub' is_list", `'Fn::Sub' == ${SEVERAL_OF_SUB}`],
];

/** Logical ids to which resources refer, in variables whose names begin like that. */
export interface Referred {
  readonly assignments: readonly string[];
  /** That the logical id at hand is one of them. */
  readonly isAmong: readonly string[];
  /** That it certainly is none of them. */
  readonly isNotAmong: Lines;
}

/** The logical ids to which resources that meet the lines refer at the path. */
export const referredBy = (name: string, types: string | readonly string[], path: string, lines: Lines = []): Referred =>
  referredFrom(name, resourcesOf(types, lines), path);

/** The logical ids to which what the query selects refers at the path. */
export function referredFrom(name: string, query: string, path: string): Referred {
  const from = `%${name}`;
  const variables = [...Object.keys(FORMS).map((form) => `${name}_${form}`), `${name}_sub`];
  return {
    assignments: [
      FIRST_OF_SUB,
      assign(name, query),
      ...Object.entries(FORMS).map(([form, place]) => assign(`${name}_${form}`, `some ${from}.${path}.${place}`)),
      assign(`${name}_texts`, `some ${from}.${path}.'Fn::Sub'`),
      assign(`${name}_sub`, `regex_replace(%${name}_texts, %first_of_sub, "\${1}")`),
      assign(`${name}_unread`, filtered(name, [[someOf(path, UNREAD)]])),
    ],
    isAmong: variables.map((variable) => `this in %${variable}`),
    isNotAmong: [
      ...variables.map((variable) => [`%${variable} empty`, `this !in %${variable}`]),
      [`%${name}_unread empty`],
    ],
  };
}

