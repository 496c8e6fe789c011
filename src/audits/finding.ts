import type { Text } from '../core/text.ts'
import type { Effect } from '../schema/report-audit.ts'
import type { Share } from '../statistics/wilson.ts'
import type { Asked, Finding } from './audit.ts'

/** How many probes are named that show something. */
const namedProbes = 3

/** Ids of a few of these. */
export const probeIdsOf = (asked: readonly Asked[]): readonly string[] =>
  asked.slice(0, namedProbes).map(({ observation }) => observation.probeId)

export const shareEffect = (name: Text, { value, low, high }: Share): Effect => ({
  name,
  unit: 'share',
  value,
  low,
  high,
})

/** A number of answers, of which there is no interval. */
export const countEffect = (name: Text, value: number): Effect => ({
  name,
  unit: 'count',
  value,
  low: null,
  high: null,
})

/** Nothing was asked, or there is nothing to compare it with. */
export const notApplicable = (code: string, why: Text): Finding => ({
  code,
  grounds: { kind: 'not-applicable' },
  n: 0,
  invalid: 0,
  say: () => why,
})

/** A share in a sentence: "43%". */
export const percentOf = (share: number | null): string =>
  share === null ? '?' : `${Math.round(share * 100)}%`

/** A number in a sentence, to two decimals. */
export const figureOf = (value: number | null): string =>
  value === null ? '?' : String(Math.round(value * 100) / 100)
