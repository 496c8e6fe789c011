import type { ComparisonQuestion, TimeMetric } from '../../schema/comparison.ts'
import { nearestRank } from '../../statistics/quantile.ts'
import { unpairedRatio } from '../../statistics/rank-sum.ts'
import type { Ratio } from '../../statistics/ratio.ts'
import { Sorted } from '../../statistics/sample.ts'
import { boschloo, mcnemar, shareDifference, type Trials } from '../../statistics/share-difference.ts'
import { pairedRatio } from '../../statistics/signed-rank.ts'
import { detectableDrop, detectablePairedDrop, detectableRatio } from './detectable.ts'
import type { Match } from './match.ts'
import type { CellRounds, RoundResult } from './rounds.ts'
import type { ComparedCell } from './side.ts'

type Figures = Pick<
  ComparisonQuestion,
  'metric' | 'unit' | 'baseline' | 'candidate' | 'estimate' | 'low' | 'high'
>

/** What was measured of a question, before it is known how many others are asked with it. */
export type Measured = Figures &
  (
    | {
        readonly pValue: number
        readonly reason: null
        /** @param level the p-value that would show it */
        readonly detectable: (level: number) => number | null
      }
    | { readonly pValue: null; readonly reason: NonNullable<ComparisonQuestion['reason']> }
  )

/** The questions that two cells answer: by pairs where the rounds of both are known, else by all that each has. */
export function questionsOf({ baseline, candidate }: Match): readonly Measured[] {
  const rounds = baseline.rounds && candidate.rounds ? bothOf(baseline.rounds, candidate.rounds) : undefined
  const metrics: readonly TimeMetric[] = baseline.mode === 'stream' ? ['ttft', 'e2e', 'tpot'] : ['e2e']
  const limited = baseline.clientLimited || candidate.clientLimited
  return [
    rounds ? pairedShares(rounds) : shares(baseline, candidate),
    ...metrics
      .map((metric) => (rounds ? pairedTimes(metric, rounds) : times(metric, baseline, candidate)))
      .filter(({ baseline: a, candidate: b }) => a.n + b.n > 0)
      .map((measured): Measured => (limited ? unjudged(measured, 'client-limited') : measured)),
  ]
}

const unjudged = (
  { metric, unit, baseline, candidate }: Figures,
  reason: NonNullable<ComparisonQuestion['reason']>,
): Measured => ({
  ...{ metric, unit, baseline, candidate, reason },
  ...{ estimate: null, low: null, high: null, pValue: null },
})

type Pair = readonly [baseline: RoundResult, candidate: RoundResult]

const bothOf = (baseline: CellRounds, candidate: CellRounds): readonly Pair[] =>
  [...baseline].flatMap(([round, one]) => {
    const other = candidate.get(round)
    return other ? [[one, other] as const] : []
  })

// --- availability

function shares({ trials: a }: ComparedCell, { trials: b }: ComparedCell): Measured {
  const figures = shareFigures(a, b)
  if (a.n === 0 || b.n === 0) return unjudged(figures, 'no-values')
  return {
    ...figures,
    pValue: boschloo(a, b),
    reason: null,
    detectable: (level) => detectableDrop(a, b.n, level),
  }
}

function pairedShares(rounds: readonly Pair[]): Measured {
  const count = (isOne: (pair: Pair) => boolean) => rounds.filter(isOne).length
  const n = rounds.length
  const figures = shareFigures(
    { successes: count(([{ ok }]) => ok), n },
    { successes: count(([, { ok }]) => ok), n },
  )
  if (n === 0) return unjudged(figures, 'no-values')
  return {
    ...figures,
    pValue: mcnemar(
      count(([a, b]) => a.ok && !b.ok),
      count(([a, b]) => b.ok && !a.ok),
    ),
    reason: null,
    detectable: (level) => detectablePairedDrop(n, level),
  }
}

function shareFigures(a: Trials, b: Trials): Figures {
  const { value, low, high } = shareDifference(b, a)
  const figure = ({ successes, n }: Trials) => ({ n, value: n === 0 ? null : successes / n })
  return {
    metric: 'availability',
    unit: 'difference',
    ...{ baseline: figure(a), candidate: figure(b), estimate: value, low, high },
  }
}

// --- times

function times(metric: TimeMetric, baseline: ComparedCell, candidate: ComparedCell): Measured {
  const [a, b] = [baseline.times[metric], candidate.times[metric]]
  return judgedRatio(metric, a, b, () => unpairedRatio(a, b))
}

/** Rounds in which a side has no such time (a connection that had to be dialled) make no pair. */
function pairedTimes(metric: TimeMetric, rounds: readonly Pair[]): Measured {
  const pairs = rounds.flatMap(([{ times: a }, { times: b }]) => {
    const [one, other] = [a[metric], b[metric]]
    return one === undefined || other === undefined ? [] : [[one, other] as const]
  })
  const side = (index: 0 | 1) => Float64Array.from(pairs, (pair) => pair[index])
  return judgedRatio(metric, side(0), side(1), () => pairedRatio(pairs))
}

function judgedRatio(metric: TimeMetric, a: Float64Array, b: Float64Array, measure: () => Ratio): Measured {
  const plain = { metric, unit: 'ratio', baseline: medianOf(a), candidate: medianOf(b) } as const
  const none = { ...plain, estimate: null, low: null, high: null }
  if (!a.some(Number.isFinite) || !b.some(Number.isFinite)) return unjudged(none, 'no-values')
  const ratio = measure()
  return {
    ...plain,
    estimate: finite(ratio.ratio),
    low: finite(ratio.low),
    high: finite(ratio.high),
    pValue: ratio.pValue,
    reason: null,
    detectable: (level) => detectableRatio(ratio, level),
  }
}

function medianOf(values: Float64Array): ComparisonQuestion['baseline'] {
  return { n: values.length, value: finite(new Sorted(values).at(nearestRank(values.length, 0.5))) }
}

/** JSON has no infinity: an end beyond all numbers is an open one. */
const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null
