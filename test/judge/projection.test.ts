import { describe, expect, test } from 'vitest'
import { parseTraffic } from '../../src/core/traffic.ts'

const none = { inputTokensPerDay: 0, cachedTokensPerDay: 0, outputTokensPerDay: 0, requestsPerDay: 0 }

describe('traffic as people write it', () => {
  test.each([
    ['2M in, 500k out per day', { inputTokensPerDay: 2e6, outputTokensPerDay: 5e5 }],
    [
      '7m in + 3.5M cached, 70 requests a week',
      { inputTokensPerDay: 1e6, cachedTokensPerDay: 5e5, requestsPerDay: 10 },
    ],
    ['30 out per month', { outputTokensPerDay: 1 }],
    ['1k in, 1k in per day', { inputTokensPerDay: 2_000 }],
  ])('%s', (text, traffic) => {
    expect(parseTraffic(text)).toEqual({ ...none, ...traffic })
  })

  test.each([
    '',
    '2M',
    '2M in',
    '2M in per hour',
    '2X in per day',
    '-2 in per day',
    '1k in, 2k cached per day',
  ])('"%s" is none', (text) => {
    expect(parseTraffic(text)).toBeUndefined()
  })
})
