import type { FailoverResult } from '../../schema/failover.ts'
import {
  designEffect,
  type Prediction,
  predictMean,
  predictQuantile,
  predictShare,
} from '../../statistics/prediction.ts'
import { quantile, quantileLevels } from '../../statistics/quantile.ts'
import { Sorted } from '../../statistics/sample.ts'
import type { Served } from './replay.ts'

/**
 * What requests came to, and what another run of as many would show (95 %).
 * @param outages one series for each relay involved, 1 where it failed: that no outage of theirs met another in so short a
 *   time does not make outages short
 * @param predicted requests of the run that is predicted; absent: as many as these
 */
export function summarise(
  served: readonly Served[],
  outages: readonly (readonly number[])[],
  predicted?: number,
): FailoverResult {
  const n = served.length
  const requests = Math.max(1, predicted ?? n)
  const ok = served.filter((each) => each.ok).length
  const effect = Math.max(
    1,
    designEffect(served.map((each) => (each.ok ? 0 : 1))),
    ...outages.map(designEffect),
  )
  const [low, high] = predictShare(ok, n, { requests, effect })
  const costs = served.map(({ costUsd }) => costUsd)
  const known = costs.filter((usd) => usd !== null)
  return {
    requests: n,
    ok,
    availability: { n, value: n === 0 ? null : ok / n, low, high },
    designEffect: effect,
    predictedFor: requests,
    firstMs: times(served, ({ firstMs }) => firstMs, { requests, effect }),
    totalMs: times(served, ({ totalMs }) => totalMs, { requests, effect }),
    usdPer1000: known.length < n || n === 0 ? null : moneyOf(known, requests),
    attemptsPerRequest: n === 0 ? null : served.reduce((sum, { attempts }) => sum + attempts, 0) / n,
    by: countsOf(served.map((each) => each.by ?? '')),
    cuts: countsOf(served.flatMap((each) => each.cuts)),
  }
}

function times(
  served: readonly Served[],
  of: (each: Served) => number | null,
  { requests, effect }: Prediction,
): FailoverResult['firstMs'] {
  const inOrder = served.map(of).filter((ms) => ms !== null)
  const sorted = inOrder.toSorted((a, b) => a - b)
  const sample = new Sorted(Float64Array.from(sorted))
  const at = (p: number) => {
    const value = quantile(sample, p)
    // How long slow stretches are shows in what lies beyond the quantile.
    const own = value === null ? 1 : designEffect(inOrder.map((ms) => (ms > value ? 1 : 0)))
    const [low, high] = predictQuantile(sorted, p, {
      requests,
      effect: Math.max(own, p > 0.9 ? effect : 1),
    })
    return { value, low, high }
  }
  return {
    n: sorted.length,
    p50: at(quantileLevels.p50),
    p95: at(quantileLevels.p95),
    p99: at(quantileLevels.p99),
  }
}

function moneyOf(costs: readonly number[], requests: number) {
  const thousands = costs.map((usd) => usd * 1000)
  const [low, high] = predictMean(thousands, requests)
  return { value: thousands.reduce((sum, usd) => sum + usd, 0) / thousands.length, low, high }
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
