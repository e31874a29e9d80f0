import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks, IApplyRule, NagRuleCompliance, NIST80053R5Checks } from 'cdk-nag';

/** What a rule of a cdk-nag pack says of one resource that it is about. */
export interface Verdict {
  /** The rule by its name in the pack. */
  readonly rule: string;
  /** What the rule looks for, with the ids of NIST's controls where the pack maps them. */
  readonly info: string;
  readonly logicalId: string;
  readonly complies: boolean;
}

const PACKS = { AwsSolutions: AwsSolutionsChecks, Nist: NIST80053R5Checks };

/** The rules of a pack with what they say, taken from the place where cdk-nag applies them. */
function recorder(pack: keyof typeof PACKS) {
  return new class extends (PACKS[pack] as typeof AwsSolutionsChecks) {
    public readonly applied: IApplyRule[] = [];

    public rulesFor(node: CfnResource): IApplyRule[] {
      this.applied.length = 0;
      this.checkResource(node);
      return [...this.applied];
    }

    protected applyRule(rule: IApplyRule): void {
      this.applied.push(rule);
    }
  }(new App());
}

const nameOf = ({ ruleSuffixOverride, rule }: IApplyRule): string => ruleSuffixOverride ?? rule.name;

/** The names of all rules of the AWS Solutions pack. */
export const awsSolutionsRules = (): string[] =>
  recorder('AwsSolutions').rulesFor(new CfnResource(new Stack(), 'Any', { type: 'AWS::Any::Thing' })).map(nameOf);

/** What the pack says of every resource of the stack. A rule that throws, because it cannot resolve a value, says nothing. */
export function verdictsOf(pack: keyof typeof PACKS, stack: Stack): Verdict[] {
  const rules = recorder(pack);
  return stack.node.findAll().filter(CfnResource.isCfnResource).flatMap((node) => rules.rulesFor(node).flatMap((rule) => {
    const result = resultOf(rule, node);
    return result === undefined || result === NagRuleCompliance.NOT_APPLICABLE ? [] : [{
      rule: nameOf(rule), info: rule.info, logicalId: stack.resolve(node.logicalId), complies: result === NagRuleCompliance.COMPLIANT,
    }];
  }));
}

function resultOf({ rule }: IApplyRule, node: CfnResource) {
  try {
    return rule(node);
  } catch {
    return undefined;
  }
}

/** The ids of NIST's controls that the pack maps a rule to: `AU-2` for its part `AU-2b`, and enhancements such as `AC-4(21)`. */
export const nistControlsOf = ({ info }: Verdict): string[] =>
  [...info.matchAll(/\b[A-Z]{2}-\d+(\(\d+\))?/g)].map(([id]) => id);
