import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import { UserError } from '../../src/core/text.ts'
import { judge } from '../../src/judge/judge.ts'
import { reportSchema } from '../../src/schema/report.ts'
import {
  answer,
  answers,
  cell,
  dnsFailure,
  end,
  header,
  journal,
  listing,
  plan,
  refusal,
  rounds,
  session,
  silence,
  usage,
} from './journal.ts'

const c1 = cell('c1')
const ramp = (n: number): number[] => Array.from({ length: n }, (_, i) => 101 + i)

/** The report of a journal, checked against the published schema, and its first cell. */
function judged(records: readonly JournalRecord[]) {
  const report = reportSchema.parse(judge(records))
  const [first] = report.cells
  if (!first) throw new Error('the journal has no cell')
  return { report, first }
}

test('a finished run tells its head, its cells and its sums', () => {
  const { report, first } = judged(
    journal(
      rounds(2, c1),
      session(),
      answer(1, c1, 200, { reply: usage(30, 20, 4) }),
      answer(2, c1, 240, { reply: usage(31, 21) }),
      end('finished', 1, 9_000),
    ),
  )
  expect(report).toMatchObject({
    schema: 'relaybench.report/1',
    version: '0.1.0',
    startedAt: '2026-05-04T03:02:01.000Z',
    vantage: 'cn-shanghai-telecom',
    profileName: 'test.yaml',
    state: 'finished',
    totals: { sent: 2, ok: 2, planned: 2, inputTokens: 61, outputTokens: 41, elapsedMs: 9_000 },
  })
  expect(first).toMatchObject({
    id: 'c1',
    relay: 'acme',
    line: null,
    modelId: 'gpt-x',
    mode: 'stream',
    rank: 1,
    sent: 2,
    ok: 2,
    outcomes: { ok: 2 },
    tokens: { input: 61, output: 41, reasoning: 4, withUsage: 2 },
    examples: [],
    complete: true,
  })
  expect(first.ttftMs).toMatchObject({ n: 2, p50: 200, p90: null, min: 200, max: 240 })
  expect(first.e2eMs).toMatchObject({ n: 2, p50: 300 })
})

test('records that do not begin with a run header are refused with a sentence', () => {
  expect(() => judge([])).toThrow(UserError)
  expect(() => judge([session(), header([c1])])).toThrow(UserError)
})

describe('attempts', () => {
  const stale = {
    type: 'failed',
    stage: 'request',
    code: 'ECONNRESET',
    detail: 'reset',
    stale: true,
  } as const

  test('only the last attempt of a probe counts, whether or not the earlier one says that another follows', () => {
    for (const marked of [{}, { retry: 'stale-connection' }]) {
      const { first } = judged(
        journal(
          rounds(2, c1),
          silence(1, c1, stale, marked),
          answer(1, c1, 200, { attempt: 2 }),
          refusal(2, c1, 400, 'unsupported parameter: max_completion_tokens', marked),
          answer(2, c1, 200, { attempt: 2, adjustments: ['max_completion_tokens→max_tokens'] }),
          end(),
        ),
      )
      expect(first.outcomes).toEqual({ ok: 2 })
      expect(first.availability).toMatchObject({ n: 2, value: 1 })
      expect(first.adjustments).toEqual(['max_completion_tokens→max_tokens'])
    }
  })

  test('a last attempt of an excluded class is shown but is not in the denominator', () => {
    const { first } = judged(journal(rounds(2, c1), answer(1, c1), silence(2, c1, stale), end()))
    expect(first).toMatchObject({ sent: 2, ok: 1, outcomes: { ok: 1, 'stale-connection': 1 } })
    expect(first.availability).toMatchObject({ n: 1, value: 1 })
  })

  test('a probe whose next attempt never came has not ended', () => {
    const { first } = judged(
      journal(rounds(2, c1), answer(1, c1), refusal(2, c1, 400, 'no such field', { retry: 'max_tokens' })),
    )
    expect(first).toMatchObject({ sent: 1, outcomes: { ok: 1 }, complete: false })
  })

  test('of two records of one attempt the last wins', () => {
    const { first } = judged(journal(rounds(1, c1), refusal(1, c1, 500, 'boom'), answer(1, c1), end()))
    expect(first.outcomes).toEqual({ ok: 1 })
  })
})

describe('sessions', () => {
  test('a resumed run is one report: probes of both sessions, times added, notices said once', () => {
    const notice = { code: 'proxy', message: { en: 'a proxy is in between', zh: '中间有代理' } }
    const cancelled = { type: 'cancelled' } as const
    const { report, first } = judged(
      journal(
        header([c1], { notices: [notice] }),
        { ...session(1), notices: [notice] },
        answer(1, c1),
        silence(2, c1, cancelled, { attempt: 2 }),
        end('interrupted', 1, 5_000),
        { ...session(2), notices: [notice, { ...notice, code: 'fake-ip' }] },
        answer(2, c1, 300, { session: 2 }),
        end('finished', 2, 7_000),
      ),
    )
    expect(report.state).toBe('finished')
    expect(report.totals).toMatchObject({ sent: 2, ok: 2, elapsedMs: 12_000 })
    expect(report.notices.map(({ code }) => code)).toEqual(['proxy', 'fake-ip'])
    expect(first.outcomes).toEqual({ ok: 2 })
  })

  test.each([
    ['none has ended', [session(1)], 'running'],
    ['the first was interrupted', [session(1), end('interrupted', 1)], 'interrupted'],
    ['the second is still at work', [session(1), end('interrupted', 1), session(2)], 'running'],
    ['the disk was full', [session(1), end('disk-full', 1)], 'disk-full'],
  ] as const)('when %s, the state is as the last session left it', (_, records, state) => {
    expect(judged(journal(header([c1]), ...records)).report.state).toBe(state)
  })

  test('an interrupted run reports what came, its cancelled probes apart from those sent', () => {
    const { first, report } = judged(
      journal(rounds(3, c1), answer(1, c1), silence(2, c1, { type: 'cancelled' }), end('interrupted')),
    )
    expect(first).toMatchObject({ sent: 1, ok: 1, outcomes: { ok: 1, cancelled: 1 }, complete: false })
    expect(first.availability).toMatchObject({ n: 1, value: 1 })
    expect(report.totals).toMatchObject({ sent: 1, planned: 3 })
  })

  test('without an end, the time that passed is that of the last thing seen', () => {
    const { report } = judged(journal(header([c1]), session(1), answer(1, c1, 200), answer(2, c1, 900)))
    expect(report.totals.elapsedMs).toBe(2_020)
  })
})

test('warm-ups are not counted', () => {
  const warm = { warmup: true, round: -1, probeId: 'w1.c1' }
  const { first, report } = judged(
    journal(rounds(1, c1), answer(1, c1, 5_000, warm), answer(1, c1, 200), end()),
  )
  expect(first).toMatchObject({ sent: 1, ok: 1 })
  expect(first.ttftMs).toMatchObject({ n: 1, max: 200 })
  expect(report.client.lagMs.n).toBe(1)
})

describe('failures', () => {
  test('a relay whose probes all failed has no latency, no rank and an example of each failure', () => {
    const { first } = judged(
      journal(
        rounds(4, c1),
        silence(1, c1, dnsFailure),
        refusal(2, c1, 500, 'upstream error'),
        refusal(3, c1, 500, 'upstream error again'),
        silence(4, c1, { type: 'timeout', phase: 'connect', limitMs: 10_000 }),
        end(),
      ),
    )
    expect(first).toMatchObject({ sent: 4, ok: 0, rank: null, complete: true })
    expect(first.availability).toMatchObject({ n: 4, value: 0, low: 0 })
    expect(first.ttftMs).toMatchObject({ n: 0, p50: null, max: null, histogram: null })
    expect(first.ttftAllMs).toEqual({ n: 4, p50: null, p90: null, p95: null, p99: null })
    expect(first.examples.map(({ probeId, status, message }) => [probeId, status, message])).toEqual([
      ['r1.c1', null, 'getaddrinfo ENOTFOUND api.acme.example'],
      ['r2.c1', 500, 'upstream error'],
      ['r4.c1', null, '10000 ms'],
    ])
  })

  test('a failure that had a first token is in no latency distribution', () => {
    const { finishReason: _, ...cut } = answer(2, c1).reply
    const { first } = judged(
      journal(rounds(2, c1), answer(1, c1), { ...answer(2, c1, 1), reply: cut }, end()),
    )
    expect(first.outcomes).toEqual({ ok: 1, truncated: 1 })
    expect(first.ttftMs).toMatchObject({ n: 1, min: 200 })
    expect(first.iclMs.n).toBe(3)
  })

  test('availability is told with rate limits counted and not', () => {
    const { first } = judged(
      journal(
        rounds(4, c1),
        answers(c1, [200, 200]),
        refusal(3, c1, 429, 'slow down'),
        refusal(4, c1, 500, 'oops'),
        end(),
      ),
    )
    expect(first.availability).toMatchObject({ n: 4, value: 0.5 })
    expect(first.availabilityWithout429).toMatchObject({ n: 3, value: 2 / 3 })
  })

  test('a message is cut to 300 characters and no character in half', () => {
    const { first } = judged(
      journal(rounds(1, c1), refusal(1, c1, 500, `${'x'.repeat(299)}😀 and more`), end()),
    )
    expect(first.examples[0]?.message).toBe('x'.repeat(299))
  })
})

describe('quantiles', () => {
  test.each([
    [9, 105, null, null, null],
    [10, 105, 109, null, null],
    [20, 110, 118, 119, null],
    [100, 150, 190, 195, 199],
  ])('of %i answers p50 is %i, p90 %s, p95 %s, p99 %s', (n, p50, p90, p95, p99) => {
    const { first } = judged(journal(rounds(n, c1), answers(c1, ramp(n)), end()))
    expect(first.ttftMs).toMatchObject({ n, p50, p90, p95, p99, max: 100 + n })
  })

  test('failures stand at +∞ in the quantiles of all probes', () => {
    const failures = Array.from({ length: 2 }, (_, i) => refusal(19 + i, c1, 500, 'boom'))
    const { first } = judged(journal(rounds(20, c1), answers(c1, ramp(18)), failures, end()))
    expect(first.ttftMs).toMatchObject({ n: 18, p50: 109, p90: 117, p95: null })
    expect(first.ttftAllMs).toEqual({ n: 20, p50: 110, p90: 118, p95: null, p99: null })
    expect(first.e2eAllMs).toEqual({ n: 20, p50: 210, p90: 218, p95: null, p99: null })
  })

  test('cold and warm first tokens are kept apart', () => {
    const cold = answer(2, c1, 300, {
      connection: { reused: false },
      timeline: { started: 1000, dns: 1010, tcp: 1040, tls: 1100, sent: 1101 },
    })
    const { first, report } = judged(journal(rounds(2, c1), answer(1, c1, 200), cold, end()))
    expect(first.ttftMs).toMatchObject({ n: 1, max: 200 })
    expect(first.ttftColdMs).toMatchObject({ n: 1, max: 300 })
    expect(first.connectMs).toMatchObject({ n: 1, max: 100 })
    expect(report.relays[0]?.network).toMatchObject({ dnsMs: 10, tcpMs: 30, tlsMs: 60 })
  })

  test('a whole answer has E2E alone', () => {
    const whole = cell('c1', { mode: 'whole' })
    const records = [
      answer(1, whole, 200),
      answer(2, whole, 300),
      refusal(3, whole, 500, 'x', { streaming: false }),
    ]
    const { first } = judged(journal(rounds(3, whole), records, end()))
    expect(first.e2eMs).toMatchObject({ n: 2, min: 320, max: 420 })
    expect(first.e2eAllMs.n).toBe(3)
    expect(first.ttftMs.n + first.tpotMs.n + first.iclMs.n + first.ttftAllMs.n).toBe(0)
  })
})

test('a relay without a key still tells what its listing showed', () => {
  const noKey = plan([], { skipped: [{ relay: 'acme', reason: 'no-key', env: 'ACME_KEY' }] })
  const report = reportSchema.parse(
    judge(journal(header([], { plan: noKey }), listing(['gpt-x', 'gpt-y'], { keyed: false }), end())),
  )
  expect(report.cells).toEqual([])
  expect(report.relays).toMatchObject([
    {
      relay: 'acme',
      origin: 'https://api.acme.example',
      skipped: { reason: 'no-key', env: 'ACME_KEY' },
      listing: { outcome: 'ok', models: 2, keyed: false },
      network: { dnsMs: 10, tcpMs: 30, tlsMs: 60 },
    },
  ])
  expect(report.models).toMatchObject([
    { relay: 'acme', model: 'gpt-x', state: 'unknown', listed: true, sent: 0 },
  ])
})

test('a token count that cannot be one is no usage', () => {
  const absurd = usage(1e308, -3)
  const { first } = judged(journal(rounds(1, c1), answer(1, c1, 200, { reply: absurd }), end()))
  expect(first.tokens).toEqual({ input: 0, output: 0, reasoning: 0, withUsage: 0 })
})

describe('the report is a function of the records', () => {
  const c2 = cell('c2', { relay: 'beta', line: 'hk' })
  const head = rounds(12, c1, c2)
  const observations = [
    ...answers(c1, ramp(12)),
    ...answers(c2, ramp(9)),
    refusal(10, c2, 500, 'first', { http: { status: 500, headers: { 'cf-ray': '8f-HKG' } } }),
    refusal(11, c2, 500, 'second', { http: { status: 500, headers: { 'cf-ray': '8f-SIN' } } }),
    silence(12, c2, dnsFailure),
  ]
  const records = journal(head, session(), listing(['gpt-x']), observations, end())

  test('a journal that was written and read gives the same bytes', () => {
    const read = records.map((record) => JSON.parse(JSON.stringify(record)) as JournalRecord)
    expect(JSON.stringify(judge(read))).toBe(JSON.stringify(judge(records)))
  })

  test('the order of observations within a session changes nothing', () => {
    const shuffled = observations
      .map((_, i) => observations[(i * 7 + 3) % observations.length])
      .flatMap((o) => o ?? [])
    expect(new Set(shuffled).size).toBe(observations.length)
    const again = judge(journal(head, session(), listing(['gpt-x']), shuffled, end()))
    expect(JSON.stringify(again)).toBe(JSON.stringify(judge(records)))
  })
})
