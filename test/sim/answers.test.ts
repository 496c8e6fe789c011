import { setImmediate, setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { ask, contentOf, dataOf, streaming, whole, withSim } from './client.ts'

describe('a stream', () => {
  test('is a role, one frame a token, a finish, usage without choices, and [DONE]', async () => {
    await withSim({ output_tokens: 30 }, async (sim) => {
      const seen = await ask(sim)
      const frames = dataOf(seen.text)
      expect(seen.status).toBe(200)
      expect(seen.headers['content-type']).toContain('text/event-stream')
      expect(frames).toHaveLength(1 + 30 + 1 + 1 + 1)
      expect(frames[0].choices[0].delta).toEqual({ role: 'assistant', content: '' })
      expect(frames[31].choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' })
      expect(frames[32]).toMatchObject({ choices: [], usage: { completion_tokens: 30 } })
      expect(frames[33]).toBe('[DONE]')
      expect(new Set(frames.slice(0, 33).map(({ id, model }) => `${id} ${model}`)).size).toBe(1)
      expect(frames[0].model).toBe('demo-mini')
    })
  })

  test('says something in English, in Chinese and outside the basic plane', async () => {
    const content = contentOf((await withSim({}, (sim) => ask(sim))).text)
    expect(content).toMatch(/^The [a-z]+ [a-z]+/)
    expect(content).toMatch(/\p{Script=Han}{4}/u)
    expect(content).toMatch(/[\u{10000}-\u{10ffff}]/u)
  })

  test.each([
    ['last-chunk', true, 1],
    ['last-chunk', false, 0],
    ['every-chunk', true, 12],
    ['every-chunk', false, 12],
    ['none', true, 0],
  ])('usage %s, asked for: %s → %i frames with it', async (usage, include_usage, wanted) => {
    await withSim({ usage, output_tokens: 10 }, async (sim) => {
      const seen = await ask(sim, { body: { ...streaming, stream_options: { include_usage } } })
      const counted = dataOf(seen.text).filter((frame) => frame.usage)
      expect(counted).toHaveLength(wanted)
      if (wanted > 0) expect(counted.at(-1).usage.completion_tokens).toBe(10)
    })
  })

  test('carries reasoning before content and counts it once', async () => {
    await withSim({ reasoning_tokens: 5, output_tokens: 7, tokens_per_chunk: 3 }, async (sim) => {
      const frames = dataOf((await ask(sim)).text)
      const kinds = frames.slice(1, -3).map((frame) => Object.keys(frame.choices[0].delta)[0])
      expect(kinds).toEqual(['reasoning_content', 'reasoning_content', 'content', 'content', 'content'])
      expect(frames.at(-2).usage).toMatchObject({
        completion_tokens: 12,
        completion_tokens_details: { reasoning_tokens: 5 },
      })
    })
  })

  /** Takes as long as 200 tokens of 1.2 ms at least do where each is slept for: timers count whole milliseconds. */
  async function sleptMs(): Promise<number> {
    const begunAt = now()
    await setTimeout(50)
    for (let token = 0; token < 200; token++) {
      await setImmediate()
      await setTimeout(2)
    }
    return now() - begunAt
  }

  test('keeps to an absolute schedule', async () => {
    const settings = { ttft_ms: 50, token_ms: 1.2, output_tokens: 251 }
    // On one event loop, so that whatever holds up the one holds up the other. The best of some, on a busy machine.
    let ahead = false
    for (let run = 0; run < 10 && !ahead; run++) {
      const [{ readsMs }, relativeMs] = await withSim(settings, (sim) => Promise.all([ask(sim), sleptMs()]))
      expect(readsMs[0]).toBeGreaterThanOrEqual(49)
      expect(readsMs.at(-1)).toBeGreaterThanOrEqual(349)
      ahead = (readsMs.at(-1) ?? Number.NaN) < relativeMs
    }
    expect(ahead, '250 tokens by the schedule come before 200 that are slept for').toBe(true)
  })
})

describe('a whole answer', () => {
  test('says what a stream of the same seed says, when the stream would have ended', async () => {
    const settings = { ttft_ms: 40, token_ms: 2, output_tokens: 25, reasoning_tokens: 4 }
    const streamed = await withSim(settings, (sim) => ask(sim))
    const seen = await withSim(settings, (sim) => ask(sim, { body: whole }))
    const body = JSON.parse(seen.text)
    expect(body.object).toBe('chat.completion')
    expect(body.choices[0].message.content).toBe(contentOf(streamed.text))
    expect(body.choices[0].message.reasoning_content).toMatch(/^The/)
    expect(body.usage).toMatchObject({ completion_tokens: 29, total_tokens: body.usage.prompt_tokens + 29 })
    expect(seen.headMs).toBeGreaterThanOrEqual(40 + 28 * 2 - 1)
  })

  test.each([['max_tokens'], ['max_completion_tokens']])('%s cuts it and it says so', async (field) => {
    await withSim({ output_tokens: 40 }, async (sim) => {
      const body = JSON.parse((await ask(sim, { body: { ...whole, [field]: 6 } })).text)
      expect(body.choices[0].finish_reason).toBe('length')
      expect(body.usage.completion_tokens).toBe(6)
    })
  })
})

describe('the seed', () => {
  const settings = {
    token_ms: 0,
    output_tokens: 12,
    faults: [
      { fault: 'error-500', rate: 0.3 },
      { fault: 'cut', rate: 0.2 },
      { fault: 'crlf', rate: 0.5 },
    ],
  }
  const play = (seed: number, more = {}) =>
    withSim({ ...settings, ...more, seed }, async (sim) => {
      const texts: string[] = []
      for (let i = 0; i < 25; i++) texts.push(contentOf((await ask(sim)).text))
      return { texts, faults: sim.received.map(({ faults }) => faults.join()) }
    })

  test('fixes faults and texts, and another seed gives others', async () => {
    const [first, again, other] = [await play(7), await play(7), await play(8)]
    expect(again).toEqual(first)
    expect(other.faults).not.toEqual(first.faults)
    expect(other.texts).not.toEqual(first.texts)
    expect(new Set(first.faults).size).toBeGreaterThan(3)
  })

  test('draws faults apart from texts: longer answers fail in the same places', async () => {
    expect((await play(7, { output_tokens: 30 })).faults).toEqual((await play(7)).faults)
  })
})
