import type { PriceRow } from '../../core/price.ts'
import { amountIn, listIn, objectIn, textIn } from '../json.ts'
import type { PriceSource, ReadAt } from '../price-source.ts'

/** A ratio of 1 is so many dollars of quota per million input tokens. */
const usdPerRatio = 2

/** The group of a key that nobody has put into another. */
const usualGroup = 'default'

/**
 * The public price page of one-api, new-api and their forks, in dollars of quota, of the group "default": what a dollar of
 * quota costs stands elsewhere.
 * @see https://github.com/QuantumNous/new-api controller/pricing.go; field names as in saved pages of 102 relays
 */
export const newApi: PriceSource = {
  id: 'new-api',
  page: ({ origin }) => new URL('/api/pricing', origin),
  read(body, at) {
    const page = objectIn(body)
    const models = listIn(page['data']).map(objectIn)
    if (!models.some((model) => 'model_ratio' in model || 'model_price' in model)) return undefined
    const group = amountIn(objectIn(page['group_ratio'])[usualGroup]) ?? 1
    const all = models.flatMap((model) => {
      const name = textIn(model['model_name'])
      return name === undefined ? [] : [{ model: name, ...priceOf(name, model, group, at) }]
    })
    return {
      rows: all.flatMap(({ row }) => row ?? []),
      unpriced: all.flatMap(({ model, why }) => (why === undefined ? [] : [{ model, why }])),
    }
  },
}

function priceOf(
  name: string,
  model: Readonly<Record<string, unknown>>,
  group: number,
  at: ReadAt,
): { readonly row?: PriceRow; readonly why?: string } {
  const mode = textIn(model['billing_mode'])
  if (textIn(model['billing_expr']) || (mode !== undefined && !['', 'ratio', 'price'].includes(mode)))
    return { why: mode ?? 'tiered' }
  const row = { model: name, currency: 'USD' as const, ...at }
  const [perCall, ratio] = [amountIn(model['model_price']), amountIn(model['model_ratio'])]
  if (model['quota_type'] === 1)
    return perCall === undefined
      ? { why: 'no price' }
      : { row: { ...row, inputPerMtok: 0, outputPerMtok: 0, perCall: perCall * group } }
  if (ratio === undefined) return { why: 'no ratio' }
  const input = ratio * usdPerRatio * group
  const times = (field: string): number | undefined => {
    const factor = amountIn(model[field])
    return factor === undefined ? undefined : input * factor
  }
  const [cached, write] = [times('cache_ratio'), times('create_cache_ratio')]
  return {
    row: {
      ...row,
      inputPerMtok: input,
      outputPerMtok: times('completion_ratio') ?? input,
      ...(cached !== undefined && { cachedPerMtok: cached }),
      ...(write !== undefined && { cacheWritePerMtok: { '': write } }),
    },
  }
}
