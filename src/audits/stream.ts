import type { Ms } from '../core/clock.ts'
import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { atLeast } from '../statistics/binomial-tail.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import { median } from '../statistics/quantile.ts'
import { quantileInterval } from '../statistics/quantile-interval.ts'
import { Sorted } from '../statistics/sample.ts'
import { streamWords as words } from '../words/audits/stream.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { percentOf, probeIdsOf } from './finding.ts'
import { answersOf, referenceOf } from './pairs.ts'

/** Numbers to be written, in two pairs of short and long, and how often. */
const sizes: Readonly<Record<Depth, { readonly lengths: Lengths; readonly repeats: number }>> = {
  quick: { lengths: [10, 120, 30, 90], repeats: 7 },
  standard: { lengths: [10, 120, 30, 90], repeats: 9 },
  deep: { lengths: [10, 240, 40, 160], repeats: 14 },
}
type Lengths = readonly [short: number, long: number, short: number, long: number]

/** An answer of which nearly all comes within so long of its first token came in one piece. */
const atOnceMs = 50
const nearlyAll = 0.9
/** Shorter answers may well come in one piece. */
const longEnoughChars = 200

/**
 * Whether an answer is passed on while it is written. What is written longer takes longer; a true stream takes that time
 * after its first token, one that was held back until it was complete before it. Which of two answers is the longer one is
 * known beforehand, and everything else is alike.
 */
export const stream: Audit = {
  id: 'stream',
  revision: 1,
  title: words.title,
  tests: 1,
  questions,
  judge,
}

function questions({ depth, seed, thinkingTokens }: Setting): readonly Question[] {
  const { lengths, repeats } = sizes[depth]
  return Array.from({ length: repeats }, (_, repeat) => {
    const draws = drawsFrom(`stream ${seed} ${repeat}`)
    // Which of a pair comes first is drawn, so that a relay that slows down or warms up favours neither.
    const order = draws.shuffled([...lengths.keys()])
    return order.map((place): Question => {
      const length = lengths[place] ?? 0
      const first = 100 + draws.below(500)
      return {
        key: `${length} numbers, ${repeat + 1}.${place}`,
        ask: {
          prompt: `Write the numbers from ${first} to ${first + length - 1}, separated by blanks, and nothing else.`,
          maxOutputTokens: length * 4 + thinkingTokens,
          stream: true,
        },
        expectedOutputTokens: length,
      }
    })
  }).flat()
}

// --- what is measured

interface Times {
  readonly beforeMs: Ms
  readonly afterMs: Ms
}

/** Time to the first token, of thinking too, and from there to the last; undefined where our own client stood still. */
function timesOf({ observation: { timeline, loopStallMs } }: Asked): Times | undefined {
  const { sent, firstToken, lastToken } = timeline
  if (sent === undefined || firstToken === undefined || lastToken === undefined) return undefined
  if (loopStallMs > atOnceMs) return undefined
  return { beforeMs: firstToken - sent, afterMs: lastToken - firstToken }
}

/** By how much a long answer took longer than a short one of the same repeat; undefined where either is missing. */
function growthsOf(side: Side): readonly (Times | undefined)[] {
  const byKey = new Map(answersOf(side).map((asked) => [asked.question.key.split(', ')[1], asked]))
  const { repeats } = sizes[side.setting.depth]
  return Array.from({ length: repeats }, (_, repeat) =>
    [0, 2].map((place) => {
      const [short, long] = [byKey.get(`${repeat + 1}.${place}`), byKey.get(`${repeat + 1}.${place + 1}`)]
      const [less, more] = [short && timesOf(short), long && timesOf(long)]
      return less && more
        ? { beforeMs: more.beforeMs - less.beforeMs, afterMs: more.afterMs - less.afterMs }
        : undefined
    }),
  ).flat()
}

const isMeasured = (times: Times | undefined): times is Times => times !== undefined

/**
 * p-value of "at most half of what a longer answer takes is spent before its first token": with noise that strikes both
 * answers of a pair alike, more of the growth then comes after the first token in at least every second pair. Sign test.
 */
const pOfHeldBack = (growths: readonly Times[]): number =>
  atLeast(growths.filter(isHeldBack).length, growths.length, 0.5)

const isHeldBack = ({ beforeMs, afterMs }: Times): boolean => beforeMs > Math.max(0, afterMs)

/** Share of the growth that lies before the first token, within 0…1. */
const shareBefore = ({ beforeMs, afterMs }: Times): number => {
  const all = beforeMs + afterMs
  return all <= 0 ? 0 : Math.min(1, Math.max(0, beforeMs / all))
}

/** Share of an answer's characters that came within a moment of its first. */
function shareAtOnce({ observation: { stream: read } }: Asked): number {
  let [at, early, all] = [0, 0, 0]
  for (const [i, chars] of read.tokenReadChars.entries()) {
    if (i > 0) at += (read.tokenReadsUs[i] ?? 0) / 1000
    all += chars
    if (at <= atOnceMs) early += chars
  }
  return all === 0 ? 0 : early / all
}

// --- what is found

function judge(evidence: Evidence): readonly Finding[] {
  const reference = referenceOf(evidence)
  return [heldBack(evidence.subject, reference), inOnePiece(evidence.subject, reference)]
}

function heldBack(subject: Side, reference: Side | undefined): Finding {
  const all = growthsOf(subject)
  const growths = all.filter(isMeasured)
  const planned = all.length
  const shares = new Sorted(growths.map(shareBefore))
  const [low, high] = quantileInterval(shares, 0.5)
  return {
    code: 'stream.held-back',
    grounds: reference
      ? heldBackBeside(all, growthsOf(reference))
      : // Thinking that grows with the task and is not shown looks the same.
        { kind: 'hint', shown: pOfHeldBack(growths) <= alone, enough: growths.length >= enough * planned },
    effect: { name: words.effect, unit: 'share', value: median(shares), low, high },
    n: growths.length,
    invalid: planned - growths.length,
    probeIds: probeIdsOf(answersOf(subject).filter((asked) => shareAtOnce(asked) >= nearlyAll)),
    say: (verdict) => words.heldBack(verdict, percentOf(median(shares)), String(growths.length)),
  }
}

/** Part of the pairs that has to be there. */
const enough = 0.7

/** p-value at which a hint is given. */
const alone = 0.01

/** Held back, and more often than the reference is, pair by pair: some models think before they write, and networks hold back too. */
function heldBackBeside(
  mine: readonly (Times | undefined)[],
  theirs: readonly (Times | undefined)[],
): Finding['grounds'] {
  const pairs = mine.flatMap((own, nth) => {
    const other = theirs[nth]
    return own && other ? [[!isHeldBack(other), !isHeldBack(own)] as const] : []
  })
  const counts = pairedAnswers(pairs)
  const passedOn = counts.both + counts.onlyFirst
  return {
    kind: 'test',
    p: Math.max(pOfHeldBack(mine.filter(isMeasured)), firstIsBetter(counts)),
    enough: passedOn >= enough * mine.length,
  }
}

/** Answers that are long enough to tell, and how much of them comes at once in the middle one. */
function longAnswers(side: Side): { readonly n: number; readonly middle: number | null } {
  const long = answersOf(side).filter(
    ({ observation: { reply, loopStallMs } }) =>
      reply.textLength >= longEnoughChars && loopStallMs <= atOnceMs,
  )
  return { n: long.length, middle: median(new Sorted(long.map(shareAtOnce))) }
}

/** In one piece, or in several: how it looks to who reads along. */
function inOnePiece(subject: Side, reference: Side | undefined): Finding {
  const { n, middle } = longAnswers(subject)
  const usual = reference ? (longAnswers(reference).middle ?? 0) >= nearlyAll : false
  return {
    code: 'stream.one-piece',
    grounds: { kind: 'hint', shown: !usual && (middle ?? 0) >= nearlyAll, enough: n > 0 && !usual },
    effect: { name: words.pieceEffect, unit: 'share', value: middle, low: null, high: null },
    n,
    invalid: 0,
    say: (verdict) => words.onePiece(verdict, percentOf(middle)),
  }
}
