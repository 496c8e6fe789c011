import { asObject, asText } from '../../core/json.ts'
import type { PriceRow, PriceTier } from '../../core/price.ts'
import { amountIn } from '../amount.ts'
import type { PriceSource, ReadAt } from '../price-source.ts'
import { perMtokOf, usdRow } from './row.ts'

/** Vendors under their own names there. */
const vendors: ReadonlyMap<string, string> = new Map([
  ['openai', 'OpenAI'],
  ['anthropic', 'Anthropic'],
  ['gemini', 'Google'],
  ['xai', 'xAI'],
  ['mistral', 'Mistral'],
  ['deepseek', 'DeepSeek'],
  ['dashscope', 'Alibaba'],
  ['moonshot', 'Moonshot'],
  ['zai', 'Zhipu'],
  ['minimax', 'MiniMax'],
  ['volcengine', 'Volcengine'],
])

/** One object of models, cost in USD per token. @see https://github.com/BerriAI/litellm model_prices_and_context_window.json (MIT) */
export const litellm: PriceSource = {
  id: 'litellm',
  url: 'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json',
  read(body, at) {
    const own = Object.entries(asObject(body)).filter(
      ([, entry]) => asText(asObject(entry)['litellm_provider']) !== undefined,
    )
    if (own.length === 0) return undefined
    const all = own.flatMap(([name, entry]) => {
      const vendor = vendors.get(asText(asObject(entry)['litellm_provider']) ?? '')
      return vendor === undefined ? [] : [{ model: bare(name), row: rowOf(bare(name), vendor, entry, at) }]
    })
    const rows = new Map(all.flatMap(({ row }) => (row ? [[row.model, row] as const] : [])))
    return {
      rows: [...rows.values()],
      unpriced: all.flatMap(({ model, row }) => (row ? [] : [{ model, why: 'not priced by token' }])),
    }
  },
}

/** "deepseek/deepseek-chat" is the same as "deepseek-chat" of that provider. */
const bare = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

function rowOf(model: string, vendor: string, entry: unknown, at: ReadAt): PriceRow | undefined {
  const fields = asObject(entry)
  const perMtok = (name: string): number | undefined => perMtokOf(amountIn(fields[name]))
  const tiers = tiersIn(fields, perMtok)
  return usdRow(
    model,
    {
      input: perMtok('input_cost_per_token'),
      output: perMtok('output_cost_per_token'),
      cached: perMtok('cache_read_input_token_cost'),
      cacheWrite: perMtok('cache_creation_input_token_cost'),
    },
    { vendor, ...(tiers.length > 0 && { tiers }), ...at },
  )
}

/** Fields such as `input_cost_per_token_above_272k_tokens`. */
const tiersIn = (
  fields: Readonly<Record<string, unknown>>,
  perMtok: (name: string) => number | undefined,
): readonly PriceTier[] =>
  Object.keys(fields)
    .flatMap((name) => {
      const [, thousands] = /^input_cost_per_token_above_(\d+)k_tokens$/.exec(name) ?? []
      const input = perMtok(name)
      const output = perMtok(`output_cost_per_token_above_${thousands}k_tokens`)
      if (thousands === undefined || input === undefined) return []
      return [
        {
          aboveInputTokens: 1_000 * Number(thousands),
          inputPerMtok: input,
          ...(output !== undefined && { outputPerMtok: output }),
        },
      ]
    })
    .toSorted((a, b) => a.aboveInputTokens - b.aboveInputTokens)
