import { IConstruct } from 'constructs';
import { reject } from './validation';

/** What a construct decides of the options of its L2, by their names, with what its user can do instead. */
export type Decided<Options> = { readonly [Name in keyof Options]?: string };

/** What to do instead where the construct has a prop of the same name. */
export const OWN_PROP = 'use the prop of this name of the construct';

/** The options that a user adds to those of an L2, or an error for one that the construct decides. */
export function otherOptions<Options extends object>(
  scope: IConstruct, prop: string, given: Options | undefined, decided: Decided<Options>,
): Options | undefined {
  for (const name of Object.keys(given ?? {}) as (keyof Options & string)[]) {
    const remedy = decided[name];
    if (remedy !== undefined && given![name] !== undefined) {
      reject(scope, 'NotConfigurable', `${prop}.${name}`, `is decided by the construct: ${remedy}`);
    }
  }
  return given;
}
