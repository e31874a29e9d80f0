import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  StackEvent,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';

/** The resources of a template. */
export type Resources = Record<string, { Type: string; Properties?: object; DependsOn?: string[]; DeletionPolicy?: string }>;

/** What became of a stack. */
export interface Deployed {
  readonly name: string;
  readonly status: string;
  /** Why the first resource failed. */
  readonly reason: string;
  readonly outputs: Record<string, string>;
}

/** Deploys templates to the emulator as the CDK CLI would, without the CLI's seconds. */
export class Stacks {
  private count = 0;

  constructor(private readonly cloudformation: CloudFormationClient) {}

  public async create(resources: Resources, outputs: Record<string, unknown> = {}, name = `Stack${++this.count}`): Promise<Deployed> {
    await this.cloudformation.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: template(resources, outputs),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    return this.settled(name);
  }

  public async update(name: string, resources: Resources, outputs: Record<string, unknown> = {}): Promise<Deployed> {
    await this.cloudformation.send(
      new UpdateStackCommand({
        StackName: name,
        TemplateBody: template(resources, outputs),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    return this.settled(name);
  }

  public async delete(name: string): Promise<Deployed> {
    const { Stacks: [{ StackId }] = [{ StackId: name }] } = await this.cloudformation.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    await this.cloudformation.send(new DeleteStackCommand({ StackName: name }));
    return this.settled(name, StackId);
  }

  /** Creates it, which must succeed. */
  public async must(resources: Resources, outputs: Record<string, unknown> = {}): Promise<Deployed> {
    return succeeded(await this.create(resources, outputs));
  }

  private async settled(name: string, id = name): Promise<Deployed> {
    for (;;) {
      const { Stacks: [stack] = [] } = await this.cloudformation.send(new DescribeStacksCommand({ StackName: id }));
      if (!stack.StackStatus!.endsWith('IN_PROGRESS')) {
        const events: StackEvent[] = [];
        for await (const page of paginateDescribeStackEvents({ client: this.cloudformation }, { StackName: id })) {
          events.push(...(page.StackEvents ?? []));
        }
        // of the last operation only: the events are the newest first
        const started = events.findIndex((event) => event.LogicalResourceId === name && event.ResourceStatusReason === 'User Initiated');
        const failed = events
          .slice(0, started + 1 || undefined)
          .filter((event) => event.ResourceStatus?.endsWith('FAILED'))
          .reverse();
        const [first] = [...failed.filter((event) => event.LogicalResourceId !== name), ...failed];
        const outputs = Object.fromEntries((stack.Outputs ?? []).map((output) => [output.OutputKey!, output.OutputValue!]));
        const reason = first?.ResourceStatusReason ?? '';
        return { name, status: stack.StackStatus!, reason, outputs };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

const isWhole = (output: unknown): boolean => typeof output === 'object' && output !== null && 'Value' in output;

const template = (resources: Resources, outputs: Record<string, unknown>) =>
  JSON.stringify({
    Resources: resources,
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, isWhole(output) ? output : { Value: output }])),
  });

export function succeeded(stack: Deployed): Deployed {
  if (!/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(stack.status)) {
    throw new Error(`${stack.status}: ${stack.reason}`);
  }
  return stack;
}

/** The stack must have failed, with a reason like that. */
export function rejected(stack: Deployed, says: RegExp): void {
  if (!/ROLLBACK|FAILED/.test(stack.status)) {
    throw new Error(`it is ${stack.status}`);
  }
  if (!says.test(stack.reason)) {
    throw new Error(`the reason is ${stack.reason}`);
  }
}
