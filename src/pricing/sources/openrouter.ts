import { asArray, asObject, asText } from '../../core/json.ts'
import type { PriceRow } from '../../core/price.ts'
import { amountIn } from '../amount.ts'
import { below } from '../below.ts'
import type { PriceSource, ReadAt } from '../price-source.ts'
import { perMtokOf, usdRow } from './row.ts'

/** A listing of models with prices as text, in USD per token. @see https://openrouter.ai/docs/api-reference/list-available-models */
export const openrouter: PriceSource = {
  id: 'openrouter',
  url: 'https://openrouter.ai/api/v1/models',
  page: (baseUrl) => below(baseUrl, '/models'),
  read(body, at) {
    const all = asArray(asObject(body)['data']).flatMap((entry) => {
      const model = asText(asObject(entry)['id'])
      return model === undefined ? [] : [{ model, row: rowOf(model, entry, at) }]
    })
    const rows = all.flatMap(({ row }) => row ?? [])
    if (rows.length === 0) return undefined
    return {
      rows,
      unpriced: all.flatMap(({ model, row }) => (row ? [] : [{ model, why: 'no price' }])),
    }
  },
}

function rowOf(model: string, entry: unknown, at: ReadAt): PriceRow | undefined {
  const pricing = asObject(asObject(entry)['pricing'])
  const perMtok = (name: string): number | undefined =>
    perMtokOf(amountIn(Number(asText(pricing[name]) ?? Number.NaN)))
  const request = amountIn(Number(pricing['request'] ?? 0)) ?? 0
  return usdRow(
    model,
    {
      input: perMtok('prompt'),
      output: perMtok('completion'),
      cached: perMtok('input_cache_read'),
      cacheWrite: perMtok('input_cache_write'),
    },
    { vendor: 'OpenRouter', ...(request > 0 && { perCall: request }), ...at },
  )
}
