import type { BalanceRecord, PricePageRecord } from './balance.ts'
import type { Ms } from './clock.ts'
import type { ConnectionFacts, Ending, HttpFacts, Observation, RelayError, Timeline } from './observation.ts'
import type { PathRecord } from './path.ts'
import type { Plan } from './plan.ts'
import type { Notice } from './text.ts'

/** What a relay's own listing said, or why it said nothing. */
export interface ListingRecord {
  readonly type: 'listing'
  readonly relay: string
  readonly line?: string
  readonly session: number
  readonly timeline: Timeline
  readonly ending: Ending
  readonly connection?: ConnectionFacts
  readonly http?: HttpFacts
  /** Model ids in the relay's order; absent when no listing could be read. */
  readonly models?: readonly string[]
  readonly error?: RelayError
  /** Whether it was asked with a key. */
  readonly keyed: boolean
}

/** A connection that was opened before a probe needed it. */
export interface ConnectionRecord {
  readonly type: 'connection'
  readonly relay: string
  readonly line?: string
  readonly session: number
  readonly timeline: Timeline
  /** "complete" when it was opened. */
  readonly ending: Ending
  readonly connection?: ConnectionFacts
}

/** A keyless page that says what software the relay runs. */
export interface StatusPageRecord {
  readonly type: 'status-page'
  readonly relay: string
  readonly session: number
  readonly software: string
  readonly systemName?: string
  readonly version?: string
}

/** Which name is sent to a relay for a wanted model, and how it was found. */
export interface ModelResolution {
  readonly type: 'resolution'
  readonly relay: string
  readonly model: string
  readonly modelId: string
  /** declared in the profile · listed under this very name · matched to one listed name · assumed, for lack of a listing or a match */
  readonly how: 'declared' | 'listed' | 'matched' | 'assumed'
}

/** Which protocols a relay answers in, where the profile left that open. */
export interface ProtocolsRecord {
  readonly type: 'protocols'
  readonly relay: string
  readonly line?: string
  readonly session: number
  /** Outcome of one small request in each. */
  readonly found: readonly { readonly protocol: string; readonly outcome: string }[]
  /** The one that its probes use. */
  readonly chosen: string
  /** What asking cost, as the budget counts it. */
  readonly costUsd?: number
}

/** How busy the client itself was. */
export interface ClientRecord {
  readonly type: 'client'
  readonly session: number
  readonly loopDelayMs: { readonly p50: Ms; readonly p99: Ms; readonly max: Ms }
  /** Share of the session that the event loop was busy, 0…1. */
  readonly loopUtilization: number
  /**
   * How long something that happens at any moment waits for the event loop: 99 of 100 wait no longer. Stalls count by
   * their length. `n` samples are behind it.
   */
  readonly loopWaitMs?: { readonly n: number; readonly p99: Ms }
  /** Pauses of the garbage collector. */
  readonly gc?: { readonly count: number; readonly totalMs: Ms; readonly maxMs: Ms }
  /** CPU time of this process by elapsed time: 1 is one core all the time, helper threads included. */
  readonly cpuShare?: number
}

/** How times of ours, in ms, are spread; with fewer than 100 values `p99` is the largest. */
export interface ErrorSpread {
  readonly p50: Ms
  readonly p99: Ms
  readonly max: Ms
}

/**
 * What our own engine adds to a TTFT, measured before the first probe on a loopback relay that says what it did:
 * |our TTFT - its TTFT| of the same request.
 */
export interface CalibrationRecord {
  readonly type: 'calibration'
  readonly session: number
  readonly concurrency: number
  /** Pairs behind the figures; requests that only warm the code are left out. */
  readonly n: number
  /** Absent without a pair. */
  readonly ttftErrorMs?: ErrorSpread
  readonly tookMs: Ms
  /** Why there is no figure. */
  readonly failure?: string
}

/** The same for one request that was made in the middle of the run (`--control`). */
export interface ControlRecord {
  readonly type: 'control'
  readonly session: number
  readonly atMs: Ms
  readonly ttftErrorMs: Ms
}

export interface RunHeader {
  readonly type: 'run'
  readonly schema: 'relaybench.journal/1'
  readonly version: string
  readonly startedAt: string
  readonly vantage: string
  readonly plan: Plan
  /** The profile as loaded, keys replaced. */
  readonly profile: unknown
  readonly profileName: string
  /** Where the profile was read, as the user wrote it: keys are read there again on resume. */
  readonly profilePath: string
  readonly notices: readonly Notice[]
}

export interface SessionRecord {
  readonly type: 'session'
  readonly session: number
  readonly startedAt: string
  readonly node: string
  readonly notices: readonly Notice[]
}

/** A relay that was given up before its plan was through. */
export interface StopRecord {
  readonly type: 'stop'
  readonly relay: string
  readonly session: number
  /** Outcome class that ended it. */
  readonly reason: string
  readonly probeId: string
  readonly atMs: Ms
}

/** A measure with its interval that holds at any number of probes; an end is null where there is none. */
export interface Shown {
  /** As in a profile's `until`: "ttft_p50". Times are in ms, shares in 0…1. */
  readonly name: string
  readonly n: number
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

/** Why a cell gets no more probes, and the intervals that showed it. */
export type CellStop =
  | {
      readonly reason: 'precise'
      readonly cellId: string
      readonly n: number
      readonly shown: readonly Shown[]
    }
  | {
      readonly reason: 'dropped'
      readonly cellId: string
      readonly n: number
      readonly shown: Shown
      readonly better: { readonly cellId: string; readonly shown: Shown }
    }

/** A cell that gets no more probes; `n` counts those that were looked at. Those in flight still come to an end. */
export type CellStopRecord = CellStop & {
  readonly type: 'cell-stop'
  readonly session: number
  readonly atMs: Ms
}

/**
 * How much of the budget a session counts as spent, at most. `claim` is written before the money is used, so that a killed
 * session has spent no more than its last one says; `settled` when nothing is in flight any more; `refused` once, when
 * the cap left no room for a request and the run ended.
 */
export interface BudgetRecord {
  readonly type: 'budget'
  readonly session: number
  readonly event: 'claim' | 'refused' | 'settled'
  readonly capUsd: number
  /** Of this session alone. */
  readonly claimedUsd: number
  /** What was not sent, and what it might have cost. */
  readonly refused?: { readonly relay: string; readonly probeId: string; readonly needsUsd: number }
}

/** What became of a relay's times of arrival in one session. */
export interface ScheduleRecord {
  readonly type: 'schedule'
  readonly relay: string
  readonly session: number
  /** Zero of the arrivals. */
  readonly beganMs: Ms
  /** When the first and the last of the arrivals counted in `due` were due. */
  readonly firstDueMs: Ms
  readonly lastDueMs: Ms
  /** When the last one had been taken up, or the schedule was cut off. */
  readonly endedMs: Ms
  /** Arrivals that were due by then. */
  readonly due: number
  /** Those of them that were taken up; the others found no free lane before the run's end. */
  readonly taken: number
}

export interface EndRecord {
  readonly type: 'end'
  readonly session: number
  readonly how: 'finished' | 'interrupted' | 'disk-full' | 'budget'
  readonly atMs: Ms
}

/** One line of a journal. Append-only: a run is judged from these alone. */
export type JournalRecord =
  | RunHeader
  | SessionRecord
  | ListingRecord
  | ConnectionRecord
  | PathRecord
  | StatusPageRecord
  | ModelResolution
  | ProtocolsRecord
  | Observation
  | StopRecord
  | CellStopRecord
  | BudgetRecord
  | ClientRecord
  | CalibrationRecord
  | ControlRecord
  | ScheduleRecord
  | BalanceRecord
  | PricePageRecord
  | EndRecord
