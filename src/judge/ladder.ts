import { groupBy } from '../core/group.ts'
import type { Cell, LadderShape, Plan } from '../core/plan.ts'
import { objectivesFor } from '../core/slo.ts'
import type { Notice } from '../core/text.ts'
import { countedIn, stepsWithin } from '../plan/ladder.ts'
import { type LadderEnd, ladderEnd } from '../plan/ladder-rules.ts'
import { type StepFigures, type StepProbe, stepFigures } from '../plan/ladder-step.ts'
import type { Report, ReportLadder } from '../schema/report.ts'
import { distribution } from '../statistics/distribution.ts'
import { loadWords } from '../words/load.ts'
import { ceilingOf, retryAfterOf, statedLimitsOf } from './ceiling.ts'
import type { Evidence } from './evidence.ts'

/** Every cell that climbed, and where it stopped. */
export function reportLadders(evidence: Evidence): ReportLadder[] {
  const { shape } = evidence.header.plan.load
  if (shape?.type !== 'ladder') return []
  const byCell = groupBy(inOrder([...evidence.climbed.values()]), ({ cellId }) => cellId)
  return evidence.header.plan.cells.map((cell) =>
    reportLadder(cell, shape, byCell.get(cell.id) ?? [], evidence),
  )
}

/** Whatever the order of the journal. */
const inOrder = (probes: readonly StepProbe[]): readonly StepProbe[] =>
  probes.toSorted((a, b) => a.session - b.session || a.endMs - b.endMs || (a.probeId < b.probeId ? -1 : 1))

function reportLadder(
  cell: Cell,
  shape: LadderShape,
  probes: readonly StepProbe[],
  { header: { plan, profile } }: Evidence,
): ReportLadder {
  const steps = stepFigures(probes)
  const objectives = objectivesFor(profile, cell.relay, cell.model)
  const ends = steps.map((step, i) => ladderEnd(shape, step, steps[i - 1], objectives))
  const planned = stepsWithin(shape, plan.load.concurrency[cell.relay] ?? 1)
  return {
    cell: cell.id,
    relay: cell.relay,
    line: cell.line ?? null,
    model: cell.model,
    mode: cell.mode,
    steps: steps.map(reportStep),
    ...conclusion(steps, ends, planned, shape),
    ceiling: ceilingOf(probes),
    statedLimits: statedLimitsOf(probes),
    retryAfter: retryAfterOf(probes),
  }
}

function conclusion(
  steps: readonly StepFigures[],
  ends: readonly (LadderEnd | undefined)[],
  planned: readonly number[],
  shape: LadderShape,
): Pick<ReportLadder, 'ended' | 'endedAt' | 'broken' | 'knee'> {
  const index = ends.findIndex((end) => end !== undefined)
  const end = ends[index]
  if (end)
    return {
      ended: end.reason,
      endedAt: steps[index]?.at ?? null,
      broken: end.reason === 'slo' ? [...end.objectives] : [],
      knee: steps[index - 1]?.at ?? null,
    }
  const last = steps.at(-1)
  const isTop =
    last !== undefined && last.at === planned.at(-1) && last.counted.length >= countedIn(shape, last.at)
  return { ended: isTop ? 'top' : 'unfinished', endedAt: null, broken: [], knee: null }
}

function reportStep({ counted, opening, ...step }: StepFigures): ReportLadder['steps'][number] {
  const latencies = counted.flatMap((probe) => (probe.latencies ? [probe.latencies] : []))
  const outcomes = groupBy([...opening, ...counted], ({ outcome }) => outcome)
  return {
    concurrency: step.at,
    n: counted.length,
    opening: opening.length,
    ok: latencies.length,
    windowMs: step.windowMs,
    requestsPerSecond: step.requestsPerSecond,
    outputTokensPerSecond: step.outputTokensPerSecond,
    ttftMs: distribution(latencies.flatMap(({ ttft }) => ttft ?? [])),
    e2eMs: distribution(latencies.flatMap(({ e2e }) => e2e ?? [])),
    outcomes: Object.fromEntries(
      [...outcomes]
        .map(([outcome, all]) => [outcome, all.length] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  }
}

export const ladderNotices = ({ load: { shape } }: Plan): readonly Notice[] =>
  shape?.type === 'ladder'
    ? [{ code: 'ladder', message: loadWords.ladderCells(String(shape.steps[0] ?? 1)) }]
    : []

/** Sums that the cells have of the first step alone, with all other counted probes of the ladder. */
export function withSteps(totals: Report['totals'], evidence: Evidence): Report['totals'] {
  const sum = { ...totals }
  for (const { beyond } of evidence.cells()) {
    sum.sent += beyond.sent
    sum.ok += beyond.number('ok')
    sum.inputTokens += beyond.tokens.input
    sum.outputTokens += beyond.tokens.output
  }
  return sum
}
