import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolatingResource } from 'aws-cdk-lib';
import { sourcesOf } from './assembly';
import { CATALOGUE, controlOf } from '../catalogue';
import { allOf, Clause, Control, faults, recognizes, Resource, Resources } from '../evidence';
import { HardenedError } from '../private/errors';
import { shown } from '../private/validation';

/**
 * Properties of HardenedChecks.
 */
export interface HardenedChecksProps {
  /**
   * The ids of the controls to check, such as `DATA-02`, each as `docs/controls.md` has it.
   *
   * @default - all
   */
  readonly controls?: string[];

  /**
   * The ids of controls that are not checked.
   *
   * @default - none
   */
  readonly exceptControls?: string[];
}

/**
 * Checks every resource of an app against the controls of this library, whoever created it: `Validations.of(app).addPlugins(new
 * HardenedChecks())`. The synthesis fails when a resource does not meet one; the report names the resource, what is wrong with it,
 * and the construct of this library that brings the control.
 *
 * What stands outside of the app, such as an imported key, is not looked at. A value that only the deployment knows does not meet a
 * control that demands a certain one. It costs nothing.
 */
export class HardenedChecks implements IPolicyValidationPlugin {
  /** The name of the plugin in the report. */
  public readonly name = 'cdk-hardened';

  /** The ids of the controls that are checked. */
  public readonly ruleIds?: string[];

  /**
   * @param props Which controls are checked.
   */
  constructor(props: HardenedChecksProps = {}) {
    for (const prop of ['controls', 'exceptControls'] as const) {
      const unknown = props[prop]?.find((id) => controlOf(id) === undefined);
      if (unknown !== undefined) {
        throw new HardenedError('UnknownValue', 'HardenedChecks', prop,
          `must hold ids of controls, such as DATA-02, got ${shown(unknown)}`);
      }
    }
    this.ruleIds = (props.controls ?? Object.keys(CATALOGUE)).filter((id) => !props.exceptControls?.includes(id));
  }

  /**
   * Checks the templates. The CDK calls it.
   *
   * @param context Where the templates are.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const all = new Resources(sourcesOf(context.appConstruct, context.templatePaths));
    const violations = this.ruleIds!.map((id) => [id, controlOf(id)!] as const).map(([id, control]) => ({
      ruleName: id,
      description: `${control.title}. ${control.why}`,
      fix: remedyOf(control),
      violatingResources: control.evidence.flatMap((clause) => violatingResources(clause, all)),
    })).filter(({ violatingResources: found }) => found.length > 0);
    return { success: violations.length === 0, violations };
  }
}

const remedyOf = ({ construct, evidence }: Control): string =>
  `${construct} of cdk-hardened does it. By hand: ${evidence.map(({ type, conditions }) => `${type} ${allOf(conditions)}`).join('; ')}.`;

const violatingResources = (clause: Clause, all: Resources): PolicyViolatingResource[] => all.ofType(clause.type)
  .filter((resource) => recognizes(clause, resource, all))
  .map((resource) => ({ resource, found: faults(clause.conditions, resource, all) }))
  .filter(({ found }) => found.length > 0)
  .map(({ resource, found }) => ({ ...placeOf(resource), locations: found }));

const placeOf = ({ logicalId, template, path }: Resource): Omit<PolicyViolatingResource, 'locations'> =>
  ({ resourceLogicalId: logicalId, templatePath: template, ...path ? { constructPath: path } : {} });
