import { describe, expect, test } from 'vitest'
import type { Ending, Observation } from '../../src/core/observation.ts'
import { usedTokens } from '../../src/metrics/cost.ts'
import { answer, cell, dnsFailure, refusal, silence, usage } from '../judge/journal.ts'

const c1 = cell('c1')
const sent = { inputTokens: 800 }
const reserve = { inputTokens: 800, outputTokens: 256 }
const used = (observation: Observation) => usedTokens(observation, sent, reserve)
const tokens = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens })

const reset: Ending = { type: 'failed', stage: 'response', code: 'ECONNRESET', detail: '', stale: false }
const stale: Ending = { type: 'failed', stage: 'request', code: 'ECONNRESET', detail: '', stale: true }
const timeout = (phase: 'connect' | 'idle'): Ending => ({ type: 'timeout', phase, limitMs: 1_000 })

describe('an answer counts as', () => {
  test.each([
    ['what its usage says', usage(150, 90), tokens(150, 90)],
    ['what its usage says, be it more than was set aside', usage(9_000, 4_000), tokens(9_000, 4_000)],
    ['the reserve, without usage', {}, tokens(800, 256)],
    ['the reserve for the count that is missing', { usage: { outputTokens: 90, raw: {} } }, tokens(800, 90)],
    ['the reserve for a count that is none', usage(-4, 1.5), tokens(800, 256)],
    ['the reserve for a count that no model reaches', usage(150, 20_000_000), tokens(150, 256)],
    ['no less than was evidently sent and received', { ...usage(0, 0), textLength: 400 }, tokens(100, 50)],
    ['reasoning once, where the count holds it', { ...usage(150, 90, 60), textLength: 100 }, tokens(150, 90)],
    [
      'reasoning too, where the count leaves it out',
      { ...usage(150, 90, 60), textLength: 400 },
      tokens(150, 150),
    ],
  ])('%s', (_what, reply, expected) => {
    expect(used(answer(1, c1, 200, { reply }))).toEqual(expected)
  })

  test('the reserve at least, when it broke off, and more if more was reported', () => {
    const broken = (reply: object, ending: Ending = reset) => used(answer(1, c1, 200, { ending, reply }))
    expect(broken(usage(150, 3))).toEqual(tokens(800, 256))
    expect(broken(usage(150, 900))).toEqual(tokens(800, 900))
    expect(broken({ textLength: 8_000 })).toEqual(tokens(800, 1_000))
    expect(broken({}, { type: 'cancelled' })).toEqual(tokens(800, 256))
    expect(broken({}, timeout('idle'))).toEqual(tokens(800, 256))
  })

  test('the reserve, when the stream ended without a word on why: its usage may not be the last', () => {
    const { finishReason: _, ...reply } = answer(1, c1, 200, { reply: usage(150, 1) }).reply
    expect(used({ ...answer(1, c1), reply })).toEqual(tokens(800, 256))
  })

  test('input alone, for an embedding', () => {
    const reply = {
      textLength: 0,
      dimensions: 1_024,
      shape: 'whole',
      usage: { inputTokens: 70, raw: {} },
    } as const
    expect(used(answer(1, cell('c1', { mode: 'whole' }), 200, { reply }))).toEqual(tokens(70, 0))
  })
})

describe('a failure', () => {
  const sentAndThen = (ending: Ending): Observation => {
    const nothing = silence(1, c1, ending)
    return { ...nothing, timeline: { ...nothing.timeline, sent: 1_000 } }
  }
  test.each([
    ['before anything was sent: dns', silence(1, c1, dnsFailure)],
    ['before anything was sent: no connection in time', silence(1, c1, timeout('connect'))],
    ['before anything was sent: cancelled', silence(1, c1, { type: 'cancelled' })],
    ['a refused key', refusal(1, c1, 401, 'no')],
    ['a rate limit', refusal(1, c1, 429, 'slow down')],
    ['a redirect', refusal(1, c1, 307, '')],
  ])('costs nothing: %s', (_what, observation) => {
    expect(used(observation)).toBeUndefined()
  })

  test.each([
    ['a 5xx: the upstream may have answered', refusal(1, c1, 502, 'bad gateway')],
    ['an error in a 200', refusal(1, c1, 200, 'upstream failed')],
    ['silence after sending', sentAndThen(timeout('idle'))],
    ['cancelled after sending', sentAndThen({ type: 'cancelled' })],
    ['a connection that had been closed: who knows when', sentAndThen(stale)],
    ['a connection that broke while sending', silence(1, c1, stale)],
  ])('costs the reserve: %s', (_what, observation) => {
    expect(used(observation)).toEqual(tokens(800, 256))
  })

  test('that is refused with an answer or a bill after all costs that', () => {
    expect(used(refusal(1, c1, 400, 'no', { reply: usage(120, 40) }))).toEqual(tokens(120, 40))
    expect(used(refusal(1, c1, 400, 'no', { reply: { textLength: 80 } }))).toEqual(tokens(0, 10))
  })
})
