import { expect, test } from 'vitest'
import { ttftErrorMs } from '../../src/run/loopback.ts'
import { gapErrorsMs } from '../../src/run/selftest.ts'
import { answer, cell } from '../judge/journal.ts'

/** An answer of four words and the server's stamps, which came in so many reads of so many characters. */
const seen = (
  ttftMs: number,
  truthUs: readonly number[],
  reads: readonly (readonly [us: number, chars: number])[],
) =>
  answer(1, cell('c1'), ttftMs, {
    reply: { text: `${' time'.repeat(truthUs.length)} =${truthUs.join()}` },
    stream: {
      bytes: 900,
      reads: reads.length,
      frames: 6,
      comments: 0,
      tokenReadsUs: reads.map(([us]) => us),
      tokenReadChars: reads.map(([, chars]) => chars),
    },
  })

const onTime = [
  [20_300, 5],
  [10_000, 5],
  [10_000, 5],
  [500, 18],
] as const

test('the TTFT error is the difference of both clocks, without its sign', () => {
  expect(ttftErrorMs(seen(20.3, [20_000, 30_000, 40_000], onTime))).toBe(0.3)
  expect(ttftErrorMs(seen(19.9, [20_000, 30_000, 40_000], onTime))).toBe(0.1)
})

test('there is none on a cold connection, nor without stamps of the server', () => {
  const cold = { ...seen(20.3, [20_000], onTime), connection: { reused: false } }
  expect(ttftErrorMs(cold)).toBeUndefined()
  expect(ttftErrorMs(answer(1, cell('c1'), 20))).toBeUndefined()
})

test('gap errors are of tokens that follow each other', () => {
  expect(gapErrorsMs(seen(20.3, [20_000, 30_000, 41_000], onTime))).toEqual([0, 1])
})

test('tokens that came in one read came together', () => {
  const together = [
    [20_300, 5],
    [20_000, 10],
    [500, 18],
  ] as const
  expect(gapErrorsMs(seen(20.3, [20_000, 30_000, 40_000], together))).toEqual([10, 10])
})
