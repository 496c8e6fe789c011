import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import type { CellStop } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'
import type { Cell } from '../../src/core/plan.ts'
import { parseTarget } from '../../src/core/until.ts'
import { Precision } from '../../src/run/precision.ts'
import { probeFacts } from '../../src/run/probe-facts.ts'
import { answer, cell, plan, refusal } from '../judge/journal.ts'

const target = (text: string) => {
  const parsed = parseTarget(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

const planned = (cells: readonly Cell[], until: readonly string[], dropLosers?: true) =>
  plan(cells, {
    load: {
      rounds: 1000,
      warmupRounds: 0,
      concurrency: {},
      ...(until.length > 0 && { until: until.map(target) }),
      ...(dropLosers && { dropLosers }),
    },
  })

/** Skewed latencies by inversion, so that every true quantile is known: latency(u) rises with u. */
const latency = (u: number): number => 200 + 60 * -Math.log1p(-u)

const uniform = (seed: number): (() => number) => {
  const random = xoroshiro128plus(seed)
  return () => uniformFloat64(random)
}

/** Probes a cell alone until it is stopped. */
function untilStopped(
  rule: Precision,
  most: number,
  probe: (round: number) => Observation,
): readonly CellStop[] {
  for (let round = 1; round <= most; round++) {
    const stops = rule.next(probe(round))
    if (stops.length > 0) return stops
  }
  return []
}

/** A share of runs may fall short of its promise by chance: four standard errors. */
const chance = (share: number, runs: number): number => 4 * Math.sqrt((share * (1 - share)) / runs)

describe('a cell stopped by its precision', () => {
  const runs = 400

  test.each([
    ['ttft_p50 ±10%', 0.5],
    ['ttft_p90 ±15%', 0.9],
  ])('%s: value and interval hold in at least 95 of 100 runs, at the moment of stopping', (text, p) => {
    const one = cell('c1')
    const truth = latency(p)
    const draw = uniform(4711)
    let [covered, near] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const [stop] = untilStopped(new Precision(planned([one], [text])), 1000, (round) =>
        answer(round, one, latency(draw())),
      )
      if (stop?.reason !== 'precise') throw new Error('not stopped within 1000 probes')
      const [{ value, low, high } = { value: 0, low: null, high: null }] = stop.shown
      if ((low ?? 0) <= truth && truth <= (high ?? 0)) covered++
      if (Math.abs(value - truth) <= target(text).within * value) near++
    }
    expect(covered / runs).toBeGreaterThan(0.95 - chance(0.95, runs))
    expect(near).toBeGreaterThanOrEqual(covered)
  })

  test('availability ±5%: the true share is inside in at least 95 of 100 runs', () => {
    const one = cell('c1')
    const draw = uniform(99)
    let covered = 0
    for (let run = 0; run < runs; run++) {
      const [stop] = untilStopped(new Precision(planned([one], ['availability ±5%'])), 2000, (round) =>
        draw() < 0.93 ? answer(round, one) : refusal(round, one, 500, 'upstream'),
      )
      if (stop?.reason !== 'precise') throw new Error('not stopped within 2000 probes')
      const [shown] = stop.shown
      if ((shown?.low ?? 1) <= 0.93 && 0.93 <= (shown?.high ?? 0)) covered++
    }
    expect(covered / runs).toBeGreaterThan(0.95 - chance(0.95, runs))
  })

  test('waits for every target that it can have, and for none that it cannot', () => {
    const whole = cell('c1', { mode: 'whole' })
    const only = (until: readonly string[], ofCell: Cell) =>
      untilStopped(new Precision(planned([ofCell], until)), 300, (round) =>
        answer(round, ofCell, 200 + (round % 7)),
      )
    expect(only(['ttft_p50 ±10%'], whole)).toEqual([])
    expect(only(['ttft_p50 ±10%', 'e2e_p50 ±10%'], whole)[0]).toMatchObject({ shown: [{ name: 'e2e_p50' }] })
    const [both] = only(['ttft_p50 ±10%', 'availability ±5%'], cell('c1'))
    const [slower] = only(['availability ±5%'], cell('c1'))
    expect(both).toMatchObject({ shown: [{ name: 'ttft_p50' }, { name: 'availability' }], n: slower?.n })
  })

  test('is judged by its probes in the order of rounds, so that slow ones in flight are not left out', () => {
    const one = cell('c1')
    const ordered = new Precision(planned([one], ['ttft_p50 ±10%']))
    const quick = Array.from({ length: 200 }, (_, i) => answer(i + 2, one, 100))
    expect(quick.flatMap((each) => ordered.next(each))).toEqual([])
    expect(ordered.next(answer(1, one, 5000))).toMatchObject([{ reason: 'precise', n: 201 }])
  })

  test('leaves the others and the rules of a plan without any alone', () => {
    const cells = [cell('c1'), cell('c2', { relay: 'other' })]
    const rule = new Precision(planned(cells, ['availability ±20%']))
    const [first = cell('c1')] = cells
    untilStopped(rule, 100, (round) => answer(round, first))
    expect(['c1', 'c2'].map((id) => rule.isStopped(id))).toEqual([true, false])
    expect(['acme', 'other'].map((relay) => rule.isOver(relay))).toEqual([true, false])
    expect(untilStopped(new Precision(plan(cells)), 500, (round) => answer(round, first))).toEqual([])
  })

  test('is stopped at the same probe by a rule that earlier sessions fed', () => {
    const one = cell('c1')
    const draw = uniform(5)
    const all = Array.from({ length: 500 }, (_, i) => answer(i + 1, one, latency(draw())))
    const fresh = new Precision(planned([one], ['ttft_p50 ±10%']))
    const [stop] = all.flatMap((each) => fresh.next(each))
    const facts = all.slice(0, 40).map(probeFacts)
    const resumed = new Precision(planned([one], ['ttft_p50 ±10%']), { facts, stopped: [] })
    expect(all.slice(40).flatMap((each) => resumed.next(each))[0]).toEqual(stop)
    const over = new Precision(planned([one], ['ttft_p50 ±10%']), { facts, stopped: ['c1'] })
    expect(over.isOver('acme')).toBe(true)
    expect(all.slice(40).flatMap((each) => over.next(each))).toEqual([])
  })
})

describe('successive elimination', () => {
  const relays = ['a', 'b', 'c', 'd'].map((relay, i) => cell(`c${i + 1}`, { relay }))

  /** Rounds of all relays that are not stopped. @returns ids of those that were dropped */
  function race(
    draw: () => number,
    rounds: number,
    probe: (cell: Cell, round: number, u: number) => Observation,
  ) {
    const rule = new Precision(planned(relays, [], true))
    const stops: CellStop[] = []
    for (let round = 1; round <= rounds; round++)
      for (const each of relays)
        if (!rule.isStopped(each.id)) stops.push(...rule.next(probe(each, round, draw())))
    return stops
  }

  test('of equals drops any in at most 5 of 100 runs', () => {
    const draw = uniform(2024)
    const runs = 200
    let wrong = 0
    for (let run = 0; run < runs; run++)
      if (race(draw, 200, (each, round, u) => answer(round, each, latency(u))).length > 0) wrong++
    expect(wrong / runs).toBeLessThanOrEqual(0.05)
  })

  test('drops clear losers early and the best in at most 5 of 100 runs', () => {
    const draw = uniform(7)
    const runs = 60
    const factor: Readonly<Record<string, number>> = { c1: 1.6, c2: 1, c3: 1.05, c4: 2 }
    let best = 0
    const losers: number[] = []
    for (let run = 0; run < runs; run++) {
      const stops = race(draw, 150, (each, round, u) =>
        answer(round, each, latency(u) * (factor[each.id] ?? 1)),
      )
      if (stops.some(({ cellId }) => cellId === 'c2')) best++
      losers.push(...stops.flatMap(({ cellId, n }) => (cellId === 'c1' || cellId === 'c4' ? [n] : [])))
    }
    expect(best / runs).toBeLessThanOrEqual(0.05)
    expect(losers.length).toBe(2 * runs)
    expect(Math.max(...losers)).toBeLessThan(100)
  })

  test('names the interval that showed it and whose', () => {
    const [stop] = race(uniform(1), 60, (each, round, u) =>
      answer(round, each, each.id === 'c4' ? 900 : latency(u)),
    )
    if (stop?.reason !== 'dropped') throw new Error('nothing dropped')
    expect(stop).toMatchObject({ cellId: 'c4', shown: { name: 'ttft_p50', value: 900, low: 900 } })
    expect(stop.better.shown.high).toBeLessThan(900)
    expect(stop.better.cellId).not.toBe('c4')
  })

  test('never drops a relay that answers more often for being slower', () => {
    const stops = race(uniform(3), 150, (each, round, u) => {
      if (each.id === 'c1') return answer(round, each, 900)
      return u < 0.2 ? refusal(round, each, 500, 'upstream') : answer(round, each, 100 + u)
    })
    expect(stops).toEqual([])
  })
})

test('a cell with more values than are kept one by one still ends, rightly', () => {
  const one = cell('c1')
  const draw = uniform(12)
  const rule = new Precision(planned([one], ['ttft_p50 ±1%']))
  const [stop] = untilStopped(rule, 200_000, (round) => answer(round, one, latency(draw())))
  if (stop?.reason !== 'precise') throw new Error('not stopped')
  const [shown] = stop.shown
  expect(stop.n).toBeGreaterThan(4_096)
  expect(shown?.low).toBeLessThanOrEqual(latency(0.5))
  expect(shown?.high).toBeGreaterThanOrEqual(latency(0.5))
})
