import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'
import { judge } from '../../src/judge/judge.ts'
import { quantile } from '../../src/statistics/quantile.ts'
import { Sorted } from '../../src/statistics/sample.ts'
import { answer, cell, dnsFailure, end, journal, refusal, rounds, silence } from './journal.ts'

const c1 = cell('c1')
const c2 = cell('c2', { relay: 'beta', model: 'gpt-y' })

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = xoroshiro128plus(seed)
  return items
    .map((item) => ({ item, key: uniformFloat64(random) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

describe('which attempt counts', () => {
  const cancelled = { type: 'cancelled' } as const
  const kinds = ['ok', 'refused', 'dns', 'cancelled', 'retried'] as const
  type Kind = (typeof kinds)[number]

  const made = (
    kind: Kind,
    round: number,
    ofCell: typeof c1,
    place: Pick<Observation, 'session' | 'attempt'>,
  ) => {
    switch (kind) {
      case 'ok':
        return answer(round, ofCell, 100 * place.session + 10 * place.attempt + round, place)
      case 'refused':
        return refusal(round, ofCell, 500, `s${place.session} a${place.attempt}`, place)
      case 'dns':
        return silence(round, ofCell, dnsFailure, place)
      case 'cancelled':
        return silence(round, ofCell, cancelled, place)
      case 'retried':
        return refusal(round, ofCell, 400, 'no such field', { ...place, retry: 'max_tokens' })
    }
  }

  /** Attempts of six rounds in two cells over two sessions; not every probe has one in both. */
  const attempts = fc
    .array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        round: fc.integer({ min: 1, max: 6 }),
        cell: fc.boolean(),
      }),
      {
        maxLength: 40,
      },
    )
    .map((drawn) => {
      const taken = new Map<string, number>()
      return drawn.map(({ kind, round, cell: first }, i) => {
        const ofCell = first ? c1 : c2
        const session = i < drawn.length / 2 ? 1 : 2
        const key = `${session} ${ofCell.id} ${round}`
        const attempt = (taken.get(key) ?? 0) + 1
        taken.set(key, attempt)
        return made(kind, round, ofCell, { session, attempt })
      })
    })

  /** By definition: of all attempts that no other follows the one of the latest session, and of its attempts the last. */
  function lastOnes(all: readonly Observation[]): readonly Observation[] {
    const last = new Map<string, Observation>()
    for (const each of all) {
      const known = last.get(each.probeId)
      const isLater =
        !known ||
        each.session > known.session ||
        (each.session === known.session && each.attempt > known.attempt)
      if (each.retry === undefined && isLater) last.set(each.probeId, each)
    }
    return [...last.values()]
  }

  const told = (records: Iterable<JournalRecord>) => {
    const { cells, models, client, totals } = judge(records)
    return { cells, models, lag: client.lagMs, sent: totals.sent }
  }

  test('the last one, in whatever order attempts stand in the journal', () => {
    const head = rounds(6, c1, c2)
    fc.assert(
      fc.property(attempts, fc.integer(), (all, seed) => {
        const counted = told(journal(head, lastOnes(all), end()))
        expect(told(journal(head, all, end()))).toEqual(counted)
        expect(told(journal(head, shuffled(all, seed), end()))).toEqual(counted)
      }),
      { numRuns: 60 },
    )
  })

  test('records that can be iterated only once are judged alike', () => {
    const records = journal(
      rounds(2, c1),
      refusal(1, c1, 500, 'boom'),
      answer(2, c1),
      answer(1, c1, 300, { attempt: 2 }),
      end(),
    )
    const report = judge(records.values())
    expect(JSON.stringify(report)).toBe(JSON.stringify(judge(records)))
    expect(report.cells[0]?.outcomes).toEqual({ ok: 2 })
  })

  test('ids of any form are told apart', () => {
    const ids = [
      'r1.c1',
      'r01.c1',
      'r1.c01',
      'r11.c1',
      'r1.c11',
      'r4097.c1',
      'r1234567890.c1',
      '1',
      'one',
      '',
    ]
    const observations = ids.map((probeId, i) => answer(i + 1, c1, 200, { probeId }))
    const [first] = judge(journal(rounds(99, c1), observations, observations, end())).cells
    expect(first?.sent).toBe(ids.length)
  })
})

describe('many observations', () => {
  const n = 12_000

  /** TTFTs with a long tail, to the µs. */
  const ttfts = (() => {
    const random = xoroshiro128plus(12)
    return Array.from({ length: n }, () => Math.round(200_000 * (1 - uniformFloat64(random)) ** -0.4) / 1000)
  })()

  const records = (order: readonly number[]): JournalRecord[] =>
    journal(
      rounds(n, c1),
      order.map((i) =>
        i % 50 === 0 ? refusal(i + 1, c1, 500, `round ${i + 1}`) : answer(i + 1, c1, ttfts[i]),
      ),
      end(),
    )
  const inOrder = Array.from({ length: n }, (_, i) => i)

  test('quantiles stay within 1/1024 of the exact ones, extremes exact; counts and examples are exact', () => {
    const [first] = judge(records(inOrder)).cells
    const exact = new Sorted(ttfts.filter((_, i) => i % 50 !== 0))
    const failures = n / 50
    expect(first).toMatchObject({
      sent: n,
      ok: n - failures,
      outcomes: { ok: n - failures, upstream: failures },
    })
    expect(first?.examples).toMatchObject([{ probeId: 'r1.c1', message: 'round 1' }])
    expect(first?.ttftMs).toMatchObject({ n: exact.n, min: exact.at(1), max: exact.at(exact.n) })
    for (const [name, p] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      const truth = quantile(exact, p) ?? Number.NaN
      expect(first?.ttftMs[name]).toBeGreaterThanOrEqual(truth)
      expect(first?.ttftMs[name]).toBeLessThanOrEqual(truth * (1 + 1 / 1024))
      const [low, high] = first?.ttftMs.intervals[name] ?? []
      expect(low).toBeLessThanOrEqual(truth)
      expect(high).toBeGreaterThanOrEqual(truth)
    }
    // Gaps are 30, 30 and 40 ms; 30.015 ms is the upper end of the step that counts 30.
    expect(first?.iclMs).toEqual({ n: 3 * exact.n, p50: 30.015, p99: 40, max: 40 })
  })

  test('their order changes not a byte', () => {
    const report = JSON.stringify(judge(records(inOrder)))
    expect(JSON.stringify(judge(records(shuffled(inOrder, 3))))).toBe(report)
  })
})

test('no observation is held once it has counted', () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const held: number[] = []
  const total = 60_000
  const random = xoroshiro128plus(4)
  const endless: Iterable<JournalRecord> = {
    *[Symbol.iterator]() {
      yield rounds(total, c1)
      for (let round = 1; round <= total; round++) {
        yield answer(round, c1, uniformInt(random, 100_000, 900_000) / 1000)
        if (round % (total / 3) !== 0) continue
        collect()
        held.push(process.memoryUsage().heapUsed)
      }
      yield end()
    },
  }
  expect(judge(endless).totals.sent).toBe(total)
  const [third = 0, , whole = 0] = held
  // Kept, 40,000 results of a few numbers and an array each would take 10 MB and more.
  expect(whole - third).toBeLessThan(3_000_000)
})
