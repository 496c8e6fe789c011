import type { Cell } from '../core/plan.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import { answered, answeredWithout429, isCounted, type OutcomeCounts } from '../metrics/reliability.ts'
import type { ReportCell } from '../schema/report.ts'
import { anytimeRanks, anytimeShare } from '../statistics/any-time.ts'
import { censoredDistribution, distribution } from '../statistics/distribution.ts'
import { quantile, quantileLevels } from '../statistics/quantile.ts'
import { Sorted } from '../statistics/sample.ts'
import { type Share, wilson } from '../statistics/wilson.ts'
import type { ProbeResult, Timings } from './probe-result.ts'

/** What a cell's row needs beside its counted probes. */
export interface CellContext {
  readonly modelId: string | null
  /** Dials of the cell's line, whichever probe or listing they were for: lanes are shared by the cells of a line. */
  readonly connectMs: readonly number[]
  readonly adjustments: readonly string[]
  /** Probes planned for the cell; undefined when time bounds the run. */
  readonly planned: number | undefined
  /** Whether the relay was probed until the run's own end. */
  readonly finished: boolean
  /** The one that was used, where the profile left it open. */
  readonly protocol: string
  /** Whether the number of probes hung on what they showed. */
  readonly anytime: boolean
  /** What ended it, so many probes having come to an end. */
  readonly stoppedBy: (sent: number) => ReportCell['stoppedBy']
}

/** Judges one cell from its counted probes, the last attempt of each, by round. Its rank is set by `ranking.ts`. */
export function reportCell(
  cell: Cell,
  probes: readonly ProbeResult[],
  context: CellContext,
): Omit<ReportCell, 'rank'> {
  const outcomes = outcomeCounts(probes)
  const sent = probes.length - (outcomes.get('cancelled') ?? 0)
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
    ok: outcomes.get('ok') ?? 0,
    ...availability(outcomes, context.anytime ? anytimeShare : wilson),
    ...spread(cell, probes, context),
    outcomes: Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
    tokens: tokens(probes),
    adjustments: [...context.adjustments],
    examples: examples(probes),
    complete:
      stoppedBy !== null || (context.planned === undefined ? context.finished : sent >= context.planned),
    stoppedBy,
    anytime: context.anytime,
  }
}

function outcomeCounts(probes: readonly ProbeResult[]): OutcomeCounts {
  const counts = new Map<OutcomeClass, number>()
  for (const { outcome } of probes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return counts
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
function spread(cell: Cell, probes: readonly ProbeResult[], { connectMs, anytime }: CellContext) {
  const values = (metric: (timings: Timings) => number | undefined) => metricValues(probes, metric)
  const ttft = values((timings) => timings.ttftMs)
  const e2e = values((timings) => timings.e2eMs)
  const ranks = anytime ? anytimeRanks : undefined
  const failures = probes.filter(({ outcome }) => outcome !== 'ok' && isCounted(outcome)).length
  return {
    ttftMs: distribution(ttft, ranks),
    ttftColdMs: distribution(
      values((timings) => timings.ttftColdMs),
      ranks,
    ),
    ttfoMs: distribution(
      values((timings) => timings.ttfoMs),
      ranks,
    ),
    e2eMs: distribution(e2e, ranks),
    tpotMs: distribution(
      values((timings) => timings.tpotMs),
      ranks,
    ),
    connectMs: distribution(connectMs, ranks),
    ttftAllMs: censoredDistribution(ttft, cell.mode === 'stream' ? failures : 0),
    e2eAllMs: censoredDistribution(e2e, failures),
    outputTokensPerSecond: rateSummary(values((timings) => timings.outputTokensPerSecond)),
    iclMs: gapSummary(probes.flatMap(({ timings }) => timings?.iclMs ?? [])),
  }
}

/** A metric of those successful probes that have it. */
export const metricValues = (
  probes: readonly ProbeResult[],
  metric: (timings: Timings) => number | undefined,
): number[] =>
  probes.flatMap(({ timings }) => {
    const value = timings && metric(timings)
    return value === undefined ? [] : [value]
  })

function rateSummary(rates: readonly number[]): ReportCell['outputTokensPerSecond'] {
  const sample = new Sorted(rates)
  return { n: sample.n, p50: quantile(sample, quantileLevels.p50) }
}

function gapSummary(gaps: readonly number[]): ReportCell['iclMs'] {
  const sample = new Sorted(gaps)
  return {
    n: sample.n,
    p50: quantile(sample, quantileLevels.p50),
    p99: quantile(sample, quantileLevels.p99),
    max: sample.at(sample.n),
  }
}

function tokens(probes: readonly ProbeResult[]): ReportCell['tokens'] {
  const sum = { input: 0, output: 0, reasoning: 0, withUsage: 0 }
  for (const { usage } of probes) {
    if (!usage) continue
    sum.input += usage.input
    sum.output += usage.output
    sum.reasoning += usage.reasoning
    sum.withUsage++
  }
  return sum
}

/** The earliest failed probe of each class. */
function examples(probes: readonly ProbeResult[]): ReportCell['examples'] {
  const byClass = new Map<OutcomeClass, ProbeResult>()
  for (const probe of probes)
    if (probe.outcome !== 'ok' && !byClass.has(probe.outcome)) byClass.set(probe.outcome, probe)
  return [...byClass.values()].map(({ outcome, probeId, status, message }) => ({
    outcome,
    probeId,
    status,
    message,
  }))
}
