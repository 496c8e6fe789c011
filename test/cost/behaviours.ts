import { families } from '../../src/sim/billing/families/index.ts'

/**
 * Relays that bill in every family's way and in every way of behaving, of which the truth is known. One table in
 * docs/cost.md.
 */
export interface Billed {
  readonly family: string
  readonly behaviour: string
  readonly name: string
  readonly simulate: object
  /** How it bills, for what is true of it. */
  readonly billing: Readonly<Record<string, number | boolean | string>>
  /** What should be concluded: a number, or the reason why none. */
  readonly expected: 'measured' | 'moving'
}

/** Two prices, in the currency of the family: 3 and 15 dollars, 0.3 for cached input. */
const cnyPerUsd = 7.2
const inYuan: ReadonlySet<string> = new Set(['deepseek', 'siliconflow', 'moonshot', 'stepfun'])

const behaviours: readonly {
  readonly behaviour: string
  readonly setting: (unit: number) => Record<string, number | boolean>
  readonly expected?: Billed['expected']
}[] = [
  { behaviour: 'honest', setting: () => ({}) },
  { behaviour: '× 1.2', setting: () => ({ times: 1.2 }) },
  { behaviour: '× 2.5', setting: () => ({ times: 2.5 }) },
  { behaviour: 'cached input in full', setting: () => ({ bills_cached_in_full: true }) },
  {
    behaviour: 'by call',
    setting: (unit) => ({ input_per_mtok: 0, output_per_mtok: 0, per_call: 0.01 * unit }),
  },
  { behaviour: 'takes more, gives back', setting: () => ({ pre_deducts: true }) },
  { behaviour: 'late', setting: () => ({ late_ms: 500 }) },
  {
    behaviour: 'somebody else spends',
    setting: (unit) => ({ other_per_second: 0.05 * unit }),
    expected: 'moving',
  },
  { behaviour: 'errors are billed', setting: (unit) => ({ bills_errors: 0.01 * unit }) },
]

export const billed: readonly Billed[] = families.flatMap(({ id: family }) =>
  behaviours.map(({ behaviour, setting, expected = 'measured' }, i): Billed => {
    const unit = inYuan.has(family) ? cnyPerUsd : 1
    const prices = { granted: 100 * unit, input_per_mtok: 3 * unit, output_per_mtok: 15 * unit }
    const billing = { family, ...prices, ...setting(unit) }
    return {
      family,
      behaviour,
      name: `${family}-${i}`,
      billing,
      simulate: { mind: { cache: 'works' }, ttft_ms: 5, billing, seed: i + 1 },
      expected,
    }
  }),
)

/** The profile that measures some of them. */
export const profileOf = (relays: readonly Billed[]): object => ({
  relays: relays.map(({ name, simulate }) => ({ name, simulate })),
  models: ['demo-mini'],
  fx: { usd_cny: cnyPerUsd },
  prices: {
    'demo-mini': { input_usd_per_mtok: 3, output_usd_per_mtok: 15, cached_usd_per_mtok: 0.3 },
  },
})

/** What a relay really took for the tokens and answers that a report tells, by official price: from its setting alone. */
export function trueMultiplier(
  { family, billing }: Billed,
  used: {
    readonly requests: number
    readonly inputTokens: number
    readonly cachedTokens: number
    readonly outputTokens: number
    readonly officialUsd: number | null
  },
): number {
  const number = (key: string, usual: number): number =>
    typeof billing[key] === 'number' ? billing[key] : usual
  const unit = inYuan.has(family) ? cnyPerUsd : 1
  const cachedShare = billing['bills_cached_in_full'] === true ? 1 : 0.1
  const input = used.inputTokens - used.cachedTokens + used.cachedTokens * cachedShare
  const tokens =
    (input * number('input_per_mtok', 0) + used.outputTokens * number('output_per_mtok', 0)) / 1e6
  const calls = used.requests * number('per_call', 0)
  return ((tokens + calls) * number('times', 1)) / unit / (used.officialUsd ?? Number.NaN)
}
