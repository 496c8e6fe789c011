import type { Text } from '../core/text.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import type { Asked, Finding, Side } from './audit.ts'
import { probeIdsOf, shareEffect } from './finding.ts'
import { answersOf, pairsOf } from './pairs.ts'

/** Tasks of one kind, each of which is either done right or not. */
export interface Tasks {
  readonly code: string
  readonly effect: Text
  readonly planned: number
  isOne(asked: Asked): boolean
  isRight(asked: Asked): boolean
}

/** What became of them, to be said. */
export interface Tally {
  readonly right: number
  readonly n: number
  /** Of the tasks that both answered; undefined without a reference. */
  readonly reference: { readonly right: number; readonly n: number } | undefined
}

/** Part of the tasks that has to be there before anything is called consistent. */
const enough = 0.7

/**
 * Whether the reference is right more often, of the same tasks: McNemar's test. Without a reference a hint, where most
 * tasks went wrong.
 */
export function tasksFinding(
  { code, effect, planned, isOne, isRight }: Tasks,
  subject: Side,
  reference: Side | undefined,
  say: (tally: Tally) => Finding['say'],
): Finding {
  const own = answersOf(subject).filter(isOne)
  const wrong = own.filter((asked) => !isRight(asked))
  const right = own.length - wrong.length
  const pairs = reference ? pairsOf(subject, reference).filter((pair) => isOne(pair.subject)) : []
  const counts = pairedAnswers(pairs.map((pair) => [isRight(pair.reference), isRight(pair.subject)] as const))
  const referenceRight = counts.both + counts.onlyFirst
  const n = reference ? pairs.length : own.length
  return {
    code,
    grounds: reference
      ? { kind: 'test', p: firstIsBetter(counts), enough: referenceRight >= enough * planned }
      : { kind: 'hint', shown: right < own.length / 2, enough: own.length >= enough * planned },
    effect: shareEffect(effect, clopperPearson(right, own.length)),
    n,
    invalid: planned - n,
    probeIds: probeIdsOf(wrong),
    say: say({
      right,
      n: own.length,
      reference: reference && { right: referenceRight, n: pairs.length },
    }),
  }
}
