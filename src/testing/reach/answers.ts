/** Whether something holds, with the reasons; undefined where the template does not say. */
export interface Answer { readonly holds: boolean | undefined; readonly because: readonly string[] }

export const yes = (...because: string[]): Answer => ({ holds: true, because });
export const no = (...because: string[]): Answer => ({ holds: false, because });
export const open = (...because: string[]): Answer => ({ holds: undefined, because });
export const answer = (holds: boolean | undefined, because: string): Answer => ({ holds, because: [because] });

const reasons = (answers: readonly Answer[]) => [...new Set(answers.flatMap(({ because }) => because))];
const withState = (answers: readonly Answer[], state: boolean | undefined) => answers.filter(({ holds }) => holds === state);

/** The first that holds is enough; without one, what is open decides nothing. `otherwise` says in one reason what is lacking. */
export function anyOf(answers: Iterable<Answer>, otherwise?: string): Answer {
  const seen: Answer[] = [];
  for (const one of answers) {
    if (one.holds) {
      return one;
    }
    seen.push(one);
  }
  const unsure = withState(seen, undefined);
  return unsure.length > 0 ? open(...reasons(unsure)) : no(...otherwise === undefined ? reasons(seen) : [otherwise]);
}

/** Each must hold; the reasons are those of what decides. */
export function allOf(answers: readonly Answer[]): Answer {
  const deciding = [false, undefined, true].map((state) => withState(answers, state)).find((found) => found.length > 0) ?? [];
  return { holds: deciding.length > 0 ? deciding[0].holds : true, because: reasons(deciding) };
}
