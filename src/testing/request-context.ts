/** A value of a condition key in a request. Several values make a multivalued key; undefined says that the request lacks the key. */
export type ContextValue = string | number | boolean | object | readonly (string | object)[] | undefined;

function textOf(key: string, value: unknown): string {
  if (typeof value === 'object') {
    throw new Error(`${key} must be a text, a number, a boolean or a reference, got ${JSON.stringify(value)}`);
  }
  return String(value);
}

/** The condition keys of a request, whose names have no case. */
export class RequestContext {
  private readonly values = new Map<string, string[]>();

  constructor(...layers: Record<string, unknown>[]) {
    for (const [key, value] of layers.flatMap((layer) => Object.entries(layer))) {
      this.put(key.toLowerCase(), value);
    }
  }

  /** The values of a key, none if the request lacks it. */
  public of(key: string): readonly string[] {
    return this.values.get(key.toLowerCase()) ?? [];
  }

  private put(key: string, value: unknown): void {
    if (value === undefined) {
      this.values.delete(key);
    } else {
      this.values.set(key, (Array.isArray(value) ? value : [value]).map((one) => textOf(key, one)));
    }
  }
}
