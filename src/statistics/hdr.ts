import { deflateSync, inflateSync } from 'node:zlib'
import { UserError } from '../core/text.ts'
import { decodeCounts, encodeCounts } from './hdr-counts.ts'
import { LogLinear } from './log-linear.ts'
import { nearestRank } from './quantile.ts'
import type { Sample } from './sample.ts'

/**
 * HDR histograms in the V2 format, deflated, base64, as HdrHistogram's own implementations read and write them.
 * @see https://github.com/HdrHistogram/HdrHistogram, AbstractHistogram.encodeIntoCompressedByteBuffer
 */

/** V2, deflated. The other four bits say how counts are written; there is one way in V2. */
const deflatedCookie = 0x1c849304
const wordBits = 0x10

/** Largest decoded payload: all counts of a histogram of three digits up to 2^53, nine bytes each. */
const longestPayload = 1_000_000

/**
 * Counted values (µs, where they are durations) as text. Equal counts give equal text.
 */
export function histogram(counted: LogLinear): string {
  const deflated = deflateSync(encodeCounts(counted))
  const head = Buffer.alloc(8)
  head.writeInt32BE(deflatedCookie | wordBits, 0)
  head.writeInt32BE(deflated.length, 4)
  return Buffer.concat([head, deflated]).toString('base64')
}

/**
 * All values behind the given histograms: quantiles of the whole come from them, never from averaging.
 * @returns their order statistics in ms, within 0.1 %, and the histogram of all; null of no values
 * @throws UserError when a text is not such a histogram.
 */
export function mergedCounts(encoded: Iterable<string>): {
  readonly sample: Sample
  readonly histogram: string | null
} {
  const sum = new LogLinear()
  for (const one of encoded) sum.merge(decode(one))
  return {
    sample: { n: sum.n, at: (rank) => msAt(sum, rank) },
    histogram: sum.n === 0 ? null : histogram(sum),
  }
}

/**
 * Number of values in a histogram and its quantiles in ms, by nearest rank, within 0.1 %; null of no values.
 * @throws UserError when the text is not such a histogram.
 */
export function histogramQuantiles(
  encoded: string,
  levels: readonly number[],
): { readonly n: number; readonly quantilesMs: readonly (number | null)[] } {
  const counted = decode(encoded)
  return { n: counted.n, quantilesMs: levels.map((p) => msAt(counted, nearestRank(counted.n, p))) }
}

function msAt(counted: LogLinear, rank: number): number | null {
  const us = counted.at(rank)
  return us === null ? null : us / 1000
}

/** More than a year of one probe a second would bring; beyond, a text rather means harm. */
const mostValues = 40_000_000

/**
 * Every value of a histogram in ms, ascending, within 0.1 %: eight bytes each.
 * @throws UserError when the text is not such a histogram.
 */
export function histogramValues(encoded: string): Float64Array {
  const counted = decode(encoded)
  if (counted.n > mostValues) throw notAHistogram()
  const values = new Float64Array(counted.n)
  let filled = 0
  for (const { last, count } of counted.steps()) {
    values.fill(last / 1000, filled, filled + count)
    filled += count
  }
  return values
}

/** Reports come from other people: what a text inflates to is bounded, and everything in it is checked. */
function decode(encoded: string): LogLinear {
  try {
    const bytes = Buffer.from(encoded, 'base64')
    if ((bytes.readInt32BE(0) & ~0xf0) !== deflatedCookie) throw new RangeError('another format')
    const deflated = bytes.subarray(8, 8 + bytes.readInt32BE(4))
    return decodeCounts(inflateSync(deflated, { maxOutputLength: longestPayload }))
  } catch {
    throw notAHistogram()
  }
}

const notAHistogram = (): UserError =>
  new UserError(
    { en: 'not an HDR histogram in V2 format', zh: '不是 V2 格式的 HDR 直方图' },
    { en: 'the report was damaged or made by another tool', zh: '报告已损坏，或由其他工具生成' },
  )
