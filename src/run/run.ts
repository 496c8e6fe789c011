import { setMaxListeners } from 'node:events'
import type { PlannedBudget, TokenCounts } from '../core/budget.ts'
import { now, toMicrosecond, wallClock } from '../core/clock.ts'
import type { EndRecord, JournalRecord, ModelResolution, ProtocolsRecord } from '../core/journal.ts'
import type { Plan } from '../core/plan.ts'
import { redactor } from '../core/secret.ts'
import { plannedBudget } from '../plan/budget.ts'
import type { StepProbe } from '../plan/ladder-step.ts'
import { promptTextOf } from '../plan/prompts.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { Budget } from './budget.ts'
import { runHeader } from './header.ts'
import { knownSecrets } from './known-secrets.ts'
import { LoopWatch } from './loop-watch.ts'
import { type EarlierEvidence, Precision } from './precision.ts'
import { OwnLane } from './probe-lane.ts'
import { RelayRun } from './relay-run.ts'
import { RoundGate } from './round-gate.ts'
import type { RunContext } from './run-context.ts'
import { SelfCheck, type SelfCheckOptions } from './self-check.ts'
import { startSimulated } from './simulated.ts'
import { Spending } from './spending.ts'
import { surroundings } from './surroundings.ts'
import { type RelayTarget, relayTarget } from './target.ts'

/** In-flight probes get this long to finish after the first stop signal. */
const graceMs = 15_000
/** How often the state of this client is written down: a killed run should not lack it. */
const clientRecordMs = 10_000

export interface RunOptions extends SelfCheckOptions {
  /**
   * Told of every record as it is made, synchronously: whoever keeps it has it before the next probe is sent.
   * When it throws, nothing more is sent, what is in flight is broken off, and `run` rejects with the error.
   */
  readonly onRecord?: (record: JournalRecord) => void
  /**
   * Whether `run` gives the records at its end; true unless stated. With false they go to `onRecord` alone, and memory
   * does not grow with the number of probes.
   */
  readonly keepRecords?: boolean
  /** First signal: nothing new is sent, what is in flight may finish within a grace time. */
  readonly stop?: AbortSignal
  /** Second signal: what is in flight is broken off. */
  readonly abort?: AbortSignal
  /** What earlier sessions of the same plan left, when a run is resumed. */
  readonly resumed?: ResumeState
  /** Environment for proxies; nothing else is read from it. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

export interface ResumeState {
  readonly session: number
  readonly finished: ReadonlySet<string>
  readonly resolved: readonly ModelResolution[]
  readonly discovered: readonly ProtocolsRecord[]
  /** What they showed, for the rules that end cells early; absent where the plan has none. */
  readonly evidence?: EarlierEvidence
  /** What they spent, at most. */
  readonly spentUsd: number
  /** The most tokens that they saw a request of each cell use. */
  readonly largest: ReadonlyMap<string, TokenCounts>
  /** Probes of a ladder that came to an end. */
  readonly climbed?: readonly StepProbe[]
}

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
  #failure: { readonly error: unknown } | undefined
  #grace: NodeJS.Timeout | undefined

  constructor(plan: Plan, loaded: LoadedProfile, options: RunOptions) {
    this.#plan = plan
    this.#loaded = loaded
    this.#options = options
    this.#budget = new Budget({
      capUsd: this.#plannedBudget.capUsd,
      earlierUsd: options.resumed?.spentUsd ?? 0,
      write: (entry) => this.#record({ type: 'budget', session: this.#number, ...entry }),
    })
    // Every waiting worker listens; that is no leak.
    setMaxListeners(0, this.#stop.signal, this.#abort.signal)
  }

  get #number(): number {
    return this.#options.resumed?.session ?? 1
  }

  get #plannedBudget(): PlannedBudget {
    return this.#plan.budget ?? plannedBudget(this.#loaded, this.#plan.cells, this.#plan.load)
  }

  async run(): Promise<readonly JournalRecord[]> {
    const simulated = await startSimulated(this.#loaded.profile)
    const clientTimer = setInterval(() => this.#record(this.#loop.record(this.#number)), clientRecordMs)
    try {
      await this.#probeAll(simulated.urls)
    } finally {
      clearInterval(clientTimer)
      clearTimeout(this.#grace)
      this.#loop.stop()
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
    const check = await this.#selfCheck()
    try {
      const context = this.#context(gate)
      check.watch(this.#origin)
      await Promise.all(targets.map((target, i) => new RelayRun(target, context).run(i, targets.length)))
    } finally {
      await check.end()
    }
    this.#record(this.#loop.record(this.#number))
    this.#budget.close()
    this.#record(this.#end())
  }

  /** The session's clock and the watch of the loop start after it: its time is not the run's. */
  async #selfCheck(): Promise<SelfCheck> {
    const { calibrate = false, control = false } = this.#plan.cells.length > 0 ? this.#options : {}
    const check = await SelfCheck.begin(
      { calibrate, control },
      {
        session: this.#number,
        loop: this.#loop,
        record: (record) => this.#record(record),
        stop: this.#stop.signal,
      },
    )
    this.#loop.restart()
    this.#origin = now()
    return check
  }

  #targets(simulated: ReadonlyMap<string, string>): readonly RelayTarget[] {
    const { env = {} } = this.#options
    return this.#loaded.profile.relays.map((relay) => relayTarget(relay, this.#loaded, simulated, env))
  }

  #context(gate: RoundGate): RunContext {
    const { durationMs } = this.#plan.load
    return {
      plan: this.#plan,
      profile: this.#loaded.profile,
      promptText: promptTextOf(this.#loaded),
      session: this.#number,
      origin: this.#origin,
      redact: redactor(knownSecrets(this.#loaded, this.#options.env ?? {})),
      openLane: ({ lane }) => new OwnLane(lane, this.#loop),
      gate,
      spending: new Spending(this.#plannedBudget, this.#budget, this.#options.resumed?.largest),
      record: (record) => this.#record(record),
      precision: new Precision(this.#plan, this.#options.resumed?.evidence),
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
    this.#stop.signal.addEventListener('abort', () => {
      gate.release()
      this.#grace = setTimeout(() => this.#abort.abort(), graceMs)
    })
    onAbort(stop, () => this.#stop.abort())
    onAbort(abort, () => {
      this.#stop.abort()
      this.#abort.abort()
    })
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

function onAbort(signal: AbortSignal | undefined, act: () => void): void {
  if (signal?.aborted) act()
  else signal?.addEventListener('abort', act, { once: true })
}
