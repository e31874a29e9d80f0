import { AspectPriority, Aspects } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Acts once the app is complete and before its templates are written: it sees what users made after and beside the construct,
 * and may still annotate and order it.
 */
export function atSynth(construct: IConstruct, act: () => void): void {
  Aspects.of(construct).add({ visit: (node) => node === construct && act() }, { priority: AspectPriority.READONLY });
}

/** Adds what only the complete app shows is needed, before other aspects look at it. */
export function completeAtSynth(construct: IConstruct, act: () => void): void {
  Aspects.of(construct).add({ visit: (node) => node === construct && act() }, { priority: AspectPriority.MUTATING });
}

/** Everything in the app, so that what stands outside of a construct but belongs to it is found. */
export const wholeApp = (construct: IConstruct): IConstruct[] => construct.node.root.node.findAll();
