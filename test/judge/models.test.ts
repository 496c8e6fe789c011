import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import type { Ending } from '../../src/core/observation.ts'
import { judge } from '../../src/judge/judge.ts'
import { answer, cell, dnsFailure, header, journal, listing, refusal, silence } from './journal.ts'

const c1 = cell('c1')
const stream = cell('c1')
const whole = cell('c2', { mode: 'whole' })

const failed: Ending = dnsFailure
const ok = answer(1, c1)
const notFound = refusal(1, c1, 404, 'The model `gpt-x` does not exist or you do not have access to it')
const brokenUpstream = refusal(1, c1, 500, 'upstream error')
const unauthorized = refusal(1, c1, 401, 'invalid api key')
const limited = refusal(1, c1, 429, 'rate limit reached')
const filtered = answer(1, c1, 200, {
  reply: { text: '', textLength: 0, finishReason: { unified: 'content-filter', raw: 'content_filter' } },
})
const noNetwork = silence(1, c1, failed)

const modelOf = (...records: JournalRecord[]) => judge(journal(header([c1]), records)).models[0]

describe('state of a model at a relay', () => {
  test.each([
    ['answers and is listed', ['gpt-x'], ok, 'works', 'r1.c1'],
    ['answers, and nothing could be listed', undefined, ok, 'works', 'r1.c1'],
    ['answers without being listed', ['gpt-y'], ok, 'unlisted-but-works', 'r1.c1'],
    ['is listed and unknown to the relay', ['gpt-x'], notFound, 'listed-but-dead', 'r1.c1'],
    ['is listed and fails upstream', ['gpt-x'], brokenUpstream, 'listed-but-dead', 'r1.c1'],
    ['is listed, but our key was refused', ['gpt-x'], unauthorized, 'unknown', null],
    ['is listed, but we were rate limited', ['gpt-x'], limited, 'unknown', null],
    ['is listed, but a filter refused our prompt', ['gpt-x'], filtered, 'unknown', null],
    ['is listed, but the network failed', ['gpt-x'], noNetwork, 'unknown', null],
    ['is neither listed nor known', ['gpt-y'], notFound, 'absent', 'r1.c1'],
    ['is not listed and fails otherwise', ['gpt-y'], brokenUpstream, 'unknown', null],
    ['is unknown to a relay that lists nothing', undefined, notFound, 'unknown', null],
  ] as const)('a model that %s', (_, listed, probe, state, evidence) => {
    expect(modelOf(listing(listed), probe)).toMatchObject({
      state,
      evidence,
      listed: listed ? listed.some((name) => name === 'gpt-x') : null,
    })
  })

  test('one answer among failures is enough, and a warm-up is evidence that is not counted', () => {
    const warmup = answer(-1, c1, 200, { probeId: 'w1.c1', warmup: true })
    expect(modelOf(listing(['gpt-x']), warmup, brokenUpstream)).toMatchObject({
      state: 'works',
      evidence: 'w1.c1',
      ok: 0,
      sent: 1,
    })
  })

  test('all modes of a model are one entry', () => {
    const { models } = judge(
      journal(header([stream, whole]), refusal(1, stream, 500, 'upstream error'), answer(1, whole)),
    )
    expect(models).toMatchObject([{ model: 'gpt-x', state: 'works', ok: 1, sent: 2, evidence: 'r1.c2' }])
  })
})

test('what is looked for in the listing is the name that was sent', () => {
  const resolution = {
    type: 'resolution',
    relay: 'acme',
    model: 'gpt-x',
    modelId: 'vendor/gpt-x',
    how: 'matched',
  } as const
  const sent = answer(1, c1, 200, { modelId: 'vendor/gpt-x' })
  expect(modelOf(resolution, listing(['vendor/gpt-x']), sent)).toMatchObject({
    modelId: 'vendor/gpt-x',
    resolvedBy: 'matched',
    listed: true,
    state: 'works',
  })
})

test.each([
  [['openai/GPT-X'], ['openai/GPT-X']],
  [
    ['[官转] gpt-x', '【特价】gpt-x'],
    ['[官转] gpt-x', '【特价】gpt-x'],
  ],
  [
    ['gpt-x-2026-01-01', 'gpt-x-mini', 'my-gpt-x', 'gpt-x-max'],
    ['my-gpt-x', 'gpt-x-max', 'gpt-x-mini'],
  ],
  [['gpt-y', 'x'], []],
])('of %j the names %j are near to an unlisted gpt-x', (listed, near) => {
  expect(modelOf(listing(listed), notFound)?.near).toEqual(near)
})

test('a listed model needs no near names', () => {
  expect(modelOf(listing(['gpt-x', 'gpt-x-mini']), ok)?.near).toEqual([])
})
