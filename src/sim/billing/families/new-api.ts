import type { Account, Family } from './family.ts'

const perUnit = 500_000
const quota = (usd: number): number => Math.round(usd * perUnit)

/** A ratio of 1 is 2 USD per million input tokens, times that of the group. */
const groupRatio = 0.5

const pricing = ({ setting, models }: Account) => ({
  success: true,
  data: models.map((model) => ({
    model_name: model,
    quota_type: 0,
    model_ratio: setting.input_per_mtok / 2 / groupRatio,
    model_price: 0,
    completion_ratio: setting.input_per_mtok === 0 ? 1 : setting.output_per_mtok / setting.input_per_mtok,
    cache_ratio: setting.cache_ratio,
    enable_groups: ['default'],
  })),
  group_ratio: { default: groupRatio },
  usable_group: { default: 'default' },
})

/** @see https://github.com/QuantumNous/new-api controller/pricing.go and controller/token.go */
export const newApi: Family = {
  id: 'new-api',
  unit: 1 / perUnit,
  pages: [
    { path: '/api/pricing', keyed: false, body: pricing },
    {
      path: '/api/usage/token',
      keyed: true,
      body: ({ setting, spent }) => ({
        code: true,
        message: 'ok',
        data: {
          object: 'token_usage',
          name: 'test',
          total_granted: quota(setting.granted),
          total_used: quota(spent),
          total_available: quota(setting.granted) - quota(spent),
          unlimited_quota: false,
          expires_at: 0,
        },
      }),
    },
  ],
}

/** @see https://github.com/songquanpeng/one-api controller/billing.go */
export const oneApi: Family = {
  id: 'one-api',
  unit: 1 / perUnit,
  pages: [
    { path: '/api/pricing', keyed: false, body: pricing },
    {
      path: '/v1/dashboard/billing/subscription',
      keyed: true,
      body: ({ setting }) => ({
        object: 'billing_subscription',
        has_payment_method: true,
        soft_limit_usd: setting.granted,
        hard_limit_usd: setting.granted,
        system_hard_limit_usd: setting.granted,
        access_until: 0,
      }),
    },
    {
      path: '/v1/dashboard/billing/usage',
      keyed: true,
      body: ({ spent }) => ({ object: 'list', total_usage: spent * 100 }),
    },
  ],
}
