import { afterEach, describe, expect, test, vi } from 'vitest'
import { now } from '../../src/core/clock.ts'
import type { Observation } from '../../src/core/observation.ts'
import { type DefinedMetric, definitionOf, type Gaps } from '../../src/metrics/definitions/index.ts'
import { AnswerReader } from '../../src/run/answer-reader.ts'
import { parseSim, startSim } from '../../src/sim/index.ts'
import { ask, targetAt } from './ask-target.ts'

/**
 * The tools' published formulas, written again over raw frames: each frame has the stamp of the socket read that
 * completed it, as the tools have it but for their own delay. What our stamps give must be the same numbers.
 */

interface RawFrame {
  /** ms since the probe was started. */
  readonly at: number
  // biome-ignore lint/suspicious/noExplicitAny: whatever the relay says, read without our own reader
  readonly data: any
}

interface Raw {
  readonly frames: readonly RawFrame[]
  readonly observation: Observation
}

afterEach(() => vi.restoreAllMocks())

/** Asks a simulated relay once, and keeps every read of the body with its stamp. */
async function askSim(settings: object): Promise<Raw> {
  const reads: { chunk: Buffer; at: number }[] = []
  const real = AnswerReader.prototype.bytes
  vi.spyOn(AnswerReader.prototype, 'bytes').mockImplementation(function (this: AnswerReader, chunk, at) {
    reads.push({ chunk: Buffer.from(chunk), at })
    return real.call(this, chunk, at)
  })
  const sim = await startSim(parseSim(settings))
  try {
    const origin = now()
    const observation = await ask(targetAt(sim.url), {}, undefined, origin)
    return { frames: framesOf(reads, origin + observation.timeline.started), observation }
  } finally {
    await sim.close()
  }
}

function framesOf(reads: readonly { chunk: Buffer; at: number }[], started: number): RawFrame[] {
  const frames: RawFrame[] = []
  let held = Buffer.alloc(0)
  for (const { chunk, at } of reads) {
    held = Buffer.concat([held, chunk])
    for (let end = held.indexOf('\n\n'); end >= 0; end = held.indexOf('\n\n')) {
      const text = held.toString('utf8', 0, end).replace(/^data: /, '')
      frames.push({ at: at - started, data: text === '[DONE]' ? text : JSON.parse(text) })
      held = held.subarray(end + 2)
    }
  }
  return frames
}

const metricOf = (tool: string, id: string): DefinedMetric => {
  const metric = definitionOf(tool).metrics.find((each) => each.id === id)
  if (!metric) throw new Error(`${tool} has no ${id}`)
  return metric
}

function value(tool: string, id: string, observation: Observation): number {
  const metric = metricOf(tool, id)
  const found = metric.kind === 'each' ? metric.value(observation, 'openai-chat') : undefined
  if (found === undefined) throw new Error(`${tool} has no ${id} here`)
  return found
}

function gaps(tool: string, id: string, observation: Observation): Gaps {
  const metric = metricOf(tool, id)
  if (metric.kind !== 'gaps') throw new Error(`${id} of ${tool} is no heap of gaps`)
  return metric.gaps(observation, 'openai-chat')
}

/** Stamps in a journal are whole µs, and a figure is made of two or three. */
const µs = 0.0025
const near = (expected: number) => ({
  asymmetricMatch: (actual: number) => Math.abs(actual - expected) <= µs,
  toString: () => `within 2.5 µs of ${expected}`,
})

const choiceOf = ({ data }: RawFrame) => data.choices?.[0]
const contentOf = (frame: RawFrame): string => choiceOf(frame)?.delta?.content ?? ''
const reasoningOf = (frame: RawFrame): string => choiceOf(frame)?.delta?.reasoning_content ?? ''
const stampsOf = (frames: readonly RawFrame[]): number[] => frames.map(({ at }) => at)
const first = (stamps: readonly number[]): number => stamps[0] ?? Number.NaN
const last = (stamps: readonly number[]): number => stamps.at(-1) ?? Number.NaN
const differences = (stamps: readonly number[]): number[] =>
  stamps.slice(1).map((at, i) => at - (stamps[i] ?? Number.NaN))
const usageOf = (frames: readonly RawFrame[]) => frames.findLast(({ data }) => data.usage)?.data.usage
const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b)

function expectGaps({ ms, zeros }: Gaps, expected: readonly number[]): void {
  const all = ascending([...ms, ...Array<number>(zeros).fill(0)])
  expect(all).toHaveLength(expected.length)
  expect(all).toEqual(ascending(expected).map(near))
}

describe.each([
  ['frames one by one', { ttft_ms: 20, token_ms: 4, output_tokens: 16 }],
  ['frames in few reads', { ttft_ms: 5, token_ms: 0, output_tokens: 40 }],
  ['bursts', { ttft_ms: 5, token_ms: { trace: [0, 0, 0, 0, 0, 0, 0, 12] }, output_tokens: 48 }],
  ['reasoning first', { ttft_ms: 10, token_ms: 3, reasoning_tokens: 6, output_tokens: 12 }],
  ['several tokens a frame', { ttft_ms: 10, token_ms: 2, output_tokens: 40, tokens_per_chunk: 5 }],
])('%s', (_, settings) => {
  test('vLLM bench', async () => {
    const { frames, observation } = await askSim(settings)
    const answers = frames.filter(({ data }) => data.choices?.length > 0)
    const stamps = stampsOf(answers)
    expect(definitionOf('vllm').counts(observation)).toBe(true)
    expect(value('vllm', 'ttft', observation)).toEqual(near(first(stamps)))

    // The finish frame has no stamp of its own with us: the last piece stands in, and the end mark is the bound.
    expect(contentOf(answers.at(-1) ?? { at: 0, data: {} })).toBe('')
    const finishAt = last(stamps)
    const pieces = stamps.slice(0, -1)
    const { done, lastToken } = observation.timeline
    const tail = (done ?? Number.NaN) - (lastToken ?? Number.NaN)
    const e2el = value('vllm', 'e2el', observation)
    expect(e2el).toEqual(near(last(pieces)))
    expect(e2el).toBeLessThanOrEqual(finishAt + µs)
    expect(e2el + tail).toBeGreaterThanOrEqual(finishAt - µs)

    const tpot = (last(pieces) - first(stamps)) / (usageOf(frames).completion_tokens - 1)
    expect(value('vllm', 'tpot', observation)).toEqual(near(tpot))
    expectGaps(gaps('vllm', 'itl', observation), differences([...pieces, last(pieces)]))
  })

  test('AIPerf', async () => {
    const { frames, observation } = await askSim(settings)
    const stamps = stampsOf(frames.filter((frame) => contentOf(frame) || reasoningOf(frame)))
    const visible = stampsOf(frames.filter((frame) => contentOf(frame)))
    const itl = (last(stamps) - first(stamps)) / (usageOf(frames).completion_tokens - 1)
    expect(value('aiperf', 'ttft', observation)).toEqual(near(first(stamps)))
    expect(value('aiperf', 'ttfo', observation)).toEqual(near(first(visible)))
    expect(value('aiperf', 'request-latency', observation)).toEqual(near(last(stamps)))
    expect(value('aiperf', 'itl', observation)).toEqual(near(itl))
    expectGaps(gaps('aiperf', 'icl', observation), differences(stamps))
  })

  test('guidellm', async () => {
    const { frames, observation } = await askSim(settings)
    const stamps = stampsOf(frames.filter((frame) => contentOf(frame) || reasoningOf(frame)))
    const tokens = usageOf(frames).completion_tokens
    const done = frames.find(({ data }) => data === '[DONE]')?.at ?? Number.NaN
    expect(value('guidellm', 'ttft', observation)).toEqual(near(first(stamps)))
    expect(value('guidellm', 'itl', observation)).toEqual(near((last(stamps) - first(stamps)) / (tokens - 1)))
    expect(value('guidellm', 'tpot', observation)).toEqual(near(last(stamps) / tokens))
    expect(value('guidellm', 'request-latency', observation)).toEqual(near(done))
  })

  test('guidellm without usage', async () => {
    const { frames, observation } = await askSim({ ...settings, usage: 'none' })
    const stamps = stampsOf(frames.filter((frame) => contentOf(frame) || reasoningOf(frame)))
    expect(usageOf(frames)).toBeUndefined()
    expect(value('guidellm', 'tpot', observation)).toEqual(near(last(stamps) / stamps.length))
  })

  test('LLMPerf', async () => {
    const { frames, observation } = await askSim({ ...settings, usage: 'none' })
    const texts = frames.filter((frame) => contentOf(frame))
    // Its loop: the first wait, then each gap; every frame but the end mark is a token.
    const waits = [first(stampsOf(texts)), ...differences(stampsOf(texts))]
    const received = frames.filter(({ data }) => data !== '[DONE]').length
    const sum = waits.reduce((total, wait) => total + wait, 0)
    expect(value('llmperf', 'ttft', observation)).toEqual(near(waits[0] ?? Number.NaN))
    expect(value('llmperf', 'itl', observation)).toEqual(near(sum / received))
  })
})
