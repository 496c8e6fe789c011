import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PriceRow } from '../../src/core/price.ts'
import { changes, merged } from '../../src/pricing/merge.ts'
import { priceSources } from '../../src/pricing/sources/index.ts'

const at = { source: 'test', asOf: '2026-11-24' }
const read = (id: string, body: unknown) => priceSources.find((source) => source.id === id)?.read(body, at)

/** Bodies as each list has them, shortened; nothing but their numbers is changed. */
const documented: readonly (readonly [id: string, from: string, body: unknown, rows: readonly object[]])[] = [
  [
    'models.dev',
    'models.dev/api.json: cost in USD per million tokens',
    {
      anthropic: {
        id: 'anthropic',
        models: {
          'claude-x': { id: 'claude-x', cost: { input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 } },
          'claude-free': { id: 'claude-free' },
        },
      },
      reseller: { id: 'reseller', models: { 'claude-x': { cost: { input: 1, output: 1 } } } },
    },
    [
      {
        model: 'claude-x',
        vendor: 'Anthropic',
        currency: 'USD',
        inputPerMtok: 3,
        outputPerMtok: 15,
        cachedPerMtok: 0.3,
        cacheWritePerMtok: { '': 3.75 },
      },
    ],
  ],
  [
    'litellm',
    'BerriAI/litellm model_prices_and_context_window.json: USD per token, dearer above some length',
    {
      sample_spec: { input_cost_per_token: 0 },
      'gpt-x': {
        litellm_provider: 'openai',
        mode: 'chat',
        input_cost_per_token: 1.25e-6,
        output_cost_per_token: 1e-5,
        cache_read_input_token_cost: 1.25e-7,
        input_cost_per_token_above_272k_tokens: 2.5e-6,
        output_cost_per_token_above_272k_tokens: 1.5e-5,
      },
      'deepseek/deepseek-x': {
        litellm_provider: 'deepseek',
        input_cost_per_token: 2.8e-7,
        output_cost_per_token: 4.2e-7,
      },
      'azure/gpt-x': { litellm_provider: 'azure', input_cost_per_token: 9, output_cost_per_token: 9 },
      'dall-e': { litellm_provider: 'openai', mode: 'image_generation', input_cost_per_pixel: 2e-8 },
    },
    [
      {
        model: 'gpt-x',
        inputPerMtok: 1.25,
        outputPerMtok: 10,
        cachedPerMtok: 0.125,
        tiers: [{ aboveInputTokens: 272_000, inputPerMtok: 2.5, outputPerMtok: 15 }],
      },
      { model: 'deepseek-x', inputPerMtok: 0.28, outputPerMtok: 0.42 },
    ],
  ],
  [
    'openrouter',
    'openrouter.ai/api/v1/models: text, USD per token',
    {
      data: [
        {
          id: 'vendor/model-x',
          pricing: {
            prompt: '0.000002',
            completion: '0.00001',
            request: '0',
            image: '0.0048',
            input_cache_read: '0.0000002',
          },
        },
        { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' } },
      ],
    },
    [{ model: 'vendor/model-x', inputPerMtok: 2, outputPerMtok: 10, cachedPerMtok: 0.2 }],
  ],
  [
    'new-api',
    'QuantumNous/new-api GET /api/pricing: ratios, by token, by call and tiered',
    {
      success: true,
      data: [
        {
          model_name: 'gpt-x',
          quota_type: 0,
          model_ratio: 1.25,
          model_price: 0,
          completion_ratio: 4,
          cache_ratio: 0.1,
          create_cache_ratio: 1.25,
          enable_groups: ['default', 'vip'],
        },
        { model_name: 'draw-x', quota_type: 1, model_ratio: 0, model_price: 0.04 },
        {
          model_name: 'tier-x',
          quota_type: 0,
          model_ratio: 1,
          billing_mode: 'tiered_expr',
          billing_expr: 'p>1',
        },
      ],
      group_ratio: { default: 0.5, vip: 0.4 },
      usable_group: { default: 'default' },
    },
    [
      {
        model: 'gpt-x',
        inputPerMtok: 1.25,
        outputPerMtok: 5,
        cachedPerMtok: 0.125,
        cacheWritePerMtok: { '': 1.5625 },
      },
      { model: 'draw-x', inputPerMtok: 0, outputPerMtok: 0, perCall: 0.02 },
    ],
  ],
]

describe('a price list as it is published', () => {
  test.each(documented)('%s: %s', (id, _, body, rows) => {
    const listing = read(id, body)
    expect(listing?.rows).toHaveLength(rows.length)
    expect(listing?.rows).toMatchObject(rows)
    for (const row of listing?.rows ?? []) expect(row).toMatchObject(at)
  })

  test('is read by no source but its own', () => {
    for (const [id, , body] of documented)
      for (const other of priceSources)
        if (other.id !== id) expect([id, other.id, read(other.id, body)]).toEqual([id, other.id, undefined])
  })

  test('says of models that a few numbers do not price why', () => {
    const why = (id: string) => {
      const found = documented.find(([each]) => each === id)
      return read(id, found?.[2])?.unpriced.map(({ model }) => model)
    }
    expect(why('models.dev')).toEqual(['claude-free'])
    expect(why('litellm')).toEqual(['dall-e'])
    expect(why('openrouter')).toEqual(['openrouter/auto'])
    expect(why('new-api')).toEqual(['tier-x'])
  })

  test('that is empty, an error or a page is not known, never free', () => {
    for (const body of [
      { success: true, data: [] },
      { success: false, message: '未登录' },
      '<html>',
      null,
      [],
    ])
      for (const source of priceSources) expect(source.read(body, at)).toBeUndefined()
  })
})

test('whatever is sent, nothing throws, and no price is negative or endless', () => {
  const shapes = fc.oneof(
    fc.jsonValue(),
    fc.record({
      data: fc.array(
        fc.record({
          model_name: fc.string(),
          model_ratio: fc.jsonValue(),
          pricing: fc.jsonValue(),
          id: fc.string(),
        }),
      ),
    }),
    fc.dictionary(
      fc.string(),
      fc.record({
        litellm_provider: fc.constantFrom('openai', 'x'),
        input_cost_per_token: fc.jsonValue(),
        output_cost_per_token: fc.jsonValue(),
      }),
    ),
    fc.record({
      openai: fc.record({ models: fc.dictionary(fc.string(), fc.record({ cost: fc.jsonValue() })) }),
    }),
  )
  fc.assert(
    fc.property(shapes, fc.constantFrom(...priceSources), (body, source) => {
      for (const { inputPerMtok = 0, outputPerMtok = 0, perCall = 0 } of source.read(body, at)?.rows ?? [])
        for (const amount of [inputPerMtok, outputPerMtok, perCall])
          expect(amount >= 0 && Number.isFinite(amount)).toBe(true)
    }),
  )
})

describe('a newer list', () => {
  const row = (model: string, input: number, more: Partial<PriceRow> = {}): PriceRow => ({
    model,
    currency: 'USD',
    inputPerMtok: input,
    outputPerMtok: 2 * input,
    ...at,
    ...more,
  })
  const book = { ...at, rows: [row('kept', 1), row('cut', 4, { aliases: ['old-name'] }), row('same', 3)] }
  const newer = [row('cut', 2), row('same', 3), row('new', 9)]

  test('changes what is another price, and says what', () => {
    expect(changes(book, newer).map(({ model, before }) => [model, before?.inputPerMtok])).toEqual([
      ['cut', 4],
      ['new', undefined],
    ])
  })

  test('takes the place of the same models, keeps other names and other models', () => {
    const result = merged(book, newer, { asOf: '2026-12-01', source: 'newer' })
    expect(result.rows.map(({ model, inputPerMtok }) => [model, inputPerMtok])).toEqual([
      ['kept', 1],
      ['cut', 2],
      ['same', 3],
      ['new', 9],
    ])
    expect(result.rows[1]?.aliases).toEqual(['old-name'])
    expect(changes(result, newer)).toEqual([])
  })
})
