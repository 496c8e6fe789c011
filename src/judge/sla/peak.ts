import type { Calendar } from '../../core/calendar.ts'
import type { SlaHours } from '../../schema/sla.ts'
import { quantileInterval } from '../../statistics/quantile-interval.ts'
import { finite, medianOf } from './latency.ts'
import { type Night, total } from './nights.ts'
import { shareOf } from './windows.ts'

/** The evening, by local time: from 20:00 until 23:00. */
const isPeak = (hour: number): boolean => hour >= 20 && hour < 23

/** Runs begun in the evening peak, and all others, apart. */
export function peakOf(nights: readonly Night[], calendar: Calendar) {
  const inPeak = (night: Night) => isPeak(calendar.hourOf(night.atMs))
  return {
    peak: hoursOf(nights.filter(inPeak)),
    offPeak: hoursOf(nights.filter((night) => !inPeak(night))),
  }
}

function hoursOf(nights: readonly Night[]): SlaHours {
  const medians = Float64Array.from(
    nights.flatMap(({ medians }) => medians.filter(({ metric }) => metric === 'ttft').map(({ ms }) => ms)),
  ).sort()
  const sample = { n: medians.length, at: (rank: number) => medians[rank - 1] ?? null }
  const [low, high] = quantileInterval(sample, 0.5)
  return {
    nights: nights.length,
    availability: shareOf(total(nights)),
    ttftMs: { n: medians.length, p50: medianOf(medians), low: finite(low), high: finite(high) },
  }
}
