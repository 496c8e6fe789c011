import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import { judge } from '../../src/judge/judge.ts'
import { recompute } from '../../src/judge/recompute.ts'
import { definitionOf } from '../../src/metrics/definitions/index.ts'
import { recomputedJson, recomputedTable } from '../../src/report/index.ts'
import type { RecomputedCell } from '../../src/schema/recomputed.ts'
import { answer, cell, end, header, refusal, session, usage } from './journal.ts'

const c1 = cell('c1')
const cold = { connection: { reused: false } }

function recomputed(tool: string, records: readonly JournalRecord[]) {
  return recompute(records, judge(records), definitionOf(tool))
}

function cellOf(tool: string, ...records: JournalRecord[]): RecomputedCell {
  const found = recomputed(tool, [header([c1]), session(), ...records, end()]).cells[0]
  if (!found) throw new Error('no cell')
  return found
}

const metric = (of: RecomputedCell, id: string) => of.metrics?.find((each) => each.id === id)
const said = (of: RecomputedCell): string => of.notes.map(({ en }) => en).join('\n')

describe('the figures of a cell', () => {
  // First frames 1 ms before the first tokens: 99, 199, 299 and 399 ms.
  const four = [100, 200, 300, 400].map((ttft, i) =>
    answer(i + 1, c1, ttft, { reply: usage(10, [2, 11, 21, 41][i] ?? 0) }),
  )

  test('are interpolated as numpy does, with ours beside them', () => {
    const found = cellOf('vllm', ...four)
    expect(found.successes).toBe(4)
    expect(metric(found, 'ttft')).toEqual({
      id: 'ttft',
      name: 'TTFT',
      unit: 'ms',
      n: 4,
      mean: 249,
      quantiles: { p50: 249, p99: 396 },
      ours: { id: 'ttft', n: 4, quantiles: { p50: 200, p99: null } },
    })
  })

  test('of all gaps are in one heap', () => {
    // Four of the six frames hold an answer, and five stamps of it are known: no further frame shared a read.
    expect(metric(cellOf('vllm', ...four), 'itl')).toMatchObject({
      n: 16,
      mean: (1 + 30 + 30 + 40) / 4,
      quantiles: { p50: 30, p99: 40 },
    })
  })

  test('are weighted by tokens for guidellm', () => {
    // ITL is 100 / (N − 1): 100, 10, 5 and 2.5 ms, weighing 1, 10, 20 and 40 tokens.
    expect(metric(cellOf('guidellm', ...four), 'itl')).toMatchObject({
      n: 4,
      mean: Number((400 / 71).toFixed(3)),
      quantiles: { p50: 2.5, p95: 10 },
      ours: { id: 'tpot', n: 3 },
    })
  })

  test('leave out warm-up, replaced attempts and cancelled probes', () => {
    const found = cellOf(
      'vllm',
      answer(1, c1, 900, { warmup: true }),
      answer(2, c1, 800, { retry: 'stale-connection' }),
      answer(2, c1, 100, { attempt: 2 }),
      answer(3, c1, 700, { ending: { type: 'cancelled' } }),
    )
    expect(metric(found, 'ttft')).toMatchObject({ n: 1, mean: 99 })
  })

  test('hold what the tool calls a success, and the note says how many that are', () => {
    const broken = answer(2, c1, 300, { reply: { error: { message: 'overloaded' } } })
    const records = [answer(1, c1, 100), broken, refusal(3, c1, 500, 'no')]
    expect(cellOf('vllm', ...records)).toMatchObject({ successes: 2 })
    expect(said(cellOf('vllm', ...records))).toContain(
      "2 answers are successes by the tool's rule, 1 by ours",
    )
    expect(cellOf('guidellm', ...records)).toMatchObject({ successes: 1 })
    expect(said(cellOf('guidellm', ...records))).not.toContain('successes')
  })

  test('contain dialling, and cold ones of ours stand in where there are no warm ones', () => {
    const dialled = answer(1, c1, 200, { ...cold, timeline: { started: 950, tcp: 990 } })
    const found = cellOf('aiperf', dialled)
    expect(metric(found, 'ttft')).toMatchObject({ mean: 250, ours: { id: 'ttft-cold', n: 1 } })
    expect(said(found)).toContain('1 of 1 answers came over a new connection')
  })

  test('have no value where nothing was a success', () => {
    const found = cellOf('vllm', refusal(1, c1, 500, 'no'))
    expect(metric(found, 'ttft')).toMatchObject({ n: 0, mean: null, quantiles: { p50: null, p99: null } })
    expect(found.throughput).toMatchObject({ tokens: 0, tokensPerSecond: null })
  })
})

describe('throughput', () => {
  test('is all tokens over the time of each session', () => {
    const times = { due: 0, started: 0, sent: 0 }
    const records = [
      answer(1, c1, 200, { reply: usage(10, 30), timeline: { ...times, end: 1_000 } }),
      answer(2, c1, 200, { reply: usage(10, 20), timeline: { due: 1_500, started: 1_500, end: 2_000 } }),
      session(2),
      answer(3, c1, 200, { session: 2, reply: usage(10, 50), timeline: { started: 7_000, end: 10_000 } }),
    ]
    expect(cellOf('vllm', ...records).throughput).toEqual({
      tokens: 100,
      elapsedMs: 5_000,
      tokensPerSecond: 20,
    })
  })
})

describe('notes', () => {
  test('name the bound of what ends at the finish frame, for the tool that ends there', () => {
    expect(said(cellOf('vllm', answer(1, c1)))).toContain('10 ms at the median, 10 ms at most')
    expect(said(cellOf('aiperf', answer(1, c1)))).not.toContain('finish frame')
  })

  test('name a protocol that the tool does not speak', () => {
    const claude = cell('c1', { protocol: 'anthropic-messages' })
    const records = [header([claude]), session(), answer(1, claude), end()]
    expect(recomputed('llmperf', records).cells[0]?.notes[0]?.en).toContain(
      'does not speak anthropic-messages',
    )
    const spoken = recomputed('aiperf', records).cells[0]?.notes.map(({ en }) => en)
    expect(spoken?.join()).not.toContain('does not speak')
  })

  test('count answers without usage', () => {
    const records = [answer(1, c1), answer(2, c1, 200, { reply: usage(1, 20) })]
    expect(said(cellOf('vllm', ...records))).toContain('1 of 2 answers reported no usable token count')
  })
})

describe('what is printed', () => {
  const whole = cell('c2', { mode: 'whole' })
  const result = recomputed('vllm', [header([c1, whole]), session(), answer(1, c1), answer(1, whole), end()])

  test.each([
    ['en', 'only streams have these figures', 'Why the figures differ', 'it may only name a role'],
    ['zh', '只有流式才有这些指标', '数字为何不同', '哪怕该帧只给出角色'],
  ] as const)('in %s names whole answers, reasons and limits', (language, ...sentences) => {
    const text = recomputedTable(result, { language, width: 200, color: false })
    for (const sentence of sentences) expect(text).toContain(sentence)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(200)
  })

  test('as JSON is the whole of it', () => {
    expect(JSON.parse(recomputedJson(result))).toEqual(JSON.parse(JSON.stringify(result)))
    expect(result.cells[1]).toMatchObject({ mode: 'whole', metrics: null, throughput: null })
  })

  test('a sentence stands once, with every figure that it is about', () => {
    const dial = result.why.find(({ text }) => text.en.includes('before a connection is dialled'))
    expect(dial?.metrics).toEqual(['TTFT', 'E2EL'])
    expect(new Set(result.why.map(({ text }) => text.en)).size).toBe(result.why.length)
  })
})
