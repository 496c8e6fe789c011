import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describePlan } from '../../src/cli/plan-view.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import type { Plan } from '../../src/core/plan.ts'
import type { Language } from '../../src/core/text.ts'
import { probesOf, roundOrder } from '../../src/plan/order.ts'
import { planRun } from '../../src/plan/plan.ts'
import { presetText } from '../../src/plan/prompts.ts'
import { parseProfile } from '../../src/profile/parse.ts'

const load = (profile: object, env: Record<string, string> = {}) =>
  parseProfile(JSON.stringify(profile), { file: 'test.yaml', env })

const relay = (name: string, more: object = {}): object => ({
  name,
  base_url: `https://${name}.example/v1`,
  ...more,
})

const planOf = (profile: object, env: Record<string, string> = {}): Plan => planRun(load(profile, env))

const three = { relays: ['a', 'b', 'c'].map((name) => relay(name)), models: ['m', 'n'] }
const seeded = (seed: number, more: object = {}): Plan => planOf({ ...three, load: { seed, ...more } })
const orderOf = (plan: Plan, round: number): readonly string[] => roundOrder(plan, round).map(({ id }) => id)

describe('the order of probes', () => {
  test('of a relay without cells is empty, in a run bounded by time too', () => {
    const plan = seeded(7, { duration: '1h' })
    expect([...probesOf(plan, 'skipped')]).toEqual([])
  })

  test('is the same for the same seed, in every run', () => {
    for (const round of [-1, 1, 2, 50]) expect(orderOf(seeded(7), round)).toEqual(orderOf(seeded(7), round))
  })

  test('differs between rounds and between seeds', () => {
    const plan = seeded(7)
    const orders = Array.from({ length: 30 }, (_, i) => orderOf(plan, i + 1).join())
    expect(new Set(orders).size).toBeGreaterThan(20)
    const firsts = Array.from({ length: 30 }, (_, seed) => orderOf({ ...plan, seed }, 1).join())
    expect(new Set(firsts).size).toBeGreaterThan(20)
  })

  test('puts every cell first about equally often', () => {
    const plan = seeded(11)
    const firsts = new Map<string, number>()
    for (let round = 1; round <= 3_000; round++) {
      const id = orderOf(plan, round)[0] ?? ''
      firsts.set(id, (firsts.get(id) ?? 0) + 1)
    }
    // 500 each are expected; five standard deviations are 102.
    for (const count of firsts.values()) expect(Math.abs(count - 500)).toBeLessThan(103)
    expect(firsts.size).toBe(6)
  })

  test('without a seed is drawn anew, and the plan tells the seed', () => {
    const seeds = Array.from({ length: 5 }, () => planOf(three).seed)
    expect(new Set(seeds).size).toBeGreaterThan(1)
    for (const seed of seeds) expect(seed).toBeGreaterThanOrEqual(0)
  })

  const sizes = fc.record({
    relays: fc.integer({ min: 1, max: 6 }),
    models: fc.integer({ min: 1, max: 4 }),
    requests: fc.integer({ min: 1, max: 8 }),
    warmup: fc.integer({ min: 0, max: 3 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    stream: fc.constantFrom(true, false, 'both' as const),
  })
  const planFor = ({
    relays,
    models,
    requests,
    warmup,
    seed,
    stream,
  }: typeof sizes extends fc.Arbitrary<infer T> ? T : never): Plan =>
    planOf({
      relays: Array.from({ length: relays }, (_, i) => relay(`r${i}`)),
      models: Array.from({ length: models }, (_, i) => `m${i}`),
      stream,
      load: { requests, warmup, seed },
    })

  test('visits every cell once a round', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plan = planFor(size)
        const all = plan.cells.map(({ id }) => id).toSorted()
        for (let round = 1; round <= size.requests; round++)
          expect(orderOf(plan, round).toSorted()).toEqual(all)
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  test('gives every probe an id of its own, and all that were counted on', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plan = planFor(size)
        const relays = new Set(plan.cells.map((cell) => cell.relay))
        const probes = [...relays].flatMap((name) => [...probesOf(plan, name)])
        expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length)
        expect(probes.length).toBe(plan.cells.length * (size.requests + size.warmup))
        expect(plan.worstCase?.requests).toBe(probes.length)
        for (const { id, round, warmup, cell } of probes)
          expect([id, warmup]).toEqual([`${round < 0 ? 'w' : 'r'}${Math.abs(round)}.${cell.id}`, round < 0])
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  test('of one relay is that of the rounds', () => {
    const plan = seeded(3, { requests: 3, warmup: 1 })
    const cells = [...probesOf(plan, 'b')].map(({ cell }) => cell)
    expect(cells.every((cell) => cell.relay === 'b')).toBe(true)
    const rounds = [...probesOf(plan, 'b')].map(({ round }) => round)
    expect([...new Set(rounds)]).toEqual([-1, 1, 2, 3])
  })
})

describe('a plan', () => {
  test('has a cell for every relay, line, model and mode, in the order of the profile', () => {
    const { cells } = planOf({
      relays: [
        relay('a'),
        {
          name: 'b',
          endpoints: [
            { line: 'x', url: 'https://x.example' },
            { line: 'y', url: 'https://y.example' },
          ],
        },
      ],
      models: ['m', { name: 'n', only: ['b'] }],
      stream: 'both',
    })
    expect(cells.map(({ id, relay: name, line, model, mode }) => [id, name, line, model, mode])).toEqual([
      ['c1', 'a', undefined, 'm', 'stream'],
      ['c2', 'a', undefined, 'm', 'whole'],
      ['c3', 'b', 'x', 'm', 'stream'],
      ['c4', 'b', 'x', 'm', 'whole'],
      ['c5', 'b', 'x', 'n', 'stream'],
      ['c6', 'b', 'x', 'n', 'whole'],
      ['c7', 'b', 'y', 'm', 'stream'],
      ['c8', 'b', 'y', 'm', 'whole'],
      ['c9', 'b', 'y', 'n', 'stream'],
      ['c10', 'b', 'y', 'n', 'whole'],
    ])
  })

  test.each([
    [undefined, ['stream']],
    [true, ['stream']],
    [false, ['whole']],
    ['both', ['stream', 'whole']],
  ])('stream: %s gives modes %j', (stream, modes) => {
    const { cells } = planOf({ relays: [relay('a')], models: ['m'], ...(stream !== undefined && { stream }) })
    expect(cells.map(({ mode }) => mode)).toEqual(modes)
  })

  test('knows the worst case: requests, and tokens that no tokenizer exceeds', () => {
    const { worstCase, workload } = planOf({
      ...three,
      workload: { prompt: 'medium', max_tokens: 100 },
      load: { requests: 5, warmup: 2 },
    })
    expect(worstCase?.requests).toBe(6 * 7)
    expect(worstCase?.outputTokens).toBe(6 * 7 * 100)
    expect(worstCase?.inputTokens).toBeGreaterThanOrEqual(6 * 7 * workload.promptBytes)
    expect(workload).toMatchObject({ name: 'medium', maxOutputTokens: 100 })
  })

  test('bounded by time has no worst case', () => {
    const { worstCase, load: bounds } = planOf({ ...three, load: { duration: '90s' } })
    expect(worstCase).toBeUndefined()
    expect(bounds).toMatchObject({ durationMs: 90_000 })
    expect(bounds.rounds).toBeUndefined()
  })

  test.each([
    ['90s', 90_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
  ])('lasts %s = %i ms', (duration, durationMs) => {
    expect(planOf({ ...three, load: { duration } }).load.durationMs).toBe(durationMs)
  })

  test.each([
    [{}, {}, 2],
    [{ concurrency: 9 }, {}, 9],
    [{ concurrency: 9 }, { limits: { concurrency: 3 } }, 3],
    [{ concurrency: 2 }, { limits: { concurrency: 3 } }, 2],
  ])('load %j at a relay with %j: %i at once', (bounds, more, expected) => {
    const plan = planOf({ relays: [relay('a', more)], models: ['m'], load: bounds })
    expect(plan.load.concurrency).toEqual({ a: expected })
  })

  test('leaves out relays without a key, or that forbid probes, and says why', () => {
    const relays = [
      relay('keyless', { api_key_env: 'NO_KEY' }),
      relay('forbidden', { probe_policy: { allowed: false } }),
      relay('fine', { api_key_env: 'KEY' }),
    ]
    const plan = planOf({ relays, models: ['m'] }, { KEY: 'sk-canary-1234567890' })
    expect(plan.cells.map((cell) => cell.relay)).toEqual(['fine'])
    expect(plan.skipped).toEqual([
      { relay: 'keyless', reason: 'no-key', env: 'NO_KEY' },
      { relay: 'forbidden', reason: 'not-allowed' },
    ])
    expect(JSON.stringify(plan)).not.toContain('sk-canary')
  })

  test('is plain JSON', () => {
    const plan = seeded(5)
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  test('asks all relays as long a prompt as the one that wants the longest', () => {
    const relays = [relay('a'), relay('b', { probe_policy: { min_prompt_bytes: 3_000 } })]
    expect(planOf({ relays, models: ['m'] }).workload.promptBytes).toBeGreaterThanOrEqual(3_000)
    expect(presetText('short').length).toBeLessThan(1_000)
  })
})

describe('the text of a dry run', () => {
  const terminal = (language: Language): Terminal => ({
    language,
    env: {},
    width: 80,
    color: false,
    errorColor: false,
    errorIsTty: false,
    say: (text) => text[language],
    out: () => {},
    error: () => {},
    command: () => {},
  })

  const profile = {
    relays: [
      relay('a', { limits: { concurrency: 3 } }),
      relay('b', { api_key_env: 'B_KEY' }),
      relay('c', { probe_policy: { allowed: false } }),
    ],
    models: ['m'],
    stream: 'both',
    load: { requests: 4, warmup: 1, concurrency: 5, seed: 99 },
  }

  test('names cells, order, upper bounds, seed and what is left out', () => {
    const plan = planOf(profile)
    const lines = describePlan(plan, terminal('en')).split('\n')
    expect(lines).toContain('c1    a  m  openai-chat  stream  x3  ≤ $0.115 / ¥0.828')
    expect(lines).toContain('c2    a  m  openai-chat  whole  x3  ≤ $0.115 / ¥0.828')
    expect(lines).toContain(`round 1: ${orderOf(plan, 1).join(' ')}`)
    expect(lines).toContain(`round 3: ${orderOf(plan, 3).join(' ')}`)
    expect(lines).not.toContain(`round 4: ${orderOf(plan, 4).join(' ')}`)
    const text = lines.join('\n')
    expect(text).toContain('seed 99')
    expect(text).toContain(`at most 10 requests, ${plan.worstCase?.inputTokens} input and 2560 output tokens`)
    expect(text).toContain('not probed: b (set B_KEY)')
    expect(text).toContain('not probed: c (probe_policy says no)')
  })

  test('is there in Chinese', () => {
    const text = describePlan(planOf(profile), terminal('zh'))
    for (const words of ['随机种子 99', '第 1 轮：', '不探测：b（请设置 B_KEY）', '最多 10 次请求'])
      expect(text).toContain(words)
  })

  test('of a run bounded by time names the time', () => {
    const text = describePlan(planOf({ ...profile, load: { duration: '90s' } }), terminal('en'))
    expect(text).toContain('90s counted rounds')
    expect(text).toContain('bounded by time')
  })
})
