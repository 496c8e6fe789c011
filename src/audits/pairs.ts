import type { Asked, Evidence, Side } from './audit.ts'

/** One question as both sides answered it. */
export interface Pair {
  readonly subject: Asked
  readonly reference: Asked
}

/** The answer to the question of that number; undefined where there was none, or part of the question was not said. */
export function answerAt({ asked }: Side, number: number): Asked | undefined {
  const found = asked.get(number)
  return found?.outcome === 'ok' && isWhole(found) ? found : undefined
}

const isWhole = ({ question: { ask }, observation: { unsaid = [] } }: Asked): boolean =>
  unsaid.every((wish) => !Object.hasOwn(ask, wish))

/** The answers of a side, in the order of asking. */
export const answersOf = (side: Side): readonly Asked[] =>
  side.questions.flatMap((_, number) => answerAt(side, number) ?? [])

/** The same, by what each question is within its audit. */
export const answersByKey = (side: Side): ReadonlyMap<string, Asked> =>
  new Map(answersOf(side).map((asked) => [asked.question.key, asked]))

/**
 * The questions that both sides answered, in the order of asking. Where one of them refused what the profile says of
 * sampling and the other did not, they were not asked the same.
 */
export const pairsOf = (subject: Side, reference: Side): readonly Pair[] =>
  answersOf(subject).flatMap((mine) => {
    const theirs = answerAt(reference, mine.number)
    return theirs && unsaidTo(mine) === unsaidTo(theirs) ? [{ subject: mine, reference: theirs }] : []
  })

const unsaidTo = ({ observation: { unsaid = [] } }: Asked): string => [...unsaid].sort().join()

/** The reference that others are compared with: the first in the profile. */
export const referenceOf = ({ references }: Evidence): Side | undefined => references[0]
