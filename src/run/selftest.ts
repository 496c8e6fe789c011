import type { Ms } from '../core/clock.ts'
import type { ClientRecord, JournalRecord } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import { classify } from '../metrics/classify.ts'
import { planRun } from '../plan/plan.ts'
import { parseProfile } from '../profile/parse.ts'
import type { Selftest, SelftestLevel } from '../schema/selftest.ts'
import { startTruth, truthIn, truthModel, truthTokenChars } from '../sim/index.ts'
import { errorSpread } from '../statistics/spread.ts'
import { calibrate } from './calibration.ts'
import { LoopWatch } from './loop-watch.ts'
import { ttftErrorMs } from './loopback.ts'
import { OwnLane } from './probe-lane.ts'
import { run } from './run.ts'

/** As a quick model streams. */
const pace = { firstMs: 200, tokens: 50, gapMs: 20 }
const answerMs = pace.firstMs + pace.tokens * pace.gapMs
const rssEveryMs = 100
/** Off by less, a TTFT of 500 ms is right to 1 %. */
const exactMs = 5

export interface SelftestSetting {
  /** Numbers of streams at once, one level each. */
  readonly streams: readonly number[]
  /** About how long each level takes: as many answers a stream as fit into it, at least one. */
  readonly seconds: number
  readonly stop: AbortSignal
  /** Told before each level. */
  readonly onLevel?: (streams: number) => void
}

type Measured = Pick<Selftest, 'calibration' | 'levels' | 'exactTo'>

/**
 * Drives the whole engine (profile, plan, run, a journal that is written to nowhere) against a server in a process of
 * its own that says in each answer what it really did, at rising numbers of streams.
 */
export async function selftest({ streams, seconds, stop, onLevel }: SelftestSetting): Promise<Measured> {
  const truth = await startTruth()
  const loop = new LoopWatch()
  const levels: SelftestLevel[] = []
  try {
    const { n, ttftErrorMs: error } = await calibrate(
      truth.url,
      1,
      ({ lane }) => new OwnLane(lane, loop),
      stop,
    )
    for (const each of streams) {
      if (stop.aborted) break
      onLevel?.(each)
      levels.push(await measureLevel(truth.url, each, seconds, stop))
    }
    return { calibration: error ? { n, ...error } : null, levels, exactTo: exactTo(levels) }
  } finally {
    loop.stop()
    await truth.close()
  }
}

/** The most streams at which 99 of 100 TTFTs are right to 5 ms. */
function exactTo(levels: readonly SelftestLevel[]): Selftest['exactTo'] {
  const exact = levels.flatMap(({ streams, ttftErrorMs: error }) =>
    error && error.p99 <= exactMs ? [{ streams, ttftErrorP99Ms: error.p99 }] : [],
  )
  return exact.toSorted((a, b) => b.streams - a.streams)[0] ?? null
}

/** A number, not a time: a machine that is too slow is measured all the same. */
const answersOf = (seconds: number): number => Math.max(1, Math.floor((seconds * 1000) / answerMs))

async function measureLevel(
  url: string,
  streams: number,
  seconds: number,
  stop: AbortSignal,
): Promise<SelftestLevel> {
  const profile = {
    relays: [{ name: 'loopback', base_url: url, proxy: 'direct', price_multiplier: 0 }],
    models: [truthModel(pace)],
    load: { requests: streams * answersOf(seconds), concurrency: streams, warmup: 0, seed: 1 },
  }
  const loaded = parseProfile(JSON.stringify(profile), { file: 'selftest.yaml', env: {} })
  const level = new Level(streams)
  const timer = setInterval(() => level.sampleRss(), rssEveryMs)
  const cpu = process.cpuUsage()
  try {
    await run(planRun(loaded), loaded, { onRecord: (record) => level.add(record), keepRecords: false, stop })
  } finally {
    clearInterval(timer)
  }
  const { user, system } = process.cpuUsage(cpu)
  return level.result((user + system) / 1000)
}

/** What the records of one level add up to. */
class Level {
  readonly #streams: number
  readonly #ttftErrors: Ms[] = []
  readonly #gapErrors: Ms[] = []
  #answers = 0
  #failed = 0
  #chunks = 0
  #firstAt = Number.POSITIVE_INFINITY
  #lastAt = 0
  #rssBytes = 0
  #client: ClientRecord | undefined

  constructor(streams: number) {
    this.#streams = streams
  }

  sampleRss(): void {
    this.#rssBytes = Math.max(this.#rssBytes, process.memoryUsage.rss())
  }

  add(record: JournalRecord): void {
    // A journal would write it down: that is part of the load.
    JSON.stringify(record)
    if (record.type === 'client') this.#client = record
    if (record.type !== 'observation' || record.retry !== undefined) return
    const { sent, end } = record.timeline
    if (sent !== undefined) this.#firstAt = Math.min(this.#firstAt, sent)
    this.#lastAt = Math.max(this.#lastAt, end)
    if (classify(record) !== 'ok') {
      this.#failed++
      return
    }
    this.#answers++
    this.#chunks += record.stream.frames
    const error = ttftErrorMs(record)
    if (error !== undefined) this.#ttftErrors.push(error)
    for (const gapError of gapErrorsMs(record)) this.#gapErrors.push(gapError)
  }

  result(cpuMs: number): SelftestLevel {
    this.sampleRss()
    const client = this.#client
    const seconds = (this.#lastAt - this.#firstAt) / 1000
    return {
      streams: this.#streams,
      answers: this.#answers,
      failed: this.#failed,
      chunksPerSecond: seconds > 0 ? Math.round(this.#chunks / seconds) : 0,
      ttftErrorMs: spreadOf(this.#ttftErrors),
      itlErrorMs: spreadOf(this.#gapErrors),
      loopDelayMs: client ? { p99: client.loopDelayMs.p99, max: client.loopDelayMs.max } : null,
      loopUtilization: client?.loopUtilization ?? null,
      gcMaxMs: client?.gc?.maxMs ?? null,
      cpuMsPerThousandChunks: this.#chunks === 0 ? null : Math.round((cpuMs / this.#chunks) * 1e5) / 100,
      rssMb: Math.round(this.#rssBytes / 2 ** 20),
    }
  }
}

function spreadOf(values: readonly number[]): SelftestLevel['ttftErrorMs'] {
  const spread = errorSpread(values)
  return spread ? { n: values.length, ...spread } : null
}

/** How far our gaps between tokens are from the server's; none when tokens are missing. */
export function gapErrorsMs(observation: Observation): readonly Ms[] {
  const truthUs = truthIn(observation.reply.text) ?? []
  const oursUs = tokenStampsUs(observation, truthUs.length)
  return truthUs.slice(1).flatMap((us, i) => {
    const [before = 0, after] = [oursUs[i], oursUs[i + 1]]
    return after === undefined ? [] : [Math.abs(after - before - (us - (truthUs[i] ?? 0))) / 1000]
  })
}

/** When each token came, µs since the request was sent. A read may carry several: all of them came with it. */
function tokenStampsUs({ stream }: Observation, tokens: number): readonly number[] {
  const stamps: number[] = []
  let at = 0
  let chars = 0
  for (const [read, us] of stream.tokenReadsUs.entries()) {
    at += us
    chars += stream.tokenReadChars[read] ?? 0
    while (stamps.length < tokens && chars >= (stamps.length + 1) * truthTokenChars) stamps.push(at)
  }
  return stamps
}
