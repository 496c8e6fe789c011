import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import { judge } from '../../src/judge/judge.ts'
import { type InstrumentName, instruments, prometheusName } from '../../src/telemetry/instruments.ts'
import { metricsUrl } from '../../src/telemetry/otlp.ts'
import { openPrometheus } from '../../src/telemetry/prometheus.ts'
import { answer, cell, end, journal, refusal, rounds, session, usage } from '../judge/journal.ts'

const c1 = cell('c1')
const names = Object.keys(instruments) as InstrumentName[]

/** Samples of a page: `name{labels}` → value. */
async function samplesOf(records: readonly JournalRecord[], again: readonly JournalRecord[] = []) {
  const { telemetry, text } = openPrometheus()
  for (const run of [records, again].filter(({ length }) => length > 0)) {
    for (const record of run) telemetry.add(record)
    telemetry.report(judge(run))
  }
  const page = await text()
  const samples = new Map(
    page
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, number] => [
        line.slice(0, line.lastIndexOf(' ')),
        Number(line.slice(line.lastIndexOf(' '))),
      ]),
  )
  return { page, samples, one: (...parts: readonly string[]) => only(samples, parts) }
}

/** The value of the only sample whose name holds all of the parts. */
function only(samples: ReadonlyMap<string, number>, parts: readonly string[]): number | undefined {
  const found = [...samples].filter(([name]) => parts.every((part) => name.includes(part)))
  expect(found.length, `${parts}: ${found.map(([name]) => name)}`).toBeLessThanOrEqual(1)
  return found[0]?.[1]
}

const run = (...probes: readonly JournalRecord[]) => journal(rounds(40, c1), session(), probes, end())

describe('metrics of a run', () => {
  const probes = [
    answer(1, c1, 120, { warmup: true, costUsd: 0.25 }),
    answer(2, c1, 120, { reply: usage(300, 60), costUsd: 0.5 }),
    answer(3, c1, 480, { reply: usage(300, 60), costUsd: 0.5 }),
    answer(4, c1, 90, { connection: { reused: false } }),
    refusal(5, c1, 502, 'gone'),
    refusal(6, c1, 400, 'no such field', { retry: 'max_tokens' }),
    answer(7, c1, 1, { ending: { type: 'cancelled' } }),
  ]

  test('probes are counted once, by outcome: no warm-up, no replaced attempt, none that was cancelled', async () => {
    const { one, samples } = await samplesOf(run(...probes))
    expect(one('relaybench_probes_total', 'relaybench_outcome="ok"')).toBe(3)
    expect(one('relaybench_probes_total', 'relaybench_outcome="upstream"')).toBe(1)
    expect([...samples.keys()].filter((name) => name.startsWith('relaybench_probes_total'))).toHaveLength(2)
  })

  test('TTFT is told warm and cold apart, in seconds, by the buckets of the conventions and finer ones', async () => {
    const { one } = await samplesOf(run(...probes))
    const ttft = 'gen_ai_server_time_to_first_token_seconds'
    const warm = 'relaybench_connection="warm"'
    expect(one(`${ttft}_count`, warm)).toBe(2)
    expect(one(`${ttft}_sum`, warm)).toBeCloseTo(0.6, 6)
    expect(one(`${ttft}_bucket`, warm, 'le="0.1"')).toBe(0)
    expect(one(`${ttft}_bucket`, warm, 'le="0.15"')).toBe(1)
    expect(one(`${ttft}_bucket`, warm, 'le="0.5"')).toBe(2)
    expect(one(`${ttft}_count`, 'relaybench_connection="cold"')).toBe(1)
  })

  test('failures stand apart by error.type; tokens and money are those that were reported', async () => {
    const { one } = await samplesOf(run(...probes))
    const duration = 'gen_ai_client_operation_duration_seconds_count'
    expect(one(duration, 'error_type="upstream"')).toBe(1)
    expect(one('gen_ai_client_token_usage_sum', 'gen_ai_token_type="input"')).toBe(600)
    expect(one('gen_ai_client_token_usage_sum', 'gen_ai_token_type="output"')).toBe(120)
    expect(one('relaybench_spend_total')).toBe(1.25)
  })

  test('gauges say what the report says, and forget what the next run did not measure', async () => {
    const first = run(...Array.from({ length: 30 }, (_, i) => answer(i + 1, c1, 100 + i)))
    const report = judge(first)
    const p50 = 'relaybench_time_to_first_token_seconds{'
    const { one } = await samplesOf(first)
    expect(one(p50, 'relaybench_quantile="0.5"')).toBeCloseTo((report.cells[0]?.ttftMs.p50 ?? 0) / 1000, 9)
    expect(one('relaybench_availability_ratio', 'relaybench_bound="low"')).toBe(
      report.cells[0]?.availability.low,
    )
    const then = await samplesOf(first, run(refusal(1, c1, 502, 'gone')))
    expect(then.one(p50, 'relaybench_quantile="0.5"')).toBeUndefined()
    expect(then.one('relaybench_availability_ratio', 'relaybench_bound="value"')).toBe(0)
  })

  test('limits of the profile that were broken are 1', async () => {
    const header = rounds(40, c1)
    const strict = {
      ...header,
      profile: { ...(header.profile as object), slo: { ttft_p50: '< 50ms', availability: '>= 50%' } },
    }
    const { one } = await samplesOf(
      journal(
        strict,
        session(),
        Array.from({ length: 40 }, (_, i) => answer(i + 1, c1, 100 + i)),
        end(),
      ),
    )
    expect(one('relaybench_limit_broken', 'relaybench_limit="ttft_p50 < 50ms"')).toBe(1)
    expect(one('relaybench_limit_broken', 'relaybench_limit="availability >= 50%"')).toBe(0)
  })

  test('names of relays are text, whatever they hold', async () => {
    const evil = cell('c1', { relay: 'a"} 1\nx{y="\\', model: 'm\u2028"' })
    const { page } = await samplesOf(journal(rounds(40, evil), session(), [answer(1, evil)], end()))
    for (const line of page.split('\n').filter((each) => each !== '' && !each.startsWith('#')))
      expect(line).toMatch(/^[a-z_]+(\{([a-z_]+="([^"\\\n]|\\["\\n])*",?)*\})? [\d.e+-]+(Inf)?$/)
  })
})

test('what the document and the dashboard name is what there is', () => {
  const guide = readFileSync(new URL('../../docs/telemetry.md', import.meta.url), 'utf8')
  for (const name of names) {
    expect(guide).toContain(`\`${name}\``)
    expect(guide).toContain(`\`${prometheusName(name)}\``)
    expect(guide).toContain(instruments[name].about)
  }
  const known = new Set(
    names.flatMap((name) => ['', '_bucket', '_count', '_sum'].map((ending) => prometheusName(name) + ending)),
  )
  for (const file of ['grafana-dashboard.json', 'prometheus-alerts.yml']) {
    const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8')
    const named = text.match(/\b(gen_ai|relaybench)_[a-z_]+(?=[\s{[(),\\"])/g) ?? []
    const metrics = named.filter((name) => /_(seconds|total|ratio|bucket|count|sum|broken|usage)$/.test(name))
    expect(metrics.length).toBeGreaterThan(3)
    expect(metrics.filter((name) => !known.has(name))).toEqual([])
  }
})

test.each([
  ['http://localhost:4318', 'http://localhost:4318/v1/metrics'],
  ['http://localhost:4318/', 'http://localhost:4318/v1/metrics'],
  ['https://otlp.example/otlp/v1/metrics', 'https://otlp.example/otlp/v1/metrics'],
])('%s: metrics go to %s', (given, url) => {
  expect(metricsUrl(given)).toBe(url)
})
