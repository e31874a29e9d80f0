import { show, unknownName } from './did-you-mean';

/** Throws unless it is left out or a whole number. */
export function requireCount(option: string, value: unknown): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value as number >= 0)) {
    throw new TypeError(`${option} must be a whole number of 0 or more, got ${show(value)}`);
  }
}

/** Throws unless it is left out or a list of texts, of the known ones where they are given. */
export function requireNames(option: string, value: unknown, known?: readonly string[]): void {
  if (value === undefined) {
    return;
  }
  if (!Array.isArray(value)) {
    throw new TypeError(`${option} must be a list of texts, got ${show(value)}`);
  }
  for (const name of value as unknown[]) {
    if (typeof name !== 'string' || name === '') {
      throw new TypeError(`${option} must be a list of texts, got ${show(name)} in it`);
    }
    if (known && !known.includes(name)) {
      unknownName(option, name, known);
    }
  }
}

/** What an option says that is on, off, or on with options of its own: those, or undefined. Throws for anything else. */
export function switched<T extends object>(option: string, value: boolean | T | undefined): T | undefined {
  if (value === undefined || typeof value === 'boolean') {
    return value ? {} as T : undefined;
  }
  requireObject(option, value, 'true, false or ');
  return value;
}

/** Throws unless it is an object. */
export function requireObject(option: string, value: unknown, or = ''): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${option} must be ${or}an object, got ${show(value)}`);
  }
}
