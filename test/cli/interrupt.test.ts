import { join } from 'node:path'
import { expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { reportSchema } from '../../src/schema/report.ts'
import { latch } from '../latch.ts'
import { type Answer, type FakeRelay, startFakeRelay, steadily } from './fake-relay.ts'
import {
  finishedObservations,
  journalLines,
  journalRecords,
  type Running,
  relaybench,
  start,
  temporaryFolder,
  writeProfile,
} from './harness.ts'
import { planOf } from './journal-plan.ts'

const folder = temporaryFolder()
const requests = 4

interface Interrupted {
  readonly relay: FakeRelay
  readonly out: string
  readonly running: Running
}

/** Starts a run of four probes, two at once, and waits until the first two are in flight. */
async function twoInFlight(name: string, answer: Answer, ...flags: string[]): Promise<Interrupted> {
  const relay = await startFakeRelay(answer)
  const out = join(folder, name)
  const profile = writeProfile(folder, name, {
    relays: [{ name: 'slow', base_url: relay.url }],
    models: ['demo-mini'],
    load: { requests, concurrency: 2, warmup: 0 },
  })
  const running = start(['run', profile, '--out', out, ...flags])
  await relay.until(() => relay.probes().length === 2)
  return { relay, out, running }
}

test('the first Ctrl-C sends nothing new, waits for what is in flight and prints what there is', async () => {
  const heard = latch()
  const { relay, out, running } = await twoInFlight('once', async (asked, response) => {
    if (asked.method === 'POST') await heard.opened
    await steadily({ tokens: 10, gapMs: 20 })(asked, response)
  })
  running.child.kill('SIGINT')
  await running.hears(/Stopping/)
  heard.open()
  const { code, stdout, stderr } = await running.finished
  expect(code).toBe(130)
  expect(relay.probes().map(({ state }) => state)).toEqual(['answered', 'answered'])
  expect(stdout).toMatch(/interrupted/i)
  expect(stderr).toContain(`--resume ${out}`)

  const records = journalRecords(out)
  expect(records.at(-1)).toMatchObject({ type: 'end', how: 'interrupted' })
  expect(finishedObservations(records)).toHaveLength(2)
  const report = reportSchema.parse(JSON.parse((await relaybench(['report', out, '--json'])).stdout))
  expect(report).toMatchObject({ state: 'interrupted', totals: { sent: 2, ok: 2, planned: requests } })

  const before = journalLines(out)
  const resumed = await relaybench(['run', '--resume', out, '--quiet', '--json'])
  expect(resumed.code).toBe(0)
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    state: 'finished',
    totals: { sent: requests, ok: requests },
  })
  expect(journalLines(out).slice(0, before.length)).toEqual(before)
  expect(relay.probes()).toHaveLength(requests)
  await relay.close()
})

test.each(['SIGINT', 'SIGTERM'] as const)('a second %s ends at once, with a report', async (signal) => {
  const { relay, out, running } = await twoInFlight(
    `twice-${signal}`,
    steadily({ tokens: 600, gapMs: 100 }),
    '--json',
  )
  running.child.kill(signal)
  await running.hears(/Stopping/)
  const at = now()
  running.child.kill(signal)
  const { code, stdout } = await running.finished
  // The first signal alone would leave the streams 15 s to finish.
  expect(now() - at).toBeLessThan(14_000)
  expect(code).toBe(130)
  expect(reportSchema.parse(JSON.parse(stdout))).toMatchObject({ state: 'interrupted', totals: { sent: 0 } })
  expect(relay.probes()).toHaveLength(2)
  await relay.close()

  const records = journalRecords(out)
  const cancelled = records.filter((record) => record.type === 'observation')
  expect(cancelled.map(({ ending }) => ending.type)).toEqual(['cancelled', 'cancelled'])
  expect(records.at(-1)).toMatchObject({ type: 'end', how: 'interrupted' })
})

test('probes that a second Ctrl-C broke off are asked again when the run is resumed', async () => {
  let gapMs = 100
  const relay = await startFakeRelay((asked, response) => steadily({ tokens: gapMs, gapMs })(asked, response))
  const out = join(folder, 'again')
  const profile = writeProfile(folder, 'again', {
    relays: [{ name: 'slow', base_url: relay.url }],
    models: ['demo-mini'],
    load: { requests, concurrency: 2, warmup: 0 },
  })
  const running = start(['run', profile, '--out', out])
  await relay.until(() => relay.probes().length === 2)
  running.child.kill('SIGINT')
  await running.hears(/Stopping/)
  running.child.kill('SIGINT')
  await running.finished
  gapMs = 2
  const { code } = await relaybench(['run', '--resume', out, '--quiet'])
  await relay.close()
  expect(code).toBe(0)
  const records = journalRecords(out)
  const finished = finishedObservations(records).map(({ probeId }) => probeId)
  expect([...finished].sort()).toEqual([...planOf(records).planned].sort())
})

test('a Ctrl-C while a relay is slow to list its models ends the run before any probe', async () => {
  const relay = await startFakeRelay((asked, response) => {
    if (asked.method === 'POST') return steadily()(asked, response)
  })
  const profile = writeProfile(folder, 'listing', {
    relays: [{ name: 'mute', base_url: relay.url }],
    models: ['demo-mini'],
    load: { requests, concurrency: 1, warmup: 0 },
  })
  const running = start(['run', profile, '--out', join(folder, 'listing')])
  await relay.until(() => relay.asked.length > 0)
  running.child.kill('SIGINT')
  await running.hears(/Stopping/)
  running.child.kill('SIGINT')
  const { code } = await running.finished
  expect(code).toBe(130)
  expect(relay.probes()).toEqual([])
  await relay.close()
})

test('probe is broken off by one Ctrl-C', async () => {
  const relay = await startFakeRelay(steadily({ tokens: 200, gapMs: 100 }))
  const running = start(['probe', '--base-url', relay.url, '--model', 'm', '--json'])
  await relay.until(() => relay.probes().length === 1)
  running.child.kill('SIGINT')
  const { code, stdout } = await running.finished
  await relay.close()
  expect(code).toBe(130)
  expect(JSON.parse(stdout).outcome).toBe('cancelled')
})
