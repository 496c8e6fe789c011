import { describe, expect, test } from 'vitest'
import type { Observation } from '../../src/core/observation.ts'
import type { LadderShape, StepLabel } from '../../src/core/plan.ts'
import { judge } from '../../src/judge/judge.ts'
import {
  answer,
  cell,
  end,
  header,
  journal,
  type ObservationChanges,
  plan,
  refusal,
  session,
  usage,
} from './journal.ts'

const acme = cell('c1')
const shape: LadderShape = {
  type: 'ladder',
  steps: [1, 2, 4],
  requestsPerStep: 10,
  until: ['slo', 'throughput'],
  errorShare: 0.1,
  leastGrowth: 0.1,
}

const head = (slo: Readonly<Record<string, string>> = {}, over: Partial<LadderShape> = {}) =>
  header([acme], {
    plan: plan([acme], { load: { warmupRounds: 0, concurrency: { acme: 4 }, shape: { ...shape, ...over } } }),
    profile: { relays: [{ name: 'acme' }], models: ['gpt-x'], slo },
  })

/** The nth counted probe of a step: sent at so many ms, first token after `ttft`, the last 100 ms later. */
function climbing(
  at: number,
  n: number,
  sent: number,
  ttft = 200,
  over: ObservationChanges = {},
): Observation {
  const { timeline, step, ...rest } = over
  const label: StepLabel = step ?? { at, part: 'counted' }
  const shift = sent - 1000
  const plain = answer(n, acme, ttft, {
    probeId: `s${at}${label.part}${n}`,
    step: label,
    reply: usage(10, 20),
    ...rest,
  })
  const stamps = Object.entries(plain.timeline).map(([name, ms]) => [name, Number(ms) + shift])
  return { ...plain, timeline: { ...plain.timeline, ...Object.fromEntries(stamps), ...timeline } }
}

/** `lanes` lanes, each with an answer every `everyMs`, ten counted probes in all. */
const steady = (at: number, from: number, everyMs: number, ttft = 200): Observation[] =>
  Array.from({ length: 10 }, (_, i) => climbing(at, i + 1, from + Math.floor(i / at) * everyMs, ttft))

const ladderOf = (...observations: readonly (readonly Observation[])[]) => {
  const { ladder } = judge(journal(head(), session(), observations.flat(), end()))
  if (!ladder[0]) throw new Error('no ladder')
  return ladder[0]
}

describe('figures of a step', () => {
  test('answers and tokens are credited inside the window, each token at its own time', () => {
    // Sent at 0, 1000, … 9000: the window is 9 s, and the answer to the last one falls outside.
    const [step] = ladderOf(steady(1, 0, 1000)).steps
    expect(step).toMatchObject({ concurrency: 1, n: 10, windowMs: 9000, requestsPerSecond: 1 })
    expect(step?.outputTokensPerSecond).toBeCloseTo((9 * 20) / 9, 3)
  })

  test('an answer under way when the window closes counts for what had come of it', () => {
    // The second is sent when half the reads of the first are in: 200 + 30 of 200, 230, 260 and 300 ms.
    const [step] = ladderOf([climbing(2, 1, 0), climbing(2, 2, 230)]).steps
    expect(step?.windowMs).toBe(230)
    expect(step?.outputTokensPerSecond).toBeCloseTo((10 * 1000) / 230, 2)
    expect(step?.requestsPerSecond).toBe(0)
  })

  test('the opening wave is in no rate and no latency, but its failures are told', () => {
    const opening = refusal(1, acme, 503, 'overloaded', {
      probeId: 's1o1',
      warmup: true,
      step: { at: 1, part: 'opening' },
    })
    const [step] = ladderOf([opening], steady(1, 2000, 1000)).steps
    expect(step).toMatchObject({ n: 10, opening: 1, ok: 10, requestsPerSecond: 1 })
    expect(step?.ttftMs.n).toBe(10)
    expect(Object.values(step?.outcomes ?? {}).reduce((sum, n) => sum + n, 0)).toBe(11)
  })
})

describe('where a ladder ends', () => {
  test('throughput that no longer grows: the knee is the step before', () => {
    const found = ladderOf(steady(1, 0, 1000), steady(2, 20_000, 1000), steady(4, 40_000, 2000))
    expect(found).toMatchObject({ ended: 'throughput', endedAt: 4, knee: 2 })
  })

  test('growing throughput: the top', () => {
    const found = ladderOf(steady(1, 0, 1000), steady(2, 20_000, 1000), steady(4, 40_000, 1000))
    expect(found).toMatchObject({ ended: 'top', endedAt: null, knee: null })
  })

  test('a limit whose whole interval is broken', () => {
    const slow = steady(2, 20_000, 1000, 900)
    const { ladder } = judge(
      journal(head({ ttft_p50: '< 500ms' }), session(), steady(1, 0, 1000), slow, end()),
    )
    expect(ladder[0]).toMatchObject({ ended: 'slo', endedAt: 2, broken: ['ttft_p50'], knee: 1 })
  })

  test('stopped in the middle: unfinished', () => {
    expect(ladderOf(steady(1, 0, 1000).slice(0, 4))).toMatchObject({ ended: 'unfinished', knee: null })
  })
})

describe('the ceiling', () => {
  const refused = (
    n: number,
    sent: number,
    headers: Record<string, string>,
    over: ObservationChanges = {},
  ) => {
    const plain = refusal(n, acme, 429, over.reply?.error?.message ?? 'slow down', {
      probeId: `s2x${n}`,
      step: { at: 2, part: 'counted' },
      ...over,
    })
    const retryAfterMs = Number(headers['retry-after'] ?? 1) * 1000
    const shift = sent - 1000
    const stamps = Object.entries(plain.timeline).map(([name, ms]) => [name, Number(ms) + shift])
    return {
      ...plain,
      timeline: { ...plain.timeline, ...Object.fromEntries(stamps) },
      http: { status: 429, headers, retryAfterMs },
    }
  }

  test.each([
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-limit-requests': '60' }, 'slow down', 'requests'],
    [{ 'anthropic-ratelimit-tokens-remaining': '0' }, 'slow down', 'tokens'],
    [{ 'x-ratelimit-remaining-requests': '7' }, 'slow down', 'unstated'],
    [{}, 'Too many concurrent requests', 'concurrency'],
    [{}, '并发数超过限制', 'concurrency'],
    [{}, 'slow down', 'unstated'],
  ])('%j, "%s": %s', (headers, message, kind) => {
    const found = ladderOf(steady(1, 0, 1000), [
      refused(1, 20_000, headers, { reply: { error: { message } } }),
    ])
    expect(found.ceiling).toMatchObject({ refusals: 1, refusedFrom: 2, acceptedTo: 1, kind })
    expect(found.statedLimits).toEqual(
      'x-ratelimit-limit-requests' in headers ? { 'x-ratelimit-limit-requests': '60' } : {},
    )
  })

  const recovery = (sent: number, accepted: boolean): Observation => {
    const step = { at: 2, part: 'recovery' } as const
    if (accepted) return climbing(2, 1, sent, 200, { probeId: 's2r', warmup: true, step })
    return refused(1, sent, {}, { probeId: 's2r', warmup: true, step })
  }

  // Refused at 20,052, told to wait 2 s.
  test.each([
    [22_060, true, { tested: 1, accepted: 1, honest: true }],
    [22_060, false, { tested: 1, accepted: 0, honest: false }],
    [21_000, true, { tested: 0, accepted: 0, honest: null }],
  ])('Retry-After, next probe at %i, accepted %s: %j', (sent, accepted, expected) => {
    const found = ladderOf([refused(1, 20_000, { 'retry-after': '2' })], [recovery(sent, accepted)])
    expect(found.retryAfter).toMatchObject(expected)
  })
})
