import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf } from '../../../src/core/clock.ts'
import { judge } from '../../../src/judge/judge.ts'
import { type MergeInput, mergeReports } from '../../../src/judge/merge/merge.ts'
import { mergeableSchema } from '../../../src/schema/mergeable.ts'
import { type Merged, mergedSchema } from '../../../src/schema/merged.ts'
import type { Report } from '../../../src/schema/report.ts'
import { randomFor } from '../../../src/sim/random.ts'
import { answer, cell, end, header, journal, plan, refusal, session } from '../journal.ts'

const cells = [cell('c1'), cell('c2', { relay: 'beta' })]

/** A run of its own id from a vantage point: answers of both relays, some of them refused. */
function runOf(
  id: number,
  vantage: string,
  ttfts: readonly number[],
  over: Partial<Parameters<typeof header>[1]> = {},
): Report {
  const startedAt = new Date(1_780_000_000_000 + id * 60_000).toISOString()
  const load = { rounds: ttfts.length, warmupRounds: 0, concurrency: { acme: 2, beta: 2 } }
  const about = { startedAt, vantage, plan: { ...plan(cells, { load }), runId: `run-${id}` }, ...over }
  const probes = ttfts.flatMap((ttft, i) =>
    cells.map((each) => (ttft > 900 ? refusal(i + 1, each, 502, 'gone') : answer(i + 1, each, ttft))),
  )
  return judge(journal(header(cells, about), session(), probes, end()))
}

const inputOf = (report: Report, path = `${report.startedAt}.json`): MergeInput => ({
  path,
  atMs: instantOf(report.startedAt) ?? 0,
  report: mergeableSchema.parse(JSON.parse(JSON.stringify(report))),
})

const options = { version: 'test', mixed: false, skipped: [] }
const merged = (inputs: readonly MergeInput[], over: Partial<typeof options> = {}): Merged =>
  mergedSchema.parse(mergeReports(inputs, { ...options, ...over }))

const rowOf = ({ rows }: Merged, relay: string, vantage: string | null) =>
  rows.find((row) => row.relay === relay && row.vantage === vantage)

const ttfts = fc.array(fc.integer({ min: 50, max: 1000 }), { minLength: 1, maxLength: 40 })

describe('reports as one', () => {
  test('merging parts gives the counts and quantiles of the whole, exactly', () => {
    fc.assert(
      fc.property(ttfts, fc.integer({ min: 1, max: 39 }), (all, at) => {
        const parts = [all.slice(0, at), all.slice(at)].filter(({ length }) => length > 0)
        const whole = rowOf(merged([inputOf(runOf(9, 'cn', all))]), 'acme', 'cn')
        const joined = rowOf(merged(parts.map((part, i) => inputOf(runOf(i, 'cn', part)))), 'acme', 'cn')
        expect({ ...joined, reports: 0 }).toEqual({ ...whole, reports: 0 })
      }),
    )
  })

  test('their order never matters', () => {
    const random = randomFor(7, 0, 'latency')
    const inputs = Array.from({ length: 12 }, (_, i) =>
      inputOf(
        runOf(
          i,
          ['beijing', 'guangzhou', 'tokyo'][i % 3] ?? '',
          Array.from({ length: 10 }, () => 100 + random.below(950)),
        ),
      ),
    )
    const expected = merged(inputs)
    fc.assert(
      fc.property(fc.shuffledSubarray(inputs, { minLength: 12 }), (shuffled) => {
        expect(merged(shuffled)).toEqual(expected)
      }),
    )
  })

  test('vantage points keep rows of their own, and one of all together', () => {
    const near = Array.from({ length: 40 }, (_, i) => 100 + i)
    const far = near.map((ms) => ms + 300)
    const found = merged([inputOf(runOf(1, 'beijing', near)), inputOf(runOf(2, 'virginia', far))])
    const [beijing, virginia, all] = ['beijing', 'virginia', null].map((vantage) =>
      rowOf(found, 'acme', vantage),
    )
    expect(all?.sent).toBe((beijing?.sent ?? 0) + (virginia?.sent ?? 0))
    expect(beijing?.ttftMs.intervals.p50[1]).toBeLessThan(virginia?.ttftMs.intervals.p50[0] ?? 0)
    expect(found.vantages.map(({ vantage }) => vantage)).toEqual(['beijing', 'virginia'])
  })

  test('of one run in two states the longer is taken, whichever comes first', () => {
    const half = inputOf(runOf(1, 'cn', [100, 110]), 'half.json')
    const whole = inputOf(runOf(1, 'cn', [100, 110, 120, 130]), 'whole.json')
    for (const inputs of [
      [half, whole],
      [whole, half],
    ]) {
      const found = merged(inputs)
      expect(found.reports).toBe(1)
      expect(rowOf(found, 'acme', 'cn')?.sent).toBe(4)
      expect(found.duplicates).toEqual([{ path: 'half.json', sameAs: 'whole.json' }])
    }
  })

  test('different workloads are refused, unless mixing them is asked for', () => {
    const longer = {
      ...plan(cells),
      runId: 'other',
      workload: { name: 'long', promptBytes: 9000, maxOutputTokens: 256 },
    }
    const inputs = [inputOf(runOf(1, 'cn', [100])), inputOf(runOf(2, 'cn', [100], { plan: longer }))]
    expect(() => merged(inputs)).toThrow('different workloads')
    expect(merged(inputs, { mixed: true }).workloads).toHaveLength(2)
  })

  test('1,000 reports take seconds', () => {
    const one = runOf(
      1,
      'cn',
      Array.from({ length: 20 }, (_, i) => 100 + i),
    )
    const inputs = Array.from({ length: 1000 }, (_, i) =>
      inputOf({
        ...one,
        startedAt: new Date(1_780_000_000_000 + i * 1000).toISOString(),
        plan: { ...(one.plan as object), runId: `r${i}` },
      }),
    )
    expect(rowOf(merged(inputs), 'acme', 'cn')?.ttftMs.n).toBe(20_000)
  })
})
