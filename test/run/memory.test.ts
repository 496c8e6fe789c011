import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parseSim, startSim } from '../../src/sim/index.ts'
import { web, withServer } from './servers.ts'

const child = fileURLToPath(new URL('memory-child.js', import.meta.url))
if (!existsSync(fileURLToPath(new URL('../../dist/run/observe.js', import.meta.url))))
  throw new Error('nothing is built: npm run build')

const mostGrownBytes = 32 * 1024 * 1024
/** One line of a journal, whatever a relay sends. */
const mostKeptBytes = 64 * 1024
const attempts = 3

interface Measured {
  readonly outcome: string
  readonly grownBytes: number
  readonly keptBytes: number
}

/** Asks a hostile relay from a process of its own, so that nothing else is measured. */
async function measureOnce(hostile: string, mode: string): Promise<Measured> {
  const healthy = await startSim(parseSim({ output_tokens: 10_000 }))
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [child, healthy.url, hostile, mode])
    return JSON.parse(stdout)
  } finally {
    await healthy.close()
  }
}

/** Garbage that was not collected yet only adds to what is held: the least of a few measurements counts. */
async function measure(hostile: string, mode: string): Promise<Measured> {
  let least = await measureOnce(hostile, mode)
  for (let i = 1; i < attempts && least.grownBytes > mostGrownBytes; i++) {
    const next = await measureOnce(hostile, mode)
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

describe.each(['stream', 'whole'])('bounded memory, %s', (mode) => {
  test.each([
    ['a line of 2 GiB', fault('huge-line'), 'too-large'],
    ['a gzip bomb', fault('gzip-bomb'), 'too-large'],
    ['an answer that never ends, as fast as it can', fault('never-ends', { every_ms: 0 }), 'timeout-total'],
    ['1 MiB of headers', fault('many-headers', { bytes: 2 ** 20 }), 'too-large'],
  ])('%s', async (_what, hostile, outcome) => {
    const sim = await startSim(parseSim(hostile))
    try {
      expectBounded(await measure(sim.url, mode), outcome)
    } finally {
      await sim.close()
    }
  })
})

/** One byte in an HTTP chunk of its own costs the relay six. */
const crumb = Buffer.from('1\r\na\r\n')
const crumbs = Buffer.concat(Array.from({ length: 10_000 }, () => crumb))

test.each([
  ['stream', 'data: {"choices":[{"delta":{"content":"'],
  ['whole', '{"choices":[{"message":{"content":"'],
])('an answer in crumbs of one byte, %s', async (mode, head) => {
  const server = web((request, response) => {
    request.resume()
    const { socket } = response
    if (!socket) return
    socket.write(
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${head.length.toString(16)}\r\n${head}\r\n`,
    )
    const more = () => {
      while (!socket.destroyed && socket.write(crumbs));
      socket.once('drain', more)
    }
    more()
  })
  await withServer(server, async ({ port }) => {
    const measured = await measure(`http://127.0.0.1:${port}/v1`, mode)
    expectBounded(measured, /timeout|too-large/)
  })
})
