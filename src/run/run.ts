import { availableParallelism } from 'node:os'
import { whenAborted } from '../core/abort.ts'
import type { PlannedBudget } from '../core/budget.ts'
import { now, toMicrosecond, wallClock } from '../core/clock.ts'
import type { EndRecord, JournalRecord } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { Plan } from '../core/plan.ts'
import { redactor } from '../core/secret.ts'
import { plannedBudget } from '../plan/budget.ts'
import { promptTextOf } from '../plan/prompts.ts'
import { streamsOf } from '../plan/streams.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { AuditProgress } from './audit-progress.ts'
import { Budget } from './budget.ts'
import { busiest } from './busiest.ts'
import { runHeader } from './header.ts'
import { knownSecrets } from './known-secrets.ts'
import type { OpenLane } from './lane-set.ts'
import { Router } from './load/router.ts'
import { LoopWatch } from './loop-watch.ts'
import { Precision } from './precision.ts'
import { OwnLane } from './probe-lane.ts'
import { RelayRun } from './relay-run.ts'
import { RoundGate } from './round-gate.ts'
import type { RunContext } from './run-context.ts'
import type { RunOptions } from './run-options.ts'
import { SelfCheck } from './self-check.ts'
import { startSimulated } from './simulated.ts'
import { Spending } from './spending.ts'
import { surroundings } from './surroundings.ts'
import { type RelayTarget, relayTarget } from './target.ts'
import { LaneWorkers, workersFor } from './workers/lane-workers.ts'

/** In-flight probes get this long to finish after the first stop signal. */
const graceMs = 15_000
/** How often the state of this client is written down: a killed run should not lack it. */
const clientRecordMs = 10_000

/**
 * Carries out a plan: asks every relay for its listing, then sends the probes in rounds. Only this touches relays.
 * @returns all records of this session, in the order in which they were made; a new run's begin with its header;
 *   none when `keepRecords` is false.
 */
export async function run(
  plan: Plan,
  loaded: LoadedProfile,
  options: RunOptions = {},
): Promise<readonly JournalRecord[]> {
  const session = new Session(plan, loaded, options)
  return session.run()
}

class Session {
  readonly #plan: Plan
  readonly #loaded: LoadedProfile
  readonly #options: RunOptions
  #origin = now()
  readonly #records: JournalRecord[] = []
  readonly #stop = new AbortController()
  readonly #abort = new AbortController()
  readonly #loop = new LoopWatch()
  readonly #budget: Budget
  #workers: LaneWorkers | undefined
  #failure: { readonly error: unknown } | undefined
  #grace: NodeJS.Timeout | undefined
  /** Whoever stops many runs must not wake those that are over. */
  readonly #forget: (() => void)[] = []

  constructor(plan: Plan, loaded: LoadedProfile, options: RunOptions) {
    this.#plan = plan
    this.#loaded = loaded
    this.#options = options
    this.#budget = new Budget({
      capUsd: this.#plannedBudget.capUsd,
      earlierUsd: options.resumed?.spentUsd ?? 0,
      write: (entry) => this.#record({ type: 'budget', session: this.#number, ...entry }),
    })
  }

  get #number(): number {
    return this.#options.resumed?.session ?? 1
  }

  get #plannedBudget(): PlannedBudget {
    return this.#plan.budget ?? plannedBudget(this.#loaded, this.#plan.cells, this.#plan.load)
  }

  async run(): Promise<readonly JournalRecord[]> {
    const simulated = await startSimulated(this.#loaded.profile)
    const workers = workersFor(this.#options.workers ?? 'auto', streamsOf(this.#plan), availableParallelism())
    if (workers > 0) this.#workers = await LaneWorkers.start(workers)
    const clientTimer = setInterval(() => this.#recordClient(), clientRecordMs)
    try {
      await this.#probeAll(simulated.urls)
    } finally {
      clearInterval(clientTimer)
      for (const forget of this.#forget) forget()
      clearTimeout(this.#grace)
      this.#loop.stop()
      await this.#workers?.end()
      await simulated.close()
    }
    if (this.#failure) throw this.#failure.error
    return this.#records
  }

  async #probeAll(simulated: ReadonlyMap<string, string>): Promise<void> {
    const targets = this.#targets(simulated)
    const gate = new RoundGate(new Set(this.#plan.cells.map(({ relay }) => relay)))
    this.#obeySignals(gate)
    if (!this.#options.resumed) this.#record(runHeader(this.#plan, this.#loaded))
    this.#record({
      type: 'session',
      session: this.#number,
      startedAt: wallClock(),
      node: process.version,
      notices: surroundings(targets, this.#options.env ?? {}),
    })
    if (!this.#options.resumed) for (const answer of this.#options.stored ?? []) this.#record(answer)
    const check = await this.#selfCheck()
    try {
      const context = this.#context(gate)
      check.watch(this.#origin)
      await Promise.all(targets.map((target, i) => new RelayRun(target, context).run(i, targets.length)))
    } finally {
      await check.end()
    }
    this.#recordClient()
    this.#budget.close()
    this.#record(this.#end())
  }

  readonly #openLane: OpenLane = ({ lane }) => this.#workers?.lane(lane) ?? new OwnLane(lane, this.#loop)

  #recordClient(): void {
    this.#record(busiest(this.#loop.record(this.#number), this.#workers?.clients() ?? []))
  }

  /** The session's clock and the watch of the loop start after it: its time is not the run's. */
  async #selfCheck(): Promise<SelfCheck> {
    const { calibrate = false, control = false } = this.#plan.cells.length > 0 ? this.#options : {}
    const check = await SelfCheck.begin(
      { calibrate, control },
      {
        session: this.#number,
        openLane: this.#openLane,
        record: (record) => this.#record(record),
        stop: this.#stop.signal,
      },
    )
    this.#loop.restart()
    this.#origin = now()
    return check
  }

  /** Of earlier sessions, stored references among them; of a new run, these alone. */
  get #earlierAnswers(): readonly Observation[] | undefined {
    return this.#options.resumed?.asked ?? this.#options.stored
  }

  #targets(simulated: ReadonlyMap<string, string>): readonly RelayTarget[] {
    const { env = {} } = this.#options
    return this.#loaded.profile.relays.map((relay) => relayTarget(relay, this.#loaded, simulated, env))
  }

  #context(gate: RoundGate): RunContext {
    const { durationMs, shape } = this.#plan.load
    return {
      ...(shape?.type === 'failover' && { router: new Router(this.#plan, shape) }),
      plan: this.#plan,
      profile: this.#loaded.profile,
      promptText: promptTextOf(this.#loaded),
      session: this.#number,
      origin: this.#origin,
      redact: redactor(knownSecrets(this.#loaded, this.#options.env ?? {})),
      openLane: this.#openLane,
      gate,
      spending: new Spending(this.#plannedBudget, this.#budget, this.#options.resumed?.largest),
      record: (record) => this.#record(record),
      precision: new Precision(this.#plan, this.#options.resumed?.evidence),
      audits: new AuditProgress(this.#plan, this.#loaded.profile, this.#earlierAnswers),
      finished: this.#options.resumed?.finished ?? new Set(),
      resolved: this.#options.resumed?.resolved ?? [],
      discovered: this.#options.resumed?.discovered ?? [],
      climbed: this.#options.resumed?.climbed ?? [],
      stop: this.#stop.signal,
      abort: this.#abort.signal,
      ...(durationMs !== undefined && { endsAt: this.#origin + durationMs }),
    }
  }

  #obeySignals(gate: RoundGate): void {
    const { stop, abort } = this.#options
    whenAborted(this.#stop.signal, () => {
      gate.release()
      this.#grace = setTimeout(() => this.#abort.abort(), graceMs)
    })
    if (stop) this.#forget.push(whenAborted(stop, () => this.#stop.abort()))
    if (abort)
      this.#forget.push(
        whenAborted(abort, () => {
          this.#stop.abort()
          this.#abort.abort()
        }),
      )
  }

  /** A record that cannot be kept ends the run: what is not written down must not be paid for. */
  #record(record: JournalRecord): void {
    if (this.#failure) return
    try {
      this.#options.onRecord?.(record)
      if (this.#options.keepRecords ?? true) this.#records.push(record)
    } catch (error) {
      this.#failure = { error }
      this.#stop.abort()
      this.#abort.abort()
    }
  }

  #end(): EndRecord {
    return {
      type: 'end',
      session: this.#number,
      how: this.#stop.signal.aborted ? 'interrupted' : this.#budget.over.aborted ? 'budget' : 'finished',
      atMs: toMicrosecond(now() - this.#origin),
    }
  }
}
