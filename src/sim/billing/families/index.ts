import type { Family } from './family.ts'
import { newApi, oneApi } from './new-api.ts'
import { deepseek, moonshot, openrouter, siliconflow, stepfun, sub2api } from './vendors.ts'

/** Ways of telling balances that a simulated relay can have. */
export const families: readonly Family[] = [
  newApi,
  oneApi,
  sub2api,
  deepseek,
  siliconflow,
  moonshot,
  openrouter,
  stepfun,
]
