import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutcomeClass } from '../../src/metrics/outcomes.ts'
import type { ChildServer } from './child-server.ts'
import { type Portkey, startAimock, startPortkey } from './counterparts.ts'
import { direct, type Run, runProfile, through } from './run-profile.ts'

const healthy = 'gpt-4o'
const cut = 'gpt-4.1'

let folder: string
let aimock: ChildServer
let portkey: Portkey

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relaybench-faults-'))
  aimock = await startAimock([
    { match: { model: healthy }, response: { content: 'All is well.' } },
    {
      match: { model: cut },
      response: { content: 'one two three four' },
      chunkSize: 3,
      streamingProfile: { ttft: 20, tps: 100 },
      truncateAfterChunks: 3,
    },
  ])
  portkey = await startPortkey(aimock.url)
})
afterAll(async () => {
  await Promise.all([aimock?.close(), portkey?.close()])
  await rm(folder, { recursive: true, force: true })
})

interface Fault {
  readonly fault: string
  /** Outcome of a stream, then of a body. */
  readonly direct: readonly [OutcomeClass, OutcomeClass]
  readonly relayed: readonly [OutcomeClass, OutcomeClass]
}

const faults: readonly Fault[] = [
  { fault: 'drop', direct: ['upstream', 'upstream'], relayed: ['upstream', 'upstream'] },
  { fault: 'malformed', direct: ['malformed', 'malformed'], relayed: ['malformed', 'upstream'] },
  { fault: 'disconnect', direct: ['connection-lost', 'connection-lost'], relayed: ['upstream', 'upstream'] },
  { fault: 'ratelimit', direct: ['rate-limited', 'rate-limited'], relayed: ['rate-limited', 'rate-limited'] },
]

let run: Run

beforeAll(async () => {
  const relays = faults.flatMap(({ fault }) => {
    const headers = { [`x-aimock-chaos-${fault}`]: '1' }
    return [direct(fault, aimock.url, headers), through(`${fault}-relayed`, portkey, headers)]
  })
  run = await runProfile(folder, 'faults', {
    relays: [direct('none', aimock.url), ...relays],
    models: [healthy, { name: cut, only: ['none'] }],
    stream: 'both',
    load: { requests: 2, concurrency: 2, warmup: 0, seed: 7 },
  })
})

const outcomes = (relay: string, model = healthy) => [
  run.cell(relay, model, 'stream').outcomes,
  run.cell(relay, model, 'whole').outcomes,
]

test('relays that fail do not stop the run, nor harm the one beside them', () => {
  expect([run.code, run.report.state]).toEqual([0, 'finished'])
  expect(outcomes('none')).toEqual([{ ok: 2 }, { ok: 2 }])
})

test.each(faults)('$fault is $direct in a stream and in a body', ({ fault, direct: [stream, whole] }) => {
  expect(outcomes(fault)).toEqual([{ [stream]: 2 }, { [whole]: 2 }])
})

test.each(faults)('$fault behind portkey is $relayed', ({ fault, relayed: [stream, whole] }) => {
  expect(outcomes(`${fault}-relayed`)).toEqual([{ [stream]: 2 }, { [whole]: 2 }])
})

test('a stream that stops in the middle is truncated, however well its connection was closed', () => {
  expect(outcomes('none', cut)).toEqual([{ truncated: 2 }, { ok: 2 }])
})

const observationsOf = (relay: string) => {
  const cells = [run.cell(relay, healthy, 'stream').id, run.cell(relay, healthy, 'whole').id]
  return run.observations.filter(({ cellId }) => cells.includes(cellId))
}

test('a lost connection is held against a relay only when it was a fresh one', () => {
  const lost = observationsOf('disconnect')
  expect(lost.map(({ connection }) => connection?.reused)).toEqual([false, false, false, false])
})

test('a relay that said to come back in a second is asked again after a second', () => {
  const sent = observationsOf('ratelimit').map(({ timeline }) => timeline.sent ?? 0)
  // Two requests were in flight when it first said so.
  expect(Math.max(...sent) - Math.min(...sent)).toBeGreaterThan(990)
})

// Not so yet: three such answers in a row, of whatever models, stop the relay as "wrong-path".
test('models that it has no fixture for, a 404 in its own words, do not make a relay look wrong or gone', async () => {
  const strangers = ['no-such-model', 'nor-this-one', 'nor-that']
  const { report, cell } = await runProfile(folder, 'strangers', {
    relays: [direct('aimock', aimock.url), through('portkey', portkey)],
    models: [healthy, ...strangers],
    load: { requests: 3, concurrency: 2, warmup: 0, seed: 7 },
  })
  for (const relay of ['aimock', 'portkey']) {
    expect(report.relays.find((r) => r.relay === relay)?.stopped).toBeNull()
    expect(cell(relay, healthy)).toMatchObject({ sent: 3, ok: 3 })
    for (const model of strangers)
      expect(report.models.find((m) => m.relay === relay && m.model === model)?.state).toBe('absent')
  }
})
