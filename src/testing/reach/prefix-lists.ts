import { Range } from '../ip-ranges';
import { refTo } from '../physical-names';
import { Stack } from '../stack';
import { resourcesOf } from '../stacks';
import { rangeOrMark, textOf } from './reading';

/** Prefix lists by their ids: those of the templates, and those that the test gives. */
export class PrefixLists {
  private readonly lists: Map<string, ReadonlyArray<Range | string>>;

  constructor(stacks: readonly Stack[], given: Record<string, readonly string[]>) {
    this.lists = new Map([
      ...resourcesOf(stacks, 'AWS::EC2::PrefixList').map((one) => {
        const entries: ReadonlyArray<{ readonly Cidr: unknown }> = one.resource.Properties?.Entries ?? [];
        const ranges = entries.map(({ Cidr }) => rangeOrMark(textOf(one, Cidr)!));
        return [refTo(one), ranges] as const;
      }),
      ...Object.entries(given).map(([id, ranges]) => [id, ranges.map(rangeOrMark)] as const),
    ]);
  }

  public get ranges(): Array<Range | string> {
    return [...this.lists.values()].flat();
  }

  /** The ranges of a list, or the sentence that they are not known. */
  public rangesOf(id: string): ReadonlyArray<Range | string> {
    return this.lists.get(id) ?? [`the prefix list ${id} is in no template: give its ranges in prefixLists`];
  }
}
