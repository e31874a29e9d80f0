import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** What a control is, written beside the construct that enforces it. Documents, warnings and tests come from here. */
export interface Control {
  /** The state that holds, in one sentence. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  /** The requirement (12.1, 12.2, 12.5) or section of the hardening document that it serves. */
  readonly serves: string[];
  /** Rules of public frameworks that it supports. A claim that a reader can check. */
  readonly mapsTo: string[];
}

/** The metadata type under which a construct records the controls that it enforces. */
export const ENFORCES = 'cdk-hardened:enforces';

/** The metadata type under which a construct records the controls that its user has relaxed. */
export const RELAXES = 'cdk-hardened:relaxes';

/** A domain's controls, and the two verbs that its constructs use on them. */
export interface ControlSet<Id extends string> {
  readonly controls: Record<Id, Control>;
  /** Records that the construct enforces the control. */
  enforces(construct: IConstruct, ...ids: Id[]): void;
  /** Records that its user has relaxed the control, and warns under the control's id. */
  relaxes(construct: IConstruct, id: Id, reason: string): void;
}

/** Defines a domain's controls. */
export function defineControls<Id extends string>(controls: Record<Id, Control>): ControlSet<Id> {
  return {
    controls,
    enforces: (construct, ...ids) => {
      for (const id of ids) {
        construct.node.addMetadata(ENFORCES, id);
      }
    },
    relaxes: (construct, id, reason) => {
      construct.node.addMetadata(RELAXES, id);
      const { title } = controls[id];
      Annotations.of(construct).addWarningV2(`cdk-hardened:${id}`, `${id} is not enforced (${title}): ${reason}`);
    },
  };
}
