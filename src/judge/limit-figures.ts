import type { Measure } from '../core/objective.ts'
import type { ReportObjective } from '../schema/report.ts'
import { anytimeRanks, anytimeShare } from '../statistics/any-time.ts'
import { Censored } from '../statistics/censored.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { quantile, quantileLevels } from '../statistics/quantile.ts'
import { quantileInterval } from '../statistics/quantile-interval.ts'
import type { Sample } from '../statistics/sample.ts'
import type { CellTally } from './cell-tally.ts'
import { type LimitCount, millisecondsOf } from './limit-tally.ts'

/** What was measured of that which a limit is on. */
export type Figures = Pick<ReportObjective, 'value' | 'low' | 'high' | 'unit'>

/** The measured value with its 95 % interval; failures stand at the bad end of quantiles. */
export function figuresOf(
  { objective: { measure }, n, past, failed }: LimitCount,
  { metrics }: CellTally,
  anytime: boolean,
): Figures {
  const share = anytime ? anytimeShare : clopperPearson
  switch (measure.kind) {
    case 'error-rate':
      return figures(share(past, n))
    case 'availability':
    case 'goodput':
    case 'models':
    case 'audit':
      return figures(share(n - past, n))
    case 'latency': {
      const sample = new Censored(metrics[millisecondsOf[measure.metric]].sample(), failed)
      return { ...quantileFigures(sample, quantileLevels[measure.level], anytime), unit: 'ms' }
    }
    case 'rate':
      return rateFigures(
        new Censored(descending(metrics.outputTokensPerSecond.sample()), failed),
        measure,
        anytime,
      )
  }
}

const figures = ({ value, low, high }: Omit<Figures, 'unit'>): Figures => ({
  value,
  low,
  high,
  unit: 'share',
})

function quantileFigures(sample: Sample, p: number, anytime: boolean): Omit<Figures, 'unit'> {
  const value = quantile(sample, p)
  if (quantile(countOnly(sample), p) === null) return { value, low: null, high: null }
  const [low, high] = quantileInterval(sample, p, anytime ? anytimeRanks : undefined)
  return { value, low, high }
}

/** As many values, all known: whether there are enough for a quantile, failures or not. */
const countOnly = ({ n }: Sample): Sample => ({ n, at: () => 0 })

/** From the largest value on. */
const descending = (sample: Sample): Sample => ({ n: sample.n, at: (rank) => sample.at(sample.n + 1 - rank) })

/** The p10 of rates is the p90 of slowness: order statistics from the fastest on, failures last. */
function rateFigures(
  sample: Sample,
  { level }: Extract<Measure, { kind: 'rate' }>,
  anytime: boolean,
): Figures {
  const { value, low, high } = quantileFigures(sample, 1 - Number(level.slice(1)) / 100, anytime)
  return { value, low: high, high: low, unit: 'tokens/s' }
}
