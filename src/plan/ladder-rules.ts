import type { Objective } from '../core/objective.ts'
import type { LadderShape } from '../core/plan.ts'
import { isCounted } from '../metrics/reliability.ts'
import { quantileLevels } from '../statistics/quantile.ts'
import { quantileInterval } from '../statistics/quantile-interval.ts'
import { Sorted } from '../statistics/sample.ts'
import { wilson } from '../statistics/wilson.ts'
import { sizeOf } from './ladder.ts'
import type { StepFigures, StepProbe } from './ladder-step.ts'

/** Why a ladder ends at a step. */
export type LadderEnd =
  | { readonly reason: 'errors' }
  | { readonly reason: 'slo'; readonly objectives: readonly string[] }
  | { readonly reason: 'throughput' }

/** What ends the ladder at this step; undefined: it may go on. Live and afterwards the same. */
export function ladderEnd(
  shape: LadderShape,
  step: StepFigures,
  before: StepFigures | undefined,
  objectives: readonly Objective[],
): LadderEnd | undefined {
  const probes = [...step.opening, ...step.counted]
  if (tooManyFailures(shape, step.at, probes)) return { reason: 'errors' }
  const broken = objectives.filter((objective) => isBroken(objective, step)).map(({ name }) => name)
  if (shape.until.includes('slo') && broken.length > 0) return { reason: 'slo', objectives: broken }
  if (shape.until.includes('throughput') && before && !grew(shape, step, before))
    return { reason: 'throughput' }
  return undefined
}

/** More failures than the share allows of the whole step, sent or not: then no more of it is sent. */
export const tooManyFailures = (shape: LadderShape, at: number, probes: readonly StepProbe[]): boolean =>
  probes.filter(isFailure).length > shape.errorShare * sizeOf(shape, at)

const isFailure = ({ outcome }: StepProbe): boolean => outcome !== 'ok' && isCounted(outcome)

/** By tokens where both steps have them, else by answers. What cannot be compared may go on. */
function grew({ leastGrowth }: LadderShape, step: StepFigures, before: StepFigures): boolean {
  const byTokens = step.outputTokensPerSecond !== null && before.outputTokensPerSecond !== null
  const of = ({ outputTokensPerSecond, requestsPerSecond }: StepFigures) =>
    byTokens ? outputTokensPerSecond : requestsPerSecond
  const [now, then] = [of(step), of(before)]
  return now === null || then === null || now >= then * (1 + leastGrowth)
}

/**
 * The whole 95 % interval of the step is past the limit. A step is held only against what a few probes in a row can
 * show: output rates, goodput and the number of models that work end no ladder.
 */
function isBroken({ measure, side, limit }: Objective, { opening, counted }: StepFigures): boolean {
  const all = [...opening, ...counted].filter(({ outcome }) => isCounted(outcome))
  const isPast = (value: number | null): boolean =>
    value !== null && (side === 'above' ? value < limit : value > limit)
  switch (measure.kind) {
    case 'availability':
      return isPast(wilson(all.filter(({ outcome }) => outcome === 'ok').length, all.length).high)
    case 'error-rate': {
      const { outcome: wanted } = measure
      const failed = all.filter(({ outcome }) =>
        wanted === undefined ? outcome !== 'ok' : outcome === wanted,
      )
      return isPast(wilson(failed.length, all.length).low)
    }
    case 'latency': {
      const values = counted.flatMap(({ latencies }) => latencies?.[measure.metric] ?? [])
      return isPast(quantileInterval(new Sorted(values), quantileLevels[measure.level])[0])
    }
    case 'rate':
    case 'models':
    case 'audit':
    case 'goodput':
      return false
  }
}
