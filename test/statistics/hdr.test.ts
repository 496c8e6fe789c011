import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { histogram as encode, histogramQuantiles, mergedCounts } from '../../src/statistics/hdr.ts'
import { LogLinear } from '../../src/statistics/log-linear.ts'
import { quantile } from '../../src/statistics/quantile.ts'
import { Sorted } from '../../src/statistics/sample.ts'

const mergeHistograms = (encoded: readonly string[]): string =>
  mergedCounts(encoded).histogram ?? histogram([])

const latencies = fc.array(
  fc.integer({ min: 0, max: 7_200_000_000 }).map((us) => us / 1000),
  { maxLength: 60 },
)
const few = { seed: 1, numRuns: 50 }

/** Values in ms as the text that reports hold. */
function histogram(valuesMs: readonly number[]): string {
  const counted = new LogLinear()
  for (const ms of valuesMs) counted.add(Math.round(ms * 1000))
  return encode(counted)
}

const inflated = (text: string): Buffer => inflateSync(Buffer.from(text, 'base64').subarray(8))

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

const headBytes = 40

/** The same values in the library's own recorder; its range is one that we state too. */
function byLibrary(valuesUs: readonly number[], range = 172_800_000_000) {
  const recorder = build({
    bitBucketSize: 32,
    highestTrackableValue: range,
    useWebAssembly: false,
  })
  for (const us of valuesUs) recorder.recordValue(us)
  return recorder
}

test('counts are written as the library writes them, and the library reads ours', () => {
  const anywhere = fc.oneof(fc.nat(5_000), fc.integer({ min: 0, max: 172_800_000_000 }))
  fc.assert(
    fc.property(fc.array(anywhere, { minLength: 1, maxLength: 60 }), (us) => {
      const ours = histogram(us.map((value) => value / 1000))
      const theirs = byLibrary(us)
      const body = inflated(encodeIntoCompressedBase64(theirs))
      expect(inflated(ours).subarray(headBytes)).toEqual(body.subarray(headBytes))
      const read = decodeFromCompressedBase64(ours, 64)
      expect([read.totalCount, read.maxValue]).toEqual([us.length, theirs.getValueAtPercentile(100)])
      for (const percent of [0, 10, 50, 90, 99, 100])
        expect(read.getValueAtPercentile(percent)).toBe(theirs.getValueAtPercentile(percent))
    }),
    { numRuns: 20 },
  )
})

test('the head says what Java writes: no offset, factor 1, three digits from 1 up', () => {
  const head = inflated(histogram([1])).subarray(0, headBytes)
  expect(head.readInt32BE(8)).toBe(0)
  expect(head.readInt32BE(12)).toBe(3)
  expect([head.readBigInt64BE(16), head.readBigInt64BE(24)]).toEqual([1n, 172_800_000_000n])
  expect(head.readDoubleBE(32)).toBe(1)
})

test('values beyond the usual range widen it', () => {
  const us = [1, 250_000_000_000, 2 ** 45 + 12_345]
  const text = histogram(us.map((value) => value / 1000))
  expect(inflated(text).readBigInt64BE(24)).toBe(2n ** 46n - 1n)
  const read = decodeFromCompressedBase64(text, 64)
  const theirs = byLibrary(us, 2 ** 46 - 1)
  expect([read.totalCount, read.maxValue]).toEqual([3, theirs.getValueAtPercentile(100)])
  expect(mergeHistograms([text, histogram([1])])).toBe(histogram([...us.map((value) => value / 1000), 1]))
})

test('a value at the end of the usual range is written alike when it was read', () => {
  const text = histogram([172_799_999.999])
  expect(mergeHistograms([text])).toBe(text)
})

test('counts that no 32 bits hold are kept', () => {
  const counted = new LogLinear()
  counted.add(1_000, 5_000_000_000)
  counted.add(9_000)
  expect(histogramQuantiles(encode(counted), [0.5, 1])).toEqual({
    n: 5_000_000_001,
    quantilesMs: [1, 9.007],
  })
  expect(decodeFromCompressedBase64(encode(counted), 64).totalCount).toBe(5_000_000_001)
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

/**
 * Intervals written by HdrHistogram for Java: the text, the interval's largest value in ms as the line before it says, to
 * three places. Unit ns, two digits. Public domain.
 * @see https://github.com/HdrHistogram/HdrHistogram, src/test/resources/org/HdrHistogram/jHiccup-2.0.7S.logV2.hlog
 */
describe('histograms that Java wrote', () => {
  const written = [
    [0.377, 'HISTFAAAADx42pNpmSzMwMAgyQABTBDKT4GBgdnNYMcCBvsPEBEBDQUxCSkJMTEFOSExPhmbR6xfmPQ4GJmYAP4DCJg='],
    [
      1.933,
      'HISTFAAAAEB42pNpmSzMwMAgywABTBDKT4GBgdnNYMcCBvsPEBEjDT0FMTUxMT05LgEhPqmIeWxtTAKMTNxM6xmZmAAjcgjc',
    ],
    [
      8.716,
      'HISTFAAAAEx42pNpmSzMwMCgzQABTBDKT4GBgdnNYMcCBvsPEBE+CQUJAQEOAQkFEQ4BIR6xD0xPWCcwcsizNDMylQNhOJM1kyUQ6zMxAQC4Hwtg',
    ],
    [
      960.496,
      'HISTFAAAAJV42pNpmSzMwMDUwAABTBDKT4GBgdnNYMcCBvsPEBEWLi4eNkY2PiYOPhYOLgGOLuZjTGLrGZnKgTCYyZrJEoh1mWSZpMFQFkpyM/GCMTKJzOdkYoVCZjgLmc1MhDwzEyMQggl0SH1BbEJIgIUJC2AhUoxchSwsLGwsMIBgYRUkQyFBaQ4g4EIl0PlcpKtB4wMAh5wT+Q==',
    ],
  ] as const

  test.each(written)('the largest value, %d ms, is read', (ms, text) => {
    const read = decodeFromCompressedBase64(text, 64)
    const { n, quantilesMs } = histogramQuantiles(text, [0.01, 0.5, 0.9, 0.99, 1])
    expect(n).toBe(read.totalCount)
    // It is in ns, and what we call ms is a thousand of the unit.
    expect((quantilesMs.at(-1) ?? 0) / 1000).toBeCloseTo(ms, 3)
    for (const [index, p] of [0.01, 0.5, 0.9, 0.99, 1].entries())
      expect((quantilesMs[index] ?? 0) * 1000).toBeCloseTo(read.getValueAtPercentile(p * 100), 3)
  })

  test('they merge with ours and with one another, in any order', () => {
    const texts = written.map(([, text]) => text)
    const merged = mergeHistograms([...texts, histogram([0.005])])
    expect(mergeHistograms([histogram([0.005]), ...texts.toReversed()])).toBe(merged)
    const n = texts.reduce((sum, text) => sum + decodeFromCompressedBase64(text, 64).totalCount, 0)
    expect(histogramQuantiles(merged, [1])).toMatchObject({ n: n + 1 })
    expect(decodeFromCompressedBase64(merged, 64).totalCount).toBe(n + 1)
  })
})
