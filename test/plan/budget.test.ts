import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { promptFor } from '../../src/core/nonce.ts'
import { planAudit } from '../../src/plan/audit.ts'
import { planRun } from '../../src/plan/plan.ts'
import { nonceFor, presetText } from '../../src/plan/prompts.ts'
import { parseProfile } from '../../src/profile/parse.ts'

const planOf = (profile: object) =>
  planRun(parseProfile(JSON.stringify(profile), { file: 'test.yaml', env: {} }))

const relay = (name: string, more: object = {}): object => ({
  name,
  base_url: `https://${name}.example/v1`,
  ...more,
})

const row = (input: number, output: number, request?: number) => ({
  input_usd_per_mtok: input,
  output_usd_per_mtok: output,
  ...(request !== undefined && { per_request_usd: request }),
})

describe('a price', () => {
  const { budget } = planOf({
    relays: [
      relay('list'),
      relay('own', { prices: { m: row(1, 4) }, price_multiplier: 9 }),
      relay('times', { price_multiplier: 0.5 }),
      relay('free', { price_multiplier: 0 }),
      { name: 'sim', simulate: 'good' },
    ],
    models: ['m', 'constructor'],
    prices: { m: row(2, 8, 0.01) },
  })
  test.each([
    ['list', 'm', 'declared', 2, 8, 0.01],
    ['list', 'constructor', 'default', 12.5, 50, 0],
    ['own', 'm', 'declared', 1, 4, 0],
    ['own', 'constructor', 'default', 112.5, 450, 0],
    ['times', 'm', 'declared', 1, 4, 0.005],
    ['times', 'constructor', 'default', 6.25, 25, 0],
    ['free', 'm', 'declared', 0, 0, 0],
    ['free', 'constructor', 'declared', 0, 0, 0],
    ['sim', 'm', 'simulated', 0, 0, 0],
  ])('of %s for %s is %s', (name, model, source, input, output, request) => {
    const price = budget?.prices.find((each) => each.relay === name && each.model === model)
    expect(price).toMatchObject({
      source,
      inputUsdPerMtok: input,
      outputUsdPerMtok: output,
      perRequestUsd: request,
    })
  })
})

describe('a list price of the book', () => {
  const rows = [
    { model: 'm', currency: 'USD', inputPerMtok: 1, outputPerMtok: 5, source: 'a page', asOf: '2026-10-01' },
    {
      model: 'dear',
      currency: 'CNY',
      inputPerMtok: 72,
      outputPerMtok: 720,
      source: 'a page',
      asOf: '2026-10',
    },
  ] as const
  const loaded = parseProfile(
    JSON.stringify({
      relays: [relay('a'), relay('b', { price_multiplier: 0.5, recharge_ratio: 1 })],
      models: [{ name: 'logical', id: 'm' }, 'dear', 'other'],
      fx: { usd_cny: 7.2 },
    }),
    { file: 'test.yaml', env: {} },
  )
  const { budget } = planRun({ ...loaded, book: { asOf: '2026-10-01', source: 'test', rows } })
  test.each([
    ['a', 'logical', 'assumed', 3, 15, 3],
    ['a', 'dear', 'assumed', 12.5, 50, 3],
    ['a', 'other', 'default', 12.5, 50, undefined],
    ['b', 'logical', 'listed', 0.5, 2.5, 0.5],
    ['b', 'dear', 'listed', 5, 50, 0.5],
    ['b', 'other', 'default', 6.25, 25, undefined],
  ])('at %s for %s is %s', (name, model, source, input, output, times) => {
    const price = budget?.prices.find((each) => each.relay === name && each.model === model)
    expect(price).toMatchObject({ source, inputUsdPerMtok: input, outputUsdPerMtok: output })
    expect(price?.list?.times).toBe(times)
    expect(price?.cnyPerUsd).toBe(name === 'b' ? 1 : undefined)
  })
})

test('a plan of questions counts with the tier that its longest question reaches', () => {
  const tiers = [{ aboveInputTokens: 30_000, inputPerMtok: 4, outputPerMtok: 8 }]
  const row = { model: 'm', currency: 'USD', inputPerMtok: 1, outputPerMtok: 2, tiers } as const
  const loaded = parseProfile(
    JSON.stringify({ relays: [relay('a', { price_multiplier: 1 })], models: ['m'], budget: { usd: 100 } }),
    { file: 'test.yaml', env: {} },
  )
  const book = {
    asOf: '2026-10-01',
    source: 'test',
    rows: [{ ...row, source: 'a page', asOf: '2026-10-01' }],
  }
  const inputUsd = (tests: readonly string[]) =>
    planAudit({ ...loaded, book }, { depth: 'standard', tests }).budget?.prices[0]?.inputUsdPerMtok
  expect(inputUsd(['usage'])).toBe(1)
  expect(inputUsd(['context'])).toBe(4)
})

test('a price in yuan counts at the rate of the profile, and the dearer of plain and cached input', () => {
  const cny = {
    input_cny_per_mtok: 7,
    output_cny_per_mtok: 35,
    cache_write_cny_per_mtok: 14,
    per_request_cny: 0.7,
  }
  const { budget } = planOf({ relays: [relay('a')], models: ['m'], prices: { m: cny }, fx: { usd_cny: 7 } })
  expect(budget?.prices[0]).toMatchObject({
    source: 'declared',
    inputUsdPerMtok: 2,
    outputUsdPerMtok: 5,
    perRequestUsd: 0.09999999999999999,
  })
  expect(budget?.rate).toMatchObject({ cnyPerUsd: 7 })
})

test('without a word on it a run may cost a dollar', () => {
  expect(planOf({ relays: [relay('a')], models: ['m'] }).budget).toMatchObject({
    capUsd: 1,
    capSource: 'default',
  })
  const stated = planOf({ relays: [relay('a')], models: ['m'], budget: { usd: 3.5 } })
  expect(stated.budget).toMatchObject({ capUsd: 3.5, capSource: 'declared' })
})

test('the worst case is that of every planned request, and of those that find out protocols', () => {
  const { budget, worstCase } = planOf({
    relays: [
      relay('plain'),
      {
        name: 'auto',
        protocol: 'auto',
        endpoints: [
          { line: 'x', url: 'https://x.example/v1' },
          { line: 'y', url: 'https://y.example/v1' },
        ],
      },
    ],
    models: ['m', 'n'],
    prices: { m: row(10, 50), n: row(1, 5) },
    workload: { max_tokens: 100 },
    load: { requests: 5, warmup: 2 },
  })
  const { probe, discovery } = budget ?? { probe: undefined, discovery: undefined }
  const usd = (tokens: typeof probe, input: number, output: number): number =>
    ((tokens?.inputTokens ?? 0) * input + (tokens?.outputTokens ?? 0) * output) / 1e6
  expect(budget?.prices.map(({ worstCase: most }) => most?.requests)).toEqual([7, 7, 14 + 8, 14])
  expect(budget?.prices[0]?.worstCase?.usd).toBeCloseTo(7 * usd(probe, 10, 50), 8)
  expect(budget?.prices[2]?.worstCase?.usd).toBeCloseTo(
    14 * usd(probe, 10, 50) + 8 * usd(discovery, 10, 50),
    8,
  )
  expect(worstCase?.requests).toBe(7 + 7 + 14 + 14 + 8)
  expect(probe?.outputTokens).toBe(100)
})

test('a run bounded by time has a cap and prices, and no worst case', () => {
  const { budget } = planOf({ relays: [relay('a')], models: ['m'], load: { duration: '90s' } })
  expect(budget?.capUsd).toBe(1)
  expect(budget?.prices.map(({ worstCase }) => worstCase)).toEqual([undefined])
})

test('no prompt of any run has more tokens than the plan counts with, at one token a byte', () => {
  const { budget } = planOf({ relays: [relay('a')], models: ['m'] })
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), (runId, probeId, attempt) => {
      const prompt = promptFor(presetText('short'), nonceFor(runId, probeId, attempt))
      expect(Buffer.byteLength(prompt)).toBeLessThanOrEqual(budget?.probe.inputTokens ?? 0)
    }),
    { numRuns: 500, seed: 1 },
  )
})
