import { describe, expect, test } from 'vitest'
import type { Observation, StreamFacts } from '../../src/core/observation.ts'
import { iclMs } from '../../src/metrics/cadence.ts'
import { endToEndTokensPerSecond, outputTokensPerSecond, tpotMs } from '../../src/metrics/rates.ts'
import { firstReadTokens, largestReadShare, outputTokens } from '../../src/metrics/tokens.ts'
import { answer, cell, usage } from '../judge/journal.ts'

/** First token at 200 ms, last at 1,100 ms; `chars` is what each read carried, reads 100 ms apart. */
function stream(
  tokens: number | undefined,
  chars: readonly number[],
  over: Partial<Observation['reply']> = {},
) {
  const facts: Partial<StreamFacts> = {
    tokenReadsUs: chars.map((_, i) => (i === 0 ? 200_000 : 100_000)),
    tokenReadChars: chars,
  }
  const base = answer(1, cell('c1'), 200, {
    timeline: { lastToken: 2100 },
    reply: { ...(tokens !== undefined && usage(10, tokens)), ...over },
  })
  return { ...base, stream: { ...base.stream, ...facts } }
}

const even = (reads: number): number[] => Array.from({ length: reads }, () => 4)

describe('TPOT', () => {
  test('is the time from first to last token over the tokens after the first read', () => {
    expect(tpotMs(stream(10, even(10)))).toBe(100)
    expect(outputTokensPerSecond(stream(10, even(10)))).toBe(10)
  })

  test('takes the tokens of a large first read by its share of the characters', () => {
    const buffered = stream(100, [50, 25, 25])
    expect(firstReadTokens(buffered, 100)).toBe(50)
    expect(tpotMs(buffered)).toBe(18)
  })

  test('takes at least one token for the first read', () => {
    expect(firstReadTokens(stream(10, [1, 99]), 10)).toBe(1)
  })

  test.each([
    ['7 tokens', stream(7, even(7))],
    ['2 reads', stream(20, even(2))],
    ['no usage', stream(undefined, even(10))],
    ['a token count that is none', stream(-4, even(10))],
    ['reads without a character', stream(10, [0, 0, 0])],
  ])('is absent with %s', (_, observation) => {
    expect(tpotMs(observation)).toBeUndefined()
    expect(outputTokensPerSecond(observation)).toBeUndefined()
  })

  test('is there from 8 tokens in 3 reads', () => {
    expect(tpotMs(stream(8, [1, 1, 2]))).toBe(150)
  })
})

describe('N', () => {
  const thinking = (reasoning: string) => ({
    ...usage(10, 50, 30),
    reasoning,
    reasoningLength: reasoning.length,
  })

  test('is what usage says, reasoning that was sent included', () => {
    expect(outputTokens(stream(10, even(3), thinking('hm')))).toBe(50)
  })

  test('leaves out reasoning that was kept back', () => {
    expect(outputTokens(stream(10, even(3), thinking('')))).toBe(20)
  })

  test('is absent, never a count of chunks, without usage or when all of it was hidden', () => {
    expect(outputTokens(stream(undefined, even(10)))).toBeUndefined()
    expect(outputTokens(stream(10, even(10), usage(10, 30, 30)))).toBeUndefined()
  })
})

test('the end-to-end rate counts the wait for the first token', () => {
  expect(endToEndTokensPerSecond(stream(11, even(10)))).toBe(10)
})

test('gaps are those between token reads, the wait for the first is none', () => {
  expect(iclMs(stream(10, [4, 4, 4]))).toEqual([100, 100])
  expect(iclMs(stream(10, [4]))).toEqual([])
})

test.each([
  [[4, 4, 4, 4], 0.25],
  [[2, 8, 2, 4], 0.5],
  [[9], 1],
  [[], undefined],
])('of reads %j the largest has the share %s', (chars, share) => {
  expect(largestReadShare(stream(10, chars))).toBe(share)
})
