import { expect, test } from 'vitest'
import { ask, type Seen, streaming, whole, withSim } from './client.ts'

/** As the preset, without its pauses. */
const hurried = (preset: string) => ({ preset, ttft_ms: 0, token_ms: 0 })

async function askedFor(preset: string, count: number, body: object = streaming): Promise<Seen[]> {
  return withSim(hurried(preset), async (sim) => {
    const seen: Seen[] = []
    for (let i = 0; i < count; i++) seen.push(await ask(sim, { body }))
    return seen
  })
}

test.each(['good', 'slow'])('%s always answers, for both models', async (preset) => {
  for (const model of ['demo-mini', 'demo-pro'])
    for (const seen of await askedFor(preset, 10, { ...streaming, model }))
      expect(seen).toMatchObject({ status: 200, how: 'end', text: expect.stringContaining('[DONE]') })
})

test('flaky fails a third of requests, in three ways, and not the first', async () => {
  const ends = (await askedFor('flaky', 36)).map(({ status, how }) => `${status} ${how}`)
  const count = (end: string) => ends.filter((each) => each === end).length
  expect(ends.slice(0, 3)).toEqual(Array(3).fill('200 end'))
  expect(count('200 end')).toBe(24)
  for (const failure of ['500 end', '429 end', '200 broken']) expect(count(failure)).toBeGreaterThanOrEqual(2)
})

test('ghost answers for the one model and has no channel for the other', async () => {
  expect((await askedFor('ghost', 1, whole))[0]?.status).toBe(200)
  const [dead] = await askedFor('ghost', 1, { ...whole, model: 'demo-pro' })
  expect(dead?.status).toBe(503)
  expect(JSON.parse(dead?.text ?? '').error.code).toBe('model_not_found')
})

test('slow is slower than good, to the first token and after it', async () => {
  const [good, slow] = await Promise.all([
    // A busy machine reads late, never early: the best of three.
    withSim('good', async (sim) => [await ask(sim), await ask(sim), await ask(sim)]),
    withSim('slow', async (sim) => [await ask(sim)]),
  ])
  const least = (all: readonly Seen[], nth: number) =>
    Math.min(...all.map(({ readsMs }) => readsMs.at(nth) ?? Number.NaN))
  expect(least(slow, 0) - least(good, 0)).toBeGreaterThan(200)
  expect(least(slow, -1) - least(good, -1)).toBeGreaterThan(500)
})
