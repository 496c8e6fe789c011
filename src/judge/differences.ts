import type { ReportCell } from '../schema/report.ts'
import { anytimeRanks, anytimeShare } from '../statistics/any-time.ts'
import { mannWhitney, type Ordered, ordered } from '../statistics/mann-whitney.ts'
import { holm } from '../statistics/multiple.ts'
import { quantileInterval } from '../statistics/quantile-interval.ts'
import type { Sample } from '../statistics/sample.ts'
import type { boschloo, Trials } from '../statistics/share-difference.ts'
import { pairKey } from './pair-key.ts'

type Unranked = Omit<ReportCell, 'rank'>

/** A cell among those of its model and mode, and the speed of its answers: TTFT of streams, E2E otherwise. */
export interface Contender {
  readonly cell: Unranked
  readonly speed: Sample
}

export type Axis = 'availability' | 'speed'

/** What the evidence shows of the first of two cells beside the second. "unclear" is not "equal". */
type Relation = 'better' | 'worse' | 'unclear'

/** All cells of a model and mode, each set beside each. */
export interface Differences {
  /** By ids of cells. */
  relation(first: string, second: string, axis: Axis): Relation
  /** How many questions were asked at once. */
  readonly questions: number
}

/** Chance that any difference shown in a model and mode is none. */
export const differenceLevel = 0.05

interface Question {
  readonly key: string
  readonly p: number
  readonly firstIsBetter: boolean
}

/**
 * Tests every pair of cells in availability and in speed. Since relays are set in order by the same answers that are
 * tested, any two of them could come to stand side by side: so the p-values of all pairs are corrected together (Holm).
 * Answers of a round are compared as if they were independent; where load moves all relays alike, that finds less.
 * @param sharesP {@link boschloo}, or what remembers it: it is most of the work, and many cells have the same counts
 */
export function differences(contenders: readonly Contender[], sharesP: typeof boschloo): Differences {
  const rivals = contenders.map((each) => ({ ...each, values: ordered(each.speed) }))
  const asked = rivals.flatMap((a, i) => rivals.slice(i + 1).flatMap((b) => questions(a, b, sharesP)))
  const adjusted = holm(asked.map(({ p }) => p))
  const shown = new Map(
    asked.flatMap(({ key, firstIsBetter }, i) =>
      (adjusted[i] ?? 1) <= differenceLevel ? [[key, firstIsBetter] as const] : [],
    ),
  )
  return {
    questions: asked.length,
    relation(first, second, axis) {
      const forward = shown.get(questionKey(first, second, axis))
      const backward = shown.get(questionKey(second, first, axis))
      if (forward === undefined && backward === undefined) return 'unclear'
      return (forward ?? !backward) ? 'better' : 'worse'
    },
  }
}

const questionKey = (first: string, second: string, axis: Axis): string => `${axis} ${pairKey(first, second)}`

interface Rival extends Contender {
  readonly values: Ordered
}

function questions(a: Rival, b: Rival, sharesP: typeof boschloo): readonly Question[] {
  const key = (axis: Axis): string => questionKey(a.cell.id, b.cell.id, axis)
  const availability = {
    key: key('availability'),
    p: availabilityP(a.cell, b.cell, sharesP),
    firstIsBetter: shareOf(a.cell) > shareOf(b.cell),
  }
  const ranks = mannWhitney(a.values, b.values)
  if (!ranks) return [availability]
  const speed = {
    key: key('speed'),
    p: a.cell.anytime || b.cell.anytime ? anytimeSpeedP(a.speed, b.speed) : ranks.p,
    firstIsBetter: ranks.below > 0.5,
  }
  return [availability, speed]
}

const shareOf = ({ availability }: Unranked): number => availability.value ?? 0

const countOf = ({ availability: { n, value } }: Unranked): Trials => ({
  n,
  successes: Math.round((value ?? 0) * n),
})

function availabilityP(a: Unranked, b: Unranked, sharesP: typeof boschloo): number {
  const [x, y] = [countOf(a), countOf(b)]
  if (!a.anytime && !b.anytime) return sharesP(x, y)
  return apartFrom((alpha) => {
    const [first, second] = [
      anytimeShare(x.successes, x.n, alpha / 2),
      anytimeShare(y.successes, y.n, alpha / 2),
    ]
    return disjoint([first.low, first.high], [second.low, second.high])
  })
}

const anytimeSpeedP = (a: Sample, b: Sample): number =>
  apartFrom((alpha) => {
    const median = (sample: Sample) => quantileInterval(sample, 0.5, (n, p) => anytimeRanks(n, p, alpha / 2))
    return disjoint(median(a), median(b))
  })

type Ends = readonly [number | null, number | null]

/** Whether two intervals have no point in common; an open end reaches as far as can be. */
const disjoint = ([lowA, highA]: Ends, [lowB, highB]: Ends): boolean =>
  (lowA ?? 0) > (highB ?? Number.POSITIVE_INFINITY) || (lowB ?? 0) > (highA ?? Number.POSITIVE_INFINITY)

/** Beyond this, nothing depends on how small a p-value is. */
const smallestP = 1e-12
const halvings = 30

/**
 * The p-value of two quantities whose intervals hold at any stopping time: the smallest level at which both intervals,
 * each at half of it, still lie apart.
 */
function apartFrom(apart: (alpha: number) => boolean): number {
  let [low, high] = [Math.log(smallestP), 0]
  if (apart(smallestP)) return smallestP
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2
    if (apart(Math.exp(middle))) high = middle
    else low = middle
  }
  return Math.exp(high)
}
