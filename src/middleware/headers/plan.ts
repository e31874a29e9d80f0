import { nearest, unknownName } from '../did-you-mean';
import { HEADER_NAME } from '../http';
import { requireNames, requireObject } from '../options';
import { REMOVED_HEADERS, SECURITY_HEADERS, SecurityHeaderName } from './security-headers';
import { checkedValue } from './values';

/** A value, `false` to leave the header out, or a function of the request that gives one of both. */
export type HeaderChoice<Request = any> = string | false | ((request: Request) => string | false);

/** Which headers are added to a response, and which are taken from it. */
export interface SecurityHeadersOptions<Request = any> {
  /**
   * Choices of your own by header name; names are compared without their case. When a function throws, or gives what cannot be
   * sent, the error is logged and the response gets the header's default.
   */
  readonly headers?:
  & { readonly [name in SecurityHeaderName]?: HeaderChoice<Request> }
  & { readonly [name: string]: HeaderChoice<Request> | undefined };
  /** Headers that are taken from the handler's response: Server and X-Powered-By by default. An empty list leaves all. */
  readonly removeHeaders?: readonly string[];
}

/** Throws for headers that are no object, and for a list that is none. Names and values are checked where they are planned. */
export function checkHeaderOptions(options: { readonly headers?: unknown; readonly removeHeaders?: unknown }): void {
  if (options.headers !== undefined) {
    requireObject('headers', options.headers);
  }
  requireNames('removeHeaders', options.removeHeaders);
}

/** The headers that a response still lacks. Handlers set the same few, so what is left of the plan is made once for each set. */
export class Lacking {
  private readonly rest: (Lacking | undefined)[] = [];

  constructor(public readonly headers: Readonly<Record<string, string>>) {}

  public without(name: string, index: number): Lacking {
    return this.rest[index] ??= name in this.headers
      ? new Lacking(Object.fromEntries(Object.entries(this.headers).filter(([own]) => own !== name)))
      : this;
  }
}

/** What is done to each response. Made once, where the wrapper is. */
export interface HeaderPlan {
  /** What is added to a response without headers, and is the same for each request. */
  readonly all: Lacking;
  readonly computed: readonly (readonly [name: string, value: (request: unknown) => string | false, fallback: string | undefined])[];
  /** The planned headers, by the number that `meaning` gives. */
  readonly names: readonly string[];
  /** Which of the planned headers a name is; REMOVED for one that is taken from the response, and OTHER for any other. */
  meaning(name: string): number;
}

export const REMOVED = -1;
const OTHER = -2;

/** More spellings, and sets of headers, than handlers use. Beyond them somebody makes names up, and the memory is emptied. */
const MAX_SPELLINGS = 500;

type Choice = readonly [name: string, value: HeaderChoice, fallback: string | undefined];

/** Throws when a name or value cannot be sent, is almost a known one, or protects from nothing. */
export function planHeaders({ headers = {}, removeHeaders = REMOVED_HEADERS }: SecurityHeadersOptions): HeaderPlan {
  const choices = chosen(headers).filter(([, value]) => value !== false);
  const meanings = new Map([
    ...removeHeaders.map((name) => [checkedName('removeHeaders', name), REMOVED] as const),
    ...choices.map(([name], index) => [name.toLowerCase(), index] as const),
  ]);
  // a handler writes the same few names in each response
  const seen = new Map<string, number>();
  const learn = (name: string) => {
    const meaning = meanings.get(name.toLowerCase()) ?? OTHER;
    if (seen.size >= MAX_SPELLINGS) {
      seen.clear();
    }
    seen.set(name, meaning);
    return meaning;
  };
  return {
    all: new Lacking(Object.fromEntries(choices.filter(([, value]) => typeof value === 'string'))),
    computed: choices.filter(([, value]) => typeof value === 'function') as unknown as HeaderPlan['computed'],
    names: choices.map(([name]) => name),
    meaning: (name) => seen.get(name) ?? learn(name),
  };
}

/** The default headers with the user's choices in their place. */
function chosen(headers: NonNullable<SecurityHeadersOptions['headers']>): Choice[] {
  const known = Object.keys(SECURITY_HEADERS);
  const choices = new Map(Object.entries<string>(SECURITY_HEADERS).map(([name, value]) => [name.toLowerCase(),
    [name, value, value] as Choice]));
  for (const [name, value] of Object.entries(headers)) {
    const lowerCase = checkedName('headers', name);
    if (!choices.has(lowerCase) && nearest(name, known)) {
      unknownName('headers', name, known);
    }
    if (value !== undefined) {
      choices.set(lowerCase, [name, typeof value === 'function' ? value : checkedValue(name, value), choices.get(lowerCase)?.[2]]);
    }
  }
  return [...choices.values()];
}

function checkedName(option: string, name: string): string {
  if (typeof name !== 'string' || !HEADER_NAME.test(name)) {
    throw new TypeError(`${option} must be named as RFC 9110 allows, got ${JSON.stringify(name)}`);
  }
  return name.toLowerCase();
}
