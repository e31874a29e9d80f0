import type { Path } from './paths';
import type { Resource, Resources } from './resources';

type Scalar = string | number | boolean;

/**
 * What a resource must be like. The vocabulary is closed: whatever reads it (the judge, the warnings, the Guard rules, the documents)
 * knows every form.
 */
export type Condition =
  | { readonly is: 'equal'; readonly path: Path; readonly values: readonly Scalar[] }
  | { readonly is: 'different'; readonly path: Path; readonly values: readonly Scalar[] }
  | { readonly is: 'set'; readonly path: Path }
  | { readonly is: 'unset'; readonly path: Path }
  | { readonly is: 'matching'; readonly path: Path; readonly pattern: string }
  | { readonly is: 'atMost'; readonly path: Path; readonly limit: number }
  | { readonly is: 'some' | 'each' | 'none'; readonly path: Path; readonly conditions: readonly Condition[] }
  | { readonly is: 'either'; readonly conditions: readonly Condition[] }
  | { readonly is: 'retained' }
  | Relation;

/** What the vocabulary cannot say: how resources stand to each other, or what a policy means. */
export interface Relation {
  readonly is: 'relation';
  /** What must be true of the resource, as the end of a sentence that it begins. */
  readonly name: string;
  /** Why a function is needed. */
  readonly reason: string;
  /** What is wrong, or nothing. It reads the resources and changes none. */
  readonly fault: (resource: Resource, all: Resources) => string | undefined;
}

/** Resources of one type, and what each of them must be like. */
export interface Clause {
  readonly type: string;
  /** Which of them it is about, always. */
  readonly which: readonly Condition[];
  /** Which of them it is about where no construct of ours says what a resource is for. */
  readonly recognized: readonly Condition[];
  /** The property that names what such a resource is a part of, which may stand elsewhere in the app. */
  readonly partOf?: string;
  readonly conditions: readonly Condition[];
}

interface ClauseOptions {
  readonly which?: readonly Condition[];
  readonly recognized?: readonly Condition[];
  readonly partOf?: string;
}

/** Every resource of the type meets the conditions. */
export const every = (type: string, conditions: readonly Condition[], options: ClauseOptions = {}): Clause =>
  ({ type, which: [], recognized: [], ...options, conditions });

export const is = (path: Path, ...values: Scalar[]): Condition => ({ is: 'equal', path, values });
/** The value may be missing, too. */
export const isNot = (path: Path, ...values: Scalar[]): Condition => ({ is: 'different', path, values });
export const isSet = (path: Path): Condition => ({ is: 'set', path });
export const isUnset = (path: Path): Condition => ({ is: 'unset', path });
export const matches = (path: Path, pattern: RegExp): Condition => ({ is: 'matching', path, pattern: pattern.source });
export const isAtMost = (path: Path, limit: number): Condition => ({ is: 'atMost', path, limit });
/** One element of the list meets all conditions. */
export const some = (path: Path, ...conditions: Condition[]): Condition => ({ is: 'some', path, conditions });
/** The list is not empty, and each of its elements meets all conditions. */
export const each = (path: Path, ...conditions: Condition[]): Condition => ({ is: 'each', path, conditions });
/** No element of the list meets all conditions; the list may be missing. */
export const none = (path: Path, ...conditions: Condition[]): Condition => ({ is: 'none', path, conditions });
export const either = (...conditions: Condition[]): Condition => ({ is: 'either', conditions });
/** Neither the deletion of the stack nor a replacement deletes it. */
export const isRetained = (): Condition => ({ is: 'retained' });
/** The reasons for a function that most of them have. */
export const SAID_ELSEWHERE = 'another resource says so';
export const MEANT_BY_A_POLICY = 'it is what a policy means';

export const relation = (name: string, reason: string, fault: Relation['fault']): Relation => ({ is: 'relation', name, reason, fault });
