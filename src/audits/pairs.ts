import type { Asked, Evidence, Side } from './audit.ts'

/** One question as both sides answered it. */
export interface Pair {
  readonly subject: Asked
  readonly reference: Asked
}

/** The questions that both sides answered, in the order of asking. */
export function pairsOf(subject: Side, reference: Side): readonly Pair[] {
  const pairs: Pair[] = []
  for (let number = 0; number < subject.questions.length; number++) {
    const [mine, theirs] = [subject.asked.get(number), reference.asked.get(number)]
    if (mine?.outcome === 'ok' && theirs?.outcome === 'ok') pairs.push({ subject: mine, reference: theirs })
  }
  return pairs
}

/** The answers of a side, in the order of asking. */
export const answersOf = ({ questions, asked }: Side): readonly Asked[] =>
  questions.flatMap((_, number) => {
    const found = asked.get(number)
    return found?.outcome === 'ok' ? [found] : []
  })

/** The reference that others are compared with: the first in the profile. */
export const referenceOf = ({ references }: Evidence): Side | undefined => references[0]
