import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BalanceReading } from '../../src/core/balance.ts'
import { sourcesFor } from '../../src/pricing/balances/index.ts'

const all = sourcesFor(new URL('https://relay.example/v1'))

/** Bodies as documentation or source of each software shows them, and what they mean. */
const documented: readonly {
  readonly source: string
  readonly from: string
  readonly bodies: readonly unknown[]
  readonly means: BalanceReading
}[] = [
  {
    source: 'new-api-token',
    from: 'docs.newapi.pro/api/token-usage, and GET /api/status of the same software',
    bodies: [
      {
        code: true,
        message: 'ok',
        data: {
          object: 'token_usage',
          name: 'Default Token',
          total_granted: 1_000_000,
          total_used: 12_345,
          total_available: 987_655,
          unlimited_quota: false,
          model_limits: { 'gpt-4o-mini': true },
          model_limits_enabled: false,
          expires_at: 0,
        },
      },
      { success: true, data: { quota_per_unit: 500_000, quota_display_type: 'USD' } },
    ],
    means: {
      remaining: 987_655,
      used: 12_345,
      unit: { type: 'quota', perUsd: 500_000 },
      step: 1,
      rounding: 1,
      scope: 'key',
    },
  },
  {
    source: 'openai-billing',
    from: 'songquanpeng/one-api controller/billing.go: OpenAISubscriptionResponse, OpenAIUsageResponse',
    bodies: [
      {
        object: 'billing_subscription',
        has_payment_method: true,
        soft_limit_usd: 5,
        hard_limit_usd: 5,
        system_hard_limit_usd: 5,
        access_until: 0,
      },
      { object: 'list', total_usage: 123.4 },
      { success: true, data: { quota_per_unit: 500_000, quota_display_type: 'CNY' } },
    ],
    means: {
      remaining: 3.766,
      used: 1.234,
      unit: { type: 'money', currency: 'CNY' },
      step: 0.000002,
      rounding: 0.000002,
      scope: 'unknown',
    },
  },
  {
    source: 'openai-billing',
    from: 'the same of a key without a limit, and a gateway that tells nothing of itself',
    bodies: [{ hard_limit_usd: 100_000_000 }, { total_usage: 0 }, undefined],
    means: { remaining: 'unlimited', used: 0, unit: { type: 'unknown' }, scope: 'unknown' },
  },
  {
    source: 'sub2api',
    from: 'Wei-Shaw/sub2api GET /v1/usage, quota_limited, and GET /v1/sub2api/billing (pull request 4096)',
    bodies: [
      {
        mode: 'quota_limited',
        isValid: true,
        quota: { limit: 20, used: 1.25, remaining: 18.75, unit: 'USD' },
      },
      {
        object: 'sub2api.key_billing',
        schema_version: 1,
        group_rate_multiplier: 0.8,
        user_rate_multiplier: 1,
        effective_rate_multiplier: 0.8,
        observed_at: '2026-10-01T00:00:00Z',
      },
    ],
    means: {
      remaining: 18.75,
      used: 1.25,
      unit: { type: 'money', currency: 'USD' },
      multiplier: 0.8,
      scope: 'key',
    },
  },
  {
    source: 'sub2api',
    from: 'the same, of a wallet',
    bodies: [{ mode: 'unrestricted', isValid: true, remaining: -1, balance: -1 }],
    means: { remaining: 'unlimited', unit: { type: 'money', currency: 'USD' }, scope: 'account' },
  },
  {
    source: 'deepseek',
    from: 'api-docs.deepseek.com/api/get-user-balance',
    bodies: [
      {
        is_available: true,
        balance_infos: [
          { currency: 'CNY', total_balance: '110.00', granted_balance: '10.00', topped_up_balance: '100.00' },
        ],
      },
    ],
    means: { remaining: 110, unit: { type: 'money', currency: 'CNY' }, step: 0.01, scope: 'account' },
  },
  {
    source: 'siliconflow',
    from: 'docs.siliconflow.cn/cn/api-reference/userinfo/get-user-info',
    bodies: [
      {
        code: 20_000,
        message: 'OK',
        status: true,
        data: { id: 'userid', balance: '0.88', chargeBalance: '88.00', totalBalance: '88.88' },
      },
    ],
    means: { remaining: 88.88, unit: { type: 'money', currency: 'CNY' }, step: 0.01, scope: 'account' },
  },
  {
    source: 'moonshot',
    from: 'platform.moonshot.cn/docs/api/misc',
    bodies: [
      {
        code: 0,
        data: { available_balance: 49.58894, voucher_balance: 46.58893, cash_balance: 3.00001 },
        scode: '0x0',
        status: true,
      },
    ],
    means: { remaining: 49.58894, unit: { type: 'money', currency: 'CNY' }, scope: 'account' },
  },
  {
    source: 'openrouter',
    from: 'openrouter.ai/docs/api-reference/credits/get-credits',
    bodies: [{ data: { total_credits: 100.5, total_usage: 25.75 } }],
    means: { remaining: 74.75, used: 25.75, unit: { type: 'money', currency: 'USD' }, scope: 'account' },
  },
]

describe('a balance page as it is documented', () => {
  test.each(documented)('$source: $from', ({ source, bodies, means }) => {
    const found = all.find(({ id }) => id === source)
    const reading = found?.read(bodies)
    expect(reading).toEqual({
      ...means,
      ...(typeof means.remaining === 'number' && { remaining: expect.closeTo(means.remaining, 9) }),
      ...(means.step !== undefined && { step: expect.closeTo(means.step, 9) }),
    })
  })

  test('is read by no source but its own', () => {
    for (const { source, bodies } of documented)
      for (const other of all)
        if (other.id !== source)
          expect([source, other.id, other.read(bodies)]).toEqual([source, other.id, undefined])
  })

  test('is no balance where an error comes with status 200', () => {
    for (const body of [
      { error: { message: 'invalid token', type: 'one_api_error' } },
      { success: false, message: '无权进行此操作，未登录且未提供 access token' },
      { code: 20_012, message: 'invalid key', data: null },
      null,
      'text',
      [],
    ])
      for (const { read } of all) expect(read([body, body, body])).toBeUndefined()
  })
})

test('whatever a relay sends, nothing throws, and no amount is negative or endless', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 3 }), fc.constantFrom(...all), (bodies, { read }) => {
      const reading = read(bodies)
      for (const amount of [reading?.remaining, reading?.used, reading?.step])
        if (typeof amount === 'number') expect(amount >= 0 && Number.isFinite(amount)).toBe(true)
    }),
  )
})

test('every page that is asked is at the origin of the relay', () => {
  for (const address of [
    'https://relay.example/v1',
    'https://relay.example:8443/a/b/v1/',
    'http://127.0.0.1:1/',
  ])
    for (const { requests } of all)
      for (const url of requests(new URL(address))) expect(url.origin).toBe(new URL(address).origin)
})

test.each([
  ['https://api.deepseek.com', ['deepseek']],
  ['https://openrouter.ai/api/v1', ['openrouter']],
  ['https://notdeepseek.com/v1', all.map(({ id }) => id)],
])('%s is asked as %s', (address, ids) => {
  expect(sourcesFor(new URL(address)).map(({ id }) => id)).toEqual(ids)
})
