import { asArray, asObject, asText } from '../../core/json.ts'
import type { PriceRow } from '../../core/price.ts'
import { amountIn } from '../amount.ts'
import type { PriceSource, ReadAt } from '../price-source.ts'
import { usdRow } from './row.ts'

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
    const page = asObject(body)
    const models = asArray(page['data']).map(asObject)
    if (!models.some((model) => 'model_ratio' in model || 'model_price' in model)) return undefined
    const group = amountIn(asObject(page['group_ratio'])[usualGroup]) ?? 1
    const all = models.flatMap((model) => {
      const name = asText(model['model_name'])
      return name === undefined ? [] : [{ model: name, priced: priceOf(name, model, group, at) }]
    })
    return {
      rows: all.flatMap(({ priced }) => (typeof priced === 'string' ? [] : [priced])),
      unpriced: all.flatMap(({ model, priced }) =>
        typeof priced === 'string' ? [{ model, why: priced }] : [],
      ),
    }
  },
}

/** @returns the row, or why there is none */
function priceOf(
  name: string,
  model: Readonly<Record<string, unknown>>,
  group: number,
  at: ReadAt,
): PriceRow | string {
  const mode = asText(model['billing_mode'])
  if (asText(model['billing_expr']) || (mode !== undefined && !['ratio', 'price'].includes(mode)))
    return mode ?? 'tiered'
  const [perCall, ratio] = [amountIn(model['model_price']), amountIn(model['model_ratio'])]
  const noPrice = 'no price'
  if (model['quota_type'] === 1)
    return perCall === undefined
      ? noPrice
      : (usdRow(name, { input: 0, output: 0 }, { perCall: perCall * group, ...at }) ?? noPrice)
  if (ratio === undefined) return 'no ratio'
  const input = ratio * usdPerRatio * group
  const times = (field: string): number | undefined => {
    const factor = amountIn(model[field])
    return factor === undefined ? undefined : input * factor
  }
  const parts = {
    input,
    output: times('completion_ratio') ?? input,
    cached: times('cache_ratio'),
    cacheWrite: times('create_cache_ratio'),
  }
  return usdRow(name, parts, at) ?? noPrice
}
