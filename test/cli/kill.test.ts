import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { nonceFor } from '../../src/plan/prompts.ts'
import { reportSchema } from '../../src/schema/report.ts'
import { type FakeRelay, startFakeRelay, steadily } from './fake-relay.ts'
import {
  type Finished,
  finishedObservations,
  journalLines,
  journalRecords,
  relaybench,
  start,
  temporaryFolder,
  writeProfile,
} from './harness.ts'
import { planOf } from './journal-plan.ts'

const rounds = 20
const concurrency = 2
const folder = temporaryFolder()

/** When to kill: so long after the start of the process, or after its first probe has been seen. */
interface Moment {
  readonly after: 'start' | 'first probe'
  readonly ms: number
}

/** Four moments, drawn by a seed: right at the start, while it loads, and twice in the middle of probing. */
function momentsOf(seed: number): readonly Moment[] {
  const generator = xoroshiro128plus(seed)
  const between = (low: number, high: number) => uniformInt(generator, low, high)
  return [
    { after: 'start', ms: between(0, 60) },
    { after: 'first probe', ms: between(0, 700) },
    { after: 'start', ms: between(150, 450) },
    { after: 'first probe', ms: between(0, 900) },
  ]
}

/** What one session of a run left behind. */
interface Session {
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Nonces of the probes that finished before it, and of those that it sent. */
  readonly done: readonly string[]
  readonly sent: readonly (string | undefined)[]
}

class KilledRun {
  readonly sessions: Session[] = []
  readonly directory: string
  readonly #profile: string
  readonly #relays: readonly FakeRelay[]

  constructor(profile: string, directory: string, relays: readonly FakeRelay[]) {
    this.#profile = profile
    this.directory = directory
    this.#relays = relays
  }

  /** Begins the run, or goes on with it when there is something to go on with. */
  #arguments(): readonly string[] {
    const begun = journalLines(this.directory).length > 0
    return begun ? ['run', '--resume', this.directory] : ['run', this.#profile, '--out', this.directory]
  }

  async killed({ after, ms }: Moment): Promise<void> {
    await this.#session(async () => {
      const running = start([...this.#arguments(), '--quiet'])
      const seen = this.#probes()
      if (after === 'first probe')
        await Promise.race([
          running.finished,
          ...this.#relays.map((relay) => relay.until(() => this.#probes() > seen)),
        ])
      await delay(ms)
      running.child.kill('SIGKILL')
      await running.finished
    })
  }

  async finished(): Promise<Finished> {
    let finished: Finished | undefined
    await this.#session(async () => {
      finished = await relaybench([...this.#arguments(), '--quiet', '--json'])
    })
    if (!finished) throw new Error('it never ran')
    return finished
  }

  async #session(carryOut: () => Promise<void>): Promise<void> {
    const before = journalLines(this.directory)
    const done = this.#noncesDone()
    const seen = this.#relays.map((relay) => relay.probes().length)
    await carryOut()
    const sent = this.#relays.flatMap((relay, i) =>
      relay
        .probes()
        .slice(seen[i])
        .map(({ nonce }) => nonce),
    )
    this.sessions.push({ before, after: journalLines(this.directory), done, sent })
  }

  #noncesDone(): readonly string[] {
    const records = journalRecords(this.directory)
    if (records.length === 0) return []
    const { runId } = planOf(records)
    return finishedObservations(records).map(({ probeId, attempt }) => nonceFor(runId, probeId, attempt))
  }

  #probes(): number {
    return this.#relays.reduce((sum, relay) => sum + relay.probes().length, 0)
  }
}

const profileOf = (relays: readonly FakeRelay[]) => ({
  relays: relays.map(({ url }, i) => ({ name: `relay-${i + 1}`, base_url: url })),
  models: ['demo-mini'],
  stream: 'both',
  load: { requests: rounds, concurrency, warmup: 1 },
})

describe.each([20_261, 7])('a run that is killed at four moments drawn by seed %i', (seed) => {
  test('loses nothing, repeats nothing and ends as if it had not been killed', async () => {
    const relays = await Promise.all([
      startFakeRelay(steadily({ tokens: 6, gapMs: 10 })),
      startFakeRelay(steadily({ tokens: 3, gapMs: 15 })),
      startFakeRelay(steadily({ tokens: 10, gapMs: 8 })),
    ])
    const run = new KilledRun(
      writeProfile(folder, `killed-${seed}`, profileOf(relays)),
      join(folder, `run-${seed}`),
      relays,
    )
    for (const moment of momentsOf(seed)) await run.killed(moment)
    const { code, stdout } = await run.finished()
    await Promise.all(relays.map((relay) => relay.close()))

    const { planned, counted } = planOf(journalRecords(run.directory))
    for (const { before, after, done, sent } of run.sessions) {
      expect(after.slice(0, before.length), 'earlier lines stay as they were').toEqual(before)
      expect(
        sent.filter((nonce) => nonce !== undefined && done.includes(nonce)),
        'sent again',
      ).toEqual([])
    }
    const finished = finishedObservations(journalRecords(run.directory)).map(({ probeId }) => probeId)
    expect([...finished].sort()).toEqual([...planned].sort())
    const answers = relays.flatMap((relay) => relay.probes().filter(({ state }) => state === 'answered'))
    expect(new Set(answers.map(({ nonce }) => nonce)).size).toBe(planned.length)
    const kills = run.sessions.length - 1
    expect(answers.length).toBeLessThanOrEqual(planned.length + kills * relays.length * concurrency)
    expect(run.sessions.filter(({ sent }) => sent.length > 0).length).toBeGreaterThanOrEqual(2)

    const report = reportSchema.parse(JSON.parse(stdout))
    expect(readFileSync(join(run.directory, 'report.json'), 'utf8')).toBe(stdout)
    expect(report.totals).toMatchObject({ sent: counted.length, planned: counted.length, ok: counted.length })
    expect(report.cells.every(({ sent, complete }) => sent === rounds && complete)).toBe(true)
    expect(report.state).toBe('finished')
    expect(code).toBe(0)
  })
})
