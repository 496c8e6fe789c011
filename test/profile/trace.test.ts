import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { planRun } from '../../src/plan/plan.ts'
import { loadProfile } from '../../src/profile/load.ts'
import { parseTrace } from '../../src/profile/trace.ts'

/** Milliseconds to the microsecond: dates lose bits below it. */
const times = (text: string, unit?: 's' | 'ms') =>
  parseTrace(text, 'trace.csv', unit).map((ms) => Math.round(ms * 1000) / 1000)

describe('a trace', () => {
  test.each([
    [
      'Azure LLM inference: dates with seven decimals',
      'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n',
      [0, 4314.579],
    ],
    [
      'Azure LLM inference 2024: dates with an offset',
      'TIMESTAMP,ContextTokens,GeneratedTokens\r\n2024-05-10 00:00:00.009930+00:00,2162,5\r\n2024-05-10 00:00:01.017335+00:00,2399,6\r\n',
      [0, 1007.405],
    ],
    [
      'Mooncake: whole ms in NDJSON',
      '{"timestamp": 27482, "input_length": 6955, "hash_ids": [46, 47]}\n{"timestamp": 30535, "input_length": 6472, "hash_ids": []}\n',
      [0, 3053],
    ],
    ['numbers with decimals: seconds', '0.5\n1.25\n3\n', [0, 750, 2500]],
    ['whole numbers: ms', '10\n20\n40\n', [0, 10, 30]],
    ['a column named _s', 'id,arrival_s\na,1\nb,3\n', [0, 2000]],
    ['a column named _ms, with decimals', 'arrival_time_ms,x\n1.5,a\n2.75,b\n', [0, 1.25]],
    ['NDJSON by another name', '{"id":1,"arrived_at":0.1}\n{"id":2,"arrived_at":0.35}\n', [0, 250]],
    ['out of order, with blank lines and comments', '# mine\n\n30\n10\n\n20', [0, 10, 20]],
    ['a date without zone is UTC, and T will do', '2024-01-01T00:00:00\n2024-01-01 00:00:02Z\n', [0, 2000]],
  ])('%s', (_what, text, expected) => {
    expect(times(text)).toEqual(expected)
  })

  test('the unit that is stated wins', () => {
    expect(times('1\n3\n', 's')).toEqual([0, 2000])
    expect(times('0.5\n1.5\n', 'ms')).toEqual([0, 1])
  })

  test.each([
    ['', /no times of arrival/],
    ['timestamp\n', /no times of arrival/],
    ['1\nsoon\n', /line 2/],
    ['a,b\n1,2\n', /line 1/],
    ['{"timestamp":1}\n{"when":2}\n', /line 2/],
    ['{"timestamp":1}\n{"timestamp":\n', /line 2/],
    ['1e999\n', /line 1/],
  ])('%j is refused', (text, message) => {
    expect(() => parseTrace(text, 'trace.csv')).toThrow(UserError)
    expect(() => parseTrace(text, 'trace.csv')).toThrow(message)
  })

  test('any text gives ascending times from 0, or a line that has none', () => {
    const lines = fc.array(
      fc.oneof(fc.integer().map(String), fc.double({ noNaN: true }).map(String), fc.string(), fc.json()),
    )
    fc.assert(
      fc.property(lines, (all) => {
        try {
          const found = parseTrace(all.join('\n'), 'trace.csv')
          expect(found[0]).toBe(0)
          for (const [i, at] of found.entries()) expect(at).toBeGreaterThanOrEqual(found[i - 1] ?? 0)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})

describe('a profile that replays a trace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relaybench-trace-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'trace.csv'), 'timestamp\n1.0\n1.5\n3.0\n4.0\n6.0\n')

  const planOf = async (load: object, models: readonly string[] = ['m', 'n']) => {
    const path = join(folder, 'profile.yaml')
    const profile = { relays: [{ name: 'a', base_url: 'https://a.example/v1' }], models, load }
    writeFileSync(path, JSON.stringify(profile))
    return planRun(await loadProfile(path, { env: {} }))
  }

  test('plans whole rounds of it, at its speed', async () => {
    const { load, worstCase } = await planOf({ trace: 'trace.csv', speed: 2 })
    expect(load.rounds).toBe(2)
    expect(load.shape).toEqual({ type: 'trace', file: 'trace.csv', speed: 2, atMs: [0, 250, 1000, 1500] })
    expect(worstCase?.requests).toBe(4 + 2)
  })

  test('and no more than the requests asked for; bounded by time, all of it', async () => {
    expect((await planOf({ trace: 'trace.csv', requests: 1 })).load).toMatchObject({
      rounds: 1,
      shape: { atMs: [0, 500] },
    })
    expect((await planOf({ trace: 'trace.csv', duration: '1m' })).load.shape).toMatchObject({
      atMs: [0, 500, 2000, 3000, 5000],
    })
  })

  test('is refused where it is too short, missing, or stands beside another shape', async () => {
    await expect(planOf({ trace: 'trace.csv' }, ['a', 'b', 'c', 'd', 'e', 'f'])).rejects.toThrow(/too few/)
    await expect(planOf({ trace: 'none.csv' })).rejects.toThrow(/none.csv/)
    await expect(planOf({ trace: 'trace.csv', rate: '1/s' })).rejects.toThrow()
    await expect(planOf({ speed: 2 })).rejects.toThrow()
  })
})
