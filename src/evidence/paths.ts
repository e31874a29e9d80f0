/** Where a value is: names with dots between them, or a list of names where one holds a dot itself. */
export type Path = string | readonly string[];

export const namesIn = (path: Path): readonly string[] => typeof path === 'string' ? path.split('.') : path;

/** The value at the path. A reference to nothing (`AWS::NoValue`) is no value. */
export function valueAt(properties: unknown, path: Path): unknown {
  const value = namesIn(path).reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], properties);
  return (value as { Ref?: string } | null | undefined)?.Ref === 'AWS::NoValue' ? undefined : value ?? undefined;
}
