import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { parseSim, startSim } from '../../src/sim/index.ts'
import { ask, withSim } from './client.ts'

const handles = () =>
  process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout|Immediate)/.test(kind)).length

test('close ends what is under way and leaves no handle open', async () => {
  const before = handles()
  const sim = await startSim(
    parseSim({
      faults: [
        { fault: 'never-ends', rate: 0.5 },
        { fault: 'stall', rate: 0.5 },
      ],
    }),
  )
  const asking = Array.from({ length: 6 }, () => ask(sim))
  await expect.poll(() => sim.received.length).toBe(6)
  const begunAt = now()
  await sim.close()
  expect(now() - begunAt).toBeLessThan(20_000)
  expect((await Promise.all(asking)).map(({ how }) => how)).toEqual(Array(6).fill('broken'))
  expect(sim.received.every(({ completed }) => !completed)).toBe(true)
  // Not by polling: that has timers of its own.
  for (let i = 0; i < 500 && handles() > before; i++) await setTimeout(20)
  expect(handles()).toBeLessThanOrEqual(before)
  expect(await ask(sim)).toMatchObject({ how: 'broken', errorCode: 'ECONNREFUSED' })
})

test('a fixed port is taken, and taken only once', async () => {
  await withSim({}, async (sim) => {
    const port = Number(new URL(sim.url).port)
    await expect(startSim(parseSim({ port }))).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
