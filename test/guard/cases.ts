/* eslint-disable @typescript-eslint/no-explicit-any -- a template is JSON of any shape */
import { Template } from 'aws-cdk-lib/assertions';
import { GOOD } from './foreign';
import { Case } from './verdicts';
import { ControlId } from '../../src/catalogue';
import { Clause, Condition, Control, Relation, Resource } from '../../src/evidence';
import { ADDED, breaks, deletions, idsWith, subjectsIn } from '../support/breaking';
import { BUILDERS } from '../support/evidence';
import { stackWith } from '../support/synth';

export interface NamedCase extends Case { readonly name: string }

const templates = new Map<string, any>();

/** The template of a construct of ours, as its users get it. */
export function templateOf(construct: string): any {
  const template = templates.get(construct) ?? Template.fromStack(stackWith((stack) => BUILDERS[construct](stack))).toJSON();
  templates.set(construct, template);
  return template;
}

const withResource = (template: any, { logicalId, type, properties, deletionPolicy, updateReplacePolicy }: Resource): object => ({
  ...template,
  Resources: {
    ...template.Resources,
    [logicalId]: { Type: type, Properties: properties, DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy },
  },
});

/** How many of the parts without which a relation fails are tried, of many that say the same. */
const PARTS = 6;

/** The template without a part, or with more in it, so that the relation fails where it holds. */
function failing(clause: Clause, relation: Relation, template: any): object[] {
  const added = ADDED[relation.name];
  if (added) {
    const copy = JSON.parse(JSON.stringify(template));
    added(copy);
    return [copy];
  }
  const holding = idsWith(clause, relation, template, false);
  const found: object[] = [];
  for (const copy of deletions(template)) {
    if (idsWith(clause, relation, copy, true).some((id) => holding.includes(id)) && found.push(copy) === PARTS) {
      break;
    }
  }
  return found;
}

const broken = (clause: Clause, condition: Condition, template: any): object[] => condition.is === 'relation'
  ? failing(clause, condition, template)
  : subjectsIn(clause, template).flatMap(([resource]) => breaks(condition, resource)).map((one) => withResource(template, one));

/** Every condition of a control broken: in the template of its construct, and in one that is written by hand. */
export const brokenCases = (id: ControlId, { construct, evidence }: Control): NamedCase[] => evidence.flatMap((clause) =>
  clause.conditions.flatMap((condition, index) => [templateOf(construct), { Resources: GOOD }].flatMap((template, of) =>
    broken(clause, condition, template).map((one, at) =>
      ({ name: `${id} ${clause.type} ${index + 1} ${['of ours', 'by hand'][of]} ${at + 1}`, template: one, ids: [id] })))));
