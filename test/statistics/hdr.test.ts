import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { histogram, histogramQuantiles, mergeHistograms } from '../../src/statistics/hdr.ts'
import { quantile } from '../../src/statistics/quantile.ts'
import { Sorted } from '../../src/statistics/sample.ts'

const latencies = fc.array(
  fc.integer({ min: 0, max: 7_200_000_000 }).map((us) => us / 1000),
  { maxLength: 60 },
)
const few = { seed: 1, numRuns: 50 }

test('equal values give equal text in any order', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      expect(histogram(values.toSorted((a, b) => b - a))).toBe(histogram(values))
    }),
    few,
  )
})

test('merging gives the histogram of all values together', () => {
  fc.assert(
    fc.property(latencies, latencies, (a, b) => {
      expect(mergeHistograms([histogram(a), histogram(b)])).toBe(histogram([...a, ...b]))
    }),
    few,
  )
})

test('merging is commutative and associative', () => {
  fc.assert(
    fc.property(latencies, latencies, latencies, (x, y, z) => {
      const [a, b, c] = [histogram(x), histogram(y), histogram(z)]
      expect(mergeHistograms([b, a])).toBe(mergeHistograms([a, b]))
      expect(mergeHistograms([mergeHistograms([a, b]), c])).toBe(
        mergeHistograms([a, mergeHistograms([b, c])]),
      )
    }),
    few,
  )
})

test('quantiles are those of the values to three significant digits, those of merged reports too', () => {
  const distinct = fc.array(fc.integer({ min: 1, max: 200_000_000 }), { minLength: 100, maxLength: 150 })
  fc.assert(
    fc.property(distinct, (us) => {
      const ms = us.map((value) => value / 1000)
      const half = Math.floor(ms.length / 2)
      const merged = mergeHistograms([histogram(ms.slice(0, half)), histogram(ms.slice(half))])
      const { n, quantilesMs } = histogramQuantiles(merged, [0.5, 0.9, 0.99])
      expect(n).toBe(ms.length)
      for (const [index, p] of [0.5, 0.9, 0.99].entries()) {
        const exact = quantile(new Sorted(ms), p) ?? Number.NaN
        const found = quantilesMs[index] ?? Number.NaN
        expect(found).toBeGreaterThanOrEqual(exact)
        expect(found).toBeLessThanOrEqual(exact * 1.001 + 0.001)
      }
    }),
    few,
  )
})

test('no values have no quantiles', () => {
  expect(histogramQuantiles(histogram([]), [0.5])).toEqual({ n: 0, quantilesMs: [null] })
})

test('the text is what the library writes from a packed histogram, and the library reads it', () => {
  const valuesMs = [0.001, 1, 312.5, 312.5, 4_000, 90_000.123]
  const packed = build({
    bitBucketSize: 'packed',
    highestTrackableValue: 172_800_000_000,
    useWebAssembly: false,
  })
  for (const ms of valuesMs) packed.recordValue(Math.round(ms * 1000))
  expect(histogram(valuesMs)).toBe(encodeIntoCompressedBase64(packed))
  const read = decodeFromCompressedBase64(histogram(valuesMs), 'packed')
  expect(read.totalCount).toBe(valuesMs.length)
  expect(read.maxValue).toBeGreaterThanOrEqual(90_000_123)
})

test('a histogram that inflates to far more than one can hold is refused', () => {
  const good = Buffer.from(histogram([1, 2, 3]), 'base64')
  const swollen = deflateSync(Buffer.concat([inflateSync(good.subarray(8)), Buffer.alloc(5_000_000)]))
  const head = Buffer.from(good.subarray(0, 8))
  head.writeInt32BE(swollen.length, 4)
  expect(() => mergeHistograms([Buffer.concat([head, swollen]).toString('base64')])).toThrow(UserError)
})

test.each([
  ['no base64', '!!!'],
  ['nothing', ''],
  ['another format', Buffer.from('hello, this is no histogram').toString('base64')],
  ['a cut histogram', histogram([1, 2, 3]).slice(0, 40)],
])('%s is refused with a sentence', (_, text) => {
  expect(() => mergeHistograms([text])).toThrow(UserError)
  expect(() => histogramQuantiles(text, [0.5])).toThrow(UserError)
})
