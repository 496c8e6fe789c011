import type { Cell } from '../core/plan.ts'
import { answered, answeredWithout429, type OutcomeCounts } from '../metrics/reliability.ts'
import type { ReportCell } from '../schema/report.ts'
import { anytimeRanks, anytimeShare } from '../statistics/any-time.ts'
import { censoredDistribution, distribution } from '../statistics/distribution.ts'
import { quantile, quantileLevels } from '../statistics/quantile.ts'
import type { Recorder } from '../statistics/recorder.ts'
import { type Share, wilson } from '../statistics/wilson.ts'
import type { CellTally } from './cell-tally.ts'
import type { PlainCell } from './client-delay.ts'

/** What a cell's row needs beside its counted probes. */
export interface CellContext {
  readonly modelId: string | null
  /** Dials of the cell's line, whichever probe or listing they were for: lanes are shared by the cells of a line. */
  readonly connectMs: Recorder
  readonly adjustments: readonly string[]
  /** Probes planned for the cell; undefined when time bounds the run. */
  readonly planned: number | undefined
  /** Whether the relay was probed until the run's own end. */
  readonly finished: boolean
  /** Whether its probes had times of arrival. */
  readonly arrivals?: boolean
  /** The one that was used, where the profile left it open. */
  readonly protocol: string
  /** Whether the number of probes hung on what they showed. */
  readonly anytime: boolean
  /** What ended it, so many probes having come to an end. */
  readonly stoppedBy: (sent: number) => ReportCell['stoppedBy']
}

/** Judges one cell from its counted probes, the last attempt of each. Its rank is set by `ranking.ts`. */
export function reportCell(cell: Cell, counted: CellTally, context: CellContext): PlainCell {
  const { outcomes, sent } = counted
  const stoppedBy = context.stoppedBy(sent)
  return {
    id: cell.id,
    relay: cell.relay,
    line: cell.line ?? null,
    model: cell.model,
    modelId: context.modelId,
    protocol: context.protocol,
    mode: cell.mode,
    sent,
    ok: counted.number('ok'),
    ...availability(outcomes, context.anytime ? anytimeShare : wilson),
    ...spread(cell, counted, context),
    outcomes: counted.byOutcome,
    tokens: counted.tokens,
    adjustments: [...context.adjustments],
    examples: counted.examples,
    complete:
      stoppedBy !== null || (context.planned === undefined ? context.finished : sent >= context.planned),
    stoppedBy,
    anytime: context.anytime,
  }
}

function availability(
  outcomes: OutcomeCounts,
  share: (ok: number, n: number) => Share,
): Pick<ReportCell, 'availability' | 'availabilityWithout429'> {
  const all = answered(outcomes)
  const unlimited = answeredWithout429(outcomes)
  return {
    availability: share(all.ok, all.n),
    availabilityWithout429: share(unlimited.ok, unlimited.n),
  }
}

/** All distributions of a cell. They hold successful probes only; in the `All` ones failures stand at +∞. */
function spread(
  cell: Cell,
  { metrics, iclMs, outcomes }: CellTally,
  { connectMs, anytime, arrivals }: CellContext,
) {
  const all = answered(outcomes)
  const failures = all.n - all.ok
  const spreadOf = (values: Recorder) => distribution(values, anytime ? anytimeRanks : undefined)
  return {
    ttftMs: spreadOf(metrics.ttftMs),
    ttftColdMs: spreadOf(metrics.ttftColdMs),
    ttfoMs: spreadOf(metrics.ttfoMs),
    e2eMs: spreadOf(metrics.e2eMs),
    ...(arrivals && {
      ttftFromDueMs: spreadOf(metrics.ttftFromDueMs),
      e2eFromDueMs: spreadOf(metrics.e2eFromDueMs),
    }),
    tpotMs: spreadOf(metrics.tpotMs),
    connectMs: spreadOf(connectMs),
    ttftAllMs: censoredDistribution(metrics.ttftMs, cell.mode === 'stream' ? failures : 0),
    e2eAllMs: censoredDistribution(metrics.e2eMs, failures),
    outputTokensPerSecond: rateSummary(metrics.outputTokensPerSecond),
    iclMs: gapSummary(iclMs),
  }
}

function rateSummary(rates: Recorder): ReportCell['outputTokensPerSecond'] {
  const sample = rates.sample()
  return { n: sample.n, p50: quantile(sample, quantileLevels.p50) }
}

function gapSummary(gaps: Recorder): ReportCell['iclMs'] {
  const sample = gaps.sample()
  return {
    n: sample.n,
    p50: quantile(sample, quantileLevels.p50),
    p99: quantile(sample, quantileLevels.p99),
    max: sample.at(sample.n),
  }
}
