/** Every kind of error, by the code that never changes, with what it says of a prop or argument. */
export const ERROR_CODES = {
  AlreadyExists: 'there is one already, and AWS takes one only',
  CannotGrant: 'the grant would have no effect',
  ConflictingProps: 'two props, or a prop and a resource, contradict each other',
  ConflictingRoute: 'API Gateway cannot have the route beside another one',
  DuplicateValue: 'a value stands where it must be different from another one',
  InvalidFormat: 'a text is not in the form that AWS takes',
  MissingProp: 'a value is needed for what other props ask for',
  NotConfigurable: 'the construct decides the value itself',
  NotFound: 'what it names does not exist, or is not known here',
  OutOfRange: 'a number, size or duration is outside of what AWS takes',
  ReservedName: 'a name is taken by AWS or by the construct',
  UnknownValue: 'the value is not among those that there are',
  UnresolvedToken: 'the value must be known when the app is synthesized',
  WrongEnvironment: 'it is of another account or Region than it must be',
  WrongType: 'the value is of another type, which only JavaScript lets through',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * A mistake in what a construct was given.
 *
 * The code, path and prop are for programs; in Python and Java, where only the message arrives, it begins with the prop and ends with
 * the path.
 */
export class HardenedError extends Error {
  public readonly name = 'HardenedError';

  constructor(public readonly code: ErrorCode, public readonly path: string, public readonly prop: string, rule: string) {
    super(mistake(path, prop, rule));
  }
}

/** What users read of a mistake: the prop, the rule that it breaks, and the construct. */
export const mistake = (path: string, prop: string, rule: string): string => `${prop} ${rule} (at ${path})`;
