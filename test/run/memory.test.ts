import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parseSim, startSim } from '../../src/sim/index.ts'

const child = fileURLToPath(new URL('memory-child.js', import.meta.url))
if (!existsSync(fileURLToPath(new URL('../../dist/run/observe.js', import.meta.url))))
  throw new Error('nothing is built: npm run build')

const mostGrowth = 32 * 1024 * 1024
/** One line of a journal, whatever the relay sent. */
const mostKept = 64 * 1024

interface Measured {
  readonly outcome: string
  readonly grownBytes: number
  readonly keptBytes: number
}

/** Asks a hostile relay from a process of its own, so that nothing else is measured. */
async function measure(hostile: object, mode: string): Promise<Measured> {
  const sims = await Promise.all([{ output_tokens: 20_000 }, hostile].map((config) => startSim(parseSim(config))))
  try {
    const urls = sims.map(({ url }) => url)
    const { stdout } = await promisify(execFile)(process.execPath, [child, ...urls, mode])
    return JSON.parse(stdout)
  } finally {
    await Promise.all(sims.map((sim) => sim.close()))
  }
}

const fault = (name: string, more: object = {}): object => ({ faults: [{ fault: name, ...more }] })

test.each([
  ['an ordinary answer', {}, 'ok'],
  ['a line of 2 GiB', fault('huge-line'), 'too-large'],
  ['a gzip bomb', fault('gzip-bomb'), 'too-large'],
  ['a stream that never ends, as fast as it can', fault('never-ends'), 'too-large'],
  ['1 MiB of headers', fault('many-headers', { bytes: 2 ** 20 }), 'too-large'],
])('%s takes bounded memory, streamed or whole', async (_what, hostile, outcome) => {
  for (const mode of ['stream', 'whole']) {
    const measured = await measure(hostile, mode)
    console.log(_what, mode, measured)
  }
})
