import { type Measure, type Objective, parseObjective } from '../core/objective.ts'
import type { Distribution, ReportCell, ReportObjective } from '../schema/report.ts'
import { anytimeShare } from '../statistics/any-time.ts'
import { fewestForUpperEnd } from '../statistics/quantile-interval.ts'
import { type Share, wilson } from '../statistics/wilson.ts'

/**
 * Judges every limit of the profile in every cell that has something to say about it. Three-valued: "broken" when the
 * whole 95 % interval lies on the wrong side, "no-breach" when all of it lies on the right one (a single run never
 * shows more than that), else "undecided", with about how many probes more would decide it.
 */
export const judgeObjectives = (
  cells: readonly ReportCell[],
  objectives: readonly Objective[],
): ReportObjective[] =>
  cells.flatMap((cell) => objectives.flatMap((objective) => judgeObjective(cell, objective)))

/** The limits of a profile; a journal of another hand may hold some that cannot be read: they are passed over. */
export const objectivesOf = (slo: unknown): readonly Objective[] =>
  Object.entries(typeof slo === 'object' && slo !== null ? slo : {}).flatMap(([name, text]) => {
    const objective = typeof text === 'string' ? parseObjective(name, text) : 'bad-limit'
    return typeof objective === 'string' ? [] : [objective]
  })

function judgeObjective(cell: ReportCell, objective: Objective): readonly ReportObjective[] {
  const measured = measure(cell, objective)
  if (!measured) return []
  const { relay, line, model, mode } = cell
  return [
    {
      relay,
      line,
      model,
      mode,
      cell: cell.id,
      name: objective.name,
      limit: objective.text,
      severity: 'fail',
      ...measured,
    },
  ]
}

type Measured = Pick<
  ReportObjective,
  'value' | 'low' | 'high' | 'n' | 'past' | 'unit' | 'verdict' | 'needed' | 'reason'
>

function measure(cell: ReportCell, objective: Objective): Measured | undefined {
  const { measure: what } = objective
  switch (what.kind) {
    case 'availability':
      return judgeShare(cell.availability, objective)
    case 'error-rate':
      return judgeShare(errorRate(cell, what.outcome), objective)
    case 'latency':
      return judgeLatency(cell, what, objective)
  }
}

function errorRate(
  { availability: { n, value }, outcomes, anytime }: ReportCell,
  outcome: string | undefined,
): Share {
  if (value === null) return wilson(0, 0)
  const share = anytime ? anytimeShare : wilson
  return share(outcome === undefined ? Math.round((1 - value) * n) : Math.min(n, outcomes[outcome] ?? 0), n)
}

function judgeShare(share: Share, objective: Objective): Measured {
  const verdict = verdictOf(share.low, share.high, objective)
  return {
    ...share,
    unit: 'share',
    past: null,
    verdict,
    needed: verdict === 'undecided' ? neededShare(share, objective) : null,
    reason: null,
  }
}

/** By the whole interval; null is an open end. */
export function verdictOf(
  low: number | null,
  high: number | null,
  { side, limit }: Pick<Objective, 'side' | 'limit'>,
): Measured['verdict'] {
  const [good, bad] = side === 'above' ? [low, high] : [high, low]
  if (bad !== null && (side === 'above' ? bad < limit : bad > limit)) return 'broken'
  if (good !== null && (side === 'above' ? good >= limit : good <= limit)) return 'no-breach'
  return 'undecided'
}

const mostNeeded = 1_000_000

/** Probes more that would decide it if they went as those before; null when even a million would not. */
function neededShare({ n, value }: Share, objective: Objective): number | null {
  const rate = value ?? (objective.side === 'above' ? 1 : 0)
  const decides = (total: number): boolean => {
    const { low, high } = wilson(Math.round(rate * total), total)
    return verdictOf(low, high, objective) !== 'undecided'
  }
  let high = Math.max(1, n)
  while (!decides(high)) {
    high *= 2
    if (high > mostNeeded) return null
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (decides(middle)) high = middle
    else low = middle
  }
  return Math.max(1, high - n)
}

/** Failures have no latency: where so many failed that the quantile itself is one of them, no breach cannot be said. */
function judgeLatency(
  cell: ReportCell,
  { metric, level }: Extract<Measure, { kind: 'latency' }>,
  objective: Objective,
): Measured | undefined {
  const distribution = distributionOf(cell, metric)
  if (distribution.n === 0)
    return cell.mode === 'whole' && metric !== 'e2e' ? undefined : { ...nothing, unit: 'ms' }
  const [low, high] = distribution.intervals[level]
  const verdict = verdictOf(low, high, objective)
  const failed = cell.availability.n - cell.ok
  const reached = failed <= cell.availability.n * (1 - Number(level.slice(1)) / 100)
  const fewest = fewestForUpperEnd[level]
  const measured = {
    n: distribution.n,
    value: distribution[level],
    low,
    high,
    past: null,
    unit: 'ms',
  } as const
  if (cell.clientLimited) return { ...measured, verdict: 'undecided', needed: null, reason: 'client-limited' }
  return {
    ...measured,
    reason: verdict === 'no-breach' && !reached ? 'failures' : null,
    verdict: verdict === 'no-breach' && !reached ? 'undecided' : verdict,
    needed: verdict === 'undecided' && distribution.n < fewest ? fewest - distribution.n : null,
  }
}

const nothing = {
  n: 0,
  value: null,
  low: null,
  high: null,
  past: null,
  verdict: 'undecided',
  needed: null,
  reason: null,
} as const

function distributionOf(
  cell: ReportCell,
  metric: Extract<Measure, { kind: 'latency' }>['metric'],
): Distribution {
  switch (metric) {
    case 'ttft':
      return cell.ttftMs
    case 'ttfo':
      return cell.ttfoMs
    case 'e2e':
      return cell.e2eMs
    case 'tpot':
      return cell.tpotMs
  }
}
