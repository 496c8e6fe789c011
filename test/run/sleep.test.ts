import { expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { sleepUntil } from '../../src/run/sleep.ts'

const never = new AbortController().signal

test('never ends early, though timers may', async () => {
  for (let i = 0; i < 60; i++) {
    const at = now() + i / 7
    await sleepUntil(at, never)
    expect(now()).toBeGreaterThanOrEqual(at)
  }
})

test('ends at once when told, and for what is past', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 20)
  const begunAt = now()
  await sleepUntil(begunAt + 60_000, stop.signal)
  await sleepUntil(begunAt + 60_000, stop.signal)
  await sleepUntil(begunAt - 5, never)
  expect(now() - begunAt).toBeLessThan(5_000)
})
