import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ErrorResponse, FixtureFileEntry } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChildServer } from './child-server.ts'
import { type Portkey, startAimock, startPortkey } from './counterparts.ts'
import { direct, type Run, runProfile, through } from './run-profile.ts'

const requests = 4
const firstTokenMs = 100
const answers: Readonly<Record<string, string>> = {
  'gpt-4o': 'The library should check the evening queue first, then tell its branches.',
  'gpt-5.6-sol': '先检查傍晚的队列，再通知各分馆。 Then measure again — twice.',
}
const usages: Readonly<
  Record<string, { readonly prompt_tokens: number; readonly completion_tokens: number }>
> = {
  'gpt-4o': { prompt_tokens: 131, completion_tokens: 17 },
  'gpt-5.6-sol': { prompt_tokens: 127, completion_tokens: 23 },
}
const served = Object.keys(answers)
/** aimock takes a dated name for the model, and lists only the plain one. */
const unlisted = 'gpt-4o-2024-08-06'
/** aimock lists every model that a fixture names, whatever it answers. */
const dead = 'gpt-3.5-turbo'
/** Named by no fixture and so not listed; the last fixture answers for it. */
const absent = 'claude-opus-5'

const refusal = (model: string): ErrorResponse => ({
  error: {
    message: `The model \`${model}\` does not exist`,
    type: 'invalid_request_error',
    code: 'model_not_found',
  },
  status: 404,
})

const fixtures: readonly FixtureFileEntry[] = [
  ...served.map((model) => ({
    match: { model },
    response: { content: answers[model] ?? '', usage: usages[model] ?? {} },
    chunkSize: 8,
    streamingProfile: { ttft: firstTokenMs, tps: 200, jitter: 0 },
  })),
  { match: { model: dead }, response: refusal(dead) },
  { match: { userMessage: 'Reference' }, response: refusal(absent) },
]

let folder: string
let aimock: ChildServer
let portkey: Portkey

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relaybench-interop-'))
  aimock = await startAimock(fixtures)
  portkey = await startPortkey(aimock.url)
})
afterAll(async () => {
  await Promise.all([aimock?.close(), portkey?.close()])
  await rm(folder, { recursive: true, force: true })
})

describe('two relays, both modes, models that are served and models that are not', () => {
  let run: Run

  beforeAll(async () => {
    run = await runProfile(folder, 'healthy', {
      relays: [{ ...direct('aimock', aimock.url), reference: true }, through('portkey', portkey)],
      models: [...served, unlisted, dead, absent],
      stream: 'both',
      load: { requests, concurrency: 2, warmup: 1, seed: 7 },
    })
  })

  test('it exits with 0, having sent all that was planned', () => {
    expect(run.code).toBe(0)
    const cells = 2 * 5 * 2
    expect(run.report).toMatchObject({
      state: 'finished',
      totals: { planned: cells * requests, sent: cells * requests, ok: 2 * 3 * 2 * requests },
    })
    expect(run.report.cells.every(({ complete }) => complete)).toBe(true)
  })

  test('--json prints the report that it keeps, and nothing else', async () => {
    expect(run.stdout).toBe(await readFile(join(folder, 'healthy', 'report.json'), 'utf8'))
  })

  describe.each(['aimock', 'portkey'])('%s', (relay) => {
    test.each(served.flatMap((model) => [[model, 'stream'] as const, [model, 'whole'] as const]))(
      '%s, %s: every answer is ok, its tokens are those of the fixture',
      (model, mode) => {
        const { prompt_tokens: input = 0, completion_tokens: output = 0 } = usages[model] ?? {}
        expect(run.cell(relay, model, mode)).toMatchObject({
          sent: requests,
          ok: requests,
          outcomes: { ok: requests },
          availability: { n: requests, value: 1, high: 1 },
          tokens: {
            input: input * requests,
            output: output * requests,
            reasoning: 0,
            withUsage: requests,
          },
          e2eMs: { n: requests },
        })
      },
    )

    test.each(served)('%s: every answer has the text of the fixture, to the letter', (model) => {
      const cells = [run.cell(relay, model, 'stream').id, run.cell(relay, model, 'whole').id]
      const texts = run.observations
        .filter(({ cellId }) => cells.includes(cellId))
        .map(({ reply }) => reply.text)
      expect(texts).toEqual(Array.from({ length: 2 * requests }, () => answers[model]))
    })

    test.each(served)(
      '%s: TTFT is measured on a warm connection for every stream and for no body',
      (model) => {
        const { ttftMs, ttftColdMs, e2eMs } = run.cell(relay, model, 'stream')
        expect([ttftMs.n, ttftColdMs.n]).toEqual([requests, 0])
        // A machine that is busy with something else may take a stamp late, so not each is held to it.
        expect(ttftMs.p50).toBeGreaterThan(firstTokenMs / 2)
        expect(ttftMs.max).toBeGreaterThan(firstTokenMs - 1)
        expect(ttftMs.p50).toBeLessThanOrEqual(e2eMs.p50 ?? 0)
        expect(run.cell(relay, model, 'whole').ttftMs).toMatchObject({ n: 0, p50: null })
      },
    )

    test.each([
      ...served.map((model) => [model, 'works', true] as const),
      [unlisted, 'unlisted-but-works', false] as const,
      [dead, 'listed-but-dead', true] as const,
      [absent, 'absent', false] as const,
    ])('%s: %s', (model, state, listed) => {
      const entry = run.report.models.find((m) => m.relay === relay && m.model === model)
      expect(entry).toMatchObject({ state, listed, modelId: model, sent: 2 * requests })
    })

    test('a model that it does not serve has no times, no rank, and an example in its own words', () => {
      expect(run.cell(relay, absent)).toMatchObject({
        ok: 0,
        rank: null,
        outcomes: { 'model-unavailable': requests },
        ttftMs: { n: 0, p50: null, histogram: null },
        examples: [{ status: 404, message: expect.stringContaining(`\`${absent}\` does not exist`) }],
      })
    })
  })
})
