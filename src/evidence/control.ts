import { Clause } from './conditions';
import type { Reference } from './frameworks';

/** What a control does about an attack: keeps it out, shows it, acts on it, or restores what it destroyed. */
export type ControlKind = 'prevents' | 'detects' | 'responds' | 'recovers';

/** The prop by which a user gives the control up. */
export interface OptOut {
  /** The prop as users write it, with dots between a prop and its own. */
  readonly prop: string;
  readonly value: unknown;
  /** The method whose option it is, when it is no prop of the construct. */
  readonly of?: string;
}

/**
 * What a control is, and what shows it: written once, beside the construct that enforces it. Documents, warnings, tests, checks of
 * other stacks and reports come from here, so nothing in it needs the CDK.
 */
export interface Control {
  /** The state that holds, in one sentence. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  readonly kind: ControlKind;
  /** The requirement (12.1, 12.2, 12.5) or section of the hardening document that it serves. */
  readonly serves: readonly string[];
  /** Rules of public frameworks that it supports. A claim that a reader can check, and `test/frameworks.test.ts` does. */
  readonly supports: readonly Reference[];
  /** The construct that brings it. */
  readonly construct: string;
  /** @default - no prop gives it up */
  readonly optOut?: OptOut;
  /** What the resources of a template must be like. */
  readonly evidence: readonly Clause[];
}

/** A domain's controls by their ids. */
export type ControlSet<Id extends string = string> = Readonly<Record<Id, Control>>;

/** Defines the controls of one construct: what they have in common is said once. */
export const defineControls = <Id extends string>(construct: string, controls: Record<Id, Omit<Control, 'construct'>>): ControlSet<Id> =>
  Object.fromEntries(Object.entries<Omit<Control, 'construct'>>(controls)
    .map(([id, control]) => [id, { ...control, construct }])) as Record<Id, Control>;
