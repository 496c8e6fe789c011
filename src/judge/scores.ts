import type { ReportSpend } from '../schema/report.ts'
import type { Score } from '../schema/report-standing.ts'
import { apart, type Estimate, sumOf } from '../statistics/mover.ts'
import type { Contest } from './contests.ts'
import type { Contender } from './differences.ts'
import type { Weights } from './profile-facts.ts'
import { type RequestPrices, requestPrices } from './request-price.ts'

type Criterion = Score['criteria'][number]['criterion']

/**
 * How many times worse than the best of its group a value may be before it earns nothing, on a logarithmic scale: twice
 * the best time or price earns half of the weight, four times none; half the best availability none.
 */
const nothingAt: Readonly<Record<Criterion, number>> = { availability: 2, ttft: 4, price: 4 }

/** A value with its interval, all of them above 0; an open end is infinite. */
interface Measured extends Estimate {
  readonly better: 'higher' | 'lower'
}

/** Scores of every model and mode by the weights of the profile. */
export const reportScores = (
  contests: readonly Contest[],
  spend: ReportSpend | null,
  weights: Weights,
): Score[] =>
  contests.flatMap(({ contenders }) => {
    const prices = requestPrices(
      contenders.map(({ cell }) => cell),
      spend,
    )
    const rows = contenders.map(({ cell }) => ({ cell, measured: measuredOf(cell, prices) }))
    const best = bestOf(rows.map(({ measured }) => measured))
    return placed(rows.map(({ cell, measured }) => scoreOf(cell, measured, best, weights)))
  })

type AllMeasured = Readonly<Record<Criterion, Measured | null>>

function measuredOf(cell: Contender['cell'], prices: RequestPrices): AllMeasured {
  const { value, low, high } = cell.availability
  const { p50, intervals } = cell.mode === 'stream' ? cell.ttftMs : cell.e2eMs
  const usd = prices.usdPer1000(cell.id)
  return {
    availability: value === null ? null : { value, low: low ?? 0, high: high ?? 1, better: 'higher' },
    ttft:
      p50 === null
        ? null
        : {
            value: p50,
            low: intervals.p50[0] ?? 0,
            high: intervals.p50[1] ?? Number.POSITIVE_INFINITY,
            better: 'lower',
          },
    price: usd === null ? null : { value: usd, low: usd, high: usd, better: 'lower' },
  }
}

type Best = Readonly<Record<Criterion, number | undefined>>

function bestOf(all: readonly AllMeasured[]): Best {
  const values = (criterion: Criterion): readonly Measured[] =>
    all.map((measured) => measured[criterion]).filter((each) => each !== null)
  const best = (criterion: Criterion): number | undefined =>
    values(criterion)
      .toSorted((a, b) => (a.better === 'higher' ? b.value - a.value : a.value - b.value))
      .at(0)?.value
  return { availability: best('availability'), ttft: best('ttft'), price: best('price') }
}

/** 1 at the best value or beyond it, 0 at `nothingAt` times worse, by equal steps for equal ratios between. */
function share(value: number, best: number, { better }: Measured, criterion: Criterion): number {
  if (value === best) return 1
  const worse = better === 'lower' ? value / best : best / value
  return Math.min(1, Math.max(0, 1 - Math.log(worse) / Math.log(nothingAt[criterion])))
}

function scoreOf(
  { id, relay, line, model, mode }: Contender['cell'],
  measured: AllMeasured,
  best: Best,
  weights: Weights,
): Score {
  const total = weights.reduce((sum, { weight }) => sum + weight, 0)
  const criteria = weights.map(({ criterion, weight }) =>
    contribution(criterion, (100 * weight) / total, measured[criterion], best[criterion]),
  )
  const known = criteria.map(asEstimate).filter((each) => each !== null)
  const sum = known.length === criteria.length ? sumOf(known) : undefined
  return {
    cell: id,
    relay,
    line,
    model,
    mode,
    place: null,
    score: sum ? rounded(sum.value) : null,
    low: sum ? rounded(sum.low) : null,
    high: sum ? rounded(sum.high) : null,
    criteria,
  }
}

function asEstimate({ contribution: value, low, high }: Score['criteria'][number]): Estimate | null {
  return value === null || low === null || high === null ? null : { value, low, high }
}

function contribution(
  criterion: Criterion,
  weight: number,
  measured: Measured | null,
  best: number | undefined,
): Score['criteria'][number] {
  const stated = { criterion, weight: rounded(weight) }
  if (!measured || best === undefined) return { ...stated, contribution: null, low: null, high: null }
  const earns = (value: number): number => rounded(weight * share(value, best, measured, criterion))
  const ends = [earns(measured.low), earns(measured.high)]
  return {
    ...stated,
    contribution: earns(measured.value),
    low: Math.min(...ends),
    high: Math.max(...ends),
  }
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4

/** Best first; a score shares the place of the first one that it is not shown to be below. */
function placed(scores: readonly Score[]): Score[] {
  const known = scores.flatMap((each) => {
    const { score, low, high } = each
    return score === null || low === null || high === null
      ? []
      : [{ each, estimate: { value: score, low, high } }]
  })
  const pairs = (known.length * (known.length - 1)) / 2
  let leader: { readonly estimate: Estimate; readonly place: number } | undefined
  const inOrder = known.toSorted((a, b) => b.estimate.value - a.estimate.value)
  const places = inOrder.map(({ each, estimate }, i): Score => {
    if (!leader || apart(leader.estimate, estimate, pairs)) leader = { estimate, place: i + 1 }
    return { ...each, place: leader.place }
  })
  return [...places, ...scores.filter(({ score }) => score === null)]
}
