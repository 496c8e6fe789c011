import { amountIn, listIn, objectIn, textIn } from '../json.ts'
import type { PriceSource } from '../price-source.ts'

/** A listing of models with prices as text, in USD per token. @see https://openrouter.ai/docs/api-reference/list-available-models */
export const openrouter: PriceSource = {
  id: 'openrouter',
  url: 'https://openrouter.ai/api/v1/models',
  page: (baseUrl) => new URL(`${baseUrl.pathname.replace(/\/+$/, '')}/models`, baseUrl),
  read(body, at) {
    const all = listIn(objectIn(body)['data']).map((entry) => {
      const pricing = objectIn(objectIn(entry)['pricing'])
      const perMtok = (name: string): number | undefined => {
        const perToken = amountIn(Number(textIn(pricing[name]) ?? Number.NaN))
        return perToken === undefined ? undefined : Number((perToken * 1e6).toPrecision(12))
      }
      return {
        model: textIn(objectIn(entry)['id']),
        perMtok,
        request: amountIn(Number(pricing['request'] ?? 0)),
      }
    })
    const named = all.flatMap(({ model, ...rest }) => (model === undefined ? [] : [{ model, ...rest }]))
    const priced = named.filter(
      ({ perMtok }) => perMtok('prompt') !== undefined && perMtok('completion') !== undefined,
    )
    if (priced.length === 0) return undefined
    return {
      rows: priced.map(({ model, perMtok, request = 0 }) => {
        const [cached, write] = [perMtok('input_cache_read'), perMtok('input_cache_write')]
        return {
          model,
          vendor: 'OpenRouter',
          currency: 'USD' as const,
          inputPerMtok: perMtok('prompt') ?? 0,
          outputPerMtok: perMtok('completion') ?? 0,
          ...(cached !== undefined && { cachedPerMtok: cached }),
          ...(write !== undefined && { cacheWritePerMtok: { '': write } }),
          ...(request > 0 && { perCall: request }),
          ...at,
        }
      }),
      unpriced: named
        .filter((each) => !priced.includes(each))
        .map(({ model }) => ({ model, why: 'no price' })),
    }
  },
}
