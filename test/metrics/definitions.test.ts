import { describe, expect, test } from 'vitest'
import type { Observation } from '../../src/core/observation.ts'
import { UserError } from '../../src/core/text.ts'
import { definitionOf, definitions } from '../../src/metrics/definitions/index.ts'
import { answer, cell, type ObservationChanges, usage } from '../judge/journal.ts'

/**
 * One answer, its stamps in ms: started 1000, sent 1030 (dialling took 30), role frame 1100, reasoning from 1200,
 * text from 1400, last token 1500, end mark 1560, end 1570. Its pieces came in reads at 1200, 1300, 1400 and 1500;
 * of its 12 frames one is a role, eight are pieces, then finish, usage and end mark. 21 tokens, 5 of them reasoning.
 */
const stream = (over: ObservationChanges = {}): Observation =>
  answer(1, cell('c1'), 200, {
    connection: { reused: false },
    ...over,
    timeline: {
      started: 1000,
      sent: 1030,
      firstFrame: 1100,
      firstToken: 1200,
      firstOutput: 1400,
      lastToken: 1500,
      done: 1560,
      end: 1570,
      ...over.timeline,
    },
    reply: { reasoning: 'Hm.', reasoningLength: 3, ...usage(10, 21, 5), ...over.reply },
    stream: {
      bytes: 2000,
      reads: 7,
      frames: 12,
      comments: 0,
      tokenReadsUs: [170_000, 100_000, 100_000, 100_000],
      tokenReadChars: [3, 6, 6, 8],
      ...over.stream,
    },
  })

/** Every figure of a tool for one answer. */
function figures(tool: string, observation: Observation, protocol = 'openai-chat') {
  const { metrics } = definitionOf(tool)
  return Object.fromEntries(
    metrics.map((metric) => [
      metric.id,
      metric.kind === 'gaps' ? metric.gaps(observation, protocol) : metric.value(observation, protocol),
    ]),
  )
}

function weights(tool: string, observation: Observation) {
  const pairs = definitionOf(tool).metrics.map((metric) => [
    metric.id,
    metric.kind === 'each' ? metric.weight?.(observation, 'openai-chat') : undefined,
  ])
  return Object.fromEntries(pairs)
}

describe('vLLM bench', () => {
  test('starts before dialling, takes the role frame for a token and ends at the last piece', () => {
    expect(figures('vllm', stream())).toEqual({
      ttft: 100,
      tpot: (500 - 100) / 20,
      // Ten frames have an answer in them: role, eight pieces, finish. Five gaps of nine are known to be 0.
      itl: { ms: [100, 100, 100, 100], zeros: 5 },
      e2el: 500,
    })
  })

  test('has no TPOT of one token, nor without usage', () => {
    expect(figures('vllm', stream({ reply: usage(10, 1) }))['tpot']).toBeUndefined()
    expect(figures('vllm', answer(1, cell('c1')))['tpot']).toBeUndefined()
  })

  test('a role frame in the read of the first token makes no gap but a 0', () => {
    const together = stream({ timeline: { firstFrame: 1200 } })
    expect(figures('vllm', together)).toMatchObject({
      ttft: 200,
      itl: { ms: [100, 100, 100], zeros: 6 },
    })
  })

  test('takes a cut stream, and one that ended in an error, for a success', () => {
    const { counts } = definitionOf('vllm')
    const { finishReason: _, ...unfinished } = stream().reply
    expect(counts({ ...stream(), reply: unfinished })).toBe(true)
    expect(counts(stream({ reply: { error: { message: 'overloaded' } } }))).toBe(true)
    expect(counts(stream({ http: { status: 500, headers: {} } }))).toBe(false)
    expect(counts(stream({ ending: { type: 'timeout', phase: 'total', limitMs: 1 } }))).toBe(false)
    const onlyError = stream({ reply: { error: { message: 'no' } } })
    const { firstToken: _first, lastToken: _last, ...timeline } = onlyError.timeline
    expect(counts({ ...onlyError, timeline })).toBe(false)
  })
})

describe('AIPerf', () => {
  test('starts before dialling and takes reasoning for a token', () => {
    expect(figures('aiperf', stream())).toEqual({
      ttft: 200,
      ttfo: 400,
      itl: (500 - 200) / 20,
      icl: { ms: [100, 100, 100], zeros: 4 },
      'output-rate': 1000 / 15,
      'request-latency': 500,
    })
  })

  test('has no rate of an answer that came at once, and no ITL below two tokens', () => {
    const atOnce = stream({
      timeline: { lastToken: 1200 },
      stream: { ...stream().stream, tokenReadsUs: [170_000] },
    })
    expect(figures('aiperf', atOnce)).toMatchObject({ itl: 0, icl: { ms: [], zeros: 7 } })
    expect(figures('aiperf', atOnce)['output-rate']).toBeUndefined()
    expect(figures('aiperf', stream({ reply: usage(10, 1) }))['itl']).toBeUndefined()
  })

  test('wants content for a success', () => {
    const { counts } = definitionOf('aiperf')
    expect(counts(stream())).toBe(true)
    const { firstToken: _, ...timeline } = stream().timeline
    expect(counts({ ...stream(), timeline })).toBe(false)
  })
})

describe('guidellm', () => {
  test('puts the first wait into TPOT, and weighs by tokens', () => {
    expect(figures('guidellm', stream())).toEqual({
      ttft: 200,
      ttfot: 400,
      itl: (500 - 200) / 20,
      tpot: 500 / 21,
      'request-latency': 560,
    })
    expect(weights('guidellm', stream())).toMatchObject({ itl: 20, tpot: 21 })
  })

  test('counts frames with content where usage is missing', () => {
    const { usage: _, ...reply } = stream().reply
    // Without usage its frame is missing too: role, eight pieces, finish, end mark.
    const uncounted = { ...stream(), reply, stream: { ...stream().stream, frames: 11 } }
    expect(figures('guidellm', uncounted)).toMatchObject({ itl: 300 / 7, tpot: 500 / 8 })
    expect(weights('guidellm', uncounted)).toMatchObject({ itl: 7, tpot: 8 })
  })

  test('takes 0 for what an answer of nothing but hidden reasoning does not have', () => {
    const { firstToken: _f, firstOutput: _o, lastToken: _l, ...timeline } = stream().timeline
    const hidden = { ...stream({ reply: { textLength: 0, reasoningLength: 0 } }), timeline }
    expect(definitionOf('guidellm').counts(hidden)).toBe(true)
    expect(figures('guidellm', hidden)).toMatchObject({ ttft: 0, ttfot: 0, itl: 0, tpot: 560 / 21 })
  })

  test('takes an error in the stream for a failure, and a cut one for a success', () => {
    const { counts } = definitionOf('guidellm')
    const { finishReason: _, ...unfinished } = stream().reply
    expect(counts({ ...stream(), reply: unfinished })).toBe(true)
    expect(counts(stream({ reply: { error: { message: 'overloaded' } } }))).toBe(false)
  })
})

describe('LLMPerf', () => {
  test('waits for text, and divides all of the time by all of the frames', () => {
    expect(figures('llmperf', stream())).toEqual({
      ttft: 400,
      itl: 500 / 10,
      e2e: 570,
      'output-rate': ((21 - 5) * 1000) / 570,
    })
  })

  test('takes thoughts between think tags for text', () => {
    const inline = stream({ reply: { reasoning: '', reasoningLength: 0 } })
    expect(figures('llmperf', inline)['ttft']).toBe(200)
  })

  test('an answer without text has first token, ITL and rate 0', () => {
    const call = stream({ reply: { textLength: 0, toolCalls: [{ name: 'f', arguments: '{}' }] } })
    expect(figures('llmperf', call)).toEqual({ ttft: 0, itl: 0, e2e: 570, 'output-rate': 0 })
  })

  test('takes an error in the stream for a failure, and an empty stream for a success', () => {
    const { counts } = definitionOf('llmperf')
    expect(counts(stream({ reply: { error: { message: 'overloaded' } } }))).toBe(false)
    expect(counts(stream({ reply: { textLength: 0, reasoningLength: 0 } }))).toBe(true)
  })
})

describe('every tool', () => {
  test.each(definitions.map(({ id }) => id))('%s estimates no frames of other protocols', (tool) => {
    const gaps = Object.values(figures(tool, stream(), 'anthropic-messages')).filter(
      (figure) => typeof figure === 'object',
    )
    for (const { zeros } of gaps) expect(zeros).toBe(0)
  })

  test.each(definitions.map(({ id }) => id))(
    '%s adds no zeros where reads were left out of the journal',
    (tool) => {
      const long = stream({ stream: { ...stream().stream, tokenReadsUs: [170_000, 100_000], frames: 5000 } })
      const gaps = Object.values(figures(tool, long)).filter((figure) => typeof figure === 'object')
      for (const { zeros } of gaps) expect(zeros).toBe(0)
    },
  )

  test('is found by its name, and a mistyped one is asked about', () => {
    expect(definitions.map(({ id }) => definitionOf(id).id)).toEqual([
      'vllm',
      'aiperf',
      'guidellm',
      'llmperf',
    ])
    expect(() => definitionOf('guidelm')).toThrow(UserError)
    expect(() => definitionOf('guidelm')).toThrow(
      expect.objectContaining({ hint: expect.objectContaining({ en: 'did you mean "guidellm"?' }) }),
    )
  })
})
