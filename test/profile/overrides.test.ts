import { expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { type Overrides, withOverrides } from '../../src/profile/overrides.ts'
import type { Profile } from '../../src/schema/profile.ts'

const profile: Profile = {
  relays: [
    { name: 'poloai', simulate: 'good', timeouts: { total: 9, idle: 3 } },
    { name: 'official', simulate: 'slow' },
  ],
  models: ['gpt', { name: 'claude' }],
  load: { duration: '1m', concurrency: 2 },
}

test.each<[Overrides, Partial<Profile>]>([
  [{}, {}],
  [{ relays: [] }, {}],
  [{ relays: ['official'] }, { relays: [{ name: 'official', simulate: 'slow' }] }],
  [{ models: ['claude', 'claude'] }, { models: [{ name: 'claude' }] }],
  [{ requests: 5 }, { load: { requests: 5, concurrency: 2 } }],
  [{ seed: 0, concurrency: 7 }, { load: { duration: '1m', concurrency: 7, seed: 0 } }],
  [
    { until: ['ttft_p50 ±10%'], dropLosers: true },
    { load: { duration: '1m', concurrency: 2, until: ['ttft_p50 ±10%'], drop_losers: true } },
  ],
  [{ maxTokens: 64 }, { workload: { max_tokens: 64 } }],
  [{ stream: false }, { stream: false }],
  [{ stream: 'both' }, { stream: 'both' }],
  [
    { timeout: 5 },
    {
      timeouts: { total: 5 },
      relays: [
        { name: 'poloai', simulate: 'good', timeouts: { total: 5, idle: 3 } },
        { name: 'official', simulate: 'slow' },
      ],
    },
  ],
])('%j changes %j and nothing else', (overrides, changed) => {
  const before = structuredClone(profile)
  expect(withOverrides(profile, overrides)).toEqual({ ...profile, ...changed })
  expect(profile).toEqual(before)
})

test.each<[Overrides, string, string]>([
  [{ relays: ['polai'] }, 'no relay named "polai"', '是否想写“poloai”？'],
  [{ models: ['zzzzzz'] }, 'no model named "zzzzzz"', '可用：gpt、claude'],
])('%j is refused with the names there are', (overrides, en, hint) => {
  expect(() => withOverrides(profile, overrides)).toThrow(
    expect.objectContaining({
      text: expect.objectContaining({ en }),
      hint: expect.objectContaining({ zh: hint }),
    }),
  )
})

test.each<[Overrides, string]>([
  [{ requests: 0 }, 'load.requests must be at least 1, got 0'],
  [{ concurrency: 1.5 }, 'load.concurrency must be a whole number, got 1.5'],
  [{ timeout: -1 }, 'timeouts.total must be more than 0, got -1'],
  [{ seed: Number.NaN }, 'load.seed must be a number, got NaN'],
])('%j is refused as in a profile', (overrides, words) => {
  expect(() => withOverrides(profile, overrides)).toThrow(UserError)
  expect(() => withOverrides(profile, overrides)).toThrow(words)
})
