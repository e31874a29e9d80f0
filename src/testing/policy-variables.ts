import { RequestContext } from './request-context';
import { literal } from './wildcards';

/** `${*}`, `${?}` and `${$}` are these characters themselves; `${key, 'default'}` has a value for a request without the key. */
const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?$/;

function valueOf(variable: string, context: RequestContext): string | undefined {
  if (['*', '?', '$'].includes(variable)) {
    return variable;
  }
  const [, key, otherwise] = WITH_DEFAULT.exec(variable) ?? [];
  // an empty value is none, and a multivalued key is no variable
  const values = key === undefined ? [] : context.of(key).filter((value) => value !== '');
  return values.length === 1 ? values[0] : values.length === 0 ? otherwise : undefined;
}

/** A pattern with the values of the request in place of its variables; undefined when the request has none for one of them. */
export function withValues(pattern: string, context: RequestContext): string | undefined {
  let complete = true;
  const text = pattern.replace(VARIABLE, (_, variable: string) => {
    const value = valueOf(variable, context);
    complete &&= value !== undefined;
    return literal(value ?? '');
  });
  return complete ? text : undefined;
}
