import { describe, expect, test } from 'vitest'
import { usualPolicy } from '../../../src/core/policy.ts'
import type { Served } from '../../../src/judge/failover/replay.ts'
import { replay } from '../../../src/judge/failover/replay-rounds.ts'
import { quantile } from '../../../src/statistics/quantile.ts'
import { Sorted } from '../../../src/statistics/sample.ts'
import { liveRun, recordedRun, roundsIn, type World } from './virtual.ts'

const minute = 60_000
const base = { lengthMs: 40 * minute, spacingMs: 4_000, failureShare: 0.02 }
const worlds: readonly (readonly [string, Omit<World, 'seed'>])[] = [
  ['no outages', { ...base, own: { upMs: 1e12, downMs: 1 } }],
  ['outages of their own', { ...base, own: { upMs: 4 * minute, downMs: 20_000 } }],
  [
    'outages that they share',
    { ...base, own: { upMs: 1e12, downMs: 1 }, shared: { upMs: 4 * minute, downMs: 20_000 } },
  ],
  [
    'both',
    { ...base, own: { upMs: 6 * minute, downMs: 30_000 }, shared: { upMs: 10 * minute, downMs: 25_000 } },
  ],
]
const usual = { ...usualPolicy, trip: { failures: 3, cooldownMs: 20_000 } }
// Three times the usual time until a first token.
const hedged = { ...usual, hedgeMs: 900 }
const cases = [
  ['a', ['a'], usual],
  ['a, then b', ['a', 'b'], usual],
  ['a, hedged by b', ['a', 'b'], hedged],
] as const

const availabilityOf = (served: readonly Served[]): number =>
  served.filter(({ ok }) => ok).length / served.length
const quantileOf = (served: readonly Served[], p: number): number | null =>
  quantile(
    new Sorted(Float64Array.from(served.flatMap(({ firstMs }) => firstMs ?? []).sort((a, b) => a - b))),
    p,
  )

interface Bounds {
  readonly low: number | null
  readonly high: number | null
}

const within = (value: number | null, { low, high }: Bounds): boolean =>
  value !== null &&
  value >= (low ?? Number.NEGATIVE_INFINITY) - 1e-9 &&
  value <= (high ?? Number.POSITIVE_INFINITY) + 1e-9

describe.each(worlds)('%s: what a rehearsal predicts', (_, world) => {
  const seeds = Array.from({ length: 200 }, (_, i) => 40_001 + i)
  test.each(cases)('of %s holds in a live run of another time', (_, chain, policy) => {
    const held = { availability: 0, p95: 0, p99: 0 }
    for (const seed of seeds) {
      const recorded = { ...world, seed }
      const { availability, firstMs } = replay(chain, recordedRun(recorded), roundsIn(recorded), policy)
      const live = liveRun({ ...world, seed: 10_000 + seed }, chain, policy)
      if (within(availabilityOf(live), availability)) held.availability++
      if (within(quantileOf(live, 0.95), firstMs.p95)) held.p95++
      if (within(quantileOf(live, 0.99), firstMs.p99)) held.p99++
    }
    // 95 % of 200.
    for (const [what, times] of Object.entries(held)) expect(times, what).toBeGreaterThanOrEqual(190)
  })
})
