import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TimeBin, TimeBins } from '../../src/statistics/time-bins.ts'

interface Request {
  readonly sentUs: number
  readonly lastsUs: number
  readonly tokens: number
}

const requests = (longestUs: number) =>
  fc.array(
    fc.record({
      sentUs: fc.integer({ min: 0, max: longestUs }),
      lastsUs: fc.integer({ min: 0, max: 5_000_000 }),
      tokens: fc.double({ min: 0, max: 500, noNaN: true }),
    }),
    { minLength: 1, maxLength: 60 },
  )

function binned(all: readonly Request[]): TimeBins {
  const bins = new TimeBins()
  for (const { sentUs, lastsUs, tokens } of all) {
    bins.request(sentUs, sentUs + lastsUs, { counted: true, answer: lastsUs % 2 === 0 })
    bins.tokens(sentUs + lastsUs, tokens)
  }
  return bins
}

/** ∫ in flight dt over all bins. */
function inFlightUs({ bins, widthUs }: TimeBins): number {
  let inFlight = 0
  let total = 0
  for (const bin of bins) {
    total += inFlight * widthUs + bin.sendRestUs - bin.endRestUs
    inFlight += bin.sends - bin.ends
  }
  return total
}

const total = ({ bins }: TimeBins, of: (bin: TimeBin) => number): number =>
  bins.reduce((sum, bin) => sum + of(bin), 0)

// Ten seconds fit into the narrowest bins; ten hours do not.
test.each([10_000_000, 36_000_000_000])('up to %i µs: sums are exact, whatever the order', (longestUs) => {
  fc.assert(
    fc.property(requests(longestUs), (all) => {
      const bins = binned(all)
      expect(bins.bins.length).toBeLessThanOrEqual(8_192)
      expect(inFlightUs(bins)).toBe(all.reduce((sum, { lastsUs }) => sum + lastsUs, 0))
      expect(total(bins, ({ timeUs }) => timeUs)).toBe(inFlightUs(bins))
      expect(total(bins, ({ sends }) => sends)).toBe(all.length)
      expect(total(bins, ({ answers }) => answers)).toBe(
        all.filter(({ lastsUs }) => lastsUs % 2 === 0).length,
      )
      expect(binned(all.toReversed())).toEqual(bins)
    }),
    { numRuns: 60, seed: 1 },
  )
})

test('wider bins hold what the narrow ones held', () => {
  const early = [{ sentUs: 5_000, lastsUs: 40_000, tokens: 7 }]
  const late = { sentUs: 3_600_000_000, lastsUs: 10, tokens: 1 }
  const bins = binned([...early, late])
  expect(bins.widthUs).toBe(640_000)
  expect(bins.bins[0]).toMatchObject({ sends: 1, ends: 1, microTokens: 7_000_000, timeUs: 40_000 })
  expect(binned([late, ...early])).toEqual(bins)
})
