import { cents, type Family } from './family.ts'

/** @see https://api-docs.deepseek.com/api/get-user-balance */
export const deepseek: Family = {
  id: 'deepseek',
  unit: 1e-6,
  pages: [
    {
      path: '/user/balance',
      keyed: true,
      body: ({ setting, spent }) => ({
        is_available: true,
        balance_infos: [
          {
            currency: 'CNY',
            total_balance: cents(setting.granted - spent),
            granted_balance: '0.00',
            topped_up_balance: cents(setting.granted - spent),
          },
        ],
      }),
    },
  ],
}

/** @see https://docs.siliconflow.cn/cn/api-reference/userinfo/get-user-info */
export const siliconflow: Family = {
  id: 'siliconflow',
  unit: 1e-6,
  pages: [
    {
      path: '/v1/user/info',
      keyed: true,
      body: ({ setting, spent }) => ({
        code: 20_000,
        message: 'OK',
        status: true,
        data: {
          id: 'userid',
          name: 'username',
          balance: '0',
          chargeBalance: (setting.granted - spent).toFixed(4),
          totalBalance: (setting.granted - spent).toFixed(4),
        },
      }),
    },
  ],
}

/** @see https://platform.moonshot.cn/docs/api/misc */
export const moonshot: Family = {
  id: 'moonshot',
  unit: 1e-6,
  pages: [
    {
      path: '/v1/users/me/balance',
      keyed: true,
      body: ({ setting, spent }) => ({
        code: 0,
        data: {
          available_balance: Number((setting.granted - spent).toFixed(5)),
          voucher_balance: 0,
          cash_balance: Number((setting.granted - spent).toFixed(5)),
        },
        scode: '0x0',
        status: true,
      }),
    },
  ],
}

/** @see https://openrouter.ai/docs/api-reference/credits/get-credits */
export const openrouter: Family = {
  id: 'openrouter',
  unit: 1e-9,
  pages: [
    {
      path: '/v1/credits',
      keyed: true,
      body: ({ setting, spent }) => ({ data: { total_credits: setting.granted, total_usage: spent } }),
    },
  ],
}

/** @see https://platform.stepfun.com/docs/api-reference/account */
export const stepfun: Family = {
  id: 'stepfun',
  unit: 1e-6,
  pages: [
    {
      path: '/v1/accounts',
      keyed: true,
      body: ({ setting, spent }) => ({
        object: 'account',
        type: 'prepaid',
        balance: Number((setting.granted - spent).toFixed(4)),
        total_cash_balance: Number((setting.granted - spent).toFixed(4)),
        total_voucher_balance: 0,
      }),
    },
  ],
}

/** Says that it charges list price. @see https://github.com/Wei-Shaw/sub2api: GET /v1/usage, GET /v1/sub2api/billing */
export const sub2api: Family = {
  id: 'sub2api',
  unit: 1e-8,
  pages: [
    {
      path: '/v1/usage',
      keyed: true,
      body: ({ setting, spent }) => ({
        mode: 'quota_limited',
        isValid: true,
        status: 'active',
        quota: { limit: setting.granted, used: spent, remaining: setting.granted - spent, unit: 'USD' },
        unit: 'USD',
      }),
    },
    {
      path: '/v1/sub2api/billing',
      keyed: true,
      body: () => ({
        object: 'sub2api.key_billing',
        schema_version: 1,
        group_rate_multiplier: 1,
        user_rate_multiplier: 1,
        effective_rate_multiplier: 1,
      }),
    },
  ],
}
