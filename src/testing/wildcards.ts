/**
 * The part of a pattern that stands for itself even where it has a wildcard's character, such as the value of a policy variable.
 */
const LITERAL = { '*': '\uE002', '?': '\uE003' };
export const literal = (text: string) => text.replace(/[*?]/g, (one) => LITERAL[one as keyof typeof LITERAL]);
/** A pattern as the text that it is where wildcards have no meaning. */
export const plain = (pattern: string) => pattern.replaceAll(LITERAL['*'], '*').replaceAll(LITERAL['?'], '?');

const COMPILED = new Map<string, RegExp>();

function compiled(pattern: string, flags: string): RegExp {
  const key = `${flags}/${pattern}`;
  const known = COMPILED.get(key);
  if (known) {
    return known;
  }
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.')
    .replaceAll(LITERAL['*'], '\\*').replaceAll(LITERAL['?'], '\\?');
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  COMPILED.set(key, expression);
  return expression;
}

/** Whether a text has the form of a pattern in which `*` stands for any characters and `?` for one. */
export const matches = (pattern: string, text: string) => compiled(pattern, '').test(text);

/** Actions are compared without their case. */
export const matchesAction = (pattern: string, action: string) => compiled(pattern, 'i').test(action);

function components(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Whether an ARN has the form of a pattern: each of the six components is compared by itself. */
export function matchesArn(pattern: string, arn: string): boolean {
  const [patterns, parts] = [components(pattern), components(arn)];
  const complete = [pattern, arn].every((text) => text.split(':').length >= 6);
  return pattern === '*' || (complete && patterns.every((one, index) => matches(one, parts[index])));
}
