import { asObject } from '../../core/json.ts'
import type { PriceRow } from '../../core/price.ts'
import { amountIn } from '../amount.ts'
import type { PriceSource, ReadAt } from '../price-source.ts'
import { usdRow } from './row.ts'

/** Vendors under their own names there; everybody else resells. */
const vendors: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  xai: 'xAI',
  mistral: 'Mistral',
  deepseek: 'DeepSeek',
  zhipuai: 'Zhipu',
  moonshotai: 'Moonshot',
  alibaba: 'Alibaba',
  minimax: 'MiniMax',
  stepfun: 'StepFun',
  xiaomi: 'Xiaomi',
}

/** Providers, each with models and their cost in USD per million tokens. @see https://github.com/anomalyco/models.dev (MIT) */
export const modelsDev: PriceSource = {
  id: 'models.dev',
  url: 'https://models.dev/api.json',
  read(body, at) {
    const providers = Object.entries(vendors).map(
      ([id, vendor]) => [vendor, asObject(asObject(asObject(body)[id])['models'])] as const,
    )
    if (providers.every(([, models]) => Object.keys(models).length === 0)) return undefined
    const all = providers.flatMap(([vendor, models]) =>
      Object.entries(models).map(([model, entry]) => ({ model, row: rowOf(model, vendor, entry, at) })),
    )
    return {
      rows: all.flatMap(({ row }) => row ?? []),
      unpriced: all.flatMap(({ model, row }) => (row ? [] : [{ model, why: 'no cost' }])),
    }
  },
}

function rowOf(model: string, vendor: string, entry: unknown, at: ReadAt): PriceRow | undefined {
  const cost = asObject(asObject(entry)['cost'])
  return usdRow(
    model,
    {
      input: amountIn(cost['input']),
      output: amountIn(cost['output']),
      cached: amountIn(cost['cache_read']),
      cacheWrite: amountIn(cost['cache_write']),
    },
    { vendor, ...at },
  )
}
