import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { promptFor } from '../../src/core/nonce.ts'
import { inputTokensAtMost, nonceFor, presetText, promptTextOf } from '../../src/plan/prompts.ts'
import { samplingFor } from '../../src/plan/sampling.ts'
import { parseProfile } from '../../src/profile/parse.ts'

const profileOf = (more: object) =>
  parseProfile(
    JSON.stringify({ relays: [{ name: 'a', base_url: 'https://a.example/v1' }], models: ['m'], ...more }),
    { file: 'test.yaml', env: {} },
  )

describe('a nonce', () => {
  test('is unlike any other in 10,000 probes', () => {
    const nonces = Array.from({ length: 10_000 }, (_, i) =>
      nonceFor('run', `r${i % 500}.c${Math.floor(i / 500)}`, 1),
    )
    expect(new Set(nonces).size).toBe(10_000)
  })

  test('has the same number of words whatever it is drawn from', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (runId, probeId, attempt) => {
        expect(nonceFor(runId, probeId, attempt)).toMatch(/^([a-z]+ ){7}[a-z]+$/)
      }),
      { seed: 1 },
    )
  })

  test('differs between runs, probes and attempts, and not otherwise', () => {
    const nonce = nonceFor('run', 'r1.c1', 1)
    expect(nonceFor('run', 'r1.c1', 1)).toBe(nonce)
    for (const other of [
      nonceFor('run 2', 'r1.c1', 1),
      nonceFor('run', 'r1.c2', 1),
      nonceFor('run', 'r1.c1', 2),
    ])
      expect(other).not.toBe(nonce)
  })
})

describe('a prompt', () => {
  test.each([
    ['short', 500, 1_000],
    ['medium', 2_000, 2_500],
    ['long', 8_000, 8_500],
  ] as const)('%s has %i to %i bytes of text, and an end', (preset, least, most) => {
    const bytes = Buffer.byteLength(presetText(preset))
    expect(bytes).toBeGreaterThanOrEqual(least)
    expect(bytes).toBeLessThan(most)
    expect(presetText(preset)).toMatch(/Summarise the situation above.*running text\.$/)
  })

  test('begins with its nonce, and is never short enough to look like a liveness check', () => {
    const prompt = promptFor(presetText('short'), nonceFor('run', 'r1.c1', 1))
    expect(prompt.startsWith(`Reference: ${nonceFor('run', 'r1.c1', 1)}.`)).toBe(true)
    expect(Buffer.byteLength(prompt)).toBeGreaterThanOrEqual(200)
  })

  test('comes from a file when the profile names one', () => {
    const loaded = { ...profileOf({ workload: { file: 'q.txt' } }), files: new Map([['q.txt', '请总结。']]) }
    expect(promptTextOf(loaded)).toBe('请总结。')
  })

  test.each([
    [undefined, 'short'],
    ['short', 'short'],
    ['medium', 'medium'],
    ['long', 'long'],
  ] as const)('of workload.prompt %s is the preset %s', (prompt, preset) => {
    expect(promptTextOf(profileOf(prompt ? { workload: { prompt } } : {}))).toBe(presetText(preset))
  })

  test('has at most as many tokens as bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(inputTokensAtMost(text)).toBe(new TextEncoder().encode(text).length)
      }),
      { seed: 1 },
    )
  })
})

test.each([
  ['gpt-4o', {}, {}],
  ['claude-opus-5', {}, {}],
  ['gpt-5.6-sol', {}, { reasoningEffort: 'low' }],
  ['openai/o3', {}, { reasoningEffort: 'low' }],
  ['gpt-5.6-sol', { reasoning_effort: 'default' }, {}],
  ['gpt-5.6-sol', { reasoning_effort: 'high' }, { reasoningEffort: 'high' }],
  ['gpt-4o', { reasoning_effort: 'minimal' }, { reasoningEffort: 'minimal' }],
  ['gpt-4o', { temperature: 0, top_p: 0.5 }, { temperature: 0, topP: 0.5 }],
])('%s with workload %j is asked with %j', (model, workload, expected) => {
  expect(samplingFor(profileOf({ workload }).profile, model)).toEqual(expected)
})
