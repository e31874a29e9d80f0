import { Annotations, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { IS_DISPOSABLE, isDisposable } from './disposable';
import { Judgement } from './judgement';
import { ControlSet } from '../evidence';

/** The metadata type under which a construct records the controls that it is to enforce. */
export const ENFORCES = 'cdk-hardened:enforces';

/** The metadata type under which a construct records the controls that its user has relaxed. */
export const RELAXES = 'cdk-hardened:relaxes';

/** What constructs say of a domain's controls. Whether it is so, their resources show once the app is complete. */
export interface Intentions<Id extends string> {
  /** Records that the resources of the construct are to meet the controls. */
  enforces(construct: IConstruct, ...ids: Id[]): void;
  /** Records that its user has relaxed the control for the resources of the construct, and warns under the control's id. */
  relaxes(construct: IConstruct, id: Id, reason: string): void;
  /** The one or the other for controls of retention: relaxed where the construct is disposable. */
  retains(construct: IConstruct, ...ids: Id[]): void;
}

export function intentions<Id extends string>(controls: ControlSet<Id>): Intentions<Id> {
  const stated: Intentions<Id> = {
    enforces: (construct, ...ids) => {
      for (const id of ids) {
        construct.node.addMetadata(ENFORCES, id);
        judgementOf(construct).expect({ construct, id, control: controls[id] });
      }
    },
    relaxes: (construct, id, reason) => {
      construct.node.addMetadata(RELAXES, id);
      judgementOf(construct).expect({ construct, id, control: controls[id], relaxed: reason });
      warn(construct, id, controls[id].title, reason);
    },
    retains: (construct, ...ids) => isDisposable(construct)
      ? ids.forEach((id) => stated.relaxes(construct, id, IS_DISPOSABLE)) : stated.enforces(construct, ...ids),
  };
  return stated;
}

const warn = (construct: IConstruct, id: string, title: string, reason: string): void =>
  Annotations.of(construct).addWarningV2(`cdk-hardened:${id}`, `${id} is not enforced (${title}): ${reason}`);

const judgements = new WeakMap<IConstruct, Judgement>();

/** The judgement of the app or stage. A validation comes when all aspects have acted, and warnings still reach the assembly. */
export function judgementOf(construct: IConstruct): Judgement {
  const root = Stage.of(construct) ?? construct.node.root;
  const existing = judgements.get(root);
  if (existing) {
    return existing;
  }
  const judgement = new Judgement(root);
  judgements.set(root, judgement);
  root.node.addValidation({
    validate: () => {
      for (const { at, id, control, fault } of judgement.violations()) {
        warn(at, id, control.title, `${fault}.`);
      }
      return [];
    },
  });
  return judgement;
}
