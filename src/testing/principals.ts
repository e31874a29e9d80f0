import { Caller } from './caller';
import { boundaryOf, Identity, identityPolicies, ManagedPolicies } from './identity-policies';
import { arnOfResource, attributeOf, refTo } from './physical-names';
import { Located, Stack } from './stack';
import { inAnyOf, resourcesOf } from './stacks';

/** A reference of a template, such as `{ Ref: 'Role' }`, or another of its functions. */
export type Reference = object;

/**
 * Who makes a request: the logical id of a role (`Stack/LogicalId` where several stacks have it), a reference, the ARN of a role, user,
 * role session or root user; a service, an account (whoever in it may do everything by its own policies), an identity provider; or a
 * session of a role by its name.
 */
export type Principal = string | Reference | { readonly service: string } | { readonly account: string } | { readonly federated: string }
  | { readonly role: string | Reference; readonly session: string };

const ARN = /^arn:([^:]+):(iam|sts)::(\d{12}):(root|role|user|assumed-role)(?:\/(.+))?$/;
const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

export class Principals {
  constructor(private readonly stacks: readonly Stack[], private readonly managed: ManagedPolicies) {}

  /** The caller that a test means. */
  public callerOf(principal: Principal): Caller {
    if (typeof principal === 'object' && 'service' in principal) {
      return { kind: 'service', name: principal.service, arn: String(this.text(principal.service)) };
    } else if (typeof principal === 'object' && 'federated' in principal) {
      return { kind: 'federated', name: principal.federated, arn: String(this.text(principal.federated)) };
    } else if (typeof principal === 'object' && 'account' in principal) {
      return this.root(String(this.text(principal.account)));
    } else if (typeof principal === 'object' && 'session' in principal) {
      return this.inSession(this.callerOf(principal.role), principal.session);
    }
    const text = typeof principal === 'string' ? principal : String(this.text(principal));
    return ARN.test(text) ? this.byArn(text) : this.inTemplate(text);
  }

  private text(value: unknown): unknown {
    return inAnyOf(this.stacks).resolve(value);
  }

  private root(account: string): Caller {
    return { kind: 'account', name: `account ${account}`, account, arn: `arn:${this.stacks[0].partition}:iam::${account}:root` };
  }

  private inSession(caller: Caller, session: string): Caller {
    const [, partition] = caller.arn.split(':');
    return { ...caller, sessionArn: `arn:${partition}:sts::${caller.account}:assumed-role/${lastOf(caller.arn)}/${session}` };
  }

  private identities(): Located[] {
    return resourcesOf(this.stacks, 'AWS::IAM::Role', 'AWS::IAM::User');
  }

  /** A role by its logical id or physical name. */
  private inTemplate(id: string): Caller {
    const named = this.identities().filter((located) => refTo(located) === id);
    const located = named.length === 1 ? named[0] : inAnyOf(this.stacks).locate(id);
    if (located === undefined || !this.identities().some((one) => one.resource === located.resource)) {
      const roles = this.identities().map((one) => one.id).join(', ') || 'none';
      throw new Error(`No role named ${id}${located ? ` (it is a ${located.resource.Type})` : ''}; roles: ${roles}`);
    }
    return this.callerIn(located);
  }

  private byArn(arn: string): Caller {
    const [, partition, , account, kind, path = ''] = ARN.exec(arn)!;
    if (kind === 'root') {
      return this.root(account);
    }
    if (kind === 'assumed-role') {
      const [role, session] = path.split('/');
      const own = this.identities().find((one) => one.stack.account === account && refTo(one) === role);
      return this.inSession(own ? this.callerIn(own) : this.byArn(`arn:${partition}:iam::${account}:role/${role}`), session);
    }
    const located = this.identities().find((one) => arnOfResource(one) === arn);
    return located ? this.callerIn(located) : this.outside({ kind: kind as 'role' | 'user', name: lastOf(path), account }, arn);
  }

  /** What no template defines: of the accounts of the templates, what they attach to it is all that it has. */
  private outside(identity: Identity, arn: string): Caller {
    const ours = this.stacks.some(({ account }) => account === identity.account);
    return { ...identity, arn, identityPolicies: ours ? identityPolicies(identity, this.stacks, this.managed) : undefined };
  }

  private callerIn(located: Located): Caller {
    const { stack, id, resource: { Type, Properties } } = located;
    const kind = Type === 'AWS::IAM::Role' ? 'role' : 'user';
    const tags = stack.resolve(Properties?.Tags ?? []) as { Key: string; Value: string }[];
    return {
      kind,
      name: id,
      account: stack.account,
      arn: arnOfResource(located),
      roleId: kind === 'role' ? attributeOf(located, 'RoleId') : undefined,
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      identityPolicies: identityPolicies({ kind, name: refTo(located), account: stack.account, located }, this.stacks, this.managed),
      boundary: boundaryOf(located, this.stacks, this.managed),
    };
  }
}
