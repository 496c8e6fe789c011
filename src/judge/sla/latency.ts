import type { Calendar } from '../../core/calendar.ts'
import { groupBy } from '../../core/group.ts'
import type { SlaChange, SlaLatency } from '../../schema/sla.ts'
import { type Change, changesOf } from '../../statistics/drift.ts'
import { unpairedRatio } from '../../statistics/rank-sum.ts'
import type { Night, NightMedian } from './nights.ts'

interface Point extends NightMedian {
  readonly night: Night
}

/** The nightly medians of a model, one series for each mode and protocol, and where they changed. */
export const latencyOf = (nights: readonly Night[], calendar: Calendar): SlaLatency[] => {
  const points = nights.flatMap((night) => night.medians.map((each): Point => ({ ...each, night })))
  return [...groupBy(points, ({ mode, protocol }) => JSON.stringify([mode, protocol])).values()].flatMap(
    (series) => (series[0] ? [trendOf(series[0], series, calendar)] : []),
  )
}

function trendOf(
  { metric, mode, protocol }: NightMedian,
  series: readonly Point[],
  calendar: Calendar,
): SlaLatency {
  const values = Float64Array.from(series, ({ ms }) => ms)
  const found = changesOf(values)
  const starts = [0, ...found.map(({ at }) => at)]
  const stretch = (i: number) => values.subarray(starts[i] ?? 0, starts[i + 1] ?? values.length)
  return {
    ...{ metric, mode, protocol },
    nights: series.length,
    firstMs: medianOf(stretch(0)),
    lastMs: medianOf(stretch(found.length)),
    changes: found.flatMap((change, i) => changeOf(change, series, stretch(i), stretch(i + 1), calendar)),
  }
}

function changeOf(
  { at, seenAt }: Change,
  series: readonly Point[],
  before: Float64Array,
  after: Float64Array,
  calendar: Calendar,
): readonly SlaChange[] {
  const [first, seen] = [series[at]?.night, series[seenAt]?.night]
  if (!first || !seen) return []
  const { ratio, low, high } = unpairedRatio(before, after)
  return [
    {
      from: first.startedAt,
      day: calendar.dayOf(first.atMs),
      seen: seen.startedAt,
      beforeMs: medianOf(before),
      afterMs: medianOf(after),
      ratio: finite(ratio),
      low: finite(low),
      high: finite(high),
      nightsBefore: before.length,
      nightsAfter: after.length,
    },
  ]
}

/** The lower median; null among failures, or of nothing. */
export const medianOf = (values: Float64Array): number | null =>
  finite(values.toSorted()[Math.ceil(values.length / 2) - 1] ?? null)

/** JSON has no infinity. */
export const finite = (value: number | null): number | null => (Number.isFinite(value) ? value : null)
