import { Decision } from './decision';
import { derivedContext } from './derived-context';
import { evaluate, ResourceSide } from './evaluation';
import { ManagedPolicies } from './identity-policies';
import { Request } from './matching';
import { Policy, policyOf } from './policy';
import { Principal, Principals, Reference } from './principals';
import { ContextValue, RequestContext } from './request-context';
import { endpointPolicy, ResourcePolicy, resourcePolicies } from './resource-policies';
import { placeOf, resourceText } from './resources';
import { Stack, StackOptions, TemplateSource } from './stack';
import { inAnyOf, stacksOf } from './stacks';

export interface PoliciesOptions extends StackOptions {
  /** Documents of managed policies that no template has, such as those of AWS, by their names or ARNs. */
  readonly managedPolicies?: ManagedPolicies;
  /** Policies of resources that no template has, such as an imported key, by the ARNs of the resources. */
  readonly resourcePolicies?: Record<string, object>;
}

/** Condition keys of a request. They replace those that are derived from it; undefined takes one away. */
export type Context = Record<string, ContextValue>;

/** Nobody uses a key or assumes a role unless its own policy says so. */
const MANDATORY = [/^arn:[^:]+:kms:[^:]*:[^:]*:key\//, /^arn:[^:]+:iam::[^:]*:role\//];
const TRUST_ACTIONS = /^sts:(AssumeRole.*|TagSession|SetSourceIdentity|SetContext)$/i;
const serviceOf = (action: string) => action.split(':')[0].toLowerCase();

/** The policies of templates, as AWS evaluates them. */
export class Policies {
  private readonly principals: Principals;
  private readonly onResources: ResourcePolicy[];

  constructor(private readonly stacks: readonly Stack[], { managedPolicies = {}, resourcePolicies: given = {} }: PoliciesOptions) {
    this.principals = new Principals(stacks, managedPolicies);
    this.onResources = [...resourcePolicies(stacks), ...Object.entries(given).map(([arn, document]) => ({
      policy: policyOf(document, `the policy of ${arn}`, stacks[0]),
      covers: (one: string) => one === arn || one.startsWith(`${arn}/`),
    }))];
  }

  /**
   * What AWS decides about a request.
   *
   * @param principal who makes it
   * @param action such as `s3:GetObject`
   * @param resource a logical id, a reference (`arnOf('Bucket', '/*')`), an ARN, or `*` for an action without a resource
   * @param context condition keys beside those that every request has; with `aws:SourceVpce` it goes through that endpoint
   */
  public can(principal: Principal, action: string, resource: string | Reference, context: Context = {}): Decision {
    if (!/^[a-z0-9-]+:\w+$/i.test(action)) {
      throw new Error(`action must be one action such as s3:GetObject, got ${action}`);
    }
    const caller = this.principals.callerOf(principal);
    const text = resourceText(resource, this.stacks);
    const own = inAnyOf(this.stacks).resolve(context) as Context;
    const place = placeOf(text, this.stacks);
    const account = String(own['aws:ResourceAccount'] ?? place.account);
    const destination = { ...place, action, account, now: new Date() };
    const request = { action, resource: text, context: new RequestContext(derivedContext(caller, destination), own) };
    return evaluate(request, caller, { ...this.resourceSide(request), account });
  }

  private resourceSide({ action, resource, context }: Request): ResourceSide {
    const trust = TRUST_ACTIONS.test(action);
    const policies = this.onResources
      .filter(({ covers, service }) => covers(resource) && (service === undefined || (trust && serviceOf(action) === service)))
      .map(({ policy }) => policy);
    const mandatory = MANDATORY.some((arn) => arn.test(resource)) && (serviceOf(action) === 'kms' || trust);
    if (mandatory && policies.length === 0) {
      throw new Error(`${resource} is in no template: give its policy in resourcePolicies, as ${action} depends on it`);
    }
    return { policies, mandatory, endpoint: this.endpoint(context) };
  }

  private endpoint(context: RequestContext): Policy | undefined {
    const [id] = context.of('aws:SourceVpce');
    return id === undefined ? undefined : endpointPolicy(id, this.stacks);
  }
}

/**
 * The policies of a template, or of several by the names of their stacks.
 *
 * @param templates an object, or what turns into one with toJSON(), such as `Template` of aws-cdk-lib/assertions
 */
export const policiesOf = (templates: TemplateSource | Record<string, TemplateSource>, options: PoliciesOptions = {}): Policies =>
  new Policies(stacksOf(templates, options), options);
