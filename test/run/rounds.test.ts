import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { RoundGate } from '../../src/run/round-gate.ts'
import { latch } from '../latch.ts'
import { type Answer, after, type Relay, withRelay } from './relay.ts'
import { classOf, observationsOf, plannedIds, roundsByNonce, runProfile } from './run-profile.ts'
import { mute, refusedPort, withServer } from './servers.ts'

const models = ['demo-mini']

/** Runs two relays that each answer in their own way. */
const withTwo = <Result>(
  [one, other]: readonly [Answer, Answer],
  use: (one: Relay, other: Relay) => Promise<Result>,
): Promise<Result> => withRelay(one, (first) => withRelay(other, (second) => use(first, second)))

describe('every planned probe', () => {
  test('yields exactly one finished observation, warm-up kept apart', async () => {
    await withTwo([after(), after(2)], async (one, other) => {
      const run = await runProfile({
        relays: [
          { name: 'one', base_url: one.url },
          { name: 'other', base_url: other.url },
        ],
        models: ['demo-mini', 'demo-pro'],
        stream: 'both',
        load: { requests: 4, concurrency: 3, warmup: 2 },
      })
      const finished = run.observations.filter(({ retry }) => retry === undefined)
      expect(finished.map(({ probeId }) => probeId).toSorted()).toEqual(plannedIds(run.plan).toSorted())
      expect(finished.length).toBe(8 * (4 + 2))
      expect(one.probes().length + other.probes().length).toBe(run.observations.length)
      expect(run.report.cells.map(({ sent, ok }) => [sent, ok])).toEqual(Array(8).fill([4, 4]))
      expect(finished.filter(({ warmup }) => warmup).every(({ round }) => round < 0)).toBe(true)
      expect(finished.filter(({ warmup }) => !warmup).every(({ round }) => round > 0)).toBe(true)
      for (const { timeline } of run.observations) {
        const { due, started, sent = Number.NaN, end } = timeline
        expect(due).toBeLessThanOrEqual(started)
        expect(started).toBeLessThanOrEqual(sent)
        expect(sent).toBeLessThanOrEqual(end)
      }
      expect(run.records.at(0)?.type).toBe('run')
      expect(run.records.at(-1)).toMatchObject({ type: 'end', how: 'finished' })
    })
  })

  test('is sent with a prompt of its own', async () => {
    await withRelay(after(), async ({ url, probes }) => {
      await runProfile({ relays: [{ name: 'a', base_url: url }], models, load: { requests: 20 } })
      const prompts = probes().map(({ body }) => JSON.stringify(body['messages']))
      expect(new Set(prompts).size).toBe(21)
    })
  })

  test('is sent no faster than the concurrency allows', async () => {
    // The first three wait for each other; a fourth beside them would be seen.
    const three = latch()
    let asked = 0
    const answer: Answer = async (arrival, response) => {
      if (++asked === 3) three.open()
      await three.opened
      await after(15)(arrival, response)
    }
    await withRelay(answer, async ({ url, mostAtOnce, connections }) => {
      await runProfile({
        relays: [{ name: 'a', base_url: url, limits: { concurrency: 3 } }],
        models,
        load: { requests: 24, concurrency: 8, warmup: 0 },
      })
      expect(mostAtOnce()).toBe(3)
      expect(connections()).toBe(3)
    })
  })
})

describe('relays stay in step', () => {
  test('nobody is two rounds ahead of anybody, as the relays see it', async () => {
    await withTwo([after(), after(25)], async (fast, slow) => {
      const { plan } = await runProfile({
        relays: [
          { name: 'fast', base_url: fast.url },
          { name: 'slow', base_url: slow.url },
        ],
        models,
        load: { requests: 12, concurrency: 1, warmup: 1 },
      })
      const rounds = roundsByNonce(plan)
      // There is no round 0: the warm-up round -1 stands right before round 1.
      const step = (nonce: string | undefined) => {
        const round = rounds.get(nonce) ?? Number.NaN
        return round < 0 ? round + 1 : round
      }
      const seen = [
        ...fast.probes().map((probe) => ({ ...probe, relay: 'fast' })),
        ...slow.probes().map((probe) => ({ ...probe, relay: 'slow' })),
      ].toSorted((a, b) => a.at - b.at)
      expect(seen.length).toBe(26)
      const reached = new Map([
        ['fast', 0],
        ['slow', 0],
      ])
      for (const { relay, nonce } of seen) {
        reached.set(relay, step(nonce))
        const [a = 0, b = 0] = [...reached.values()]
        expect(Math.abs(a - b)).toBeLessThanOrEqual(2)
      }
      // Both are there to the end: the fast one's last probe waits until the slow one has begun the round before.
      const [last, before] = [fast.probes().at(-1)?.at ?? 0, slow.probes().at(-3)?.at ?? 0]
      expect(last).toBeGreaterThan(before)
    })
  })

  test('a relay that hangs holds a healthy one up once, for no longer than the patience of the gate', async () => {
    const hang: Answer = () => {}
    await withTwo([after(), hang], async (healthy, dead) => {
      const abort = new AbortController()
      const run = await runProfile(
        {
          relays: [
            { name: 'healthy', base_url: healthy.url },
            { name: 'dead', base_url: dead.url },
          ],
          models,
          load: { requests: 10, concurrency: 1, warmup: 0 },
        },
        {
          abort: abort.signal,
          onRecord: (record) => {
            if (record.type === 'observation' && record.probeId === 'r10.c1') abort.abort()
          },
        },
      )
      expect(observationsOf(run, 'healthy').map(classOf)).toEqual(Array(10).fill('ok'))
      const sentAt = observationsOf(run, 'healthy').map(({ timeline }) => timeline.sent ?? Number.NaN)
      const waits = sentAt.slice(1).map((at, i) => at - (sentAt[i] ?? Number.NaN))
      expect(waits.filter((ms) => ms >= 3_900).length).toBe(1)
      expect(Math.max(...waits)).toBeLessThan(2 * 4_000)
      expect(observationsOf(run, 'dead').map(classOf)).toEqual(['cancelled'])
    })
  })

  test('a relay that refuses or never finishes TLS is given up at once and holds nobody up', async () => {
    await withServer(mute(), async ({ port }) => {
      await withRelay(after(), async (healthy) => {
        const refused = await refusedPort()
        const run = await runProfile({
          relays: [
            { name: 'healthy', base_url: healthy.url },
            { name: 'refusing', base_url: `http://127.0.0.1:${refused}/v1` },
            { name: 'mute', base_url: `https://127.0.0.1:${port}/v1`, timeouts: { connect: 1 } },
          ],
          models,
          load: { requests: 10, concurrency: 2, warmup: 0 },
        })
        // Nobody waits for it any more: the patience of the gate is 4 s.
        const givenUpAt = run.stops.find(({ relay }) => relay === 'mute')?.atMs ?? Number.NaN
        const [end] = run.records.filter((record) => record.type === 'end')
        expect((end?.atMs ?? Number.NaN) - givenUpAt).toBeLessThan(4_000)
        expect(run.report.cells.map(({ ok }) => ok)).toEqual([10, 0, 0])
        expect(run.stops.map(({ relay, reason }) => [relay, reason]).toSorted()).toEqual([
          ['mute', 'timeout-connect'],
          ['refusing', 'tcp'],
        ])
        expect(run.report.relays.map(({ stopped }) => stopped?.outcome)).toEqual([
          undefined,
          'tcp',
          'timeout-connect',
        ])
      })
    })
  })
})

describe('the gate', () => {
  test('opens a round when everybody stands at the one before, and never before', async () => {
    const gate = new RoundGate(['a', 'b'], 10_000)
    await Promise.all([gate.enter('a', -2), gate.enter('b', -2)])
    await gate.enter('a', -1)
    const log: string[] = []
    const ahead = gate.enter('a', 1).then(() => log.push('a 1'))
    await delay(20)
    expect(log).toEqual([])
    await gate.enter('b', -1)
    await ahead
    expect(log).toEqual(['a 1'])
    gate.release()
  })

  test('leaves behind whoever tries its patience, until it has caught up', async () => {
    const gate = new RoundGate(['a', 'b'], 60)
    const waitsFor = async (relay: string, round: number) => {
      const begunAt = now()
      return (await gate.enter(relay, round)) ? now() - begunAt : 0
    }
    await waitsFor('b', 1)
    await waitsFor('a', 1)
    await waitsFor('a', 2)
    expect(await waitsFor('a', 3)).toBeGreaterThanOrEqual(58)
    expect(await waitsFor('a', 4)).toBe(0)
    // b is at the front again: from now on it is waited for.
    await waitsFor('b', 4)
    await waitsFor('a', 5)
    expect(await waitsFor('a', 6)).toBeGreaterThanOrEqual(58)
    gate.release()
  })

  test('waits for nobody who has left', async () => {
    const gate = new RoundGate(['a', 'b'], 10_000)
    const waiting = gate.enter('a', 5)
    gate.leave('b')
    await waiting
    await gate.enter('a', 9)
  })
})
