import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import type { Histogram } from 'hdr-histogram-js'
import { UserError } from '../core/text.ts'

/** Loaded at the first use: it costs 40 to 60 ms, which a command that judges nothing need not pay. */
const library = (): typeof import('hdr-histogram-js') => createRequire(import.meta.url)('hdr-histogram-js')

/** Two days in µs, beyond any time limit that a profile can state, so that no histogram has to grow. */
const highestUs = 172_800_000_000

/** Largest decoded payload: all counts of the range above, nine bytes each. */
const longestPayload = 1_000_000

/**
 * Counts in memory are 32 bits wide: ten times faster here than the library's packed arrays, and the encoded bytes,
 * which hold runs of zeros as one number, are the same.
 */
export const emptyHistogram = (): Histogram =>
  library().build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: highestUs,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  })

const encode = (histogram: Histogram): string => library().encodeIntoCompressedBase64(histogram)

/**
 * Values in ms as an HDR histogram of whole µs with three significant digits, in the V2 format, deflated, base64.
 * The same values give the same text in any order.
 * @see https://github.com/HdrHistogram/HdrHistogram
 */
export function histogram(valuesMs: Iterable<number>): string {
  const counts = emptyHistogram()
  for (const ms of valuesMs) counts.recordValue(Math.round(ms * 1000))
  return encode(counts)
}

/**
 * The histogram of all values behind the given ones: quantiles of the whole come from it, never from averaging.
 * @throws UserError when a text is not such a histogram.
 */
export function mergeHistograms(encoded: Iterable<string>): string {
  const sum = emptyHistogram()
  for (const one of encoded) sum.add(decode(one))
  return encode(sum)
}

/**
 * Number of values in a histogram and its quantiles in ms, by nearest rank, within 0.1 %; null of no values.
 * @throws UserError when the text is not such a histogram.
 */
export function histogramQuantiles(
  encoded: string,
  levels: readonly number[],
): { readonly n: number; readonly quantilesMs: readonly (number | null)[] } {
  const counts = decode(encoded)
  const at = (p: number): number => Math.min(counts.getValueAtPercentile(p * 100), counts.maxValue) / 1000
  return { n: counts.totalCount, quantilesMs: levels.map((p) => (counts.totalCount === 0 ? null : at(p))) }
}

/** Reports come from other people: the size is tried with a bound before the library inflates it without one. */
function decode(encoded: string): Histogram {
  try {
    inflateSync(Buffer.from(encoded, 'base64').subarray(8), { maxOutputLength: longestPayload })
    return library().decodeFromCompressedBase64(encoded, 32, false)
  } catch {
    throw new UserError(
      { en: 'not an HDR histogram in V2 format', zh: '不是 V2 格式的 HDR 直方图' },
      { en: 'the report was damaged or made by another tool', zh: '报告已损坏，或由其他工具生成' },
    )
  }
}
