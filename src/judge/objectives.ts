import type { Measure, Objective } from '../core/objective.ts'
import type { ReportCell, ReportModel, ReportObjective } from '../schema/report.ts'
import { holm } from '../statistics/multiple.ts'
import { type BadShare, pValueOfBroken, pValueOfKept } from '../statistics/share-test.ts'
import type { CellTally } from './cell-tally.ts'
import { type Figures, figuresOf } from './limit-figures.ts'
import type { LimitCount } from './limit-tally.ts'
import { modelLimits } from './model-limits.ts'

/** Chance that any limit of a run is called broken although the relay is exactly at it. */
const alpha = 0.05

/** A cell with what was counted in it. */
export interface JudgedCell {
  readonly cell: ReportCell
  readonly counted: CellTally
}

/** A limit in one cell: a share of bad probes held against the share that the limit allows. */
interface Question {
  readonly cell: ReportCell
  readonly count: LimitCount
  readonly share: BadShare
  readonly figures: Figures
}

/**
 * Judges every limit in every cell that it can be asked of. "broken": the exact test of "no more than the allowed share
 * of probes is past the limit" rejects, corrected over all limits and cells of the run (Holm). "no-breach": the
 * opposite is rejected at 95 %, each limit for itself: it is no promise, and says only that there was enough to see.
 * Else "undecided", with about how many probes more would decide it.
 */
export function judgeObjectives(
  cells: readonly JudgedCell[],
  models: readonly ReportModel[],
  profile: unknown,
): ReportObjective[] {
  const questions = cells.flatMap(questionsOf)
  const adjusted = holm(
    questions.map(({ cell, share, count }) => (isBlurred(cell, count) ? 1 : pValueOfKept(share))),
  )
  return [
    ...modelLimits(models, profile),
    ...questions.map((question, i) => judged(question, adjusted[i] ?? 1, questions.length)),
  ]
}

const questionsOf = ({ cell, counted }: JudgedCell): readonly Question[] =>
  counted.limits.counts
    .filter(({ objective }) => applies(objective, cell))
    .map((count) => ({
      cell,
      count,
      share: {
        past: count.past,
        n: count.n,
        allowed: allowedShare(count.objective),
        anytime: cell.anytime,
      },
      figures: figuresOf(count, counted, cell.anytime),
    }))

/** An answer in one piece has no token times. */
function applies({ measure }: Objective, { mode }: ReportCell): boolean {
  if (mode === 'stream') return true
  switch (measure.kind) {
    case 'latency':
      return measure.metric === 'e2e'
    case 'rate':
      return false
    case 'goodput':
      return measure.thresholds?.e2e !== undefined
    case 'availability':
    case 'error-rate':
    case 'models':
    case 'audit':
      return true
  }
}

/** Our own delay makes latencies longer; it makes no answer fail. */
const isBlurred = ({ clientLimited }: ReportCell, { objective: { measure } }: LimitCount): boolean =>
  clientLimited && (measure.kind === 'latency' || measure.kind === 'goodput')

function judged({ cell, count, share, figures }: Question, p: number, questions: number): ReportObjective {
  const { relay, line, model, mode } = cell
  const { name, text, severity } = count.objective
  const known = { cell: cell.id, relay, line, model, mode, name, limit: text, severity }
  const measured = { ...known, ...figures, n: count.n, past: count.past }
  if (isBlurred(cell, count))
    return { ...measured, verdict: 'undecided', needed: null, reason: 'client-limited' }
  const verdict = p <= alpha ? 'broken' : pValueOfBroken(share) <= alpha ? 'no-breach' : 'undecided'
  return {
    ...measured,
    verdict,
    needed: verdict === 'undecided' ? needed(share, questions) : null,
    reason: verdict === 'undecided' && quantileFailed(count, share) ? 'failures' : null,
  }
}

/** Whether so many failed that the quantile itself is a failure. */
const quantileFailed = ({ objective: { measure }, failed }: LimitCount, { n, allowed }: BadShare): boolean =>
  isQuantile(measure) && failed > allowed * n

const isQuantile = ({ kind }: Measure): boolean => kind === 'latency' || kind === 'rate'

/** The share of probes that may be past the limit without breaking it. */
function allowedShare({ measure, limit }: Objective): number {
  switch (measure.kind) {
    case 'availability':
    case 'goodput':
      return rounded(1 - limit)
    case 'error-rate':
      return limit
    case 'latency':
      return rounded(1 - Number(measure.level.slice(1)) / 100)
    case 'rate':
      return Number(measure.level.slice(1)) / 100
    case 'models':
    case 'audit':
      return 0
  }
}

/** 1 − 0.95 is a little more than 0.05. */
const rounded = (share: number): number => Math.max(0, Number(share.toFixed(10)))

const mostNeeded = 1_000_000

/** Probes more that would decide it if they went as those before; null when even a million would not. */
function needed(share: BadShare, questions: number): number | null {
  const rate = share.n === 0 ? 0 : share.past / share.n
  const decides = (n: number): boolean => {
    const more = { ...share, n, past: Math.round(rate * n) }
    return pValueOfKept(more) * questions <= alpha || pValueOfBroken(more) <= alpha
  }
  let high = Math.max(1, share.n)
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
  return Math.max(1, high - share.n)
}
