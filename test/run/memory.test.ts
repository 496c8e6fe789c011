import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parseSim, startSim } from '../../src/sim/index.ts'

const child = fileURLToPath(new URL('memory-child.js', import.meta.url))
if (!existsSync(fileURLToPath(new URL('../../dist/run/observe.js', import.meta.url))))
  throw new Error('nothing is built: npm run build')

const mostGrownBytes = 32 * 1024 * 1024
/** One line of a journal, whatever a relay sends. */
const mostKeptBytes = 64 * 1024
const attempts = 5

interface Measured {
  readonly outcome: string
  readonly grownBytes: number
  readonly keptBytes: number
}

/** Asks a hostile relay from a process of its own, so that nothing else is measured. */
async function measureOnce(hostile: string, mode: string, totalMs: number): Promise<Measured> {
  const healthy = await startSim(parseSim({ output_tokens: 10_000 }))
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      child,
      healthy.url,
      hostile,
      mode,
      String(totalMs),
    ])
    return JSON.parse(stdout)
  } finally {
    await healthy.close()
  }
}

/** Garbage that was not collected yet only adds to what is held: the least of some measurements counts. */
async function measure(hostile: string, mode: string, totalMs = 60_000): Promise<Measured> {
  let least = await measureOnce(hostile, mode, totalMs)
  for (let i = 1; i < attempts && least.grownBytes > mostGrownBytes; i++) {
    const next = await measureOnce(hostile, mode, totalMs)
    if (next.grownBytes < least.grownBytes) least = next
  }
  return least
}

function expectBounded(measured: Measured, outcome: string | RegExp): void {
  expect(measured.outcome).toMatch(outcome)
  expect(measured.grownBytes).toBeLessThan(mostGrownBytes)
  expect(measured.keptBytes).toBeLessThan(mostKeptBytes)
}

const fault = (name: string, more: object = {}): object => ({ faults: [{ fault: name, ...more }] })

/** Whichever comes first: a second is enough for the limit of size on a quick machine. */
const endless = /^(timeout-total|too-large-body)$/

describe.each(['stream', 'whole'])('bounded memory, %s', (mode) => {
  test.each([
    ['a line of 2 GiB', fault('huge-line'), /^too-large-/],
    ['a gzip bomb', fault('gzip-bomb'), /^too-large-/],
    ['an answer that never ends, as fast as it can', fault('never-ends', { every_ms: 0 }), endless],
    ['1 MiB of headers', fault('many-headers', { bytes: 2 ** 20 }), /^too-large-/],
  ])('%s', async (_what, hostile, outcome) => {
    const sim = await startSim(parseSim(hostile))
    try {
      // What ends by a limit of size has time for it; what never ends is given a second.
      const totalMs = outcome === endless ? 1_000 : undefined
      expectBounded(await measure(sim.url, mode, totalMs), outcome)
    } finally {
      await sim.close()
    }
  })
})
