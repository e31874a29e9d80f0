import { Range, rangeOf } from '../ip-ranges';
import { isUnknown, refTo, unknown } from '../physical-names';
import { Located, Stack } from '../stack';

/** A value as text; a mark where only a deployment, or a template that was not given, knows it. */
export function textOf({ stack }: Pick<Located, 'stack'>, value: unknown): string | undefined {
  try {
    const resolved = stack.resolve(value);
    return ['string', 'number', 'boolean'].includes(typeof resolved) ? String(resolved) : undefined;
  } catch (error) {
    return unknown((error as Error).message);
  }
}

/** A list of texts; one mark where the list as a whole is not known. */
export function textsOf(located: Located, value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one) => textsOf(located, one));
  }
  const resolved = tried(() => located.stack.resolve(value));
  return Array.isArray(resolved) ? resolved.map(String) : [textOf(located, value)].filter((text) => text !== undefined);
}

/** A value that is more than a text, or undefined where it is not known. */
export const tried = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** A property of a resource as text. */
export const property = (located: Located, name: string): string | undefined => textOf(located, located.resource.Properties?.[name]);

/** A range, or the mark of what is not known. */
export const rangeOrMark = (text: string): Range | string => {
  const range = rangeOf(text);
  if (range === undefined && !isUnknown(text)) {
    throw new Error(`${text} is no address range`);
  }
  return range ?? text;
};

/** What a resource is called in reasons: its logical id, with the name of its stack where there are several. */
export const nameOf = ({ stack, id }: { readonly stack: Stack; readonly id: string }) => stack.all.length > 1 ? `${stack.name}/${id}` : id;

export const byRef = (all: readonly Located[]) => new Map(all.map((one) => [refTo(one), one]));

/** A setting that the decision depends on. */
export function setting(located: Located, value: unknown): string | undefined {
  const text = textOf(located, value);
  if (text !== undefined && isUnknown(text)) {
    throw new Error(`A setting of ${nameOf(located)} is ${text}: give its value in parameters`);
  }
  return text;
}
