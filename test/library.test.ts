import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type JournalRecord,
  judge,
  type LoadedProfile,
  loadProfile,
  type Observation,
  type Plan,
  ProfileError,
  planRun,
  type Report,
  type RunOptions,
  render,
  run,
  UserError,
} from '../src/index.ts'

const demo = fileURLToPath(new URL('../profiles/demo.yaml', import.meta.url))
const terminal = { language: 'en', width: 140, color: false } as const

/** The shipped demo with as few requests as show what it is about. */
async function briefDemo(): Promise<LoadedProfile> {
  const loaded = await loadProfile(demo, { env: {} })
  return {
    ...loaded,
    profile: { ...loaded.profile, load: { requests: 2, concurrency: 4, warmup: 1, seed: 5 } },
  }
}

const observationsIn = (records: readonly JournalRecord[]): readonly Observation[] =>
  records.flatMap((record) => (record.type === 'observation' ? [record] : []))

/** The advice of a UserError, which must be thrown. */
function hintOf(act: () => void): UserError['hint'] {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError) return error.hint
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('profile → plan → run → judge → render', () => {
  const heard: JournalRecord[] = []
  let plan: Plan
  let records: readonly JournalRecord[]
  let report: Report

  beforeAll(async () => {
    const loaded = await briefDemo()
    plan = planRun(loaded)
    records = await run(plan, loaded, { onRecord: (record) => heard.push(record) })
    report = judge(records)
  })

  test('a plan visits every relay, model and mode', () => {
    expect(plan.cells).toHaveLength(4 * 2 * 2)
    expect(plan.load).toMatchObject({ rounds: 2, warmupRounds: 1 })
  })

  test('every planned probe yields an observation, and the listener hears all there is, in order', () => {
    const probes = new Set(observationsIn(records).map(({ probeId }) => probeId))
    expect(probes.size).toBe(plan.cells.length * 3)
    expect(heard).toEqual(records)
    expect([records[0]?.type, records.at(-1)?.type]).toEqual(['run', 'end'])
  })

  test('the report concludes what the demo is made to show', () => {
    expect(report).toMatchObject({ schema: 'relaybench.report/1', state: 'finished', profileName: 'demo' })
    const states = (relay: string) => report.models.filter((m) => m.relay === relay).map(({ state }) => state)
    expect(states('steady')).toEqual(['works', 'works'])
    expect(states('slow')).toEqual(['works', 'works'])
    expect(states('ghost')).toContain('listed-but-dead')
    const ttft = (relay: string) =>
      report.cells.find((c) => c.relay === relay && c.model === 'demo-mini' && c.mode === 'stream')?.ttftMs
        .p50
    expect(ttft('slow')).toBeGreaterThan(ttft('steady') ?? Number.POSITIVE_INFINITY)
  })

  test('records are plain JSON: a journal that was written and read again gives the same report', () => {
    const again: JournalRecord[] = JSON.parse(JSON.stringify(records))
    expect(judge(again)).toEqual(report)
  })

  test('every format writes the same report', () => {
    expect(JSON.parse(render(report, 'json', terminal))).toEqual(report)
    for (const format of ['table', 'markdown', 'csv'])
      for (const relay of ['steady', 'slow', 'flaky', 'ghost'])
        expect(render(report, format, terminal)).toContain(relay)
  })

  test('an unknown format is an error for people that names the known ones', () => {
    expect(hintOf(() => render(report, 'tabel', terminal))?.en).toContain('table')
  })
})

describe('signals', () => {
  /** Runs the demo, giving a signal when the first probe has ended. */
  async function interrupted(
    name: 'stop' | 'abort',
  ): Promise<{ plan: Plan; records: readonly JournalRecord[] }> {
    const loaded = await briefDemo()
    const plan = planRun(loaded)
    const controller = new AbortController()
    const options: RunOptions = {
      [name]: controller.signal,
      onRecord: ({ type }) => type === 'observation' && controller.abort(),
    }
    return { plan, records: await run(plan, loaded, options) }
  }

  test.each(['stop', 'abort'] as const)('%s ends a run early, and the report says so', async (name) => {
    const { plan, records } = await interrupted(name)
    // Of three rounds: four relays have four workers each, and each of these may have one probe in flight.
    expect(observationsIn(records).length).toBeLessThanOrEqual(16)
    expect(plan.cells.length * 3).toBe(48)
    expect(records.at(-1)).toMatchObject({ type: 'end', how: 'interrupted' })
    expect(judge(records).state).toBe('interrupted')
  })

  test('stop lets finish what is in flight, abort breaks it off', async () => {
    const endings = async (name: 'stop' | 'abort') =>
      observationsIn((await interrupted(name)).records).map(({ ending }) => ending.type)
    expect(await endings('stop')).not.toContain('cancelled')
    expect(await endings('abort')).toContain('cancelled')
  })

  test('a signal given before the start means that nothing is sent', async () => {
    const loaded = await briefDemo()
    const records = await run(planRun(loaded), loaded, { stop: AbortSignal.abort() })
    expect(records.map(({ type }) => type)).not.toContain('observation')
    expect(records.at(-1)).toMatchObject({ type: 'end', how: 'interrupted' })
  })
})

test('a listener that cannot keep a record ends the run with its error', async () => {
  const loaded = await briefDemo()
  let kept = 0
  const onRecord = ({ type }: JournalRecord): void => {
    if (type === 'observation' && ++kept === 3) throw new Error('no space left')
  }
  await expect(run(planRun(loaded), loaded, { onRecord })).rejects.toThrow('no space left')
  expect(kept).toBe(3)
})

test('records without a header are no journal', () => {
  expect(() => judge([])).toThrow(UserError)
})

describe('a profile that cannot be used', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relaybench-library-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('has all its problems told at once, each with its place', async () => {
    const path = join(folder, 'bad.yaml')
    await writeFile(path, 'relays: [{ name: a, base_uri: "https://relay.example" }]\nmodles: [m]\n')
    const failure: unknown = await loadProfile(path, { env: {} }).catch((error) => error)
    expect(failure).toBeInstanceOf(ProfileError)
    expect(failure).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ line: 1, column: 21 }),
        expect.objectContaining({ line: 2, column: 1 }),
      ]),
    })
  })

  test('that is not there is an error in both languages', async () => {
    const failure: unknown = await loadProfile(join(folder, 'none.yaml')).catch((error) => error)
    expect(failure).toMatchObject({
      name: 'UserError',
      text: { en: expect.any(String), zh: expect.stringMatching(/\p{Script=Han}/u) },
    })
  })
})
