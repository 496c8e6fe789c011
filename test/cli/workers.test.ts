import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation, Timeline } from '../../src/core/observation.ts'
import { classify } from '../../src/metrics/classify.ts'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import {
  finishedObservations,
  journalLines,
  journalRecords,
  relaybench,
  start,
  temporaryFolder,
  writeProfile,
} from './harness.ts'

const folder = temporaryFolder()
const key = 'sk-canary-0123456789abcdefghij'
let relay: FakeRelay
let profile: string

beforeAll(async () => {
  relay = await startFakeRelay((asked, response) =>
    asked.method === 'POST' && asked.body.model === 'refused'
      ? sendJson(response, { error: { message: `no: ${asked.headers.authorization}` } }, 400)
      : steadily({ tokens: 12, gapMs: 3, models: ['demo-mini', 'refused'] })(asked, response),
  )
  profile = writeProfile(folder, 'threads', {
    relays: [{ name: 'a', base_url: relay.url, api_key_env: 'CANARY' }],
    models: ['demo-mini', 'refused'],
    stream: 'both',
    load: { requests: 6, concurrency: 4, warmup: 1, seed: 7 },
  })
})
afterAll(() => relay.close())

const env = { CANARY: key }

async function runWith(workers: string): Promise<readonly Observation[]> {
  const out = join(folder, `run-${workers}`)
  const flags = ['--out', out, '--workers', workers, '--no-calibration', '--quiet']
  const { code, stderr } = await relaybench(['run', profile, ...flags], { env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(journalLines(out).join('\n')).not.toContain(key)
  return finishedObservations(journalRecords(out))
}

/** All that a thread cannot change. */
const seen = (observation: Observation) => ({
  id: observation.probeId,
  outcome: classify(observation),
  text: observation.reply.text,
  usage: observation.reply.usage,
  status: observation.http?.status,
  message: observation.reply.error?.message,
  frames: observation.stream.frames,
  warm: observation.connection?.reused,
})

const byId = (observations: readonly Observation[]) =>
  observations.map(seen).toSorted((a, b) => (a.id < b.id ? -1 : 1))

const order = [
  ...(['due', 'started', 'sent', 'headers', 'firstByte', 'firstFrame'] as const),
  ...(['firstToken', 'lastToken', 'done', 'end'] as const),
] satisfies readonly (keyof Timeline)[]

/** The clocks of two threads are compared to a few µs. */
const clockErrorMs = 1

describe('lanes in worker threads', () => {
  test('see what lanes of the main thread see, with any number of threads', async () => {
    const [none, one, three] = [await runWith('0'), await runWith('1'), await runWith('3')]
    expect(none).toHaveLength(2 * 2 * 7)
    expect(byId(one)).toEqual(byId(none))
    expect(byId(three)).toEqual(byId(none))
  })

  test('have their stamps on the clock of the run', async () => {
    const observations = finishedObservations(journalRecords(join(folder, 'run-3')))
    for (const { timeline, streaming, probeId } of observations) {
      const stamps = order.filter((name) => streaming || name !== 'firstByte').map((name) => timeline[name])
      const reached = stamps.filter((at) => at !== undefined)
      for (const [i, at] of reached.entries())
        expect(at, probeId).toBeGreaterThanOrEqual((reached[i - 1] ?? 0) - clockErrorMs)
    }
  })

  test('are left in order by Ctrl-C: what is in flight may end', async () => {
    const slow = await startFakeRelay(steadily({ tokens: 30, gapMs: 20 }))
    const out = join(folder, 'stopped')
    const path = writeProfile(folder, 'stopped', {
      relays: [{ name: 'a', base_url: slow.url }],
      models: ['demo-mini'],
      load: { requests: 50, concurrency: 2, warmup: 0 },
    })
    const running = start(['run', path, '--out', out, '--workers', '2'])
    await slow.until(() => slow.probes().length === 2)
    running.child.kill('SIGINT')
    const { code } = await running.finished
    await slow.close()
    expect(code).toBe(130)
    const outcomes = finishedObservations(journalRecords(out)).map(classify)
    expect(outcomes).toEqual(slow.probes().map(() => 'ok'))
    expect(outcomes.length).toBeLessThan(50)
  })
})
