import type { Ms } from '../core/clock.ts'

/** One delay of the event loop and how often it was seen. */
interface Delays {
  readonly delayMs: Ms
  readonly count: number
}

/** A percentile histogram as node:perf_hooks gives it: value in ns by percentile, and how many values there are. */
interface PercentileHistogram {
  readonly percentiles: ReadonlyMap<number, number>
  readonly count: number
}

/** What a timer of `tickMs` says of the loop: by how much it was late, and how often. */
export function delaysOf({ percentiles, count }: PercentileHistogram, tickMs: Ms): readonly Delays[] {
  let seen = 0
  return [...percentiles]
    .sort(([a], [b]) => a - b)
    .flatMap(([percentile, ns]) => {
      const upTo = Math.ceil((percentile / 100) * count)
      const more = upTo - seen
      seen = upTo
      return more > 0 ? [{ delayMs: Math.max(0, ns / 1e6 - tickMs), count: more }] : []
    })
}

/**
 * The wait that 99 of 100 events do not exceed, when they happen at any moment. A timer that is blocked takes no
 * samples, so a stall of 500 ms would count as one; what would have been taken meanwhile, every `tickMs`, is added.
 * @see Tene, "How NOT to Measure Latency" (coordinated omission)
 */
export function waitP99(delays: readonly Delays[], tickMs: Ms): Ms {
  const points = delays.flatMap(({ delayMs, count }) =>
    Array.from({ length: 1 + Math.floor(delayMs / tickMs) }, (_, i) => ({
      waitMs: delayMs - i * tickMs,
      count,
    })),
  )
  points.sort((a, b) => b.waitMs - a.waitMs)
  let allowed = points.reduce((sum, { count }) => sum + count, 0) / 100
  for (const { waitMs, count } of points) {
    if (count > allowed) return waitMs
    allowed -= count
  }
  return 0
}
